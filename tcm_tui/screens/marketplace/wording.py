"""What „Marktplatz“ says about prices, terms and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.catalogue import Charging, category_label
from tcm_tui.domain.money import VAT_PERCENT, euros
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import EditionOffer, PriceOffer, ProductPage, ProductRow


def provider_text(product: ProductPage | ProductRow) -> str:
    """Of whom it is, and what for."""
    return f"{product.provider} · {category_label(product.category)}"


def price_text(price: PriceOffer) -> str:
    """„5,60 € je Lizenz im Monat“, and of a year's price what that is a month."""
    if price.charging is Charging.MONTHLY:
        return _("{euros} je Lizenz im Monat").format(euros=euros(price.cents))
    month = _("{euros} im Monat").format(euros=euros(price.month_cents))
    year = _("{euros} je Lizenz im Jahr").format(euros=euros(price.cents))
    return f"{year} ({month})"


def licences_text(offer: EditionOffer) -> str:
    """How many licences one may book at once; "" where it does not matter."""
    least, most = offer.min_licences, offer.max_licences
    if most is not None and least > 1:
        return _("{least} bis {most} Lizenzen").format(least=number(least), most=number(most))
    if most is not None:
        pattern = ngettext("höchstens {n} Lizenz", "höchstens {n} Lizenzen", most)
        return pattern.format(n=number(most))
    if least > 1:
        return _("mindestens {n} Lizenzen").format(n=number(least))
    return ""


def cap_text(page: ProductPage) -> str:
    """How many licences the company may have of all editions together; "" for any number."""
    if page.licence_cap is None:
        return ""
    sentence = _(
        "Von {product} sind höchstens {cap} Lizenzen möglich, alle Editionen zusammen;"
        " Sie haben {had}."
    )
    return sentence.format(product=page.name, cap=page.licence_cap, had=page.licences_had)


def trial_text(page: ProductPage) -> str:
    """Whether it is free at first; "" where it is for nobody."""
    if not page.trial_days:
        return ""
    if not page.trial_open:
        return _("Die Testphase hat Ihr Unternehmen schon genutzt.")
    return ngettext(
        "{n} Tag kostenlos testen, danach beginnt die Laufzeit.",
        "{n} Tage kostenlos testen, danach beginnt die Laufzeit.",
        page.trial_days,
    ).format(n=page.trial_days)


def example_text() -> str:
    """What prices are, wherever they are shown."""
    return _("Alle Preise sind Beispiele, ohne {percent} % MwSt.").format(percent=VAT_PERCENT)
