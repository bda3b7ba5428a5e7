"""Changing members and open invitations, one or many: look first, then do, then take back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.data import holdings, invitations, memberships, revocations
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.member_changes import (
    FREEING,
    REVERSIBLE,
    Change,
    ChangeKind,
    ChangeReport,
    ChangeRow,
    Verdict,
)
from tcm_tui.domain.member_rules import Judge, Standing, after, opposite, refused
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.member_effects import carry_out, restore
from tcm_tui.services.resending import Resending, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.services.transaction import Transaction


@reading(Permission.MEMBER_CHANGE)
def plan(tx: Transaction, change: Change, keys: Sequence[RowKey]) -> ChangeReport:
    """What `change` would do to these rows, in their order.

    One's own row comes last: it may cost the right to change the others.

    Raises:
        NotFound: A row never belonged to the company.
    """
    keys = list(dict.fromkeys(keys))
    found = _Found.read(tx, change, keys)
    judge = _judge(tx)
    own_last = sorted(keys, key=lambda key: found.rows[key].user_id == tx.user_id)
    return ChangeReport(change, [judge.judge(change, found.rows[key]) for key in own_last])


@use_case(Permission.MEMBER_CHANGE)
def change(tx: Transaction, wanted: Change, rows: Sequence[ChangeRow]) -> ChangeReport:
    """Do to rows of a plan what it says, all in one transaction; `CHUNK` rows are a good measure.

    Rows that the plan does not change come back as they are. One that somebody changed since, or
    that can no longer be changed, is refused; the others are done.

    Raises:
        NotFound: A row never belonged to the company.
    """
    chosen = {row.key: row for row in rows if row.verdict is Verdict.CHANGED}
    found = _Found.read(tx, wanted, list(chosen))
    judge = _judge(tx)
    judged = {
        key: judge.judge_looked_at(wanted, row, found.rows[key]) for key, row in chosen.items()
    }
    ready = [found.rows[key] for key, row in judged.items() if row.verdict is Verdict.CHANGED]
    if found.resending is not None:
        done = found.resending.send(tx, ready)
    else:
        done = carry_out(tx, wanted, ready)
    return ChangeReport(wanted, [_outcome(judged.get(row.key, row), done) for row in rows])


@use_case(Permission.MEMBER_CHANGE)
def take_back(tx: Transaction, report: ChangeReport) -> ChangeReport:
    """Undo what a report says was changed; its other rows are left out.

    A row of the answer is as it was before the change, and with that as it is again. What somebody
    changed since is refused.

    Raises:
        NotFound: A row never belonged to the company.
        ValueError: Such a change cannot be taken back.
    """
    if report.change.kind not in REVERSIBLE:
        raise ValueError(report.change.kind)
    rows = report.having(Verdict.CHANGED)
    if report.change.kind is ChangeKind.REVOKE:
        return ChangeReport(report.change, _restored(tx, rows))
    return ChangeReport(report.change, _reversed(tx, report.change, rows))


@dataclass(frozen=True)
class _Found:
    """Rows as they stand now, by key; `resending` is there when they are to be sent again."""

    rows: dict[RowKey, Standing]
    resending: Resending | None = None

    @classmethod
    def read(cls, tx: Transaction, change: Change, keys: Sequence[RowKey]) -> _Found:
        """Read them.

        Raises:
            NotFound: A row never belonged to the company.
        """
        rows = _read(tx, keys)
        if change.kind in FREEING:
            return cls(_with_holdings(tx, rows))
        if change.kind is not ChangeKind.RESEND:
            return cls(rows)
        open_ones = [
            row for key, row in rows.items() if key.kind is MemberKind.INVITATION and not row.over
        ]
        resending = look_up(tx, open_ones)
        limited = {row.key: replace(row, over=resending.refusal(tx, row.key)) for row in open_ones}
        return cls(rows | limited, resending)


def _read(tx: Transaction, keys: Sequence[RowKey]) -> dict[RowKey, Standing]:
    members = [key.id for key in keys if key.kind is MemberKind.MEMBER]
    invited = [key.id for key in keys if key.kind is MemberKind.INVITATION]
    found = memberships.standings(tx.session, tx.company_id, members)
    missing = [number for number in members if number not in found]
    found |= memberships.removed(tx.session, tx.company_id, missing)
    known = invitations.standings(tx.session, tx.company_id, invited, tx.now)
    rows = {row.key: row for row in (*found.values(), *known.values())}
    if any(key not in rows for key in keys):
        raise NotFound(_("Das gibt es nicht (mehr). Lesen Sie die Liste neu."))
    return rows


def _with_holdings(tx: Transaction, rows: dict[RowKey, Standing]) -> dict[RowKey, Standing]:
    """The same, each with what they own and use: nobody goes before that is settled."""
    members = [key.id for key in rows if key.kind is MemberKind.MEMBER]
    invited = [key.id for key in rows if key.kind is MemberKind.INVITATION]
    found = holdings.holdings(tx.session, tx.company_id, members, today=tx.today)
    found |= holdings.assigned(tx.session, invited, today=tx.today)
    return rows | {key: replace(rows[key], holds=held) for key, held in found.items()}


def _judge(tx: Transaction) -> Judge:
    return Judge(memberships.active_admins(tx.session, tx.company_id), tx.user_id)


def _outcome(row: ChangeRow, done: dict[RowKey, int]) -> ChangeRow:
    """`row` of what was to be done, with the version it has now."""
    return replace(row, version=done[row.key], reason="") if row.key in done else row


def _reversed(tx: Transaction, change: Change, rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Take a role or a state back; each row may have had another role."""
    found = _read(tx, [row.key for row in rows])
    judge = _judge(tx)
    answers: list[ChangeRow] = []
    ready: defaultdict[Change, list[Standing]] = defaultdict(list)
    for row in rows:
        back, now = opposite(change, row), found[row.key]
        judged = judge.judge_looked_at(back, after(change, row), now)
        answers.append(replace(row, verdict=judged.verdict, reason=judged.reason))
        if judged.verdict is Verdict.CHANGED:
            ready[back].append(now)
    done: dict[RowKey, int] = {}
    for back, ones in ready.items():
        done |= carry_out(tx, back, ones)
    return [_outcome(row, done) for row in answers]


def _restored(tx: Transaction, rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Let revoked invitations be open again, where nothing has taken their place."""
    found = revocations.revoked(tx.session, tx.company_id, [row.key.id for row in rows], tx.now)
    addresses = [one.canonical for one in found.values()]
    members = invitations.member_addresses(tx.session, tx.company_id, addresses)
    invited = invitations.open_invitations(tx.session, tx.company_id, addresses)
    answers: list[ChangeRow] = []
    ready: list[Standing] = []
    for row in rows:
        one = found.get(row.key.id)
        if one is None or one.standing.version != row.version:
            answers.append(refused(row, _("Jemand hat diese Einladung inzwischen geändert.")))
        elif one.canonical in members:
            answers.append(refused(row, _("Diese Person ist inzwischen Mitglied.")))
        elif one.canonical in invited:
            answers.append(refused(row, _("Diese Adresse wurde inzwischen neu eingeladen.")))
        else:
            answers.append(row)
            ready.append(one.standing)
    done = restore(tx, ready)
    return [_outcome(row, done) for row in answers]
