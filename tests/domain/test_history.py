"""What an entry of somebody's history says."""

from __future__ import annotations

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.history import HistoryEntry
from tests.builders import START


@pytest.mark.parametrize(
    ("action", "changes", "lines"),
    [
        (
            AuditAction.INVITATION_ACCEPTED,
            (("state", "pending", "accepted"), ("role", None, "user")),
            ["Rolle: Benutzer"],
        ),
        (
            AuditAction.MEMBER_ROLE_CHANGED,
            (("role", "user", "billing_admin"),),
            ["Benutzer → Rechnungsadministrator"],
        ),
        (
            AuditAction.MEMBER_DISABLED,
            (("state", "active", "disabled"),),
            ["● aktiv → ○ deaktiviert"],
        ),
        (
            AuditAction.MEMBER_EDITED,
            (("department", "", "Einkauf"), ("phone", "0228 1", "")),
            ["Abteilung: – → Einkauf", "Telefon: 0228 1 → –"],
        ),
        (AuditAction.INVITATION_REVOKED, (("state", "pending", "revoked"),), []),
    ],
)
def test_values_are_told_in_the_words_of_the_portal(
    action: AuditAction, changes: tuple[tuple[str, str | None, str | None], ...], lines: list[str]
) -> None:
    """Never as they are stored."""
    assert HistoryEntry(1, START, action, "Anna Muster", changes).details() == lines
