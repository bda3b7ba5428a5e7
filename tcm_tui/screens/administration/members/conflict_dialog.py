"""Two people edited the same: both values side by side, and whose shall stay."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.member_profile import Conflict, ProfileValues

_NOTHING: Final = "–"


class Way(StrEnum):
    """How to go on."""

    MINE = "mine"
    THEIRS = "theirs"
    EDIT = "edit"


class ConflictDialog(Dialog[Way]):
    """Field by field one's own value and the other's; Enter and Escape go on editing.

    Args:
        mine: What was typed.
        conflict: What is stored by now, by whom and when.
        zone: In which times are told.
    """

    AUTO_FOCUS = "#edit"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "edit", N_("Weiter bearbeiten"), id="conflict.edit"),
        Binding("left", "app.focus_previous", show=False, id="conflict.previous"),
        Binding("right", "app.focus_next", show=False, id="conflict.next"),
    ]

    def __init__(self, mine: ProfileValues, conflict: Conflict, zone: ZoneInfo) -> None:
        super().__init__(_("Inzwischen geändert"))
        self._mine = mine
        self._conflict = conflict
        self._zone = zone

    def compose_body(self) -> ComposeResult:
        """Who, when, and both values of each field."""
        yield Static(txt(f"{self._who()}\n"), id="who")
        yield Static(self._fields(), id="fields")

    def compose_buttons(self) -> ComposeResult:
        """The harmless one, then whose values stay."""
        yield Button(txt(_("Weiter bearbeiten")), id="edit", action="screen.edit", compact=True)
        label = txt(_("Andere übernehmen"))
        yield Button(label, id="theirs", action="screen.theirs", compact=True)
        label = txt(_("Meine Werte speichern"))
        yield Button(label, "primary", id="mine", action="screen.mine", compact=True)

    def action_edit(self) -> None:
        """Back to the form; nothing typed is lost."""
        self.dismiss(Way.EDIT)

    def action_theirs(self) -> None:
        """Leave what the other stored."""
        self.dismiss(Way.THEIRS)

    def action_mine(self) -> None:
        """Store one's own over it."""
        self.dismiss(Way.MINE)

    def _who(self) -> str:
        at = self._conflict.at
        when = f" ({long_moment(at, self._zone)})" if at is not None else ""
        return f"{self._conflict.message}{when}"

    def _fields(self) -> Content:
        """A block for each field: its name, and both values where they differ."""
        theirs = self._conflict.theirs.values
        other = shown(self._conflict.who) or _("Andere")
        fields = (
            (_("Position"), self._mine.title, theirs.title),
            (_("Abteilung"), self._mine.department, theirs.department),
            (_("Telefon"), self._mine.phone, theirs.phone),
        )
        names = (_("Sie"), other, _("beide"))
        widest = max(txt(name).cell_length for name in names) + 2
        blocks = [_block(field, names, widest) for field in fields]
        return Content("\n").join(blocks)


def _block(field: tuple[str, str, str], names: tuple[str, str, str], widest: int) -> Content:
    label, mine, theirs = field
    you, other, both = names
    if mine.strip() == theirs:
        lines = [(both, theirs, "$text-muted")]
    else:
        lines = [(you, mine, "bold"), (other, theirs, "bold $text-warning")]
    parts: list[Content | tuple[str, str]] = [(label, "$text-muted")]
    for name, value, style in lines:
        blank = " " * (widest - txt(name).cell_length)
        text = txt(shown(value.strip()) or _NOTHING).stylize(style)
        parts += [txt("\n  "), txt(name), txt(blank), text]
    return Content.assemble(*parts)
