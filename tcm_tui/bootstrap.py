"""The composition root: settings become a context with a database, a hasher and a mail worker.

Nothing heavy is imported before it is needed: the first paint waits for this module's import.
"""

from __future__ import annotations

import getpass
import os
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tcm_tui import config
from tcm_tui.domain.demo_sign_in import DemoSignIn
from tcm_tui.i18n import _, set_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcm_tui.config import Settings as Settings  # noqa: PLC0414 - named so for the commands
    from tcm_tui.domain.mail_server import SmtpServer
    from tcm_tui.mail.deliverers import Deliverer
    from tcm_tui.mail.render import Letterhead
    from tcm_tui.services.context import Context
    from tcm_tui.services.mail_worker import Worker
    from tcm_tui.services.transaction import Origin

DEMO_FOLDER: Final = "tcm-tui-demo"
"""Stands beside the data, unless another folder is named."""


@dataclass(frozen=True)
class StartPortal:
    """How the portal opens.

    Args:
        settings: Where the data is and how it looks.
        demo: The demo's people, None for real data.
        code: A mailed code to start with; empty asks for one; None starts with signing in.
    """

    settings: Settings
    demo: DemoSignIn | None = None
    code: str | None = None


@dataclass(frozen=True)
class Portal:
    """Open data, and the worker that delivers what is promised."""

    context: Context
    worker: Worker

    def close(self) -> None:
        """Deliver no more, close every connection."""
        self.worker.stop()
        self.context.database.dispose()


def load_settings(overrides: Mapping[str, str | None]) -> Settings:
    """The settings of this start; the language is set from here on.

    Raises:
        Invalid: A value or a file is wrong.
    """
    settings = config.load(overrides)
    set_language(settings.language)
    return settings


def demo_settings(settings: Settings, folder: str | None, database_url: str | None) -> Settings:
    """`settings` with a folder of the demo's own.

    Args:
        settings: Of this start.
        folder: Where the demo is to be; None means beside the data.
        database_url: What was named for this very start; one that was configured holds real data.
    """
    place = Path(folder).expanduser().absolute() if folder else None
    place = place or settings.data_dir.parent / DEMO_FOLDER
    # Its mail goes to nobody: it stays in files, also while the demo is being made.
    return replace(settings, data_dir=place, database_url=database_url, smtp=None)


def demo_sign_in(settings: Settings) -> DemoSignIn | None:
    """Who can sign in to the demo in the data folder; None when there is none in it."""
    from tcm_tui.services.demo_folder import is_demo  # noqa: PLC0415 - only some starts need it

    if not is_demo(settings.data_dir):
        return None
    from tcm_tui.domain import demo as sample  # noqa: PLC0415 - as above

    people = [one for one in sample.PEOPLE if not one.disabled]
    return DemoSignIn(tuple((one.name, one.role, one.email) for one in people), sample.PASSWORD)


def start_demo(settings: Settings, folder: str | None) -> StartPortal | None:
    """Open the demo that was made before, unread: what is wrong with it, the sign-in screen says.

    None means that it has to be made first.
    """
    chosen = demo_settings(settings, folder, None)
    sign_in = demo_sign_in(chosen)
    if sign_in is None or not chosen.database_file.exists():
        return None
    return StartPortal(chosen, demo=sign_in)


def start_code(settings: Settings, code: str | None) -> StartPortal:
    """Open the portal at the form for a mailed code.

    Args:
        settings: Of this start.
        code: In any writing; None asks for it.

    Raises:
        Invalid: It is no code.
    """
    from tcm_tui.domain.codes import find_code  # noqa: PLC0415 - only this start needs it
    from tcm_tui.domain.errors import Invalid  # noqa: PLC0415

    found = find_code(code) if code else ""
    if found is None:
        raise Invalid(_("Das ist kein Code. Er hat acht Gruppen aus vier Zeichen."), "code")
    return StartPortal(settings, demo=demo_sign_in(settings), code=found)


