"""Orders: from a booking that was begun to one that was placed."""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands."""

    DECLINED = "declined"
    """Somebody who may buy said no to a request."""
    DISCARDED = "discarded"
    """Whoever began or requested it gave it up."""
    OPEN = "open"
    """Begun; it can be left and gone on with."""
    PLACED = "placed"
    """Bought; never changed any more."""
    REQUESTED = "requested"
    """Somebody who may not buy asks those who may."""
