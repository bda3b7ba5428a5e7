"""The command line: thin commands over the use cases. Data on stdout, talk on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.bootstrap import StartPortal, load_settings
from tcm_tui.cli.click_words import click_speaks
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REFUSED: Final = 1
INTERRUPTED: Final = 130


def run(
    arguments: Sequence[str], *, before_opening: Callable[[], None] = lambda: None
) -> int | StartPortal:
    """Run the command that `arguments` name.

    Gives the exit code (0 done, 1 refused, 2 usage, 130 interrupted), or how the portal is to open.

    Args:
        arguments: The words of the command line.
        before_opening: Called before what is made only for a portal to open; may refuse.
    """
    _speak(arguments)
    with click_speaks(language()):
        return _run(arguments, before_opening)


def _run(arguments: Sequence[str], before_opening: Callable[[], None]) -> int | StartPortal:
    from tcm_tui.cli.commands import main  # noqa: PLC0415 - its help is worded when imported

    try:
        answer = main.main(
            list(arguments), prog_name="tcm-tui", standalone_mode=False, obj=before_opening
        )
        sys.stdout.flush()
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DomainError as refusal:
        click.echo(f"tcm-tui: {shown(refusal.message)}", err=True)
        return REFUSED
    except BrokenPipeError:
        _leave_quietly()
        return REFUSED
    return answer if isinstance(answer, int | StartPortal) else 0


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language; what is wrong with the settings is told by the command itself."""
    named = None
    for word, following in zip(arguments, [*arguments[1:], None], strict=True):
        name, equals, value = word.partition("=")
        if name == "--lang":
            named = value if equals else following
    with suppress(DomainError):
        load_settings({"language": named})


def _leave_quietly() -> None:
    """Nobody reads any more: what is still buffered must not be complained about at the end."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
