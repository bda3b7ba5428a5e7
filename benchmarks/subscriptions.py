"""„Produkte“ with 2,000 subscriptions: the list, what stands out of it, the page of one, a preview.

    python -m benchmarks.subscriptions [--calls 20] [--count 2000]

The floor of what reads the list is reading the bare rows of its table: budgets are eight times
that, since names, prices, terms and what is planned come with each row. One subscription among
2,000 must cost no more than one among ten. Processor time, the medians of calls that take turns.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from benchmarks._demo import make_demo
from benchmarks._market import add_subscriptions
from benchmarks.pty import Verdict, interleaved, report
from tcm_tui.bootstrap import demo_settings, load_settings, open_context
from tcm_tui.data.models import Subscription
from tcm_tui.domain import demo
from tcm_tui.domain.sign_in import SignedIn
from tcm_tui.services.sign_in import sign_in, sign_out
from tcm_tui.services.subscription_changes import preview_licences
from tcm_tui.services.subscriptions import attention, subscription, subscriptions
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.services.context import Context

FEW: Final = 10
PER_LIST: Final = 8.0
PER_ONE: Final = 1.5
_COLUMNS: Final = Subscription.__table__.columns


@dataclass(frozen=True)
class Place:
    """A company with subscriptions: as whom it is looked at, and one of them."""

    ctx: Context
    number: int


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Subscriptions, few and many.")
    parser.add_argument("--calls", type=int, default=20, help="calls that count (default: 20)")
    parser.add_argument("--count", type=int, default=2_000, help="subscriptions (default: 2000)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="tcm-bench-") as folder:
        few, many = (_place(str(Path(folder, str(n))), n) for n in (FEW, options.count))
        verdicts = _measured(few, many, options.calls)
        for place in (few, many):
            sign_out(place.ctx)
            place.ctx.database.dispose()
    return report(verdicts)


def _place(folder: str, count: int) -> Place:
    """A demo with so many more subscriptions, as its administrator."""
    make_demo(folder)
    ctx = open_context(demo_settings(load_settings({}), folder, None), demo=True)
    who = sign_in(ctx, demo.PEOPLE[0].email, demo.PASSWORD)
    if not isinstance(who, SignedIn):
        raise SystemExit("the demo asks for more than a password")
    ctx = ctx.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    return Place(ctx, add_subscriptions(ctx, who.company_id, count)[1])


def _measured(few: Place, many: Place, calls: int) -> list[Verdict]:
    lists: dict[str, Callable[[], object]] = {
        "the bare rows": lambda: _bare_rows(many.ctx),
        "the list": lambda: subscriptions(many.ctx),
        "what stands out": lambda: attention(many.ctx),
    }
    ones = {
        f"{name}: {size}": one
        for size, p in (("few", few), ("many", many))
        for name, one in _one(p).items()
    }
    found = interleaved(
        {name: partial(_taken, ask) for name, ask in (lists | ones).items()}, calls, warm_up=2
    )
    floor = found["the bare rows"]
    return [
        *(Verdict(name, found[name], floor, PER_LIST) for name in list(lists)[1:]),
        *(
            Verdict(name, found[f"{name}: many"], found[f"{name}: few"], PER_ONE)
            for name in _one(few)
        ),
    ]


def _one(place: Place) -> dict[str, Callable[[], object]]:
    return {
        "the page of one": lambda: subscription(place.ctx, place.number),
        "a preview of more licences": lambda: preview_licences(place.ctx, place.number, 60),
    }


def _bare_rows(ctx: Context) -> int:
    with ctx.database.transaction(writing=False) as session:
        return len(session.execute(select(*_COLUMNS)).all())


def _taken(question: Callable[[], object]) -> float:
    """Milliseconds of processor time: what else the machine does does not count."""
    began = time.process_time()
    question()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
