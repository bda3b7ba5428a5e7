"""Somebody in detail: a sheet of facts, in a dialog or, where there is room, beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Button

from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.following_pane import FollowingPane
from tcm_tui.screens.administration.members.facts import Facts
from tcm_tui.screens.administration.members.sheet import Sheet
from tcm_tui.screens.administration.members.wishes import ON_BUTTONS, Wish, wish_label
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult

    from tcm_tui.screens.administration.members.finding import Finding

_WISHES: Final = {
    "details.role": Wish.ROLE,
    "details.turn": Wish.TURN,
    "details.edit": Wish.EDIT,
    "details.reset": Wish.RESET,
    "details.resend": Wish.RESEND,
    "details.remove": Wish.REMOVE,
}
"""What the keys wish for, by their ids."""


class DetailsPane(FollowingPane[RowKey, Facts]):
    """The sheet beside the list, of whoever the cursor stands on.

    Args:
        finding: What is asked.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(Sheet(finding))
        self._finding = finding

    async def read(self, key: RowKey) -> Facts:
        """Somebody."""
        return await self._finding.facts(key)

    def heading(self, told: Facts) -> str:
        """Their name."""
        return told.heading


class DetailsDialog(Dialog[Wish | None]):
    """The sheet over the list; what can be done to the person can be wished from here.

    Args:
        facts: What to tell.
        offered: What can be done.
        finding: What is asked about their past.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "wish('role')", N_("Rolle"), id="details.role"),
        Binding("d", "wish('turn')", N_("Deaktivieren"), id="details.turn"),
        Binding("e", "wish('edit')", N_("Bearbeiten"), id="details.edit"),
        Binding("w", "wish('reset_password')", N_("Passwort zurücksetzen"), id="details.reset"),
        Binding(
            "z",
            "wish('reset_factor')",
            N_("Zweiter Faktor"),  # more would leave no room for the way out at 80 columns
            id="details.reset_factor",
            tooltip=N_("Nimmt dem Mitglied einen verlorenen zweiten Faktor; fragt vorher"),
        ),
        Binding("v", "wish('resend')", N_("Erneut senden"), id="details.resend"),
        Binding("delete", "wish('remove')", N_("Entfernen"), id="details.remove"),
        Binding("escape", "close", N_("Schließen"), id="details.close"),
        Binding("enter", "close", N_("Schließen"), id="details.done", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, facts: Facts, offered: Collection[Wish], finding: Finding) -> None:
        super().__init__(facts.heading)
        self._facts = facts
        self._offered = offered
        self._finding = finding

    def compose_body(self) -> ComposeResult:
        """The sheet."""
        yield Sheet(self._finding)

    def on_mount(self) -> None:
        """The arrows scroll; what takes longer to read comes in below."""
        body = self.query_one(".dialog--body")
        body.can_focus = True
        body.focus()
        self._tell()

    @work(group="load", exclusive=True)
    async def _tell(self) -> None:
        await self.query_one(Sheet).show(self._facts)

    def compose_buttons(self) -> ComposeResult:
        """What can be done, and the way out."""
        row = self._facts.row
        for wish in ON_BUTTONS[row.key.kind]:
            if wish in self._offered:
                label = txt(wish_label(wish, row))
                yield Button(label, id=wish, action=f"screen.wish('{wish}')", compact=True)
        yield Button(
            txt(_("Schließen")), "primary", id="close", action="screen.close", compact=True
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the person."""
        return action != "wish" or parameters[0] in self._offered

    def verbs(self) -> dict[str, str]:
        """What the keys do to this person."""
        row = self._facts.row
        return {name: wish_label(wish, row) for name, wish in _WISHES.items()}

    def hints_in_border(self) -> list[tuple[str, str]]:
        """A member has more keys than fit: those that do what a button does are left out."""
        row = self._facts.row
        if row.key.kind is not MemberKind.MEMBER:
            return self.hints()
        on_buttons = {wish_label(wish, row) for wish in ON_BUTTONS[row.key.kind]}
        return [(key, text) for key, text in self.hints() if text not in on_buttons]

    def action_wish(self, wish: str) -> None:
        """Leave it to the list, which asks first where it has to."""
        self.dismiss(Wish(wish))

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)