def open_portal(settings: Settings, *, demo: bool = False) -> Portal:
    """Open the data and start to deliver mail. Blocking: half a second of imports.

    Raises:
        Unavailable: The database cannot be used; the sentence says what to do.
    """
    context = open_context(settings, demo=demo)
    from tcm_tui.services.mail_worker import Worker  # noqa: PLC0415 - after the first paint

    deliverer, letterhead = post(settings)
    worker = Worker(context, deliverer, letterhead)
    worker.start()
    return Portal(replace(context, on_mail=worker.wake), worker)


def post(settings: Settings) -> tuple[Deliverer, Letterhead]:
    """Where mail goes, and what every mail shares.

    Raises:
        Unavailable: The folder for mail cannot be made or used, or certificates cannot be read.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - after the first paint

    from tcm_tui.domain.errors import Unavailable  # noqa: PLC0415 - after the first paint
    from tcm_tui.mail.deliverers import MaildirDeliverer  # noqa: PLC0415
    from tcm_tui.mail.render import Letterhead  # noqa: PLC0415
    from tcm_tui.services.demo_folder import is_demo  # noqa: PLC0415

    letterhead = Letterhead(settings.sender, settings.public_url or "", ZoneInfo(settings.timezone))
    if settings.smtp is not None and not is_demo(settings.data_dir):
        return _smtp(settings.smtp), letterhead
    try:
        return MaildirDeliverer(settings.mail_dir), letterhead
    except OSError as error:
        raise Unavailable(
            _("Der Ordner für E-Mails ist nicht benutzbar: {path}").format(path=settings.mail_dir)
        ) from error


def _smtp(server: SmtpServer) -> Deliverer:
    from tcm_tui.domain.errors import Unavailable  # noqa: PLC0415 - after the first paint
    from tcm_tui.mail.smtp import SmtpDeliverer  # noqa: PLC0415 - only where mail leaves

    try:
        return SmtpDeliverer(server)
    except OSError as error:
        raise Unavailable(
            _("smtp_ca_file enthält keine lesbaren Zertifikate: {path}").format(path=server.ca_file)
        ) from error


def open_context(settings: Settings, *, demo: bool = False, operator: bool = False) -> Context:
    """A context with nobody signed in, over an open and migrated database.

    Raises:
        Unavailable: The database cannot be used; the sentence says what to do.
    """
    from tcm_tui.data.database import open_database  # noqa: PLC0415 - SQLAlchemy, after the paint
    from tcm_tui.data.encryption import Vault  # noqa: PLC0415 - as above
    from tcm_tui.data.models.installation import InstallationKind  # noqa: PLC0415
    from tcm_tui.services.context import Context  # noqa: PLC0415
    from tcm_tui.services.installation import identifier, prepare  # noqa: PLC0415

    database = open_database(settings.url)
    context = Context(
        database=database,
        origin=_origin(),
        operator=operator,
        sign_in_limit=settings.sign_in_limit,
    )
    kind = InstallationKind.DEMO if demo else InstallationKind.REAL
    prepare(database, kind, context.clock)
    vault = Vault(settings.key_path(identifier(database), demo=demo))
    vault.check()
    return replace(context, vault=vault)


def _origin() -> Origin:
    """This process, and the Unix user it runs as."""
    from tcm_tui.services.transaction import Origin  # noqa: PLC0415 - after the first paint

    return Origin(
        unix_user=getpass.getuser(),
        host=socket.gethostname(),
        process_id=os.getpid(),
        ssh_connection=os.environ.get("SSH_CONNECTION"),
    )


def upgrade_data(settings: Settings) -> bool:
    """Bring the database to the newest shape; whether there was anything to do.

    Raises:
        Unavailable: The database cannot be used; the sentence says what to do.
    """
    from tcm_tui.data.database import open_database  # noqa: PLC0415 - only this command needs it
    from tcm_tui.services.installation import migrate  # noqa: PLC0415

    database = open_database(settings.url)
    try:
        return migrate(database, _origin(), lambda: datetime.now(UTC))
    finally:
        database.dispose()
