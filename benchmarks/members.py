"""„Benutzer“ with 1,000, 100,000 and 1,000,000 members.

    python -m benchmarks.members [--runs 5] [--small] [--folder FOLDER]

Three things: how long it takes from the start of the program to the list with rows, of which the
import of SQLAlchemy and the check of the password are taken off (budget: 1.5 times a bare Textual
app); what keys and memory cost there (budget: the largest 1.15 times the smallest, memory 1.05);
and how long the use case takes for a page in every order, and for a search with every letter typed.

The budget of the search compares like with like, at the largest size: on one side the search finds
key and id of the first 40, in order, for every letter of `TYPED` (p95 of these letters); on the
other side LIKE finds the ids of the first 40 of a word that nobody has, so that it looks through
every row. Both inside a transaction that is open already, without reading what the list shows, in
processor time of this program: what else the machine does counts for neither. Two more lines tell
what somebody who types waits for: the same with the rows read, and all of the use case.

Making a million members takes minutes: `--folder` keeps them, `--small` leaves them out.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from benchmarks._demo import command, make_demo
from benchmarks._member_list import Shown, measured
from benchmarks.first_paint import first_paint
from benchmarks.pty import HELLO, Verdict, environment, interleaved, report
from tcm_tui.bootstrap import demo_settings, load_settings, open_context
from tcm_tui.data import members
from tcm_tui.data.members.pages import page_places
from tcm_tui.domain import demo
from tcm_tui.domain.members import MemberFilter, MemberOrder
from tcm_tui.domain.sign_in import SignedIn
from tcm_tui.domain.text import sort_key
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.members import counts, page
from tcm_tui.services.sign_in import sign_in, sign_out
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.domain.members import MemberRow
    from tcm_tui.services.context import Context

SMALL: Final = (1_000, 100_000)
SIZES: Final = (*SMALL, 1_000_000)
SCREENFUL: Final = 40
CALLS: Final = 20
TYPED: Final = ("müller", "meier petra", "ziegler zoe", "niemand")
"""A name that nobody has, two that many have, nothing found: asked with every letter."""
_LIKE: Final = (
    "SELECT id FROM memberships WHERE company_id = :company AND {} ORDER BY sort_name, id LIMIT 40"
)
_HOLDS: Final = "(sort_name LIKE :{0} OR sort_address LIKE :{0})"
_FOUND: Final = "only where the rows stand (processor)"
_LOOKED_THROUGH: Final = "„niemand“ with LIKE (processor)"
_IMPORT: Final = (
    "import time, textual.app; began = time.perf_counter(); import sqlalchemy.orm;"
    "print((time.perf_counter() - began) * 1000)"
)


def main(argv: Sequence[str]) -> int:
    """Measure, print the tables; 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="The list of members, small and large.")
    parser.add_argument("--runs", type=int, default=5, help="runs that count (default: 5)")
    parser.add_argument("--small", action="store_true", help="without 1,000,000 members")
    parser.add_argument("--folder", help="where the demos are kept (default: nowhere)")
    options = parser.parse_args(argv)
    sizes = SMALL if options.small else SIZES
    keeping = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory()
    with keeping as kept:
        folders = {size: str(Path(kept, f"members-{size}")) for size in sizes}
        for size, folder in folders.items():
            if not Path(folder).exists():
                make_demo(folder, size)
        print(f"{'milliseconds, median and worst':40}" + "".join(f"{size:>20,}" for size in sizes))
        searches = _print_services(list(folders.values()))
        keys = measured(folders, options.runs)
        return report([*searches, *keys, *_lists(folders, options.runs)])


def _lists(folders: dict[int, str], runs: int) -> list[Verdict]:
    """From the start to rows, less what the budget does not count."""
    measures: dict[str, Callable[[], float]] = {
        "hello": partial(first_paint, HELLO),
        "sqlalchemy": import_of_sqlalchemy,
        "password": password_check,
    }
    measures |= {str(size): partial(rows_shown, folder) for size, folder in folders.items()}
    found = interleaved(measures, runs)
    left = found["sqlalchemy"] + found["password"]
    return [
        Verdict(f"start to rows at {size:,} / hello", found[str(size)] - left, found["hello"], 1.5)
        for size in folders
    ]


def rows_shown(folder: str) -> float:
    """Milliseconds until „Benutzer“ shows rows."""
    with Shown(command(folder)) as session:
        return session.rows()


