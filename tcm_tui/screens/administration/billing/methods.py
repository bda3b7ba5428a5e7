"""„Bezahlverfahren“: the five kinds, which of them is active, and what was used before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.billing.method_lines import (
    Line,
    LineKey,
    columns,
    details_text,
    lines,
)
from tcm_tui.screens.host import host
from tcm_tui.screens.payment_dialogs.activating import Activating
from tcm_tui.screens.payment_dialogs.wording import activate_verb
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import payment_methods
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from tcm_tui.domain.payment import PaymentOverview, PaymentRow


class MethodTable(UnmarkedTable[Line]):
    """The list: kinds in the portal's order."""


class MethodsSection(Section):
    """The list, what there is to say of the line under the cursor, the button."""

    heading: ClassVar[str] = N_("Bezahlverfahren")
    topic = Topic.PAYMENT
    permissions: ClassVar[Mapping[str, Permission]] = {
        "activate": Permission.PAYMENT_MANAGE,
        "reactivate": Permission.PAYMENT_MANAGE,
        "mandate": Permission.PAYMENT_MANAGE,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "activate",
            N_("Aktivieren"),
            id="payment.activate",
            tooltip=N_("Öffnet das Formular für das Bezahlverfahren unter dem Cursor, wie Enter"),
        ),
        Binding(
            "w",
            "reactivate",
            N_("Wieder aktivieren"),
            id="payment.reactivate",
            tooltip=N_("Nimmt ein früher genutztes Bezahlverfahren wieder; fragt vorher"),
        ),
        Binding(
            "o",
            "mandate",
            N_("SEPA-Mandat"),
            id="payment.mandate",
            tooltip=N_("Zeigt das Mandat der Lastschrift und speichert es"),
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._begun = False
        self._onto: LineKey | None = None
        """Where the cursor is to stand once that line has been read."""

    def verb(self, name: str) -> str:
        """The key says what the button says."""
        return activate_verb() if name == "payment.activate" else ""

    def compose(self) -> ComposeResult:
        """The notice, the list, the line in detail."""
        notice = _(
            "Wichtiger Hinweis: Es ist immer genau ein Bezahlverfahren aktiv. Ein neues gilt"
            " sofort für alle Rechnungen und Abonnements, laufende und künftige."
        )
        yield Static(txt(notice), classes="section--text")
        place = host(self)
        table = MethodTable(columns(place.zone, self._is_narrow), key=_key, vim_keys=place.vim_keys)
        table.order = ""  # an order of its own, of no column
        yield table
        yield Static(txt(""), id="method-details")
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("SEPA-Mandat")), id="mandate", compact=True)
            yield Button(txt(_("Wieder aktivieren")), id="reactivate", compact=True)
            yield Button(txt(activate_verb()), "primary", id="activate", compact=True)

    @property
    def table(self) -> MethodTable:
        """The list."""
        return self.query_one(MethodTable)

    @property
    def row(self) -> PaymentRow | None:
        """What is stored of the line under the cursor."""
        line = self.table.cursor_row
        return None if line is None else line.row

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        self._read()

    def open_kind(self, kind: object) -> None:
        """Open the form of a kind; anything else only shows the list."""
        if isinstance(kind, PaymentKind):
            self._activating.begin(kind)

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        if reason := super().why_not(action):
            return reason
        line, row = self.table.cursor_row, self.row
        if line is None:
            return ""
        if action == "reactivate" and row is None:
            return _("Das ist noch nicht hinterlegt. Enter öffnet das Formular dafür.")
        if action == "reactivate" and row is not None and row.active:
            return _("Das ist schon aktiv.")
        if action == "mandate" and (row is None or row.kind is not PaymentKind.DIRECT_DEBIT):
            return _("Ein Mandat gehört zu einer Lastschrift.")
        return ""

    def action_activate(self) -> None:
        """Open the form of the kind under the cursor."""
        if (line := self.table.cursor_row) is not None:
            self._activating.begin(line.kind)

    def action_reactivate(self) -> None:
        """Ask, then take the method under the cursor once more."""
        if self.row is not None:
            self._activating.begin_again(self.row)

    def action_mandate(self) -> None:
        """Show the mandate of the direct debit under the cursor."""
        if self.row is not None:
            self._show_mandate(self.row.id)

    def _is_narrow(self) -> bool:
        return any(node.has_class("-narrow") for node in self.ancestors)

    @property
    def _activating(self) -> Activating:
        return Activating(self, self._activated)

    def _activated(self, row: PaymentRow) -> None:
        self._onto = (row.kind, row.id)
        self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            self._show(await self.ask(payment_methods.overview))

    def _show(self, found: PaymentOverview) -> None:
        listed = lines(found)
        self.table.styles.height = len(listed) + 1  # and the header
        self.table.replace_source(ListSource(listed, key=_key))
        if not self._begun and found.active is not None:
            self._onto = (found.active.kind, found.active.id)
        self._begun = True
        if self._onto is not None and self.table.scroll_to_key(self._onto):
            self._onto = None
        self._moved()

    @work(group="submit", exclusive=True)
    async def _show_mandate(self, method_id: int) -> None:
        from tcm_tui.screens.administration.billing.mandate_dialog import (  # noqa: PLC0415 - seldom wanted
            MandateDialog,
        )

        with self.asking(self, quietly=True):
            shown = await self.ask(payment_methods.mandate, method_id)
            self.app.push_screen(MandateDialog(shown, self))

    @on(RecordTable.Highlighted)
    def _moved(self) -> None:
        """Tell of the line under the cursor, and what can be done with it."""
        line = self.table.cursor_row
        text = details_text(line, host(self).zone) if line is not None else ""
        self.query_one("#method-details", Static).update(txt(text))
        for button in self.query(".section--buttons Button").results(Button):
            button.disabled = bool(self.why_not(button.id or ""))
        self.refresh_bindings()

    @on(RecordTable.Selected)
    def _opened(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.action_activate()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        """What the key of the same name does; then the list has the focus again."""
        event.stop()
        self.table.focus()
        match event.button.id:
            case "activate":
                self.action_activate()
            case "reactivate":
                self.action_reactivate()
            case "mandate":
                self.action_mandate()


def _key(line: Line) -> LineKey:
    return line.key
