"""The composition root: settings become a context with a database, a hasher and a mail worker.

Nothing heavy is imported before it is needed: the first paint waits for this module's import.
"""

from __future__ import annotations

import getpass
import os
import socket
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tcm_tui import config
from tcm_tui.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcm_tui.config import Settings as Settings  # noqa: PLC0414 - named so for the commands
    from tcm_tui.mail.deliverers import Deliverer
    from tcm_tui.mail.render import Letterhead
    from tcm_tui.services.context import Context
    from tcm_tui.services.mail_worker import Worker


@dataclass(frozen=True)
class DemoSignIn:
    """Who can sign in to the demo: (name, role, address), the administrator first."""

    people: tuple[tuple[str, str, str], ...]
    password: str


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
    """Where mail goes, and what every mail shares."""
    from tcm_tui.mail.deliverers import MaildirDeliverer  # noqa: PLC0415 - after the first paint
    from tcm_tui.mail.render import Letterhead  # noqa: PLC0415

    letterhead = Letterhead(settings.sender, settings.public_url or "", ZoneInfo(settings.timezone))
    return MaildirDeliverer(settings.mail_dir), letterhead


def open_context(settings: Settings, *, demo: bool = False, operator: bool = False) -> Context:
    """A context with nobody signed in, over an open and migrated database.

    Raises:
        Unavailable: The database cannot be used; the sentence says what to do.
    """
    from tcm_tui.data.database import open_database  # noqa: PLC0415 - SQLAlchemy, after the paint
    from tcm_tui.data.models.installation import InstallationKind  # noqa: PLC0415
    from tcm_tui.services.context import Context  # noqa: PLC0415
    from tcm_tui.services.installation import prepare  # noqa: PLC0415
    from tcm_tui.services.transaction import Origin  # noqa: PLC0415

    database = open_database(settings.url)
    context = Context(
        database=database,
        origin=Origin(
            unix_user=getpass.getuser(),
            host=socket.gethostname(),
            process_id=os.getpid(),
            ssh_connection=os.environ.get("SSH_CONNECTION"),
        ),
        operator=operator,
    )
    kind = InstallationKind.DEMO if demo else InstallationKind.REAL
    prepare(database, kind, context.clock)
    return context


def upgrade_data(settings: Settings) -> bool:
    """Bring the database to the newest shape; whether there was anything to do.

    Raises:
        Unavailable: The database cannot be used; the sentence says what to do.
    """
    from tcm_tui.data.database import open_database  # noqa: PLC0415 - only this command needs it
    from tcm_tui.services.installation import migrate  # noqa: PLC0415

    database = open_database(settings.url)
    try:
        return migrate(database)
    finally:
        database.dispose()
