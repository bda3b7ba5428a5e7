"""What can be done to the subscriptions on „Produkte“: the keys of acting."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.deeds import Deeds
from tcm_tui.screens.administration.products.keys import ACTING, CANCEL_ID, RENEWAL_ID
from tcm_tui.screens.administration.products.reading import Reading
from tcm_tui.screens.administration.products.wishes import Wish, why_unfit, wish_label
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.portal_screen import PortalPane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType

    from tcm_tui.domain.subscription_rows import SubscriptionRow

_WISHES: Final = frozenset(wish.value for wish in Wish)


class Acting(PortalPane):
    """A tab with a list of subscriptions to which something can be done."""

    permissions: ClassVar[Mapping[str, Permission]] = {
        **dict.fromkeys(_WISHES, Permission.SUBSCRIPTION_CHANGE),
        Wish.ADD_ON.value: Permission.PRODUCT_BOOK,
        Wish.ASSIGN.value: Permission.LICENCE_ASSIGN,
        Wish.TAKE_OVER.value: Permission.SUBSCRIPTION_TAKE_OVER,
    }
    BINDINGS: ClassVar[list[BindingType]] = [*ACTING]

    @property
    def reading(self) -> Reading:
        """What is asked about a subscription."""
        return Reading(self.ask, host(self).zone)

    # -- what the list gives

    def chosen(self) -> Sequence[SubscriptionRow]:
        """The marked rows; without marks, the row under the cursor."""
        raise NotImplementedError

    def done(self) -> None:
        """Read again: something was done."""
        raise NotImplementedError

    # -- what the list asks

    def offered(self, row: SubscriptionRow) -> frozenset[Wish]:
        """What can be wished for `row`."""
        return frozenset(wish for wish in Wish if not self._why_not(wish, [row]))

    def act(self, wish: Wish, rows: Sequence[SubscriptionRow]) -> None:
        """Do what was wished, where it fits."""
        if self._why_not(wish, rows):
            return
        deeds = Deeds(self, self.reading, self.done)
        match wish:
            case Wish.ASSIGN:
                self.post_message(Navigate(Destination.ASSIGN_APPS, rows[0].id))
            case Wish.TAKE_OVER:
                deeds.take_over(rows)
            case _:
                deeds.begin(wish, rows[0].id)

    def why_not(self, action: str) -> str:
        """What the role may not do, and what no row chosen is fit for, is greyed out."""
        if action not in _WISHES:
            return super().why_not(action)
        return self._why_not(Wish(action), self.chosen())

    def verb(self, name: str) -> str:
        """What the key means for the row under the cursor; the footer has room for one word."""
        rows = self.chosen()
        if len(rows) != 1:
            return super().verb(name)
        if name == RENEWAL_ID:
            return wish_label(Wish.RENEWAL, rows[0])
        if name == CANCEL_ID and rows[0].state is SubscriptionState.CANCELLED:
            return _("Zurücknehmen")
        return super().verb(name)

    def _why_not(self, wish: Wish, rows: Sequence[SubscriptionRow]) -> str:
        who = host(self).signed_in
        return super().why_not(wish) or why_unfit(wish, rows, who.user_id if who else 0)

    # -- keys

    def action_add_on(self) -> None:
        """To the booking of an add-on."""
        self.act(Wish.ADD_ON, self.chosen())

    def action_assign(self) -> None:
        """To „Apps zuweisen“."""
        self.act(Wish.ASSIGN, self.chosen())

    def action_licences(self) -> None:
        """More or fewer licences."""
        self.act(Wish.LICENCES, self.chosen())

    def action_edition(self) -> None:
        """Another edition."""
        self.act(Wish.EDITION, self.chosen())

    def action_rename(self) -> None:
        """The „Abonnement-Name“."""
        self.act(Wish.RENAME, self.chosen())

    def action_cancel(self) -> None:
        """Cancel, or take that back."""
        self.act(Wish.CANCEL, self.chosen())

    def action_renewal(self) -> None:
        """Let it renew itself, or not."""
        self.act(Wish.RENEWAL, self.chosen())

    def action_take_over(self) -> None:
        """Become the owner."""
        self.act(Wish.TAKE_OVER, self.chosen())
