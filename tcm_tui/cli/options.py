"""The options that every command takes, before its name or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from tcm_tui.bootstrap import load_settings
from tcm_tui.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from tcm_tui.bootstrap import Settings

_KEY: Final = "tcm_tui.settings"
CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _note(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta.setdefault(_KEY, {})[param.name] = value


def _settings_options(*, hidden: bool) -> list[click.Parameter]:
    def option(*names: str, **more: Any) -> click.Option:  # noqa: ANN401 - click's own options
        return click.Option(names, hidden=hidden, expose_value=False, callback=_note, **more)

    return [
        option("--data", "data_dir", metavar=_("ORDNER"), help=_("Ordner der Daten.")),
        option("--database", "database_url", metavar="URL", help=_("Datenbank, ohne Passwort.")),
        option("--lang", "language", type=click.Choice(LANGUAGES), help=_("Sprache.")),
        option("--theme", "theme", metavar="NAME", help=_("Farben des Portals.")),
    ]


def given() -> dict[str, str]:
    """The settings that were given on the command line, by name."""
    return dict(click.get_current_context().meta.get(_KEY, {}))


def settings(**overrides: str) -> Settings:
    """The settings of this start.

    Args:
        overrides: What the command itself decides; it wins over what was given.

    Raises:
        Invalid: A value or a file is wrong.
    """
    return load_settings({**given(), **overrides})


class WholeNumber(click.IntRange):
    """A number within bounds, which errors call by a word of the language in use."""

    def __init__(self, least: int, most: int | None = None) -> None:
        super().__init__(least, most)
        self.name = _("ganze Zahl")


class Command(click.Command):
    """A command that takes the options of the settings, unseen: the help of `tcm-tui` has them."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - click's own arguments
        more["context_settings"] = {**CONTEXT, **(more.get("context_settings") or {})}
        more.setdefault("options_metavar", _("[OPTIONEN]"))
        super().__init__(*args, **more)
        self.params = [*self.params, *_settings_options(hidden=True)]


class Commands(click.Group):
    """A group of such commands."""

    command_class = Command

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - click's own arguments
        more["context_settings"] = CONTEXT
        more.setdefault("options_metavar", _("[OPTIONEN]"))
        more.setdefault("subcommand_metavar", _("BEFEHL [ARGUMENTE] …"))
        super().__init__(*args, **more)
        self.params = [*self.params, *_settings_options(hidden=self.name != "main")]
