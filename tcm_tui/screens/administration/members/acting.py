"""What can be done to the people on „Benutzer“: the keys of acting, in a class of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from tcm_tui.domain.members import MemberKind, MemberRow, RowKey
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_
from tcm_tui.screens.administration.invite_dialog.opening import InvitingPane
from tcm_tui.screens.administration.members.deeds import Deeds
from tcm_tui.screens.administration.members.wishes import Wish
from tcm_tui.screens.administration.members.wording import invitations_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcm_tui.widgets.record_table import RecordTable


class Acting(InvitingPane):
    """A tab with a list of people to whom something can be done, one or many."""

    permissions: ClassVar[Mapping[str, Permission]] = {
        "resend": Permission.MEMBER_INVITE,
        "revoke": Permission.MEMBER_INVITE,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v",
            "resend",
            N_("Erneut senden"),
            id="members.resend",
            tooltip=N_("Sendet die Einladung mit neuem Code; der alte gilt dann nicht mehr"),
        ),
        Binding(
            "delete",
            "revoke",
            N_("Zurückziehen"),
            id="members.revoke",
            tooltip=N_("Zieht die Einladung zurück, nach einer Rückfrage"),
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._deeds = Deeds(self, self.show_progress)

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

    def show_progress(self, text: str) -> None:
        """Say below the list how far something is; "" when it is over."""
        raise NotImplementedError

    # -- what the list asks

    @property
    def acting(self) -> bool:
        """Whether something is under way."""
        return self._deeds.busy

    def stop_acting(self) -> None:
        """End what is under way as soon as nothing is half done."""
        self._deeds.stop()

    def offered(self, row: MemberRow) -> frozenset[Wish]:
        """What can be wished for `row`."""
        allowed = self.may(Permission.MEMBER_INVITE) and row.key.kind is MemberKind.INVITATION
        return frozenset(Wish) if allowed else frozenset()

    def act(self, wish: Wish, row: MemberRow) -> None:
        """Do to `row` alone what was wished in its details."""
        if wish is Wish.REVOKE:
            self._ask_to_revoke([row.key], row.address)
        else:
            self._do(wish, [row.key])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what the role may not do, and what no row chosen is fit for."""
        if action in set(Wish) and (self._deeds.busy or not invitations_of(self.chosen_keys())):
            return None
        return super().check_action(action, parameters)

    # -- keys

    def action_resend(self) -> None:
        """Send the invitations chosen again."""
        self._do(Wish.RESEND, invitations_of(self.chosen_keys()))

    def action_revoke(self) -> None:
        """Take the invitations chosen back, after asking."""
        row = self.table.cursor_row
        address = row.address if row and not self.marked_count else ""
        self._ask_to_revoke(invitations_of(self.chosen_keys()), address)

    @work
    async def _ask_to_revoke(self, keys: Sequence[RowKey], address: str) -> None:
        if await self._deeds.confirmed(keys, address):
            self._do(Wish.REVOKE, keys)

    @work(group="submit")
    async def _do(self, wish: Wish, keys: Sequence[RowKey]) -> None:
        """Do it, show what is different now, tell what came of it."""
        if self._deeds.busy or (outcome := await self._deeds.do(wish, keys)) is None:
            return
        self.table.mark(self.table.marked.difference(outcome.done))
        self.refresh_data()
        self._deeds.tell(wish, outcome)
