"""Pictures of the second factor; the picture that a telephone reads, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import segno

from tcm_tui.i18n import set_language
from tcm_tui.widgets.qr_code import QrCode
from tests.screens.support import settle, sign_in

from .places import to_section

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot
    from textual.strip import Strip

    from tests.screens.support import Stage

    from .conftest import Phone

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def code_given(phone: Phone) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in, and set the second factor up that the company wants."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press(*phone.code(), "enter")
        await settle(pilot)

    return go


async def wrong_code(pilot: Pilot[None]) -> None:
    """Sign in, with a code that is none."""
    await sign_in(pilot)
    await pilot.press(*"000000", "enter")
    await settle(pilot)


@SIZES
def test_the_code_is_asked_for(
    snap_compare: Callable[..., bool], stage: Stage, codes: tuple[str, ...], size: tuple[int, int]
) -> None:
    """After the password."""
    del codes
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)


@SIZES
def test_a_wrong_code(
    snap_compare: Callable[..., bool], stage: Stage, codes: tuple[str, ...], size: tuple[int, int]
) -> None:
    """Said at its field."""
    del codes
    app = stage.app(demo=True)
    assert snap_compare(app, terminal_size=size, run_before=wrong_code)


@SIZES
def test_a_lost_key(
    snap_compare: Callable[..., bool], stage: Stage, codes: tuple[str, ...], size: tuple[int, int]
) -> None:
    """What can be done is told before anything is typed."""
    del codes
    (stage.folder / "test.key").unlink()
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)


@SIZES
@pytest.mark.usefixtures("_required")
def test_setting_up(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The picture, the secret as text, the field."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)


@SIZES
@pytest.mark.usefixtures("_required")
def test_setting_up_refused(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The field stays in view with its sentence."""
    app = stage.app(demo=True)
    assert snap_compare(app, terminal_size=size, run_before=wrong_code)


@SIZES
@pytest.mark.usefixtures("_required")
def test_recovery_codes(
    snap_compare: Callable[..., bool], stage: Stage, phone: Phone, size: tuple[int, int]
) -> None:
    """Ten, to be written down."""
    app = stage.app(demo=True)
    assert snap_compare(app, terminal_size=size, run_before=code_given(phone))


@SIZES
def test_section_without(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """„Meine Einstellungen“ before it is set up."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=to_section())


@SIZES
def test_section_with(
    snap_compare: Callable[..., bool],
    stage: Stage,
    phone: Phone,
    codes: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """„Meine Einstellungen“ with one."""
    del codes
    go = to_section(phone)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.usefixtures("_required")
def test_in_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Setting up, in English."""
    set_language("en")
    app = stage.app(demo=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=sign_in)


# --- what a telephone sees


def is_dark(strips: list[Strip], column: int, line: int, *, lower: bool) -> bool:
    """Whether half a cell is dark, as it is drawn: by its sign and both of its colours."""
    (segment,) = strips[line].crop(column, column + 1)
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    covered = segment.text in ("▄█" if lower else "▀█")
    assert segment.text in " ▀▄█"
    colour = (style.color if covered else style.bgcolor).get_truecolor()
    assert colour in {(0, 0, 0), (255, 255, 255)}
    return colour == (0, 0, 0)


@SIZES
@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("theme", ["tcm-dark", "tcm-light", "tcm-contrast"])
async def test_what_is_drawn_is_the_picture_of_the_secret(
    stage: Stage, size: tuple[int, int], theme: str
) -> None:
    """Every module, whole on the screen, with light around it, dark on light in every theme."""
    app = stage.app(demo=True)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await sign_in(pilot)
        drawn = app.screen.query_one(QrCode)
        region = drawn.region
        assert app.screen.find_widget(drawn).visible_region == region
        strips = app.screen._compositor.render_strips()
        dark = [
            [is_dark(strips, x, y, lower=lower) for x in range(region.x, region.right)]
            for y in range(region.y, region.bottom)
            for lower in (False, True)
        ]
    expected = [list(map(bool, row)) for row in segno.make_qr(drawn.text, error="l").matrix]
    side = len(expected)
    across = (len(dark[0]) - side) // 2
    above = next(number for number, row in enumerate(dark) if any(row))
    assert across == 4
    assert above >= 2
    assert len(dark) - above - side >= 2
    assert [row[across : across + side] for row in dark[above : above + side]] == expected
    assert sum(map(sum, dark)) == sum(map(sum, expected)), "all else is light"
