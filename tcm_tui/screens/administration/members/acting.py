"""What can be done to the people on „Benutzer“: the keys of acting, in a class of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work

from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.members import MemberKind, MemberRow, MemberState, RowKey
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.invite_dialog.opening import InvitingPane
from tcm_tui.screens.administration.members.acting_keys import ACTING, REMOVE_ID, TURN_ID
from tcm_tui.screens.administration.members.asking import remove_dialog, role_dialog, turn_dialog
from tcm_tui.screens.administration.members.deeds import Deeds
from tcm_tui.screens.administration.members.editing import Editing
from tcm_tui.screens.administration.members.resetting import Resetting
from tcm_tui.screens.administration.members.resetting_factor import ResettingFactor
from tcm_tui.screens.administration.members.wishes import FIT, Wish, why_unfit, wish_label
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.undo import UNDO_ID, busy_text
from tcm_tui.widgets.key_bar import key_in_force, key_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from textual.binding import BindingType

    from tcm_tui.widgets.record_table import RecordTable

_WISHES: Final = frozenset(wish.value for wish in Wish)
"""Actions that change people."""


class Acting(InvitingPane):
    """A tab with a list of people to whom something can be done, one or many."""

    permissions: ClassVar[Mapping[str, Permission]] = {
        **dict.fromkeys(_WISHES, Permission.MEMBER_CHANGE),
        Wish.RESET.value: Permission.PASSWORD_RESET_SEND,
        "licences": Permission.LICENCE_ASSIGN,
    }
    BINDINGS: ClassVar[list[BindingType]] = [*ACTING]

    def __init__(self) -> None:
        super().__init__()
        self._deeds = Deeds(self, self._changed, self._undo_key)
        self._editing = Editing(self, self.refresh_data)
        self._resetting = Resetting(self)
        self._resetting_factor = ResettingFactor(self, self.refresh_data)
        self._looked_at: object = None
        self._kinds: frozenset[MemberKind] = frozenset()

    # -- what the list gives

    @property
    def table(self) -> RecordTable[MemberRow]:
        """The list."""
        raise NotImplementedError

    def chosen_keys(self) -> list[RowKey]:
        """The marked rows; without marks, the row under the cursor."""
        raise NotImplementedError

    @property
    def marked_count(self) -> int:
        """How many rows are marked."""
        return len(self.table.marked)

    # -- what the list asks

    def offered(self, row: MemberRow) -> frozenset[Wish]:
        """What can be wished for `row`."""
        if not self.may(Permission.MEMBER_CHANGE):
            return frozenset()
        return frozenset(wish for wish in Wish if row.key.kind in FIT[wish])

    def act(self, wish: Wish, row: MemberRow) -> None:
        """Do to `row` alone what was wished in its details."""
        self._do(wish, [row.key], row)

    def why_not(self, action: str) -> str:
        """What the role may not do, and what no row chosen is fit for, is greyed out."""
        if (reason := super().why_not(action)) or action not in _WISHES:
            return reason
        if host(self).undo.busy:
            return busy_text()
        return self._why_unfit(Wish(action))

    def verb(self, name: str) -> str:
        """Disabled people are enabled, invitations revoked."""
        row = self.table.cursor_row
        if name == REMOVE_ID:
            invited = self._chosen_kinds() == {MemberKind.INVITATION}
            return _("Zurückziehen") if invited else ""
        if name == TURN_ID and row is not None and not self.marked_count:
            return wish_label(Wish.TURN, row)
        return super().verb(name)

    # -- keys

    def action_role(self) -> None:
        """Another role."""
        self._wish(Wish.ROLE)

    def action_licences(self) -> None:
        """To „Apps zuweisen“ with those chosen."""
        if keys := self.chosen_keys():
            self.post_message(Navigate(Destination.ASSIGN_APPS, tuple(keys)))

    def action_turn(self) -> None:
        """Disable, or enable again."""
        self._wish(Wish.TURN)

    def action_edit(self) -> None:
        """Title, department, telephone."""
        self._wish(Wish.EDIT)

    def action_reset_password(self) -> None:
        """Have a mail sent for a new password."""
        self._wish(Wish.RESET)

    def action_reset_factor(self) -> None:
        """Take a second factor away that was lost."""
        self._wish(Wish.RESET_FACTOR)

    def action_resend(self) -> None:
        """Send the invitations chosen again."""
        self._wish(Wish.RESEND)

    def action_remove(self) -> None:
        """Remove members, revoke invitations."""
        self._wish(Wish.REMOVE)

    # -- the rows chosen

    def _why_unfit(self, wish: Wish) -> str:
        """Why `wish` is for no row chosen."""
        kinds = self._chosen_kinds()
        return why_unfit(wish, kinds, max(len(kinds), self.marked_count))

    def _chosen_kinds(self) -> frozenset[MemberKind]:
        """What is marked, or under the cursor; asked with every key, so marks are seen once."""
        marked, row = self.table.marked, self.table.cursor_row
        if not marked:
            return frozenset({row.key.kind} if row else ())
        if marked is not self._looked_at:
            keys = (key for key in marked if isinstance(key, RowKey))
            self._looked_at, self._kinds = marked, frozenset(key.kind for key in keys)
        return self._kinds

    def _wish(self, wish: Wish) -> None:
        keys = [key for key in self.chosen_keys() if key.kind in FIT[wish]]
        row = self.table.cursor_row
        alone = row if row is not None and keys == [row.key] else None
        self._do(wish, keys, alone)

    def _do(self, wish: Wish, keys: Sequence[RowKey], seen: MemberRow | None) -> None:
        """Ask what is left to ask, then do it; `seen` is the only row, where it is known."""
        if host(self).undo.busy or not keys:
            return
        match wish:
            case Wish.ROLE:
                self._ask_role(keys, seen)
            case Wish.TURN:
                self._turn(keys, seen)
            case Wish.RESEND:
                self._change(Change(ChangeKind.RESEND), keys, seen)
            case Wish.REMOVE:
                self._remove(keys, seen)
            case _:
                self._do_alone(wish, keys[0], seen)

    def _do_alone(self, wish: Wish, key: RowKey, seen: MemberRow | None) -> None:
        """What is for one person at a time."""
        match wish:
            case Wish.EDIT:
                self._editing.begin(key)
            case Wish.RESET:
                self._resetting.begin(key, seen)
            case Wish.RESET_FACTOR:
                self._resetting_factor.begin(key, seen)

    def _change(self, change: Change, keys: Sequence[RowKey], seen: MemberRow | None) -> None:
        if len(keys) == 1:
            self._deeds.one(change, keys[0], seen)
        else:
            self._deeds.many(change, keys)

    @work
    async def _ask_role(self, keys: Sequence[RowKey], seen: MemberRow | None) -> None:
        role = await self.app.push_screen_wait(role_dialog(len(keys), seen))
        if role is not None:
            self._change(Change(ChangeKind.ROLE, role), keys, seen)

    def _turn(self, keys: Sequence[RowKey], seen: MemberRow | None) -> None:
        if seen is None:
            self._deeds.states(keys, self._turn_many)
            return
        active = seen.state is MemberState.ACTIVE
        self._change(Change(ChangeKind.DISABLE if active else ChangeKind.ENABLE), keys, seen)

    def _turn_many(self, states: Mapping[RowKey, MemberState]) -> None:
        """Disable who is active, or enable who is not; where there are both, ask."""
        active = sum(state is MemberState.ACTIVE for state in states.values())
        if 0 < active < len(states):
            self._ask_turn(list(states), active)
        else:
            kind = ChangeKind.DISABLE if active else ChangeKind.ENABLE
            self._change(Change(kind), list(states), None)

    @work
    async def _ask_turn(self, keys: Sequence[RowKey], active: int) -> None:
        kind = await self.app.push_screen_wait(turn_dialog(active, len(keys) - active))
        if kind is not None:
            self._change(Change(kind), keys, None)

    def _remove(self, keys: Sequence[RowKey], seen: MemberRow | None) -> None:
        members = [key for key in keys if key.kind is MemberKind.MEMBER]
        invitations = [key for key in keys if key.kind is MemberKind.INVITATION]
        if members and invitations:
            self._ask_remove(members, invitations)
        else:
            kind = ChangeKind.REMOVE if members else ChangeKind.REVOKE
            self._change(Change(kind), keys, seen)

    @work
    async def _ask_remove(self, members: Sequence[RowKey], invitations: Sequence[RowKey]) -> None:
        asked = remove_dialog(len(members), len(invitations))
        if (kind := await self.app.push_screen_wait(asked)) is not None:
            keys = members if kind is ChangeKind.REMOVE else invitations
            self._change(Change(kind), keys, None)

    # -- afterwards

    def _changed(self, keys: Collection[RowKey]) -> None:
        """Take the marks of what was done away, and show what is different now."""
        self.table.mark(self.table.marked.difference(keys))
        self.refresh_data()

    def _undo_key(self) -> str:
        """The key that takes back, as it stands on the keyboard."""
        return key_name(key_in_force(self.screen, UNDO_ID)) or _("Rückgängig")
