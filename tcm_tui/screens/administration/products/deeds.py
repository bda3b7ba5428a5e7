"""What is done to subscriptions on „Produkte“: asked first where it cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.numbers import number
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import _, ngettext
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.edition_dialog import EditionDialog
from tcm_tui.screens.administration.products.licences_dialog import LicencesDialog
from tcm_tui.screens.administration.products.questions import (
    cancel_question,
    take_back_question,
    take_over_question,
)
from tcm_tui.screens.administration.products.rename_dialog import RenameDialog
from tcm_tui.screens.administration.products.wishes import Wish
from tcm_tui.screens.host import Navigate, host
from tcm_tui.services import subscription_changes, subscription_endings, subscription_owners
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow
    from tcm_tui.screens.administration.products.reading import Reading
    from tcm_tui.screens.portal_screen import PortalPane


class Deeds:
    """Reads a subscription anew, asks, does it, and tells what came of it.

    Args:
        pane: Where it happens.
        reading: What is asked about a subscription.
        changed: Called when something may be different now.
    """

    def __init__(self, pane: PortalPane, reading: Reading, changed: Callable[[], None]) -> None:
        self._pane = pane
        self._reading = reading
        self._changed = changed

    def begin(self, wish: Wish, subscription_id: int) -> None:
        """Do what was wished to one subscription."""
        self._pane.run_worker(self._read(wish, subscription_id), group="submit", exclusive=True)

    def take_over(self, rows: Sequence[SubscriptionRow]) -> None:
        """Become the owner of these; whoever loses one by that is named first."""
        self._pane.run_worker(self._take_over(rows))

    async def _read(self, wish: Wish, subscription_id: int) -> None:
        try:
            page = await self._reading.page(subscription_id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self._pane, refusal.message, severity="error")
            self._changed()
            return
        # In a worker of its own: this one answers by itself, that one waits for the person.
        ways = {
            Wish.ADD_ON: self._book_add_on,
            Wish.RENAME: self._rename,
            Wish.LICENCES: self._set_licences,
            Wish.EDITION: self._set_edition,
            Wish.CANCEL: self._cancel,
            Wish.RENEWAL: self._renew,
        }
        self._pane.run_worker(ways[wish](page))

    async def _book_add_on(self, page: SubscriptionPage) -> None:
        """To „Buchen“, where one chooses among those that there are."""
        row = page.row
        if not page.may_add:
            text = _("Zu diesem Abonnement gibt es nichts dazuzubuchen.")
            toast(self._pane, text, severity="warning")
            return
        wish = BookingWish(
            row.product_id,
            page.may_add[0].edition_id,
            row.term_months,
            row.charging,
            base_id=row.id,
        )
        self._pane.post_message(Navigate(Destination.BOOKING, wish))

    # -- forms

    async def _rename(self, page: SubscriptionPage) -> None:
        async def rename(seen: SubscriptionRow, name: str) -> SubscriptionRow:
            return await self._pane.ask(subscription_changes.rename, seen, name)

        dialog = RenameDialog(page.row, rename, host(self._pane).zone)
        row = await self._pane.app.push_screen_wait(dialog)
        if row is not None:
            name = _("„{name}“ gespeichert").format(name=row.name)
            self._tell(name if row.name else _("Abonnement-Name gelöscht"))

    async def _set_licences(self, page: SubscriptionPage) -> None:
        async def preview(licences: int) -> Preview:
            return await self._pane.ask(
                subscription_changes.preview_licences, page.row.id, licences
            )

        async def change(seen: Preview) -> SubscriptionRow:
            return await self._pane.ask(subscription_changes.set_licences, seen)

        row = await self._pane.app.push_screen_wait(LicencesDialog(page, preview, change))
        if row is not None:
            sentence = ngettext(
                "{label} hat jetzt {n} Lizenz.", "{label} hat jetzt {n} Lizenzen.", row.licences
            )
            self._tell(sentence.format(label=row.label, n=number(row.licences)))

    async def _set_edition(self, page: SubscriptionPage) -> None:
        if not page.choices:
            toast(self._pane, _("Dieses Produkt hat keine andere Edition."), severity="warning")
            return

        async def preview(edition_id: int) -> Preview:
            return await self._pane.ask(
                subscription_changes.preview_edition, page.row.id, edition_id
            )

        async def keep() -> SubscriptionRow:
            return await self._pane.ask(subscription_changes.keep_edition, page.row)

        async def change(seen: Preview) -> SubscriptionRow:
            return await self._pane.ask(subscription_changes.set_edition, seen)

        row = await self._pane.app.push_screen_wait(EditionDialog(page, preview, change, keep))
        if row is not None:
            self._tell(_edition_text(row))

    # -- questions

    async def _cancel(self, page: SubscriptionPage) -> None:
        cancelled = page.row.state is SubscriptionState.CANCELLED
        question = take_back_question(page) if cancelled else cancel_question(page)
        if not await self._pane.app.push_screen_wait(question):
            return
        deed = subscription_endings.take_back if cancelled else subscription_endings.cancel
        row = await self._ask(deed, page.row)
        if row is not None:
            self._tell(_end_text(row))

    async def _renew(self, page: SubscriptionPage) -> None:
        on = page.row.ends_on is not None
        row = await self._ask(subscription_endings.set_renewal, page.row, on=on)
        if row is not None:
            self._tell(_end_text(row))

    async def _take_over(self, rows: Sequence[SubscriptionRow]) -> None:
        me = host(self._pane).signed_in
        others = [row for row in rows if row.owner_id not in {None, me.user_id if me else None}]
        if others and not await self._pane.app.push_screen_wait(take_over_question(others)):
            return
        count = await self._ask(subscription_owners.take_over, [row.id for row in rows])
        if count is not None:
            sentence = ngettext(
                "{n} Abonnement gehört jetzt Ihnen.", "{n} Abonnements gehören jetzt Ihnen.", count
            )
            self._tell(sentence.format(n=number(count)))

    # -- afterwards

    async def _ask(
        self,
        use_case: Callable[..., Any],
        *args: Any,  # noqa: ANN401 - whatever the use case takes
        **more: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - whatever it answers
        """What it answers; None when it refused, which is told."""
        answer = None
        with self._pane.asking(self._pane, quietly=True):
            answer = await self._pane.ask(use_case, *args, **more)
        if answer is None:
            self._changed()
        return answer

    def _tell(self, sentence: str) -> None:
        toast(self._pane, sentence)
        self._changed()


def _end_text(row: SubscriptionRow) -> str:
    """When it ends from now on, or that it does not."""
    if row.ends_on is None:
        return _("{label} verlängert sich wieder.").format(label=row.label)
    return _("{label} endet am {day}.").format(label=row.label, day=day_text(row.ends_on))


def _edition_text(row: SubscriptionRow) -> str:
    """What it is now, or is going to be."""
    if row.planned is not None and row.planned_from is not None:
        return _("{label} wird am {day} zu {edition}.").format(
            label=row.label, day=day_text(row.planned_from), edition=row.planned
        )
    return _("{label} ist jetzt {edition}.").format(label=row.label, edition=row.edition)
