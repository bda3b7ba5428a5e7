"""`tcm-tui keys`: the operator makes and renews the key, and learns what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.bootstrap import load_settings, open_context
from tcm_tui.data.models import AuditEntry
from tcm_tui.domain.audit import AuditAction

from ..services.sealing import add_values, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context
    from tests.builders import Person

    from .conftest import Run


@pytest.fixture
def ctx(run: Run, data: Database) -> Context:
    """The same data and key as the command's."""
    del data
    found = open_context(load_settings({"data_dir": str(run.terminal.data)}))
    found.database.dispose()
    return found


def key_of(ctx: Context) -> Path:
    """The key file."""
    assert ctx.vault.path is not None
    return ctx.vault.path


def test_init_makes_the_key_once_and_says_where(run: Run, ctx: Context) -> None:
    """Nothing on stdout, and no key on either."""
    ended = run("keys", "init")
    assert (ended.code, ended.out) == (0, "")
    assert str(key_of(ctx)) in ended.err
    assert "Kopie" in ended.err
    content = key_of(ctx).read_text("ascii")
    assert not any(word in ended.err for word in content.split() if len(word) > 20)
    again = run("keys", "init")
    assert again.code == 0
    assert again.err == f"Es gibt schon eine Schlüsseldatei: {key_of(ctx)}\n"
    assert key_of(ctx).read_text("ascii") == content


def test_rotate_renews_the_key(run: Run, ctx: Context, data: Database, boss: Person) -> None:
    """It says how much it encrypted and what has to be kept; the journal names nobody for it."""
    add_values(ctx, boss)
    before = key_of(ctx).read_text("ascii")
    ended = run("keys", "rotate")
    assert (ended.code, ended.out) == (0, "")
    assert "4 Angaben wurden neu verschlüsselt" in ended.err
    assert "Sicherungen von vorher" in ended.err
    assert key_of(ctx).read_text("ascii") != before
    assert len(opened(ctx)) == 4
    with data.transaction(writing=False) as session:
        entry = session.query(AuditEntry).filter_by(action=AuditAction.KEYS_ROTATED).one()
        assert (entry.actor_id, entry.company_id) == (None, None)


def test_i8_with_the_key_lost_both_say_what_to_do(run: Run, ctx: Context, boss: Person) -> None:
    """How many of what, and that they are entered or set up again."""
    add_values(ctx, boss)
    key_of(ctx).unlink()
    for word in ("init", "rotate"):
        ended = run("keys", word)
        assert ended.code == 0
        assert "3 Bezahlverfahren lassen sich nicht mehr lesen" in ended.err
        assert "1 zweiter Faktor lässt sich nicht mehr lesen" in ended.err


def test_e1_a_key_that_others_can_read_is_refused(run: Run, ctx: Context) -> None:
    """In one line, with the command that mends it."""
    run("keys", "init")
    key_of(ctx).chmod(0o644)
    for word in ("init", "rotate"):
        ended = run("keys", word)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert f"chmod 600 {key_of(ctx)}" in ended.err


def test_service_mode_needs_a_place_for_the_key(run: Run, tmp_path: Path) -> None:
    """One that is named: beside the data it would go into every backup of them."""
    (tmp_path / "config").mkdir(mode=0o700)
    (tmp_path / "config" / "config.toml").write_text(
        'mode = "service"\nsmtp_host = "mail.example.org"\n', encoding="utf-8"
    )
    ended = run("keys", "init")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "key_file" in ended.err
