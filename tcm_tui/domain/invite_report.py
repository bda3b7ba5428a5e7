"""The list of „Mehrere einladen“ with its verdicts, as a table to save and to import again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.invite_list import InviteList


def verdict_header() -> list[str]:
    """Headers; the importer knows four of them and leaves the number and the verdict aside."""
    return [_("Zeile"), _("E-Mail"), _("Rolle"), _("Vorname"), _("Nachname"), _("Ergebnis")]


def verdict_rows(invitations: InviteList) -> list[list[str | int]]:
    """A line for each row that is not empty, in their order."""
    return [
        [
            invitations.number(row.id),
            row.email,
            role_label(row.role),
            row.first_name,
            row.last_name,
            invitations.verdict(row.id).reason,
        ]
        for row in invitations.rows
        if not row.empty
    ]
