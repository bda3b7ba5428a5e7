"""A subscription in detail: a sheet of facts, in a dialog or, where there is room, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Button

from tcm_tui.domain.subscription_rows import SubscriptionPage
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.following_pane import FollowingPane
from tcm_tui.screens.administration.products.sheet import Sheet
from tcm_tui.screens.administration.products.wishes import ON_BUTTONS, Wish, wish_label
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult

    from tcm_tui.screens.administration.products.reading import Reading


class DetailsPane(FollowingPane[int, SubscriptionPage]):
    """The sheet beside the list, of what the cursor stands on.

    Args:
        reading: What is asked.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__(Sheet(reading))
        self._reading = reading

    async def read(self, key: int) -> SubscriptionPage:
        """A subscription."""
        return await self._reading.page(key)

    def heading(self, told: SubscriptionPage) -> str:
        """What it is called."""
        return told.row.label


class DetailsDialog(Dialog[Wish | None]):
    """The sheet over the list; what can be done to the subscription can be wished from here.

    Args:
        page: What to tell.
        offered: What can be done.
        reading: What is asked further.
    """

    topic = Topic.PRODUCTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "wish('assign')", N_("Lizenzen zuweisen"), id="subscription.assign"),
        Binding("a", "wish('licences')", N_("Anzahl ändern"), id="subscription.licences"),
        Binding("w", "wish('edition')", N_("Edition wechseln"), id="subscription.edition"),
        Binding("e", "wish('rename')", N_("Abonnement-Name"), id="subscription.rename"),
        Binding("delete", "wish('cancel')", N_("Kündigen"), id="subscription.cancel"),
        Binding("z", "wish('add_on')", N_("Zusatz buchen"), id="subscription.add_on", show=False),
        Binding("d", "wish('renewal')", N_("Verlängerung"), id="subscription.renewal"),
        Binding("o", "wish('take_over')", N_("Übernehmen"), id="subscription.take_over"),
        Binding("escape", "close", N_("Schließen"), id="subscription.close"),
        Binding("enter", "close", N_("Schließen"), id="subscription.done", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, page: SubscriptionPage, offered: Collection[Wish], reading: Reading) -> None:
        super().__init__(page.row.label)
        self._page = page
        self._offered = offered
        self._reading = reading

    def compose_body(self) -> ComposeResult:
        """The sheet."""
        yield Sheet(self._reading)

    def on_mount(self) -> None:
        """The arrows scroll; what takes longer to read comes in below."""
        body = self.query_one(".dialog--body")
        body.can_focus = True
        body.focus()
        self._tell()

    @work(group="load", exclusive=True)
    async def _tell(self) -> None:
        await self.query_one(Sheet).show(self._page)

    def compose_buttons(self) -> ComposeResult:
        """What can be done, and the way out."""
        for wish in ON_BUTTONS:
            if wish in self._offered:
                label = txt(wish_label(wish, self._page.row))
                yield Button(label, id=wish, action=f"screen.wish('{wish}')", compact=True)
        yield Button(
            txt(_("Schließen")), "primary", id="close", action="screen.close", compact=True
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the subscription."""
        return action != "wish" or parameters[0] in self._offered

    def verbs(self) -> dict[str, str]:
        """What the keys do to this one."""
        row = self._page.row
        return {
            f"subscription.{wish}": wish_label(wish, row) for wish in (Wish.CANCEL, Wish.RENEWAL)
        }

    def hints_in_border(self) -> list[tuple[str, str]]:
        """There are more keys than fit: those that do what a button does are left out."""
        left_out = {*ON_BUTTONS}
        if Wish.TAKE_OVER in self._offered:
            left_out.add(Wish.RENEWAL)
        words = {wish_label(wish, self._page.row) for wish in left_out}
        return [(key, text) for key, text in self.hints() if text not in words]

    def action_wish(self, wish: str) -> None:
        """Leave it to the list, which asks first where it has to."""
        self.dismiss(Wish(wish))

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)
