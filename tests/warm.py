"""What a program has worked out once it has run for a while: else each test would begin anew.

A test opens a program and a database of its own, and most of its time would go into reading the
same stylesheets and writing the same SQL again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tcm_tui.data import database

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Engine
    from sqlalchemy.engine import Dialect

STATEMENTS = 5_000
"""More than all tests together use."""


def share_stylesheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs with the same colours share the rules they have read.

    Textual forgets them with the program. Rules do not change once they are read: within a program
    they outlive every change of its stylesheet.
    """
    read: dict[frozenset[tuple[str, str]], dict[Any, list[RuleSet]]] = {}
    begin, change_colours = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Stylesheet) -> None:
        sheet._parse_cache = read.setdefault(frozenset(sheet._variables.items()), {})  # type: ignore[assignment]  # a dict does all that is asked

    def begun(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        begin(sheet, variables=variables)
        share(sheet)

    def colours_changed(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = {}  # type: ignore[assignment]  # this one is emptied
        change_colours(sheet, variables)
        share(sheet)

    monkeypatch.setattr(Stylesheet, "__init__", begun)
    monkeypatch.setattr(Stylesheet, "set_variables", colours_changed)
    # The same answer without Python code; each widget asks a thousand times.
    monkeypatch.setattr(RuleSet, "__hash__", object.__hash__)


def share_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the databases of one kind share the SQL that was made for them.

    SQLAlchemy keeps it by engine and by dialect, and each test has an engine of its own.
    """
    dialects: dict[str, Dialect] = {}
    made: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def connected(*args: Any, **options: Any) -> Engine:  # noqa: ANN401 - those of create_engine
        engine = create_engine(*args, **options)
        known = dialects.get(engine.dialect.name)
        if known is not None and "server_version_info" in vars(known):
            engine.dialect = known
        else:  # the first, or those before have never met a server: they know nothing about it
            dialects[engine.dialect.name] = engine.dialect
        engine._compiled_cache = made
        return engine

    monkeypatch.setattr(database, "create_engine", connected)
