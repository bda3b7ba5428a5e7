"""Who looks after subscriptions: taking them over, and handing them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.services.transaction import Transaction


@use_case(Permission.SUBSCRIPTION_TAKE_OVER)
def take_over(tx: Transaction, subscription_ids: Sequence[int]) -> int:
    """Become the owner of all of them; how many were somebody else's or nobody's.

    Raises:
        NotFound: One of them is not the company's.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_TAKE_OVER)
def hand_over(tx: Transaction, subscription_ids: Sequence[int], user_id: int) -> int:
    """Let an active member be the owner of all of them; how many were not theirs before.

    Raises:
        Invalid: That is no active member of the company; the field is `owner`.
        NotFound: One of them is not the company's.
    """
    raise NotImplementedError
