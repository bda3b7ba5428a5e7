"""The line below the list: how many are marked, and those of them that one does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual import work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import MOST_AT_ONCE
from tcm_tui.domain.members import EVERYBODY, MemberKind, RowKey
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext
from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tcm_tui.domain.members import MemberFilter, MemberRow
    from tcm_tui.screens.administration.members.finding import Finding
    from tcm_tui.widgets.record_table import RecordTable

_SLOW: Final = 0.1
"""Seconds after which marking is shown."""


def marks_text(marked: Collection[RowKey], hidden: int, *, whole: bool, width: int) -> str:
    """„12 markiert, davon 3 Einladungen · 5 ausgeblendet · Esc Markierung aufheben“.

    Args:
        marked: The rows.
        hidden: How many of them search and filter leave out.
        whole: Whether they are all that match.
        width: Cells there are; what can be done is told where it fits.
    """
    pattern = (
        ngettext("{n} Treffer markiert", "alle {n} Treffer markiert", len(marked))
        if whole
        else ngettext("{n} markiert", "{n} markiert", len(marked))
    )
    text = pattern.format(n=number(len(marked)))
    invitations = sum(key.kind is MemberKind.INVITATION for key in marked)
    if 0 < invitations < len(marked):
        of_them = ngettext(", davon {n} Einladung", ", davon {n} Einladungen", invitations)
        text += of_them.format(n=number(invitations))
    if hidden:
        pattern = ngettext("{n} ausgeblendet", "{n} ausgeblendet", hidden)
        text += f" · {pattern.format(n=number(hidden))}"
    unmark = _("Esc Markierung aufheben")
    full = f"{text} · {_deeds(len(marked), invitations)} · {unmark}"
    brief = next((one for one in (full, f"{text} · {unmark}") if cell_len(one) <= width), text)
    return cut(brief, width).rstrip()


def _deeds(marked: int, invitations: int) -> str:
    """What the keys do to the marked rows."""
    if not invitations:
        return _("r Rolle · l Lizenzen · d deaktivieren · Entf entfernen")
    if invitations == marked:
        return _("r Rolle · l Lizenzen · v erneut senden · Entf zurückziehen")
    return _("r Rolle · l Lizenzen · d deaktivieren · v erneut senden · Entf entfernen")


class MarksLine(Static):
    """Looks after the marks of a list and tells of them.

    Args:
        table: The list.
        finding: What is asked.
        idle: Says something else while nothing is marked.
    """

    DEFAULT_CSS = """
    MarksLine { height: 1; color: $text-muted; padding: 0 1; }
    """

    def __init__(
        self, table: RecordTable[MemberRow], finding: Finding, idle: Callable[[], str]
    ) -> None:
        super().__init__(txt(""), id="foot")
        self._table = table
        self._finding = finding
        self._idle = idle
        self._wanted = EVERYBODY
        self._hidden: frozenset[RowKey] = frozenset()
        self._whole: frozenset[RowKey] = frozenset()
        """All that match, as `mark_all` found them; empty when it was something else."""

    @property
    def marked(self) -> frozenset[RowKey]:
        """The rows marked."""
        return frozenset(key for key in self._table.marked if isinstance(key, RowKey))

    @property
    def marking(self) -> bool:
        """Whether all that match are being marked."""
        return any(
            worker.node is self and worker.group == "submit" and not worker.is_finished
            for worker in self.workers
        )

    def stop_marking(self) -> None:
        """Mark nothing more."""
        self.workers.cancel_group(self, "submit")
        self.tell()

    def tell(self) -> None:
        """Say how it stands."""
        marked = self.marked
        if not marked:
            self.update(txt(self._idle()))
            return
        hidden = len(self._hidden & marked)
        whole = bool(self._whole) and marked == self._whole
        self.update(txt(marks_text(marked, hidden, whole=whole, width=self.content_size.width)))

    def on_resize(self) -> None:
        """Say what fits."""
        self.tell()

    def follow(self, wanted: MemberFilter) -> None:
        """Something else is shown now."""
        self._wanted = wanted
        self._whole = frozenset()
        self.look_after()

    @work(group="load", exclusive=True)
    async def look_after(self) -> None:
        """Take the marks of rows away that are gone; count those that are not shown."""
        self._hidden = frozenset()
        if marked := self.marked:
            try:
                marks = await self._finding.look_after(marked, self._wanted)
            except DomainError:
                return  # the list itself says what is wrong
            self._hidden = marks.hidden
            if gone := marked - marks.left:
                self._table.mark(self._table.marked - gone)
        self.tell()

    @work(group="submit", exclusive=True)
    async def mark_all(self) -> None:
        """Mark all that match, as far as that can be dealt with at once."""
        slow = self.set_timer(_SLOW, self._say_marking)
        try:
            keys = await self._finding.keys(self._wanted, MOST_AT_ONCE + 1)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            return
        finally:
            slow.stop()
        if len(keys) > MOST_AT_ONCE:
            sentence = _("Mehr als {n} Treffer. Grenzen Sie die Liste mit Suche oder Filter ein.")
            toast(self, sentence.format(n=number(MOST_AT_ONCE)), severity="warning")
            self.tell()
            return
        self._whole = frozenset(keys)
        self._table.mark(self._table.marked.union(keys))

    def _say_marking(self) -> None:
        self.update(txt(_("Wird markiert … · Esc beendet")))
