"""„Lizenzen“: what is booked, for how long, how many, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.numbers import number
from tcm_tui.domain.order_drafts import NAME_MAX, OrderDraft, add_on_field, parse_licences
from tcm_tui.domain.quoting import quoted
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.marketplace.booking.count_field import CountField
from tcm_tui.screens.marketplace.booking.offers import (
    Term,
    add_on_label,
    add_ons_of,
    chosen_edition,
    edition_options,
    editions,
    fitting_term,
    term_options,
)
from tcm_tui.screens.marketplace.booking.step import Step
from tcm_tui.services import booking as bookings
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.field import Field, FormField
from tcm_tui.widgets.radio import RadioField
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import Tick, TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.catalogue import EditionOffer
    from tcm_tui.domain.quotes import Quote

_DIGITS_MAX: Final = 8
"""Characters of a number of licences; points between thousands are some of them."""


class LicencesStep(Step):
    """Edition, term, numbers, „Abonnement-Name“; what it comes to is told with each key."""

    called: ClassVar[str] = N_("Lizenzen")
    heading: ClassVar[str] = N_("Lizenzen")

    @dataclass
    class Quoted(Message):
        """What is filled in comes to this; None with a sentence when it cannot be booked so."""

        quote: Quote | None
        refusal: str

    def __init__(self, booking: Booking) -> None:
        super().__init__(booking)
        self._add_ons = add_ons_of(booking)

    def compose(self) -> ComposeResult:
        """What, how many; for how long; what else; called how."""
        if self.booking.base is not None:
            yield Static(txt(_base_text(self.booking)), classes="section--text")
        with Horizontal(classes="form--row"):
            chosen = chosen_edition(self.booking)
            options = edition_options(self.booking)
            yield ChoiceField(_("Edition"), options, chosen.id, name="edition_id")
            yield self._number(_("Zahl der Lizenzen"), "licences", self.booking.draft.licences)
        heading = _("Laufzeit und Abrechnung, Preis je Lizenz ohne MwSt.")
        yield Static(txt(heading), classes="booking--label")
        yield self._terms(chosen)
        yield from self._compose_add_ons()
        yield Field(
            _("Abonnement-Name (freiwillig)"),
            name="name",
            value=self.booking.draft.name,
            rule=partial(self._judge, "name"),
            max_length=NAME_MAX,
        )
        yield from self._compose_trial()

    def _terms(self, edition: EditionOffer) -> RadioField:
        draft, options = self.booking.draft, term_options(self.booking, edition)
        term = fitting_term(options, (draft.term_months, draft.charging))
        return RadioField(options, term, name="term_months")

    def _compose_add_ons(self) -> ComposeResult:
        if not self._add_ons:
            return
        heading = _("Zusatzprodukte: Zahl der Lizenzen, 0 für keine")
        yield Static(txt(heading), classes="booking--label")
        wanted = dict(self.booking.draft.add_ons)
        for one in self._add_ons:
            yield self._number(one.name, add_on_field(one.id), wanted.get(one.id, 0))

    def _compose_trial(self) -> ComposeResult:
        page = self.booking.page
        if self.booking.base is not None or not (page.trial_days and page.trial_open):
            return
        label = ngettext(
            "Zuerst {n} Tag kostenlos testen", "Zuerst {n} Tage kostenlos testen", page.trial_days
        )
        trial = TickField(label.format(n=page.trial_days), name="trial", rule=self._judge_trial)
        trial.tick.set_reactive(Tick.value, self.booking.draft.trial)
        yield trial

    def on_mount(self) -> None:
        """Tell what it comes to at first."""
        self._follow()

    def focus_first(self) -> None:
        """To how many: the edition was chosen before."""
        self.query_one("#licences", CountField).input.focus()

    # --- what is filled in -----------------------------------------------------------------

    @property
    def draft(self) -> OrderDraft:
        """What is filled in.

        Raises:
            Invalid: A number is none.
        """
        trial = self.query("#trial")
        add_ons = ((one.id, self._count(add_on_field(one.id))) for one in self._add_ons)
        term_months, charging = self._term
        return OrderDraft(
            edition_id=self.query_one("#edition_id", ChoiceField).value,
            licences=parse_licences(self._typed("licences")),
            term_months=term_months,
            charging=charging,
            name=self._typed("name"),
            add_ons=tuple((edition_id, count) for edition_id, count in add_ons if count),
            trial=bool(trial) and trial.first(TickField).value,
        )

    @property
    def unsaved(self) -> bool:
        """Whether something else is filled in than is stored."""
        try:
            return self.draft.checked(self.booking.page, self.booking.base) != self.booking.draft
        except Invalid:
            return True

    async def proceed(self) -> None:
        """Store it.

        Raises:
            DomainError: A rule is broken, or another window changed it.
        """
        self.post_message(self.Passed(await self.keep()))

    async def keep(self) -> Booking:
        """Store what is filled in, unless it is stored already.

        Raises:
            DomainError: A rule is broken, or another window changed it.
        """
        stored = self.booking
        draft = self.draft.checked(stored.page, stored.base)
        if draft != stored.draft:
            self.booking = await self.ask(bookings.revise, stored.id, draft, stored.version)
        return self.booking

    @property
    def _term(self) -> Term:
        term: Term = self.query_one("#term_months", RadioField).value
        return term

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def _count(self, name: str) -> int:
        """Licences of an add-on; nothing typed is none."""
        typed = self._typed(name)
        return parse_licences(typed, name) if typed.strip() else 0

    def _number(self, label: str, name: str, value: int) -> CountField:
        return CountField(
            label,
            name=name,
            value=str(value),
            rule=partial(self._judge, name),
            max_length=_DIGITS_MAX,
        )

    def _judge(self, name: str, _typed: str = "") -> None:
        """Judge one field by the rules for all of them.

        Raises:
            Invalid: It is this one that breaks a rule.
        """
        try:
            self.draft.checked(self.booking.page, self.booking.base)
        except Invalid as refusal:
            if refusal.field == name:
                raise

    def _judge_trial(self, _ticked: bool) -> None:
        self._judge("trial")

    # --- as it is typed --------------------------------------------------------------------

    @on(FormField.Changed, "#edition_id")
    def _edition_changed(self) -> None:
        """Offer the terms of another edition."""
        wanted = self.query_one("#edition_id", ChoiceField).value
        edition = next(one for one in editions(self.booking) if one.id == wanted)
        options = term_options(self.booking, edition)
        self.query_one("#term_months", RadioField).offer(options, fitting_term(options, self._term))

    @on(FormField.Changed)
    def _follow(self) -> None:
        """Tell what it comes to now."""
        for one in self._add_ons:
            field = self.query_one(f"#{add_on_field(one.id)}", CountField)
            field.call_it(add_on_label(one, self._term))
        try:
            told = self.Quoted(self.booking.quote_of(self.draft), "")
        except Invalid as refusal:
            told = self.Quoted(None, refusal.message)
        self.post_message(told)


def _base_text(booking: Booking) -> str:
    """To which subscription an add-on belongs."""
    base = booking.base
    if base is None:
        return ""
    title = f"{base.title} {quoted(base.name)}" if base.name else base.title
    return ngettext(
        "Zusatzprodukt zu {title}, höchstens {n} Lizenz; es endet mit diesem Abonnement.",
        "Zusatzprodukt zu {title}, höchstens {n} Lizenzen; es endet mit diesem Abonnement.",
        base.licences,
    ).format(title=title, n=number(base.licences))
