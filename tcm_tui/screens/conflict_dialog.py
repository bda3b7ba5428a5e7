"""Two people edited the same: both values side by side, and whose shall stay."""

from __future__ import annotations

from dataclasses import dataclass
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
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.member_profile import ProfileValues

_NOTHING: Final = "–"


class Way(StrEnum):
    """How to go on."""

    MINE = "mine"
    THEIRS = "theirs"
    EDIT = "edit"


@dataclass(frozen=True)
class Compared:
    """A field with both its values, as they are told."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Change:
    """What the other did: a sentence, who they are ("" for unknown), and when, None for unknown."""

    sentence: str
    who: str
    at: datetime | None


class ConflictDialog(Dialog[Way]):
    """Field by field one's own value and the other's; Enter and Escape go on editing.

    Args:
        change: What happened since the form was opened.
        fields: Those of the form, in its order.
        zone: In which times are told.
    """

    AUTO_FOCUS = "#edit"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "edit", N_("Weiter bearbeiten"), id="conflict.edit"),
        Binding("left", "app.focus_previous", show=False, id="conflict.previous"),
        Binding("right", "app.focus_next", show=False, id="conflict.next"),
    ]

    def __init__(self, change: Change, fields: Sequence[Compared], zone: ZoneInfo) -> None:
        super().__init__(_("Inzwischen geändert"))
        self._change = change
        self._compared = fields
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
        at = self._change.at
        when = f" ({long_moment(at, self._zone)})" if at is not None else ""
        return f"{self._change.sentence}{when}"

    def _fields(self) -> Content:
        """A block for each field: its name, and both values where they differ."""
        other = shown(self._change.who) or _("Andere")
        names = (_("Sie"), other, _("beide"))
        widest = max(txt(name).cell_length for name in names) + 2
        blocks = [_block(field, names, widest) for field in self._compared]
        return Content("\n").join(blocks)


def _block(field: Compared, names: tuple[str, str, str], widest: int) -> Content:
    you, other, both = names
    if field.mine.strip() == field.theirs:
        lines = [(both, field.theirs, "$text-muted")]
    else:
        lines = [(you, field.mine, "bold"), (other, field.theirs, "bold $text-warning")]
    parts: list[Content | tuple[str, str]] = [(field.label, "$text-muted")]
    for name, value, style in lines:
        blank = " " * (widest - txt(name).cell_length)
        text = txt(shown(value.strip()) or _NOTHING).stylize(style)
        parts += [txt("\n  "), txt(name), txt(blank), text]
    return Content.assemble(*parts)


def compared_profiles(mine: ProfileValues, theirs: ProfileValues) -> tuple[Compared, ...]:
    """What a member is in the company, field by field."""
    return (
        Compared(_("Position"), mine.title, theirs.title),
        Compared(_("Abteilung"), mine.department, theirs.department),
        Compared(_("Telefon"), mine.phone, theirs.phone),
    )
