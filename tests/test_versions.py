"""Every UPDATE and DELETE of a versioned table minds the version (SECURITY.md H2).

The source is read, so that a statement added later is found without anybody thinking of it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

import tcm_tui
from tcm_tui.data.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(tcm_tui.__file__).parent
VERSIONED: Final = frozenset(
    mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.version_id_col is not None
)
PLAIN: Final = frozenset(mapper.class_.__name__ for mapper in Base.registry.mappers) - VERSIONED
TABLES: Final = frozenset(
    str(mapper.local_table) for mapper in Base.registry.mappers if mapper.version_id_col is not None
)
_SQL: Final = re.compile(r"\s*(?:UPDATE|DELETE\s+FROM)\s+(\w*)", re.IGNORECASE)
"""SQL as text; a table that is filled in later may be any."""
ALLOWED: Final = {
    "data/assignments.py:count_used": "who uses it belongs to no form; the database bounds it",
    "data/first_steps.py:hide": "whether a list is shown belongs to no form either",
    "data/people.py:count_try": "the counters of sign-in belong to no form",
    "data/people.py:forget_tries": "so do they here",
    "data/people.py:give_try_back": "and here",
    "data/people.py:note_right_password": "the hash is compared instead",
    "data/people.py:note_sign_in": "signing in must not make a form stale that edits the person",
    "data/sealed_values.py:replace": "the value stays what it was, another key opens it",
    "services/demo.py:_visit": "the same, told of the past of the sample company",
}
"""Where a version is left as it is, and why."""
PAST_THE_ORM: Final = frozenset(
    {"bulk_insert_mappings", "bulk_save_objects", "bulk_update_mappings"}
)


class Statement(NamedTuple):
    """An UPDATE or DELETE in the source."""

    place: str
    minds_version: bool


def statements(source: str, file: str) -> Iterator[Statement]:
    """Those of a module that may concern a versioned table."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if _is_statement(node):
            whole, function = _surroundings(node, parents)
            deletes = isinstance(node, ast.Call) and _name(node.func) == "delete"
            minds = _asks_for_version(whole) if deletes else _sets_version(whole)
            yield Statement(f"{file}:{function}", minds)


def _is_statement(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _SQL.match(node.value)
        return found is not None and found[1].lower() in {"", *TABLES}
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        of_a_table = "__table__" in ast.unparse(node.func.value)
        return node.func.attr in PAST_THE_ORM or (
            of_a_table and node.func.attr in {"update", "delete"}
        )
    # A table that is not named may be any.
    return (
        _name(node.func) in {"update", "delete"}
        and len(node.args) == 1
        and _name(node.args[0]) not in PLAIN
    )


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _surroundings(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[ast.AST, str]:
    """The statement of Python that `node` is part of, and the function around it."""
    whole = node
    while whole in parents and not isinstance(whole, ast.stmt):
        whole = parents[whole]
    around = whole
    while around in parents and not isinstance(around, ast.FunctionDef):
        around = parents[around]
    return whole, around.name if isinstance(around, ast.FunctionDef) else ""


def _sets_version(whole: ast.AST) -> bool:
    return any(
        isinstance(node, ast.keyword)
        and node.arg == "version"
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, ast.Add)
        for node in ast.walk(whole)
    )


def _asks_for_version(whole: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "version" for node in ast.walk(whole)
    )


def careless() -> set[str]:
    """Every place of the program that leaves a version as it is."""
    found = set()
    for path in ROOT.rglob("*.py"):
        file = path.relative_to(ROOT).as_posix()
        if not file.startswith("data/migrations/"):
            found |= {
                one.place
                for one in statements(path.read_text("utf-8"), file)
                if not one.minds_version
            }
    return found


def test_h2_no_update_passes_the_version_by() -> None:
    """But for those with a reason; a reason without its place is out of date."""
    assert careless() == set(ALLOWED)
    assert {"Company", "Invitation", "Membership", "User"} <= VERSIONED


@pytest.mark.parametrize(
    "source",
    [
        "session.execute(update(Membership).where(a).values(role=b))",
        "session.execute(update(Membership).where(a).values(version=2))",
        "session.execute(update(table).values(**values))",
        "statement = update(Invitation)",
        "session.execute(delete(Membership).where(Membership.id == a))",
        "session.execute(Membership.__table__.update().values(role=b))",
        "session.bulk_update_mappings(Membership, rows)",
        "session.execute(text('UPDATE memberships SET role = :role'))",
        "session.execute(text('  delete from memberships'))",
        "session.execute(text(f'UPDATE {name} SET role = 1'))",
    ],
)
def test_h2_what_is_careless_is_found(source: str) -> None:
    """Each way of writing past the version."""
    (found,) = statements(f"def f():\n    {source}\n", "x.py")
    assert found == Statement("x.py:f", minds_version=False)


@pytest.mark.parametrize(
    "source",
    [
        "session.execute(update(Membership).values(version=Membership.version + 1))",
        "session.execute(delete(Membership).where(Membership.version == a))",
    ],
)
def test_h2_what_minds_the_version_passes(source: str) -> None:
    """The next version, or the one that was read."""
    (found,) = statements(f"def f():\n    {source}\n", "x.py")
    assert found.minds_version


@pytest.mark.parametrize(
    "source",
    [
        "session.execute(update(Token).values(used_at=a))",
        "session.execute(text('DELETE FROM search_changes'))",
        "values.update(more)",
    ],
)
def test_h2_what_has_no_version_is_left_alone(source: str) -> None:
    """Tables without one, and what only looks alike."""
    assert list(statements(f"def f():\n    {source}\n", "x.py")) == []
