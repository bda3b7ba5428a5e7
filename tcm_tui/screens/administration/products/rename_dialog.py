"""„Abonnement-Name“: set, changed, or cleared by leaving it empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Static

from tcm_tui.domain.order_drafts import NAME_MAX, check_subscription_name
from tcm_tui.domain.subscription_changes import SubscriptionChanged
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.screens.compared_row import compared, differing
from tcm_tui.screens.conflict_dialog import Way, settle
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.domain.subscription_rows import SubscriptionRow

_NAME = "name"


class RenameDialog(FormDialog[str, "SubscriptionRow"]):
    """One field; what somebody else called it meanwhile is shown before either name is lost.

    Args:
        row: How it stands now.
        rename: Stores a name for whoever saw a row; a `SubscriptionChanged` of it is shown.
        zone: In which times are told.
    """

    topic = Topic.PRODUCTS

    def __init__(
        self,
        row: SubscriptionRow,
        rename: Callable[[SubscriptionRow, str], Awaitable[SubscriptionRow]],
        zone: ZoneInfo,
    ) -> None:
        super().__init__(self._save, title=_("Abonnement-Name"), verb=_("Speichern"))
        self._row = row
        self._rename = rename
        self._zone = zone

    def compose_form(self) -> ComposeResult:
        """What it is of, and the name."""
        text = _(
            "{product}. Der Name steht in Listen, E-Mails und auf Rechnungen; leer löscht ihn."
        )
        yield Static(txt(text.format(product=self._row.title)), classes="form--text")
        yield Field(
            _("Abonnement-Name"),
            name=_NAME,
            value=self._row.name,
            rule=check_subscription_name,
            max_length=NAME_MAX,
            placeholder=_("Vertrieb Nord"),
        )

    def values(self) -> str:
        """What is filled in."""
        return self._field.value

    def show(self, error: DomainError) -> None:
        """Somebody else's name is shown beside one's own; all else as in every form."""
        if isinstance(error, SubscriptionChanged):
            self._settle(check_subscription_name(self.values()), error)
        else:
            super().show(error)

    @property
    def _field(self) -> Field:
        return self.query_one(f"#{_NAME}", Field)

    async def _save(self, name: str) -> SubscriptionRow:
        return await self._rename(self._row, name)

    @work(group="leave", exclusive=True, description="conflict")
    async def _settle(self, mine: str, conflict: SubscriptionChanged) -> None:
        """Go on with what is chosen of both."""
        before, self._row = self._row, conflict.theirs
        theirs = conflict.theirs.name
        row = compared(_NAME, _("Abonnement-Name"), mine, theirs, before=before.name)
        settled = await settle(self, conflict, {_NAME: theirs}, differing([row]), self._zone)
        if settled.way is Way.THEIRS:
            self.dismiss(conflict.theirs)
            return
        self._field.value = settled.values.get(_NAME, mine)
        if settled.way is Way.SAVE:
            self.action_submit()
        else:
            super().show(conflict)
