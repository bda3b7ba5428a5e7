"""What commands stand on: acting as a person, acting as the host's administrator, delivering."""

from __future__ import annotations

import getpass
import os
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from tcm_tui.bootstrap import open_context, post
from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcm_tui.bootstrap import Settings
    from tcm_tui.services.context import Context

Function = TypeVar("Function", bound="Callable[..., Any]")
_KEY: Final = "tcm_tui.credentials"
DELIVER_WITHIN: Final = 10.0
"""Seconds that a command may stay to deliver what it promised (PRODUCT.md section 10)."""
_PASSWORD_FILE_MAX: Final = 8 * 1024


@dataclass(frozen=True)
class Credentials:
    """Who a command acts as, and where the password comes from: the terminal or a file.

    `company` is named by those who belong to several.
    """

    address: str
    password_file: Path | None = None
    company: str | None = None

    def password(self) -> str:
        """The password, asked for at the terminal unless a file was named.

        Raises:
            UsageError: There is no terminal to ask at.
            Invalid: The file cannot be read, or others can read it too.
        """
        if self.password_file is not None:
            return read_password(self.password_file)
        if not has_terminal():
            raise click.UsageError(_("Ohne Terminal braucht es --password-file DATEI."))
        return getpass.getpass(_("Passwort für {address}: ").format(address=self.address))


def has_terminal() -> bool:
    """Whether there is a terminal to ask at."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _note(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta[f"{_KEY}.{param.name}"] = value


def with_credentials(function: Function) -> Function:
    """Add `--as`, `--password-file` and `--company`, which `acting` obeys."""
    address = click.option(
        "--as",
        "address",
        metavar=_("ADRESSE"),
        required=True,
        expose_value=False,
        callback=_note,
        help=_("Wer handelt."),
    )
    password_file = click.option(
        "--password-file",
        metavar=_("DATEI"),
        expose_value=False,
        callback=_note,
        help=_("Datei mit dem Passwort, nur für Sie lesbar; sonst wird am Terminal gefragt."),
    )
    company = click.option(
        "--company",
        metavar=_("NAME"),
        expose_value=False,
        callback=_note,
        help=_("Für welches Unternehmen; nötig, wenn die Person zu mehreren gehört."),
    )
    return address(password_file(company(function)))


def _credentials() -> Credentials:
    meta = click.get_current_context().meta
    named = meta[f"{_KEY}.password_file"]
    company = meta[f"{_KEY}.company"]
    return Credentials(meta[f"{_KEY}.address"], Path(named) if named else None, company)


def read_password(path: Path) -> str:
    """The first line of a file that only its owner can read.

    Raises:
        Invalid: It cannot be read, is no plain file, or others can read it too.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with open(handle, encoding="utf-8") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or status.st_size > _PASSWORD_FILE_MAX:
                raise Invalid(_("{path} ist keine Datei mit einem Passwort.").format(path=path))
            if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Invalid(
                    _("{path} kann von anderen gelesen werden: chmod 600 {path}").format(path=path)
                )
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(_("{path} ist nicht lesbar.").format(path=path)) from error


@dataclass
class _Promise:
    """Whether a commit promised mail."""

    made: bool = field(default=False)

    def note(self) -> None:
        """A commit did."""
        self.made = True


@contextmanager
def acting(settings: Settings) -> Iterator[Context]:
    """Signed in as `--as` says for the length of a `with` block; then promised mail is delivered.

    Raises:
        Invalid: A step of signing in is asked for that a command cannot take.
        SignInRefused: Address, password or code are wrong.
        Unavailable: The data cannot be opened.
    """
    from tcm_tui.cli.signing_in import check_company, take_steps  # noqa: PLC0415 - as late as possible
    from tcm_tui.services.sign_in import sign_in, sign_out  # noqa: PLC0415
    from tcm_tui.services.transaction import Actor  # noqa: PLC0415

    credentials = _credentials()
    password = credentials.password()  # before the data is opened: the person may hesitate
    promise = _Promise()
    with opened(settings) as nobody:
        who = take_steps(nobody, credentials, sign_in(nobody, credentials.address, password))
        actor = Actor(who.user_id, who.company_id, who.session_id)
        ctx = replace(nobody, on_mail=promise.note).as_actor(actor)
        try:
            check_company(credentials, who)
            yield ctx
        finally:
            sign_out(ctx)
            if promise.made:
                deliver(nobody, settings)


@contextmanager
def opened(
    settings: Settings, *, operator: bool = False, demo: bool | None = None
) -> Iterator[Context]:
    """Open data for the length of a `with` block.

    Args:
        settings: Where it is.
        operator: Whether this is a command of the host's administrator.
        demo: Whether it must be a demo's; None means what the folder says of itself.

    Raises:
        Unavailable: The data cannot be opened.
    """
    from tcm_tui.services.demo_folder import is_demo  # noqa: PLC0415 - as late as possible

    wanted = is_demo(settings.data_dir) if demo is None else demo
    ctx = open_context(settings, demo=wanted, operator=operator)
    try:
        yield ctx
    finally:
        ctx.database.dispose()


def deliver(ctx: Context, settings: Settings) -> None:
    """One round of delivery, and a word about what is left."""
    from tcm_tui.services.mail import deliver_round, waiting  # noqa: PLC0415 - as late as possible

    until = time.monotonic() + DELIVER_WITHIN
    # What the command did is done: mail that cannot leave now waits, and is named.
    with suppress(OSError, Unavailable):
        deliverer, letterhead = post(settings)
        deliver_round(ctx, deliverer, letterhead, stop=lambda: time.monotonic() > until)
    if left := waiting(ctx):
        say(
            ngettext(
                "{n} E-Mail wartet noch: tcm-tui mail deliver",
                "{n} E-Mails warten noch: tcm-tui mail deliver",
                left,
            ).format(n=left)
        )


def say(sentence: str) -> None:
    """Talk to the person; data goes to stdout."""
    click.echo(shown(sentence), err=True)
