"""„Neues Passwort“: set with a mailed code, typed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import PasswordField, SecretField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.password_reset import OpenReset


class NewPassword(FormDialog[str, bool]):
    """„Neues Passwort“; True once it is set.

    Args:
        code: The code that opened it.
        opened: Whose password, and what it must keep.
        zone: In which the code's end is told.
        set_password: The use case.
    """

    topic = Topic.NEW_PASSWORD

    def __init__(
        self,
        code: str,
        opened: OpenReset,
        zone: ZoneInfo,
        set_password: Callable[[str, str], Awaitable[None]],
    ) -> None:
        super().__init__(self._set, title=_("Neues Passwort"), verb=_("Passwort ändern"))
        self._code = code
        self._opened = opened
        self._zone = zone
        self._set_password = set_password

    def compose_form(self) -> ComposeResult:
        """Whose, until when, and the password twice."""
        opened = self._opened
        explanation = _(
            "Für {email}. Der Code gilt bis {moment}."
            " Danach sind alle Ihre Sitzungen beendet, und Sie melden sich neu an."
        ).format(email=opened.email, moment=long_moment(opened.expires_at, self._zone))
        yield Static(txt(explanation), classes="form--text")
        yield PasswordField(
            _("Neues Passwort"),
            name="password",
            levels=opened.levels,
            words=lambda: opened.words,
        )
        yield SecretField(_("Passwort wiederholen"), name="repeated", rule=self._same)

    def values(self) -> str:
        """The password."""
        return self._filled("password")

    def _filled(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def _same(self, repeated: str) -> None:
        if repeated != self._filled("password"):
            raise Invalid(_("Die beiden Passwörter sind verschieden."), "repeated")

    async def _set(self, password: str) -> bool:
        await self._set_password(self._code, password)
        return True
