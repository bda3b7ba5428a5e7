"""Settings: from the command line, TCM_ variables, `config.toml` and defaults, in this order.

Read once, by `bootstrap`. A password never stands in an argument or a variable: a database URL with
one is taken from the file that `database_url_file` names, or from `config.toml`.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import LANGUAGES, SOURCE_LANGUAGE, _
from tcm_tui.keymap import check_keymap

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM: Final = "tcm-tui"
CONFIG_FILE: Final = "config.toml"
_PASSWORD_IN_URL: Final = re.compile(r"//[^/@]*:[^/@]*@|[?&]password=")


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
        help_phone: Shown in „Hilfe“, None when there is none.
        key_file: The key of what is encrypted; None for one in `config_dir`, in service mode for
            none.
        vim_keys: Whether j k gg G Ctrl+D Ctrl+U move in lists.
        mouse: Whether the mouse is used.
        keys: Remapped keys by the id of their binding.
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
    help_phone: str | None = None
    key_file: Path | None = None
    vim_keys: bool = True
    mouse: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)

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


def _truth(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


_FROM_TEXT: Final = {
    "data_dir": lambda text: Path(text).expanduser().absolute(),
    "key_file": lambda text: Path(text).expanduser().absolute(),
    "mode": Mode,
    "vim_keys": _truth,
    "mouse": _truth,
}
_SHAPES: Final[dict[str, type | tuple[type, ...]]] = {
    "keys": dict,
    "mouse": (bool, str),
    "vim_keys": (bool, str),
}
"""What may stand for a setting in `config.toml`; text where nothing else is said."""
_SENDER: Final = re.compile(r"[^\r\n<>]*<?[^\s<>@]+@[^\s<>@]+>?")
_NOT_IN_ENVIRONMENT: Final = frozenset({"config_dir", "keys"})


def load(
    overrides: Mapping[str, str | None] | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """The settings of this start.

    Args:
        overrides: From the command line, by name of the setting; None means not given.
        environment: Variables; `TCM_DATA_DIR` sets `data_dir`, and so on.

    Raises:
        Invalid: A value or a file is wrong; the sentence names it.
    """
    given = {name: value for name, value in (overrides or {}).items() if value is not None}
    config_dir = Path(environment.get("TCM_CONFIG_DIR") or platformdirs.user_config_path(PROGRAM))
    values: dict[str, Any] = {
        "data_dir": platformdirs.user_data_path(PROGRAM),
        "language": _locale_language(environment),
    }
    values |= _read_file(config_dir / CONFIG_FILE)
    values |= _read_environment(environment)
    values |= {name: _parse(name, text) for name, text in given.items()}
    _refuse_passwords({**_texts(environment), **given})
    if url_file := values.pop("database_url_file", None):
        values["database_url"] = _read_secret(Path(url_file).expanduser())
    return _checked(Settings(config_dir=config_dir, **values))


def _names() -> set[str]:
    return {one.name for one in fields(Settings)} - {"config_dir"} | {"database_url_file"}


def _read_file(path: Path) -> dict[str, Any]:
    """`config.toml`; a missing one sets nothing."""
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            _("{path} ist nicht lesbar: {reason}").format(path=path, reason=error)
        ) from error
    if unknown := sorted(set(found) - _names()):
        raise Invalid(
            _("{path}: unbekannte Einstellung {name}.").format(path=path, name=", ".join(unknown))
        )
    if "database_url" in found and _PASSWORD_IN_URL.search(str(found["database_url"])):
        _refuse_wide(path)
    return {name: _parse(name, value) for name, value in found.items()}


def _texts(environment: Mapping[str, str]) -> dict[str, str]:
    names = _names() - _NOT_IN_ENVIRONMENT
    return {
        name: environment[key] for name in names if (key := f"TCM_{name.upper()}") in environment
    }


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return {name: _parse(name, text) for name, text in _texts(environment).items()}


def _parse(name: str, value: object) -> Any:  # noqa: ANN401 - as many types as settings
    """`value` in the type of the setting `name`."""
    if not isinstance(value, _SHAPES.get(name, str)):
        raise _no_value(name, value)
    try:
        return _FROM_TEXT[name](value) if isinstance(value, str) and name in _FROM_TEXT else value
    except ValueError as error:
        raise _no_value(name, value) from error


def _no_value(name: str, value: object) -> Invalid:
    return Invalid(_("{value} ist kein Wert für {name}.").format(value=value, name=name))


def _refuse_passwords(given: Mapping[str, str]) -> None:
    """Arguments and variables can be read by others on the machine."""
    if _PASSWORD_IN_URL.search(given.get("database_url", "")):
        raise Invalid(
            _(
                "Die Datenbank-Adresse enthält ein Passwort, das andere auf diesem Rechner sehen"
                " könnten. Schreiben Sie sie in eine Datei, und nennen Sie diese in"
                " database_url_file."
            )
        )


def _refuse_wide(path: Path) -> None:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Invalid(
            _(
                "{path} enthält ein Passwort und kann von anderen gelesen werden: chmod 600 {path}"
            ).format(path=path)
        )


def _read_secret(path: Path) -> str:
    try:
        _refuse_wide(path)
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Invalid(_("{path} ist nicht lesbar.").format(path=path)) from error


def _checked(settings: Settings) -> Settings:
    if settings.language not in LANGUAGES:
        raise Invalid(_("Sprachen sind de und en."))
    if not _SENDER.fullmatch(settings.sender):
        raise _no_value("sender", settings.sender)
    if settings.timezone != Settings.timezone:
        _check_zone(settings.timezone)
    return replace(settings, keys=check_keymap(settings.keys))


def _check_zone(name: str) -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - costs 5 ms before the first paint

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(_("{name} ist keine Zeitzone.").format(name=name)) from error


def _locale_language(environment: Mapping[str, str]) -> str:
    """German, unless the locale names another language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            word = re.split(r"[._@-]", value)[0].lower()
            return SOURCE_LANGUAGE if word in {"c", "posix", "", SOURCE_LANGUAGE} else "en"
    return SOURCE_LANGUAGE
