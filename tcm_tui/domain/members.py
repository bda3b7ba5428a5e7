"""Members and invitations as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.people import MembershipState, display_name, list_name
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime


class MemberKind(StrEnum):
    """What a row of „Benutzer“ stands for."""

    MEMBER = "member"
    INVITATION = "invitation"


class MemberState(StrEnum):
    """The state a row shows; the last two are an invitation's."""

    ACTIVE = "active"
    DISABLED = "disabled"
    INVITED = "invited"
    EXPIRED = "expired"

    @property
    def rank(self) -> int:
        """The order in which lists sort by state."""
        return tuple(MemberState).index(self)


class MemberOrder(StrEnum):
    """What „Benutzer“ can be sorted by."""

    NAME = "name"
    ADDRESS = "address"
    ROLE = "role"
    STATE = "state"
    LAST_SIGN_IN = "last_sign_in"
    """Who never signed in stands last, by name, whichever way it is sorted."""


@dataclass(frozen=True)
class MemberFilter:
    """What of „Benutzer“ is wanted; as it is made, everything.

    Args:
        search: Words that must all occur in name or address; marks and case do not matter.
        roles: Only these; none given means every role.
        states: Only these; none given means every state.
    """

    search: str = ""
    roles: frozenset[Role] = frozenset()
    states: frozenset[MemberState] = frozenset()


EVERYBODY: Final = MemberFilter()


@dataclass(frozen=True)
class StateSign:
    """How a state is shown: never by colour alone."""

    sign: str
    label: str


_LAST: Final = "\U0010ffff"
"""No key has a greater character."""
_STATES: Final = {
    MemberState.ACTIVE: StateSign("●", N_("aktiv")),
    MemberState.DISABLED: StateSign("○", N_("deaktiviert")),
    MemberState.INVITED: StateSign("◌", N_("eingeladen")),
    MemberState.EXPIRED: StateSign("!", N_("abgelaufen")),
}


def state_label(state: MemberState) -> str:
    """„aktiv“, for where a sign would be in the way."""
    return _(_STATES[state].label)


def state_sign(state: MemberState) -> str:
    """„●“, for where the word would not fit."""
    return _STATES[state].sign


def state_text(state: MemberState) -> str:
    """„● aktiv“."""
    found = _STATES[state]
    return f"{found.sign} {_(found.label)}"


@dataclass(frozen=True)
class RowKey:
    """What identifies a row; members and invitations count separately."""

    kind: MemberKind
    id: int


@dataclass(frozen=True)
class MemberRow:
    """A member or an open invitation.

    `sort_name` and `sort_address` are the stored keys that pages continue from. `last_seen_at` is
    None for somebody who never signed in and for invitations.
    """

    key: RowKey
    first_name: str
    last_name: str
    address: str
    role: Role
    state: MemberState
    last_sign_in_at: datetime | None
    sort_name: str
    sort_address: str
    version: int

    @property
    def name(self) -> str:
        """„Çelik, Derya“, or „—“ where no name is known yet."""
        return list_name(self.first_name, self.last_name) or "—"


def anchor(order: MemberOrder, text: str, *, descending: bool = False) -> MemberRow:
    """A row that never was, for going to those whose name or address starts with `text`.

    What `page` reads behind it starts with the first of them, or with what follows where there is
    none.

    Args:
        order: By name or by address.
        text: As typed.
        descending: Whether the list is shown from the end of that order.
    """
    if order not in {MemberOrder.NAME, MemberOrder.ADDRESS}:
        raise ValueError(order)
    key = sort_key(text) + (_LAST if descending else "")
    return MemberRow(
        key=RowKey(MemberKind.MEMBER, 0),
        first_name="",
        last_name="",
        address="",
        role=Role.USER,
        state=MemberState.ACTIVE,
        last_sign_in_at=None,
        sort_name=key,
        sort_address=key,
        version=0,
    )


@dataclass(frozen=True)
class MemberCounts:
    """The line above the list. `invited` is None for those who may not see invitations."""

    active: int
    invited: int | None
    disabled: int


@dataclass(frozen=True)
class MemberDetails:
    """A member as the details screen shows it."""

    row: MemberRow
    title: str
    phone: str
    department: str
    joined_at: datetime
    second_factor: bool

    @property
    def name(self) -> str:
        """„Derya Çelik“."""
        return display_name(self.row.first_name, self.row.last_name)


@dataclass(frozen=True)
class InvitationDetails:
    """An open invitation as the details screen shows it."""

    row: MemberRow
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    times_sent: int


def member_state(state: MembershipState) -> MemberState:
    """The state a member's row shows."""
    return MemberState.ACTIVE if state is MembershipState.ACTIVE else MemberState.DISABLED
