"""„Neues Passwort“: typed twice, its rules tick off; with a mailed code or between two steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

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
    from collections.abc import Awaitable, Callable, Iterable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.password_reset import OpenReset
    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.sign_in import NextStep

Result = TypeVar("Result")


class NewPassword(FormDialog[str, Result]):
    """„Neues Passwort“; returns what setting it does.

    Args:
        set_password: The use case.
        explanation: Whose it is, and what follows.
        levels: What it must keep.
        words: What it must not be too close to.
    """

    topic = Topic.NEW_PASSWORD

    def __init__(
        self,
        set_password: Callable[[str], Awaitable[Result]],
        *,
        explanation: str,
        levels: Iterable[PasswordLevel],
        words: Iterable[str],
    ) -> None:
        super().__init__(set_password, title=_("Neues Passwort"), verb=_("Passwort ändern"))
        self._explanation = explanation
        self._levels = tuple(levels)
        self._words = tuple(words)

    def compose_form(self) -> ComposeResult:
        """The explanation, and the password twice."""
        yield Static(txt(self._explanation), classes="form--text")
        yield PasswordField(
            _("Neues Passwort"),
            name="password",
            levels=self._levels,
            words=lambda: self._words,
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


def with_code(
    opened: OpenReset, zone: ZoneInfo, set_password: Callable[[str], Awaitable[Result]]
) -> NewPassword[Result]:
    """The dialog that a mailed code opens; `zone` is the one its end is told in."""
    explanation = _(
        "Für {email}. Der Code gilt bis {moment}."
        " Danach sind alle Ihre Sitzungen beendet, und Sie melden sich neu an."
    ).format(email=opened.email, moment=long_moment(opened.expires_at, zone))
    return NewPassword(
        set_password, explanation=explanation, levels=opened.levels, words=opened.words
    )


def at_sign_in(due: NextStep, renew: Callable[[str], Awaitable[Result]]) -> NewPassword[Result]:
    """The dialog for a password that is right, but too old or too weak by now."""
    explanation = _("{reason} Wählen Sie ein neues für {email}.").format(
        reason=due.reason, email=due.email
    )
    return NewPassword(renew, explanation=explanation, levels=due.levels, words=due.words)
