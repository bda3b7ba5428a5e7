"""An error nobody foresaw, on every screen with its fields filled in: it tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

import pytest
from rich.console import Console
from textual.widgets import Input

from tests.builders import PASSWORD

from .places import PLACES, Place

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

SECRET: Final = "Geheimnis-4711"


class UnforeseenError(Exception):
    """Nobody catches it."""


def fail(pilot: Pilot[Any]) -> NoReturn:
    """With everything that was typed in a local variable and in the message."""
    held = [one.value for one in pilot.app.screen.query(Input)]
    raise UnforeseenError(f"{held} {SECRET} {PASSWORD}")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
async def test_a10_nothing_typed_is_told(
    place: Place, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in what is left on the terminal nor in the log; the exit code is 1."""
    app = stage.app(demo=True)
    with pytest.raises(UnforeseenError):  # noqa: PT012 - it comes out when the program ends
        async with app.run_test(size=(120, 40)) as pilot:
            await place.reach(pilot)
            for one in app.screen.query(Input):
                one.value = SECRET
            await pilot.pause()
            app.screen.call_later(fail, pilot)
            await pilot.pause()
    console = Console(width=200)
    with console.capture() as printed:
        for sentence in app._exit_renderables:
            console.print(sentence)
    out, err = capsys.readouterr()
    log = stage.settings.log_file.read_text(encoding="utf-8")
    for told in (printed.get(), out, err, log):
        for secret in (SECRET, PASSWORD, stage.anna.email):
            assert secret not in told
        assert "Traceback" not in told
    assert "Fehlernummer" in printed.get() + out + err
    assert log.count("\n") == 1
    assert app.return_code == 1


async def test_a10_the_second_error_adds_nothing(stage: Stage) -> None:
    """What fails while failing is not the cause: one sentence, one line in the log."""
    app = stage.app(demo=True)
    with pytest.raises(UnforeseenError):  # noqa: PT012 - it comes out when the program ends
        async with app.run_test() as pilot:
            app.screen.call_later(fail, pilot)
            app.screen.call_later(fail, pilot)
            await pilot.pause()
    assert len(app._exit_renderables) <= 1
    assert stage.settings.log_file.read_text(encoding="utf-8").count("\n") == 1
