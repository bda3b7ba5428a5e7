"""The key of an installation: where it comes to lie, and what a start does with a bad one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.bootstrap import open_context
from tcm_tui.config import Settings
from tcm_tui.data.encryption import Place
from tcm_tui.domain.errors import Unavailable
from tcm_tui.services import demo_folder

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("second_factors", 1, "secret")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders that are not there yet."""
    (tmp_path / "data").mkdir(mode=0o700)
    return Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config")


def sealed(settings: Settings, *, demo: bool = False) -> bytes:
    """Open the data, and encrypt something as a use case would."""
    ctx = open_context(settings, demo=demo)
    ctx.database.dispose()
    return ctx.vault.seal(b"plain", PLACE)


def test_no_key_is_made_before_it_is_needed(settings: Settings) -> None:
    """Most installations never need one."""
    open_context(settings).database.dispose()
    assert not settings.config_dir.exists()


def test_the_key_lies_outside_of_the_data(settings: Settings) -> None:
    """One for each installation; the next start reads with it."""
    value = sealed(settings)
    (key,) = settings.config_dir.iterdir()
    assert key.suffix == ".key"
    assert not list(settings.data_dir.glob("*.key"))
    ctx = open_context(settings)
    ctx.database.dispose()
    assert ctx.vault.open(value, PLACE) == b"plain"
    other = replace(settings, data_dir=settings.data_dir.parent / "other")
    other.data_dir.mkdir(mode=0o700)
    sealed(other)
    assert len(list(settings.config_dir.iterdir())) == 2


def test_a_demo_keeps_its_key_and_takes_it_along_when_it_is_made_anew(settings: Settings) -> None:
    """Nobody's settings hold the key of data that are nobody's."""
    sealed(settings, demo=True)
    assert not settings.config_dir.exists()
    assert len(list(settings.data_dir.glob("*.key"))) == 1
    demo_folder.mark(settings.data_dir)
    demo_folder.refuse_foreign(settings.data_dir)
    demo_folder.clear(settings.data_dir)
    assert not list(settings.data_dir.glob("*.key"))


def test_e1_a_start_refuses_a_key_that_others_can_read(settings: Settings) -> None:
    """Before anybody signs in, with the command that mends it."""
    sealed(settings)
    (key,) = settings.config_dir.iterdir()
    key.chmod(0o644)
    with pytest.raises(Unavailable, match="chmod 600"):
        open_context(settings)
