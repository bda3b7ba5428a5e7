"""How many licences a subscription may have, and which editions it may become."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.numbers import number
from tcm_tui.domain.order_drafts import cap_sentence, check_against, check_licences
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.domain.catalogue import EditionOffer


@dataclass(frozen=True)
class Cap:
    """How many licences of all editions of a product a company may have, and has."""

    product: str
    most: int
    had: int


@dataclass(frozen=True)
class Related:
    """A subscription that this one belongs to, or that belongs to it."""

    title: str
    licences: int


@dataclass(frozen=True)
class Limits:
    """What bounds the licences of a subscription.

    Args:
        licences: How many there are.
        used: How many of them are assigned.
        editions: What it is, and what it is going to be, with what each is called.
        base: What it extends, None unless it is an add-on.
        add_ons: What extends it.
        cap: Of its product, None when there is none, or when it does not count.
    """

    licences: int
    used: int
    editions: tuple[tuple[str, EditionOffer], ...]
    base: Related | None = None
    add_ons: tuple[Related, ...] = ()
    cap: Cap | None = None

    def check(self, licences: int) -> None:
        """Whether there may be so many.

        Raises:
            Invalid: They are too few or too many, at `licences`.
        """
        if licences < self.used:
            raise Invalid(_in_use(self.used), "licences")
        for title, edition in self.editions:
            check_licences(self._towards(edition, licences), title, licences, "licences")
        if self.base is not None:
            check_against(licences, self.base.licences, self.base.title, "licences")
        for one in self.add_ons:
            if licences < one.licences:
                raise Invalid(_of_an_add_on(one), "licences")
        if self.cap is not None and self.cap.had - self.licences + licences > self.cap.most:
            self._refuse_more(self.cap, licences)

    def _towards(self, edition: EditionOffer, licences: int) -> EditionOffer:
        """The edition with the bound alone that is being neared: its others may be newer."""
        if licences < self.licences:
            return replace(edition, max_licences=None)
        return replace(edition, min_licences=1) if licences > self.licences else edition

    def _refuse_more(self, cap: Cap, licences: int) -> None:
        if licences > self.licences:  # fewer are always welcome, even above a cap that was lowered
            raise Invalid(cap_sentence(cap.product, cap.most, cap.had), "licences")


def _in_use(used: int) -> str:
    return ngettext(
        "{n} Lizenz ist zugewiesen; weniger als {n} geht erst, wenn Sie sie freigeben.",
        "{n} Lizenzen sind zugewiesen; weniger als {n} geht erst, wenn Sie welche freigeben.",
        used,
    ).format(n=number(used))


def _of_an_add_on(one: Related) -> str:
    return ngettext(
        "Dazu gehört {title} mit {n} Lizenz. Verringern Sie zuerst diese.",
        "Dazu gehört {title} mit {n} Lizenzen. Verringern Sie zuerst diese.",
        one.licences,
    ).format(title=one.title, n=number(one.licences))


def edition_hindrance(
    edition: EditionOffer, title: str, licences: int, *, from_on: date, ends_on: date | None
) -> str:
    """Why a subscription cannot go over to `edition` on `from_on`; "" when it can.

    Args:
        edition: What it would become.
        title: What that is called.
        licences: How many there are.
        from_on: When it would begin.
        ends_on: The last day of the subscription, None while it renews itself.
    """
    if ends_on is not None and from_on > ends_on:
        return _("Ein Wechsel wäre erst am {day} möglich; das Abonnement endet vorher.").format(
            day=day_text(from_on)
        )
    try:
        check_licences(edition, title, licences, "edition")
    except Invalid as refusal:
        return refusal.message
    return ""
