"""Everything that can be set, as one value; `config` reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tcm_tui.i18n import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tcm_tui.domain.mail_server import SmtpServer


class Mode(StrEnum):
    """How far the program trusts whoever opened it (PRODUCT.md section 10)."""

    LOCAL = "local"
    SERVICE = "service"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set.

    Args:
        data_dir: Database, mail, log and exports live below it.
        config_dir: Where `config.toml` was looked for.
        database_url: SQLAlchemy's form; None means the SQLite file in `data_dir`.
        language: One of `i18n.LANGUAGES`.
        theme: Name of a theme; None for what suits the terminal.
        timezone: IANA name of the zone that times are shown in.
        mode: See `Mode`.
        public_url: Start of web links in mails, None for none.
        sender: What mails come from.
        smtp: The server that takes our mail; None keeps mail in `mail_dir`.
        help_phone: Shown in „Hilfe“, None when there is none.
        help_email: Gets what is written in „Hilfe“, None when nobody does.
        sign_in_limit: Failed sign-ins of all people within five minutes after which nobody signs in
            until these are over; 0 for none.
        key_file: The key of what is encrypted; None for one in `config_dir`, in service mode for
            none.
        vim_keys: Whether j k gg G Ctrl+D Ctrl+U move in lists.
        mouse: Whether the mouse is used.
        keys: Remapped keys by the id of their binding.
        insisted: What the command line named: that holds for this start, whatever people have
            chosen for themselves.
    """

    data_dir: Path
    config_dir: Path
    database_url: str | None = field(default=None, repr=False)
    language: str = SOURCE_LANGUAGE
    theme: str | None = None
    timezone: str = "Europe/Berlin"
    mode: Mode = Mode.LOCAL
    public_url: str | None = None
    sender: str = "Cloud Marketplace <no-reply@marketplace.example>"
    smtp: SmtpServer | None = None
    help_phone: str | None = None
    help_email: str | None = None
    sign_in_limit: int = 0
    key_file: Path | None = None
    vim_keys: bool = True
    mouse: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    insisted: frozenset[str] = frozenset()

    @property
    def database_file(self) -> Path:
        """The SQLite file that is used without `database_url`."""
        return self.data_dir / "tcm.db"

    @property
    def url(self) -> str:
        """Where the data is."""
        return self.database_url or f"sqlite:///{self.database_file}"

    def key_path(self, identifier: str, *, demo: bool) -> Path | None:
        """The key of what is encrypted in the installation called `identifier`.

        A demo keeps it beside its data, which are nobody's; None when service mode names none.
        """
        if demo:
            return self.data_dir / f"{identifier}.key"
        if self.key_file is not None or self.mode is Mode.SERVICE:
            return self.key_file
        return self.config_dir / f"{identifier}.key"

    @property
    def mail_dir(self) -> Path:
        """The Maildir behind „Postfach“."""
        return self.data_dir / "mail"

    @property
    def has_mailbox(self) -> bool:
        """Whether there is „Postfach“: it shows everybody's codes to whoever opens it."""
        return self.mode is Mode.LOCAL and self.smtp is None

    @property
    def log_file(self) -> Path:
        """One line an event, no personal data."""
        return self.data_dir / "log" / "tcm-tui.log"

    @property
    def export_dir(self) -> Path:
        """Where files are written to in service mode."""
        return self.data_dir / "export"

    @property
    def export_jail(self) -> Path | None:
        """The only folder that files are written to; None where any may be named."""
        return self.export_dir if self.mode is Mode.SERVICE else None

    @property
    def import_jail(self) -> Path | None:
        """The only folder that lists are read from; None where any may be named."""
        return self.import_dir if self.mode is Mode.SERVICE else None

    @property
    def import_dir(self) -> Path:
        """Where files are read from in service mode."""
        return self.data_dir / "import"
