"""What somebody wants to book, and the rules that it keeps.

The same rules are asked while it is typed, when it is stored, and when it is placed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Charging, TermMonths, edition_name
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.numbers import number
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.domain.catalogue import EditionOffer, PriceOffer, ProductPage

NAME_MAX: Final = 80
"""Code points of an „Abonnement-Name“."""
LICENCES_MAX: Final = 100_000
"""Of one subscription, where its edition names no least upper bound."""
REASON_MAX: Final = 500
"""Code points of what is said to a request, and against it."""
_THOUSANDS: Final = re.compile("[0-9]{1,3}(?:[.\N{NO-BREAK SPACE}][0-9]{3})+")
_MARK: Final = re.compile("[.\N{NO-BREAK SPACE}]")
"""What stands between thousands; anywhere else it is a mistake: „1.5“ is not fifteen."""


def add_on_field(edition_id: int) -> str:
    """The field that refusals name for the licences of an add-on."""
    return f"add_on_{edition_id}"


def parse_licences(text: str, field: str = "licences") -> int:
    """What is typed as a number of licences.

    Raises:
        Invalid: It is no whole number, at `field`.
    """
    typed = text.strip()
    if _THOUSANDS.fullmatch(typed):
        typed = _MARK.sub("", typed)
    if not (typed.isascii() and typed.isdigit()):
        raise Invalid(_("Geben Sie die Zahl der Lizenzen als ganze Zahl ein."), field)
    # Bounded before it is read: thousands of digits are refused by Python with an error of its own.
    # Which number is the most, the rules about it say.
    return int(typed) if len(typed.lstrip("0")) <= len(str(LICENCES_MAX)) else LICENCES_MAX + 1


def check_subscription_name(name: str, field: str = "name") -> str:
    """`name` as an „Abonnement-Name“; "" is none.

    Raises:
        Invalid: It is too long.
    """
    return clean_text(name, max_len=NAME_MAX, field=field)


def check_reason(reason: str, field: str) -> str:
    """What is said to a request, or against it; "" for nothing.

    Raises:
        Invalid: It is too long.
    """
    return clean_text(reason, max_len=REASON_MAX, multiline=True, field=field)


@dataclass(frozen=True)
class OrderDraft:
    """What somebody wants to book.

    Args:
        edition_id: An edition of the product; of a booking to a subscription, an add-on.
        licences: How many.
        term_months: For how long, as `TermMonths`.
        charging: How its price falls due.
        name: The „Abonnement-Name“, "" for none.
        add_ons: Edition and licences of each add-on that is booked with it.
        trial: Whether it begins with the free days.
    """

    edition_id: int
    licences: int
    term_months: int = TermMonths.TWELVE
    charging: Charging = Charging.MONTHLY
    name: str = ""
    add_ons: tuple[tuple[int, int], ...] = ()
    trial: bool = False

    def checked(self, page: ProductPage, base: BaseFacts | None = None) -> OrderDraft:
        """The same, cleaned, as the company may book it today.

        Args:
            page: The product, with what the company has of it.
            base: The subscription that an add-on is booked to, None for a booking by itself.

        Raises:
            Invalid: A rule is broken, at the attribute's name, or `add_on_field` of an add-on.
        """
        name = check_subscription_name(self.name)
        edition = _edition(page, self.edition_id, add_on=base is not None)
        price_of(edition, self.term_months, self.charging)
        check_licences(edition, edition_name(page.name, edition.name), self.licences, "licences")
        if base is None:
            _check_cap(page, self.licences)
        else:
            _check_base(self, base)
        add_ons = tuple(sorted(self.add_ons))
        _check_add_ons(self, page, edition, base)
        if self.trial and not page.trial_open:
            raise Invalid(
                _("{product} hatte Ihr Unternehmen schon zum Testen.").format(product=page.name),
                "trial",
            )
        return replace(self, name=name, add_ons=add_ons)


@dataclass(frozen=True)
class BaseFacts:
    """A running subscription that an add-on is booked to.

    Args:
        subscription_id: Its number.
        title: „Microsoft 365 Business Basic“.
        name: Its „Abonnement-Name“, "" for none.
        licences: How many it has: an add-on cannot have more.
        term_months: Its term; that of the add-on, too.
        charging: How its price falls due; that of the add-on, too.
        trial_until: Its last free day, if that is not over.
        ends_on: Its last day of all, None while it renews itself.
        ended: Whether that is past.
        owner_id: Who looks after it, None when nobody does.
        lost: Whether somebody else looks after it by now, and who books may touch only their own.
        add_ons: The add-ons that it has already.
    """

    subscription_id: int
    title: str
    name: str
    licences: int
    term_months: int
    charging: Charging
    trial_until: date | None = None
    ends_on: date | None = None
    ended: bool = False
    owner_id: int | None = None
    lost: bool = False
    add_ons: frozenset[int] = frozenset()


def price_of(edition: EditionOffer, term_months: int, charging: Charging) -> PriceOffer:
    """What a licence of `edition` costs for that term, charged that way.

    Raises:
        Invalid: It is not offered so, at `term_months`.
    """
    found = edition.price(term_months, charging)
    if found is None:
        raise Invalid(
            _("So wird es nicht angeboten. Wählen Sie eine andere Laufzeit."), "term_months"
        )
    return found


def _edition(page: ProductPage, edition_id: int, *, add_on: bool) -> EditionOffer:
    offered = page.add_ons if add_on else page.bookable
    found = next((one for one in offered if one.id == edition_id), None)
    if found is None:
        raise Invalid(_("Das wird nicht mehr angeboten. Wählen Sie etwas anderes."), "edition_id")
    return found


def check_licences(edition: EditionOffer, title: str, licences: int, field: str) -> None:
    """Whether one subscription to `edition` can have so many.

    Raises:
        Invalid: They are too few or too many, at `field`.
    """
    most = min(edition.max_licences or LICENCES_MAX, LICENCES_MAX)
    if licences < edition.min_licences:
        raise Invalid(
            ngettext(
                "Von {title} braucht es mindestens {n} Lizenz.",
                "Von {title} braucht es mindestens {n} Lizenzen.",
                edition.min_licences,
            ).format(title=title, n=number(edition.min_licences)),
            field,
        )
    if licences > most:
        raise Invalid(
            ngettext(
                "Von {title} ist höchstens {n} Lizenz möglich.",
                "Von {title} sind höchstens {n} Lizenzen möglich.",
                most,
            ).format(title=title, n=number(most)),
            field,
        )


def _check_cap(page: ProductPage, licences: int) -> None:
    if page.licence_cap is None or page.licences_had + licences <= page.licence_cap:
        return
    raise Invalid(cap_sentence(page.name, page.licence_cap, page.licences_had), "licences")


def cap_sentence(product: str, cap: int, had: int) -> str:
    """„Von … sind höchstens 300 Lizenzen möglich; Sie haben 290“: why it cannot be more."""
    return ngettext(
        "Von {product} ist höchstens {n} Lizenz möglich; Sie haben {had}.",
        "Von {product} sind höchstens {n} Lizenzen möglich; Sie haben {had}.",
        cap,
    ).format(product=product, n=number(cap), had=number(had))


def _check_base(draft: OrderDraft, base: BaseFacts) -> None:
    if base.ended:
        raise Invalid(_("Das Abonnement, zu dem es gehören soll, ist beendet."), "edition_id")
    if base.lost:
        raise Invalid(
            _("Das Abonnement, zu dem es gehören soll, betreut jetzt jemand anderes."), "edition_id"
        )
    if draft.edition_id in base.add_ons:
        raise Invalid(
            _("Dieses Zusatzprodukt ist schon gebucht. Ändern Sie dort die Zahl der Lizenzen."),
            "edition_id",
        )
    if (draft.term_months, draft.charging) != (base.term_months, base.charging):
        raise Invalid(
            _("Laufzeit und Abrechnung sind die des Abonnements, zu dem es gehört."), "term_months"
        )
    check_against(draft.licences, base.licences, base.title, "licences")


def _check_add_ons(
    draft: OrderDraft, page: ProductPage, edition: EditionOffer, base: BaseFacts | None
) -> None:
    offers = {one.id: one for one in page.add_ons}
    twice = Counter(edition_id for edition_id, _licences in draft.add_ons)
    title = edition_name(page.name, edition.name)
    for edition_id, licences in draft.add_ons:
        field = add_on_field(edition_id)
        if base is not None or edition_id not in offers or twice[edition_id] > 1:
            raise Invalid(_("Das wird dazu nicht angeboten."), field)
        offer = offers[edition_id]
        if offer.price(draft.term_months, draft.charging) is None:
            raise Invalid(_("Mit dieser Laufzeit wird es dazu nicht angeboten."), field)
        check_licences(offer, edition_name(page.name, offer.name), licences, field)
        check_against(licences, draft.licences, title, field)


def check_against(licences: int, most: int, title: str, field: str) -> None:
    """Whether an add-on can have so many: no more than what it is booked to, called `title`.

    Raises:
        Invalid: They are too many, at `field`.
    """
    if licences > most:
        raise Invalid(
            ngettext(
                "Höchstens {n}: so viele Lizenzen hat {title}.",
                "Höchstens {n}: so viele Lizenzen hat {title}.",
                most,
            ).format(n=number(most), title=title),
            field,
        )
