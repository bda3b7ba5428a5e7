"""Who invites, and whom the company knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import add_invitation, add_member, signed_in
from tests.screens.invite_dialog.desk import DERYA, JONAS

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.screens.support import Stage


@pytest.fixture
def anna_ctx(stage: Stage) -> Context:
    """Anna, signed in; Jonas is a member, Derya is invited."""
    add_member(stage.nobody.database, stage.anna.company_id, JONAS)
    add_invitation(stage.nobody.database, stage.anna, DERYA)
    return signed_in(stage.nobody, stage.anna)
