"""„Konto löschen“: what goes, what stays and why, and the address typed to confirm it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tcm_tui.domain.account_deletion import DeletionPlan, check_typed
from tcm_tui.domain.people import ADDRESS_MAX
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult


class DeleteAccount(FormDialog[str, bool]):
    """„Konto löschen“; True once it is gone.

    Args:
        plan: What it would do.
        delete: The use case; takes what was typed.
    """

    topic = Topic.ACCOUNT
    DEFAULT_CSS = """
    DeleteAccount {
        & .delete-account--heading { text-style: bold; padding: 0 2; height: auto; }
        & .delete-account--goes { padding: 0 2 1 2; height: auto; }
        & .delete-account--goes Horizontal { height: auto; }
        & .delete-account--goes Static { width: 1fr; height: auto; }
        & .delete-account--goes .delete-account--sign { width: 2; }
        & .delete-account--why { color: $text-muted; padding: 0 2 1 4; height: auto; }
        & .delete-account--what { padding: 0 2; height: auto; }
    }
    """

    def __init__(self, plan: DeletionPlan, delete: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(self._delete, title=_("Konto löschen"), verb=_("Konto löschen"))
        self._plan = plan
        self._delete_account = delete

    def compose_form(self) -> ComposeResult:
        """Both lists, then the field."""
        yield Static(txt(_("Das wird gelöscht")), classes="delete-account--heading")
        with Vertical(classes="delete-account--goes"):
            for one in self._plan.goes():
                with Horizontal():
                    yield Static(txt("–"), classes="delete-account--sign")
                    yield Static(txt(one))
        yield Static(txt(_("Das bleibt, und warum")), classes="delete-account--heading")
        for what, why in self._plan.stays():
            yield Static(txt(f"– {what}"), classes="delete-account--what")
            yield Static(txt(why), classes="delete-account--why")
        yield Field(
            _("Zur Bestätigung Ihre primäre Adresse: {email}").format(email=self._plan.email),
            name="typed",
            rule=partial(check_typed, email=self._plan.email),
            max_length=ADDRESS_MAX,
        )

    def values(self) -> str:
        """What was typed."""
        return self.query_one(Field).value

    async def _delete(self, typed: str) -> bool:
        await self._delete_account(typed)
        return True
