"""The first two steps of registering: an address, and the code from the mail sent to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.codes import LIVES, TokenPurpose, check_code
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.people import ADDRESS_MAX, check_email
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.navigation import Topic
from tcm_tui.screens.sign_in.enter_code import CODE_PLACEHOLDER, CODE_TYPED_MAX
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.link import Link
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.services.codes import Opened

_STEPS: Final = (N_("Adresse"), N_("E-Mail"), N_("Konto"))


class Way(StrEnum):
    """How the second step is left without a code."""

    ANOTHER_ADDRESS = "another_address"
    MAILBOX = "mailbox"


def progress(step: int) -> Static:
    """„✓ Adresse ── ● E-Mail ── ○ Konto“; steps count from 1."""
    parts: list[Content | tuple[str, str]] = []
    for number, name in enumerate(_STEPS, 1):
        sign, style = ("✓", "$text-success") if number < step else ("○", "$text-muted")
        if number == step:
            sign, style = "●", "bold"
        parts.append((f"{sign} {_(name)}", style))
        parts.append((" ── ", "$text-muted"))
    return Static(Content.assemble(*parts[:-1]), classes="registration--progress")


def step_title(step: int) -> str:
    """„Registrierung: Schritt 1 von 3“."""
    return _("Registrierung: Schritt {n} von {all}").format(n=step, all=len(_STEPS))


class AskAddress(FormDialog[str, str]):
    """The first step; returns the address that mail went to.

    Args:
        start: Sends the mail.
        email: What was typed before.
    """

    topic = Topic.REGISTRATION

    def __init__(self, start: Callable[[str], Awaitable[str]], email: str = "") -> None:
        super().__init__(start, title=step_title(1), verb=_("E-Mail senden"))
        self._email = email

    def compose_form(self) -> ComposeResult:
        """What happens next, and the address."""
        yield progress(1)
        explanation = _(
            "Registrieren Sie Ihr Unternehmen kostenlos. Sie erhalten eine E-Mail mit einem Code."
        )
        yield Static(txt(explanation), classes="form--text")
        yield Field(
            _("E-Mail-Adresse"),
            name="email",
            value=self._email,
            rule=check_email,
            max_length=ADDRESS_MAX,
        )

    def values(self) -> str:
        """The address."""
        return self.query_one(Field).value


class AwaitMail(FormDialog[str, "tuple[str, Opened] | Way"]):
    """The second step: the code from the mail, or the ways to get one.

    Args:
        sent_to: Where the mail went.
        open_code: What a code opens; a DomainError says why it does not.
        resend: Sends the mail once more.
        mailbox: Whether there is a „Postfach“ to look for it in.
    """

    topic = Topic.REGISTRATION

    def __init__(
        self,
        sent_to: str,
        open_code: Callable[[str], Awaitable[Opened]],
        resend: Callable[[str], Awaitable[object]],
        *,
        mailbox: bool,
    ) -> None:
        super().__init__(self._look_up, title=step_title(2), verb=_("Weiter"))
        self._sent_to = sent_to
        self._open_code = open_code
        self._resend = resend
        self._mailbox = mailbox

    def compose_form(self) -> ComposeResult:
        """Where the mail went, the code, and what to do when it does not come."""
        yield progress(2)
        days = LIVES[TokenPurpose.REGISTRATION].days
        told = ngettext(
            "Eine E-Mail an {email} ist unterwegs. Ihr Code gilt {n} Tag.",
            "Eine E-Mail an {email} ist unterwegs. Ihr Code gilt {n} Tage.",
            days,
        )
        paste = _("Sie können auch die ganze E-Mail einfügen.")
        text = f"{told.format(email=self._sent_to, n=days)} {paste}"
        yield Static(txt(text), classes="form--text")
        yield Field(
            _("Code"),
            name="code",
            rule=check_code,
            placeholder=CODE_PLACEHOLDER,
            max_length=CODE_TYPED_MAX,
            extract=check_code,
        )
        yield Static(txt(_("Keine E-Mail?")), classes="registration--heading")
        with Horizontal(classes="registration--ways"):
            yield Link(_("Erneut senden"), "screen.resend", id="resend")
            yield Link(_("Andere Adresse"), "screen.another_address", id="another-address")
            if self._mailbox:
                yield Link(_("Postfach"), "screen.mailbox", id="to-mailbox")
        yield Static(txt(""), classes="registration--told")

    def values(self) -> str:
        """The code in groups of four."""
        return check_code(self.query_one(Field).value)

    def action_resend(self) -> None:
        """Send the mail once more; a second time meanwhile changes nothing."""
        if not self.busy:
            self.busy = True
            self._send_again()

    def action_another_address(self) -> None:
        """Back to the first step."""
        if not self.busy:
            self.dismiss(Way.ANOTHER_ADDRESS)

    def action_mailbox(self) -> None:
        """Look for the mail: its code leads to the third step."""
        if not self.busy:
            self.dismiss(Way.MAILBOX)

    @work(group="submit")
    async def _send_again(self) -> None:
        self._tell("")
        self.say(".dialog--error", "")
        try:
            await self._resend(self._sent_to)
        except DomainError as refusal:
            self.show(refusal)
        else:
            self._tell(_("Eine neue E-Mail ist unterwegs. Der frühere Code gilt nicht mehr."))
        finally:
            self.busy = False

    def _tell(self, sentence: str) -> None:
        self.query_one(".registration--told", Static).update(txt(sentence))

    async def _look_up(self, code: str) -> tuple[str, Opened]:
        return code, await self._open_code(code)
