"""Settings: from the command line, TCM_ variables, `config.toml` and defaults, in this order.

Read once, by `bootstrap`. A password never stands in an argument or a variable: a database URL with
one is taken from the file that `database_url_file` names, or from `config.toml`.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.mail_server import SmtpSecurity, SmtpServer
from tcm_tui.domain.people import check_email
from tcm_tui.i18n import LANGUAGES, SOURCE_LANGUAGE, _
from tcm_tui.keymap import check_keymap
from tcm_tui.private_files import read_secret, refuse_foreign, refuse_wide
from tcm_tui.settings import Mode as Mode  # noqa: PLC0414 - named so for the program
from tcm_tui.settings import Settings as Settings  # noqa: PLC0414

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROGRAM: Final = "tcm-tui"
CONFIG_FILE: Final = "config.toml"
_PASSWORD_IN_URL: Final = re.compile(r"//[^/@]*:[^/@]*@|[?&]password=")


def _truth(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


_FROM_TEXT: Final[dict[str, Callable[[str], object]]] = {
    "data_dir": lambda text: Path(text).expanduser().absolute(),
    "sign_in_limit": int,
    "key_file": lambda text: Path(text).expanduser().absolute(),
    "mode": Mode,
    "vim_keys": _truth,
    "mouse": _truth,
    "smtp_ca_file": lambda text: Path(text).expanduser().absolute(),
    "smtp_password_file": lambda text: Path(text).expanduser().absolute(),
    "smtp_port": int,
    "smtp_security": SmtpSecurity,
}
_SHAPES: Final[dict[str, type | tuple[type, ...]]] = {
    "keys": dict,
    "mouse": (bool, str),
    "sign_in_limit": (int, str),
    "smtp_port": (int, str),
    "vim_keys": (bool, str),
}
"""What may stand for a setting in `config.toml`; text where nothing else is said."""
_SENDER: Final = re.compile(r"[^\r\n<>]*<?[^\s<>@]+@[^\s<>@]+>?")
_SMTP_NAMES: Final = frozenset(
    f"smtp_{name}" for name in ("ca_file", "host", "password_file", "port", "security", "user")
)
_FREE_IN_SERVICE: Final = frozenset(
    {"data_dir", "database_url", "language", "mouse", "theme", "timezone", "vim_keys"}
)
"""What need not stand in the file where several use one account: looks are each person's own, and
the operator's commands say which data they mean."""
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
    from_file = _read_file(config_dir / CONFIG_FILE)
    if from_file.get("mode") is Mode.SERVICE:
        _refuse_looser({**_texts(environment), **given})
    values |= from_file
    values |= _read_environment(environment)
    values |= {name: _parse(name, text) for name, text in given.items()}
    _refuse_passwords({**_texts(environment), **given})
    if url_file := values.pop("database_url_file", None):
        values["database_url"] = read_secret(Path(url_file).expanduser())
    values["smtp"] = _mail_server(values)
    settings = _checked(Settings(config_dir=config_dir, insisted=frozenset(given), **values))
    if settings.mode is Mode.SERVICE:
        _check_service(settings)
    return settings


def setting_names() -> set[str]:
    """Everything that can stand in `config.toml`."""
    own = {one.name for one in fields(Settings)} - {"config_dir", "insisted", "smtp"}
    return own | _SMTP_NAMES | {"database_url_file"}


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
    if unknown := sorted(set(found) - setting_names()):
        raise Invalid(
            _("{path}: unbekannte Einstellung {name}.").format(path=path, name=", ".join(unknown))
        )
    if "database_url" in found and _PASSWORD_IN_URL.search(str(found["database_url"])):
        refuse_wide(path)
    return {name: _parse(name, value) for name, value in found.items()}


def _texts(environment: Mapping[str, str]) -> dict[str, str]:
    names = setting_names() - _NOT_IN_ENVIRONMENT
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


def _checked(settings: Settings) -> Settings:
    if settings.language not in LANGUAGES:
        raise Invalid(_("Sprachen sind de und en."))
    if not _SENDER.fullmatch(settings.sender):
        raise _no_value("sender", settings.sender)
    if settings.sign_in_limit < 0:
        raise _no_value("sign_in_limit", settings.sign_in_limit)
    if settings.help_email is not None:
        check_email(settings.help_email)
    if settings.timezone != Settings.timezone:
        _check_zone(settings.timezone)
    return replace(settings, keys=check_keymap(settings.keys))


def _mail_server(values: dict[str, Any]) -> SmtpServer | None:
    """The server that `values` name, taken out of them; None when they name none."""
    named = {name: values.pop(name) for name in _SMTP_NAMES & values.keys()}
    if not named.get("smtp_host"):
        if named:
            raise Invalid(
                _("{names} ohne smtp_host bewirkt nichts.").format(names=", ".join(sorted(named)))
            )
        return None
    if "smtp_password_file" in named:
        named["smtp_password"] = read_secret(named.pop("smtp_password_file"))
    server = SmtpServer(**{name.removeprefix("smtp_"): value for name, value in named.items()})
    server.check()
    return server


def _refuse_looser(given: Mapping[str, str]) -> None:
    """What the file says for several people, one of them must not take back."""
    if names := sorted(given.keys() - _FREE_IN_SERVICE):
        raise Invalid(
            _("Im Betrieb für mehrere steht {names} nur in {file}.").format(
                names=", ".join(names), file=CONFIG_FILE
            )
        )


def _check_service(settings: Settings) -> None:
    """Several people through one account (SECURITY.md section 2.1)."""
    if settings.smtp is None:
        raise Invalid(
            _(
                "Im Betrieb für mehrere (mode = service) gehen E-Mails an einen Mailserver:"
                " Nennen Sie ihn in smtp_host."
            )
        )
    for path in (settings.config_dir, settings.config_dir / CONFIG_FILE):
        if path.exists():
            refuse_foreign(path)


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
