"""„Übersicht“: inviting at the left, what stands and what happened at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.containers import Container, Horizontal
from textual.widgets import Button

from tcm_tui.domain.activity import Whose
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.look_alikes import address_caution
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.invite_dialog.opening import InvitingPane
from tcm_tui.screens.administration.overview.account import Account, account_links
from tcm_tui.screens.administration.overview.feed import Feed
from tcm_tui.screens.administration.overview.first_steps import FirstSteps
from tcm_tui.screens.administration.overview.invite_form import InviteForm
from tcm_tui.screens.administration.overview.keys import OVERVIEW_KEYS
from tcm_tui.screens.administration.overview.payment_card import PaymentCard
from tcm_tui.screens.administration.overview.products_card import ProductsCard
from tcm_tui.screens.administration.overview.reading import standing
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.screens.administration.overview.tasks import (
    Tasks,
    members_text,
    subscription_sentences,
)
from tcm_tui.screens.host import Navigate, host
from tcm_tui.services import activity, invitations
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.key_bar import read_again_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcm_tui.domain.activity import Event
    from tcm_tui.domain.invitations import SentInvitation

_NARROW: Final = 100
"""Cells below which the side column becomes a row."""
_LOW: Final = 24
"""Lines of this tab below which „Zu erledigen“ scrolls."""


class OverviewTab(InvitingPane):
    """„Übersicht“."""

    destination = Destination.OVERVIEW
    permissions: ClassVar[Mapping[str, Permission]] = {
        "invite": Permission.MEMBER_INVITE,
        "invite_many": Permission.MEMBER_INVITE,
        "whose": Permission.INVITATION_READ,
    }
    BINDINGS: ClassVar[list[BindingType]] = [*OVERVIEW_KEYS]
    DEFAULT_CSS = """
    OverviewTab {
        layout: horizontal;
        & .overview--heading { color: $text-muted; text-style: bold; padding: 0 1; height: 1; }
        & #side { width: 40; height: 1fr; padding: 1 1 0 1; border-right: solid $border-blurred; }
        & #side.-empty { display: none; }
        & #invite { height: auto; margin-bottom: 1; }
        & #email .field--label { display: none; }
        & #invite-buttons { height: 1; padding: 0 1; }
        & #invite-buttons Button { min-width: 0; margin-right: 2; }
        & #invite-hint { color: $text-muted; padding: 0 2; height: auto; }
        & #account { height: auto; }
        & #account Signpost { padding: 0 1; width: auto; }
        & #main { width: 1fr; height: 1fr; padding: 0 1; }
        & #cards { height: 4; }
        & #cards > *, & #tasks, & Feed { border: round $border-blurred; padding: 0 2; }
        & #cards > *, & #tasks, & Feed { border-title-color: $text-muted; }
        & #cards > * { width: 1fr; height: 4; }
        & #members-card, & #products-card { width: auto; min-width: 18; max-width: 28; }
        & #members-card.-alone { width: 1fr; max-width: 100%; }
        & #products-card, & #payment-card { text-wrap: nowrap; text-overflow: ellipsis; }
        & #tasks { width: 1fr; height: auto; }
        & #cards > *:focus, & Feed:focus { border: round $border; }
        & #cards > *:focus, & Feed:focus { border-title-color: $foreground; }
        & #cards > *:hover { border-title-color: $text-primary; }
        & .overview--task { color: $text-warning; width: auto; max-width: 100%; }
        & .overview--task, & #no-task { height: 1; }
        & #no-task { color: $text-muted; }
        & .overview--task:hover, & #account Signpost:hover { color: $text-primary; }
        & .overview--task:focus, & #account Signpost:focus {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        &.-low #tasks { max-height: 5; overflow-y: auto; scrollbar-size-vertical: 1; }
        & #news { height: 1fr; layers: box over; }
        & Feed {
            layer: box;
            height: 1fr;
            overflow-x: hidden;
            scrollbar-size-vertical: 1;
            & > .feed--heading { color: $text-muted; text-style: bold; }
            & > .feed--moment { color: $text-muted; }
            & > .feed--good { color: $text-success; }
            & > .feed--quiet { color: $text-muted; }
            & > .feed--error { color: $text-error; }
        }
        & #whose { layer: over; dock: right; margin-right: 2; padding: 0 1; color: $text-muted; }
        & #whose:focus { color: $block-cursor-foreground; }

        &.-narrow { layout: vertical; }
        &.-narrow #side { width: 1fr; height: auto; padding: 0 1; border: none; }
        &.-narrow #invite { layout: grid; grid-size: 2; grid-columns: 1fr 36; }
        &.-narrow #invite { grid-rows: auto; height: auto; margin: 0; }
        &.-narrow #invite > .overview--heading, &.-narrow #invite-hint { display: none; }
        &.-narrow #invite.-forbidden #invite-hint { display: block; column-span: 2; }
        &.-narrow #invite.-forbidden .field--line { display: none; }
        &.-narrow #invite-buttons { margin-top: 1; }
        &.-narrow #account { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        """The side column, the cards, the feed."""
        with Container(id="side"):
            if self._side_has_invite():
                may = self.may(Permission.MEMBER_INVITE)
                yield InviteForm(self._invite, self._caution, allowed=may)
            if links := account_links(host(self)):
                yield Account(links)
            if self._side_has_invite():
                yield FirstSteps(self.action_invite)
        with Container(id="main"):
            with Horizontal(id="cards"):
                yield Signpost("", self._people_lead_to(), id="members-card")
                if self.may(Permission.SUBSCRIPTION_READ):
                    yield ProductsCard()
                if self.may(Permission.PAYMENT_MANAGE):
                    yield PaymentCard()
            if self.may(Permission.INVITATION_READ) or self.may(Permission.PAYMENT_MANAGE):
                yield Tasks(self.may)
            with Container(id="news"):
                app = host(self)
                yield Feed(self._events, app.zone, app.clock, vim_keys=app.vim_keys)
                if self.may(Permission.INVITATION_READ):
                    options = [(Whose.ALL, _("alle")), (Whose.MINE, _("nur ich"))]
                    yield Choice(options, Whose.ALL, name="whose")

    def on_mount(self) -> None:
        """Name the boxes and read."""
        self.card.border_title = txt(_("Benutzer"))
        self.card.set_class(not self.query(ProductsCard), "-alone")
        self.feed.border_title = txt(_("Neuigkeiten"))
        self._say_what_belongs_here()
        self.query_one("#side").set_class(not self.query("#side > *"), "-empty")
        self.refresh_data()

    def on_resize(self, event: events.Resize) -> None:
        """Side column or row; few lines of „Zu erledigen“ where the news need the room."""
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.set_class(event.size.height < _LOW, "-low")

    @property
    def feed(self) -> Feed:
        """„Neuigkeiten“."""
        return self.query_one(Feed)

    @property
    def card(self) -> Signpost:
        """How many people there are."""
        return self.query_one("#members-card", Signpost)

    def focus_first(self) -> None:
        """Begin in „Neuigkeiten“, so that letters and digits are keys."""
        self.feed.focus()

    def refresh_data(self) -> None:
        """Read cards and news; what is in view stays where it is."""
        self._load()
        self.feed.reload()
        for steps in self.query(FirstSteps):
            steps.refresh_data()
        for card in self.query(PaymentCard):
            card.refresh_data()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key to „Rechnung“ is there for whoever may go there."""
        if action == "payment" and not self.may(Permission.PAYMENT_MANAGE):
            return False
        return super().check_action(action, parameters)

    def action_invite(self) -> None:
        """To the address."""
        self.query_one(InviteForm).field.focus_input()

    def action_payment(self) -> None:
        """To „Rechnung“."""
        self.post_message(Navigate(Destination.PAYMENT))

    def action_news(self) -> None:
        """Back to the news; a typed address stays."""
        self.feed.focus()

    def action_whose(self) -> None:
        """Show everyone's news, or one's own."""
        choice = self._whose_choice()
        if choice is not None:
            choice.value = Whose.MINE if choice.value is Whose.ALL else Whose.ALL

    @on(Button.Pressed, "#invite-many")
    def _many(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_invite_many()

    @on(Choice.Changed, "#whose")
    def _whose_chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self._say_what_belongs_here()
        self.feed.start()

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        try:
            found = await standing(self)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.card.update(txt(f"{refusal.message} {read_again_text(self.screen)}"))
            return
        self.card.update(members_text(found.overview))
        if not self.query(Tasks) and subscription_sentences(found.attention):
            # Whoever has nothing else to see to is asked to look after what they own.
            await self.query_one("#main").mount(Tasks(self.may), before="#news")
        for tasks in self.query(Tasks):
            tasks.show(found)
        for card in self.query(ProductsCard):
            card.show(found.attention)

    async def _invite(self, address: str) -> SentInvitation:
        sent = await self.ask(invitations.invite, InvitationDraft(address))
        self.refresh_data()
        return sent

    async def _caution(self, address: str) -> str:
        checked = check_email(address)
        known = await self.ask(invitations.look_up, [checked.canonical])
        if checked.canonical in known.members | known.invited:
            return ""  # inviting says so
        twin = known.cautions.get(checked.canonical, "")
        return " ".join(filter(None, (address_caution(checked.address), twin)))

    async def _events(self, before: int | None, limit: int) -> Sequence[Event]:
        choice = self._whose_choice()
        whose = Whose.ALL if choice is None else choice.value
        return await self.ask(activity.feed, whose, before=before, limit=limit)

    def _say_what_belongs_here(self) -> None:
        choice = self._whose_choice()
        mine = choice is None or choice.value is Whose.MINE
        self.feed.empty_text = (
            N_("Noch keine Neuigkeiten. Hier steht, was Sie selbst getan haben.")
            if mine
            else N_("Noch keine Neuigkeiten. Hier steht, wer eingeladen wird und wer dazukommt.")
        )

    def _whose_choice(self) -> Choice[Whose] | None:
        found = self.query(Choice)
        return found.first() if found else None

    def _side_has_invite(self) -> bool:
        """Whoever sees „Benutzer“ is told why inviting is not for them; others miss nothing."""
        return self.may(Permission.MEMBER_LIST)

    def _people_lead_to(self) -> Destination | None:
        return Destination.MEMBERS if self.may(Permission.MEMBER_LIST) else None