def import_of_sqlalchemy() -> float:
    """Milliseconds that importing SQLAlchemy adds to a program with Textual."""
    ended = subprocess.run(
        [sys.executable, "-c", _IMPORT],
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    return float(ended.stdout)


def password_check() -> float:
    """Milliseconds of the one check that signing in makes, without the imports it needs."""
    hasher = Hasher()
    stored = hasher.hash(demo.PASSWORD)
    began = time.perf_counter()
    hasher.verify(stored, demo.PASSWORD)
    return (time.perf_counter() - began) * 1000


def _print_services(folders: Sequence[str]) -> list[Verdict]:
    """A line for each question, a column for each size; how the search does at the largest."""
    columns = [_ask_all(folder) for folder in folders]
    for question in columns[0]:
        figures = [
            f"{middle:11.1f}{worst:9.1f}" for middle, worst in (c[question] for c in columns)
        ]
        print(f"{question:40}{''.join(figures)}")
    _middle, p95 = columns[-1][_FOUND]
    like, _worst = columns[-1][_LOOKED_THROUGH]
    return [Verdict("search per letter, p95 / LIKE", p95, like, 0.001)]


def _ask_all(folder: str) -> dict[str, tuple[float, float]]:
    """Median and worst of each question to the use cases."""
    ctx = open_context(demo_settings(load_settings({}), folder, None), demo=True)
    who = sign_in(ctx, demo.PEOPLE[0].email, demo.PASSWORD)
    if not isinstance(who, SignedIn):
        raise SystemExit("the demo asks for more than a password")
    ctx = ctx.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    first = page(ctx, limit=SCREENFUL)
    last = page(ctx, backwards=True, limit=SCREENFUL)
    questions: dict[str, Callable[[], object]] = {
        "first page": partial(page, ctx, limit=SCREENFUL),
        "page down": _turning(ctx, first[-1], backwards=False),
        "page up from the end": _turning(ctx, last[0], backwards=True),
        "last page": partial(page, ctx, backwards=True, limit=SCREENFUL),
        **{
            f"by {order}, first page": partial(page, ctx, order=order, limit=SCREENFUL)
            for order in MemberOrder
        },
        "counts": partial(counts, ctx),
    }
    found = {name: _timed(question) for name, question in questions.items()}
    letters = [_timed(partial(page, ctx, one, limit=SCREENFUL))[0] for one in _letters()]
    found["search, median and p95 of all letters"] = _spread(letters)
    found |= _inside(ctx, who.company_id)
    for word in TYPED:
        found[f"„{word}“ with LIKE"] = _like(ctx, who.company_id, word)
    found[_LOOKED_THROUGH] = _like(ctx, who.company_id, TYPED[-1], time.process_time)
    sign_out(ctx)
    ctx.database.dispose()
    return found


def _letters() -> list[MemberFilter]:
    """What is looked for while the words are typed."""
    return [MemberFilter(word[:end]) for word in TYPED for end in range(1, len(word) + 1)]


def _inside(ctx: Context, company_id: int) -> dict[str, tuple[float, float]]:
    """Median and p95 of all letters inside a transaction, with and without the rows."""
    scope = members.Scope(company_id, ctx.clock())
    cut, typed = members.Page(limit=SCREENFUL), _letters()
    roads = {
        "the same without transaction, admission": (members.page, time.perf_counter),
        _FOUND: (page_places, time.process_time),
    }
    with ctx.database.transaction(writing=False) as session:
        taken = {
            name: [_timed(partial(road, session, scope, one, cut), clock=clock)[0] for one in typed]
            for name, (road, clock) in roads.items()
        }
    return {name: _spread(figures) for name, figures in taken.items()}


def _like(
    ctx: Context, company_id: int, search: str, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, float]:
    """As one would without an index; where few are found, that is looking through every row."""
    words = {f"word_{at}": f"%{sort_key(one)}%" for at, one in enumerate(search.split())}
    statement = text(_LIKE.format(" AND ".join(map(_HOLDS.format, words))))
    values = {"company": company_id, **words}
    with ctx.database.transaction(writing=False) as session:
        return _timed(lambda: session.execute(statement, values).all(), calls=3, clock=clock)


def _spread(figures: Sequence[float]) -> tuple[float, float]:
    """Their median and p95."""
    return statistics.median(figures), statistics.quantiles(figures, n=20)[-1]


def _turning(ctx: Context, start: MemberRow, *, backwards: bool) -> Callable[[], object]:
    """A question that goes on from where the one before ended."""
    edge = start

    def turn() -> None:
        nonlocal edge
        rows = page(ctx, after=edge, backwards=backwards, limit=SCREENFUL)
        edge = rows[0 if backwards else -1]

    return turn


def _timed(
    question: Callable[[], object],
    calls: int = CALLS,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Median and worst of some calls, in milliseconds; a first one does not count."""
    question()
    taken = []
    for _call in range(calls):
        began = clock()
        question()
        taken.append((clock() - began) * 1000)
    return statistics.median(taken), max(taken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
