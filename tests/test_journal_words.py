"""The journal is never changed, so it holds no words about people (SECURITY.md I5).

The source is read, so that an entry added later is found without anybody thinking of it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import tcm_tui

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES: Final = Path(tcm_tui.__file__).parent / "services"
PLAIN: Final = {
    "business_use": "yes",
    "changed": "a number",
    "edition": "a number",
    "ends_on": "a day",
    "failed": "a number",
    "format": "a word of a closed vocabulary",
    "from_on": "a day",
    "kind": "a word of a closed vocabulary",
    "licences": "a number",
    "method": "a number",
    "name": "of a company",
    "net_cents": "a number",
    "new": "a number",
    "number": "of a Vertriebspartner",
    "owner": "a number",
    "paused_until": "an instant",
    "permission": "a word of a closed vocabulary",
    "product": "a number",
    "reason": "the name of a refusal",
    "revision": "a number",
    "rows": "a number",
    "sent": "a number",
    "state": "a word of a closed vocabulary",
    "terms": "a version",
    "withdrawn": "a number",
}
"""What entries may tell in themselves; everything else belongs into `Personal`."""
_OWN: Final = frozenset({"company_id", "personal"})
"""Arguments that are no changes."""


def named(source: str) -> Iterator[str]:
    """The names of the changes that calls of `tx.audit` and dicts called `changes` spell out."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="audit")):
                yield from (one.arg for one in node.keywords if one.arg and one.arg not in _OWN)
            case ast.Assign(targets=[ast.Name(id="changes")], value=ast.Dict(keys=keys)):
                yield from (str(one.value) for one in keys if isinstance(one, ast.Constant))
            case _:
                continue


def test_i5_the_journal_tells_no_words_about_people() -> None:
    """Every change named in a service is known to be plain; a reason without a change is old."""
    found = {name for path in SERVICES.glob("*.py") for name in named(path.read_text("utf-8"))}
    assert found == set(PLAIN)


@pytest.mark.parametrize("name", ["address", "first_name", "title", "phone"])
def test_i5_what_names_a_person_would_be_found(name: str) -> None:
    """Written as a service would write it."""
    source = f"def f(tx):\n    tx.audit(ACTION, SUBJECT, 1, {name}=(None, text))\n"
    assert list(named(source)) == [name]
    assert name not in PLAIN
