"""„Apps zuweisen“ with ten members and ten subscriptions, and with 100,000 and 2,000.

    python -m benchmarks.assign [--folder FOLDER] [--calls 20]

What the screen asks the use cases for, and what saving costs. Budgets: what belongs to one page, or
to one tick, costs at most one and a half times as much among many as among few (four times for the
holders of a subscription that half of all people have: the list is looked through for them); the
list of 2,000 subscriptions at most twenty times the list of ten, which is a tenth for each; saving
10,000 licences at most fifteen times what storing their rows alone costs (an entry and a mail each
are stored with them). Processor time, the medians of some calls that take
turns.

Making the large one takes a minute: `--folder` keeps it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select

from benchmarks._demo import make_demo
from benchmarks._market import NAME, add_subscriptions
from benchmarks.pty import Verdict, interleaved, report
from tcm_tui.bootstrap import demo_settings, load_settings, open_context
from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.domain import demo
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.members import MemberFilter, MemberState
from tcm_tui.domain.sign_in import SignedIn
from tcm_tui.services.assignments import apply, holders, licences_of, people, people_without, plan
from tcm_tui.services.sign_in import sign_in, sign_out
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.domain.assignments import PersonRow
    from tcm_tui.services.context import Context

FEW, MANY = (0, 10), (100_000, 2_000)
"""Members beyond the demo's, subscriptions."""
SCREENFUL: Final = 40
SAVED: Final = 10_000
PER_PAGE: Final = 1.5
PER_LIST: Final = 20.0
PER_SAVE: Final = 15.0
PER_WALK: Final = 4.0
WALK: Final = "first page of 50,000 who have one"
LISTS: Final = ("subscriptions", "subscriptions of one", "subscriptions of a page")
_BUDGETS: Final = dict.fromkeys(LISTS, PER_LIST) | {WALK: PER_WALK}


@dataclass(frozen=True)
class Place:
    """A company to assign in: as whom, and the first two subscriptions of the measurement."""

    ctx: Context
    company_id: int
    large: int
    small: int


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Assigning licences, among few and many.")
    parser.add_argument("--calls", type=int, default=20, help="calls that count (default: 20)")
    parser.add_argument("--folder", help="where the demos are kept (default: nowhere)")
    options = parser.parse_args(argv)
    keeping = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory()
    with keeping as kept:
        few, many = (_place(str(Path(kept, f"assign-{size[0]}")), *size) for size in (FEW, MANY))
        verdicts = [*_questions(few, many, options.calls), *_saving(many)]
        for place in (few, many):
            sign_out(place.ctx)
            place.ctx.database.dispose()
    return report(verdicts)


def _place(folder: str, members: int, subscriptions: int) -> Place:
    """The demo in `folder`, made when it is not there, as its administrator."""
    if not Path(folder).exists():
        make_demo(folder, members)
    ctx = open_context(demo_settings(load_settings({}), folder, None), demo=True)
    who = sign_in(ctx, demo.PEOPLE[0].email, demo.PASSWORD)
    if not isinstance(who, SignedIn):
        raise SystemExit("the demo asks for more than a password")
    ctx = ctx.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    with ctx.database.transaction(writing=False) as session:
        numbers = list(
            session.scalars(
                select(Subscription.id)
                .where(Subscription.sort_name.startswith(NAME.casefold()))
                .order_by(Subscription.id)
            )
        )
    numbers = numbers or add_subscriptions(ctx, who.company_id, subscriptions)
    return Place(ctx, who.company_id, numbers[0], numbers[1])


def _questions(few: Place, many: Place, calls: int) -> list[Verdict]:
    measures = {
        f"{name}: {size}": partial(_taken, question)
        for size, place in (("few", few), ("many", many))
        for name, question in _asked(place).items()
    }
    found = interleaved(measures, calls, warm_up=2)
    return [
        Verdict(name, found[f"{name}: many"], found[f"{name}: few"], _BUDGETS.get(name, PER_PAGE))
        for name in _asked(few)
    ]


def _asked(place: Place) -> dict[str, Callable[[], object]]:
    """What the screen asks while somebody looks around and ticks."""
    ctx, large, small = place.ctx, place.large, place.small
    first = people(ctx, small, limit=SCREENFUL)
    marked = [one.holder for one in first]
    free = next(one for one in first if one.eligible and not one.has)
    wish = Wish(small, free.holder, give=True)
    return {
        "first page of people": lambda: people(ctx, small, limit=SCREENFUL),
        "next page": lambda: people(ctx, small, after=first[9], limit=SCREENFUL),
        WALK: lambda: holders(ctx, large, limit=SCREENFUL),
        "who has one, searched": lambda: holders(ctx, small, "an", limit=SCREENFUL),
        "ten who have none": lambda: people_without(ctx, small, limit=10),
        "a plan of one": lambda: plan(ctx, [wish]),
        "given and taken back": lambda: _there_and_back(ctx, wish),
        LISTS[0]: lambda: licences_of(ctx),
        LISTS[1]: lambda: licences_of(ctx, marked[:1]),
        LISTS[2]: lambda: licences_of(ctx, marked),
    }


def _there_and_back(ctx: Context, wish: Wish) -> None:
    for give in (True, False):
        if not apply(ctx, [Wish(wish.subscription_id, wish.holder, give)]).saved:
            raise SystemExit("a licence could not be given")


def _saving(place: Place) -> list[Verdict]:
    """Many licences in one save, and taking them back."""
    members = MemberFilter(states=frozenset({MemberState.ACTIVE}))
    people_here = people_without(place.ctx, place.large, members, limit=SAVED)
    given = [Wish(place.large, one.holder, give=True) for one in people_here]
    taken = [Wish(place.large, one.holder, give=False) for one in people_here]
    floor = statistics.median(_rows_alone(place, people_here) for _time in range(3))
    give_times, take_times = [], []
    for _time in range(3):
        give_times.append(_taken(lambda: apply(place.ctx, given)))
        take_times.append(_taken(lambda: apply(place.ctx, taken)))
    return [
        Verdict(f"{len(given):,} given", statistics.median(give_times), floor, PER_SAVE),
        Verdict(f"{len(taken):,} taken back", statistics.median(take_times), floor, PER_SAVE),
    ]


def _rows_alone(place: Place, people_here: Sequence[PersonRow]) -> float:
    """Milliseconds for the rows of the licences, rolled back: what cannot be saved on."""
    rows = [
        {
            "subscription_id": place.large,
            "membership_id": one.holder.id,
            "assigned_at": place.ctx.clock(),
        }
        for one in people_here
    ]
    with place.ctx.database.transaction(writing=True) as session:
        nested = session.begin_nested()
        taken = _taken(lambda: session.execute(insert(Assignment), rows))
        nested.rollback()
    return taken


def _taken(question: Callable[[], object]) -> float:
    """Milliseconds of processor time: what else the machine does does not count."""
    began = time.process_time()
    question()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
