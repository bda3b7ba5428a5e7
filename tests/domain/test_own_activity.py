"""What people are told of their own account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from tcm_tui.domain.activity import Event
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.looks import THEME_LABELS
from tcm_tui.domain.own_activity import OWN_ACTIONS, OwnDeed
from tcm_tui.themes import THEMES

LEFT_OUT: Final = {
    AuditAction.ACCESS_REFUSED: "the screen said so, and nothing happened",
    AuditAction.ADDRESS_CODE_SENT: "a step of adding the address",
    AuditAction.CATALOGUE_IMPORTED: "nobody's deed",
    AuditAction.DATA_MIGRATED: "nobody's deed",
    AuditAction.INVITATION_REFUSED: "belongs to who was invited",
    AuditAction.KEYS_MADE: "nobody's deed",
    AuditAction.KEYS_ROTATED: "nobody's deed",
    AuditAction.LICENCE_PASSED_ON: "a step of joining or of inviting, which is told",
    AuditAction.MAIL_DELIVERED: "nobody's deed",
    AuditAction.ORDER_BEGUN: "a step of ordering, which is told",
    AuditAction.ORDER_DISCARDED: "what was begun was nobody's business",
    AuditAction.PASSWORD_PROVED: "a step of what it was typed for, which is told",
    AuditAction.REGISTRATION_STARTED: "there is no account yet",
    AuditAction.SESSION_LOCKED: "happens by itself, many times a day",
    AuditAction.SESSION_UNLOCKED: "as often",
    AuditAction.SIGN_IN_LIMITED: "of all people together",
    AuditAction.SUBSCRIPTION_BOOKED: "comes of an order, which is told",
    AuditAction.TERMS_ACCEPTED: "a step of registering, which is told",
}
"""And why."""


def test_every_action_is_told_or_left_out_for_a_reason() -> None:
    """A new one must not be forgotten."""
    told = set(OWN_ACTIONS)
    assert told | LEFT_OUT.keys() == set(AuditAction)
    assert not told & LEFT_OUT.keys()


@pytest.mark.parametrize("action", OWN_ACTIONS)
def test_every_line_has_words(action: AuditAction) -> None:
    """Whatever it is about."""
    event = Event(1, datetime(2026, 11, 22, tzinfo=UTC), action, "Anna Muster", "Derya", 1)
    assert OwnDeed(event, "").sentence().strip()


def test_every_theme_of_ours_can_be_chosen() -> None:
    """By the name that the program knows it by."""
    assert set(THEME_LABELS) == {theme.name for theme in THEMES}
