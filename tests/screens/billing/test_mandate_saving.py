"""Saving a mandate from its dialog, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.documents import typesetting
from tcm_tui.screens.administration.billing.mandate_dialog import MandateDialog
from tcm_tui.screens.proving import Proving
from tcm_tui.widgets.export_file import ExportFileDialog
from tests.builders import PASSWORD
from tests.documents.pdf import squeezed, words
from tests.screens.support import settle
from tests.services.paying import DEBIT

from .desk import open_billing, pay_by, press

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.screens.support import Stage


async def choose(pilot: Pilot[None], target: Path) -> ExportFileDialog:
    """Open the mandate, and name a file for it."""
    await open_billing(pilot)
    await press(pilot, "o", "s")
    dialog = pilot.app.screen
    assert isinstance(dialog, ExportFileDialog)
    dialog.pick(str(target), target)
    return dialog


@pytest.mark.parametrize("ending", ["pdf", "txt"])
async def test_the_mandate_goes_into_the_file_chosen(stage: Stage, ending: str) -> None:
    """With the whole IBAN, which no screen shows; then the mandate is there again."""
    pay_by(stage, DEBIT)
    target = stage.folder / f"mandat.{ending}"
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await choose(pilot, target)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MandateDialog)
    content = target.read_bytes()
    text = words(content) if ending == "pdf" else squeezed(content.decode("utf-8"))
    assert squeezed(DEBIT.iban) in text


async def test_i3_after_a_while_the_password_is_asked_for_first(stage: Stage) -> None:
    """Before anything is written; then the same goes on."""
    pay_by(stage, DEBIT)
    target = stage.folder / "mandat.txt"
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await choose(pilot, target)
        stage.clock.forward(minutes=6)
        await pilot.press("ctrl+s")
        while not isinstance(pilot.app.screen, Proving):
            await pilot.pause()
        assert not target.exists()
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MandateDialog)
    assert target.exists()


async def test_without_the_extra_only_text_is_offered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody chooses what would be refused."""
    monkeypatch.setattr(typesetting, "find_spec", lambda _name: None)
    pay_by(stage, DEBIT)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await choose(pilot, stage.folder / "mandat.txt")
        assert dialog.format.value == ".txt"
        assert list(dialog._formats) == [".txt"]
