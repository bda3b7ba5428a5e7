"""What became of many members or invitations, as a table to save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.member_changes import ChangeKind, Verdict
from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from tcm_tui.domain.member_changes import ChangeReport, ChangeRow

_DONE: Final = {
    ChangeKind.ROLE: N_("Rolle geändert"),
    ChangeKind.DISABLE: N_("deaktiviert"),
    ChangeKind.ENABLE: N_("aktiviert"),
    ChangeKind.REMOVE: N_("entfernt"),
    ChangeKind.RESEND: N_("erneut gesendet"),
    ChangeKind.REVOKE: N_("zurückgezogen"),
}


def done_word(kind: ChangeKind, *, taken_back: bool = False) -> str:
    """What became of a row that was changed."""
    return _("zurückgenommen") if taken_back else _(_DONE[kind])


def report_header() -> list[str]:
    """The headers of `report_rows`."""
    return [_("Name"), _("E-Mail"), _("Rolle bisher"), _("Ergebnis"), _("Grund")]


def report_rows(report: ChangeReport, *, taken_back: bool = False) -> list[list[str]]:
    """A line for each row, in their order.

    Args:
        report: What became of them.
        taken_back: Whether the change was taken back, not made.
    """
    done = done_word(report.change.kind, taken_back=taken_back)
    return [_line(row, done) for row in report.rows]


def _line(row: ChangeRow, done: str) -> list[str]:
    became = {
        Verdict.CHANGED: done,
        Verdict.UNCHANGED: _("unverändert"),
        Verdict.REFUSED: _("nicht möglich"),
    }[row.verdict]
    return [row.name, row.address, role_label(row.role), became, row.reason]
