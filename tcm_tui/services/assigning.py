"""Giving and taking licences inside one transaction: judged, carried out, written down, mailed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.data import assignable, assignments, invitations, memberships
from tcm_tui.domain.assignment_rules import Known, judged
from tcm_tui.domain.assignments import MOST_WISHES
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.invite_rows import grouped
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.domain.permissions import Permission, Role, allows
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tcm_tui.domain.assignments import AssignReport, AssignRow, Freed, Holder, Wish
    from tcm_tui.domain.member_rules import Standing
    from tcm_tui.services.transaction import Transaction


@dataclass(frozen=True)
class Judged:
    """What becomes of wishes, and what has to be known to carry them out."""

    report: AssignReport
    people: Mapping[Holder, Standing]
    numbers: Mapping[tuple[int, Holder], int]
    """Of the rows that stand: who has a licence of what."""


def reach(tx: Transaction) -> assignable.Reach:
    """The subscriptions whose licences the actor may assign: a USER's are their own."""
    own = tx.user_id if tx.role is Role.USER else None
    return assignable.Reach(tx.company_id, own, tx.today)


def sees_invitations(tx: Transaction) -> bool:
    """Whether the actor may know who is invited."""
    return tx.role is not None and allows(tx.role, Permission.INVITATION_READ)


def judge(tx: Transaction, wishes: Sequence[Wish]) -> Judged:
    """What becomes of these wishes as things stand.

    Raises:
        Invalid: They are more than `MOST_WISHES`.
        NotFound: A subscription or a person is none that the actor may know of.
    """
    if len(wishes) > MOST_WISHES:
        most = grouped(MOST_WISHES)
        raise Invalid(_("Auf einmal lassen sich {n} Änderungen speichern.").format(n=most))
    apps = assignable.licences(tx.session, reach(tx), {wish.subscription_id for wish in wishes})
    people = _people(tx, {wish.holder for wish in wishes})
    numbers = assignments.numbers_of(tx.session, apps, people)
    if any(wish.subscription_id not in apps or wish.holder not in people for wish in wishes):
        raise NotFound(_("Das gibt es nicht (mehr). Lesen Sie die Liste neu."))
    report = judged(wishes, Known(tx.today, apps, people, numbers.keys()))
    return Judged(report, people, numbers)


def _people(tx: Transaction, keys: Collection[Holder]) -> dict[Holder, Standing]:
    members = [key.id for key in keys if key.kind is MemberKind.MEMBER]
    found = memberships.standings(tx.session, tx.company_id, members)
    missing = [number for number in members if number not in found]
    found |= memberships.removed(tx.session, tx.company_id, missing)
    rows = list(found.values())
    if sees_invitations(tx):
        invited = [key.id for key in keys if key.kind is MemberKind.INVITATION]
        rows += invitations.standings(tx.session, tx.company_id, invited, tx.now).values()
    return {row.key: row for row in rows}


def carry_out(tx: Transaction, found: Judged) -> None:
    """Make the changes of a report in which nothing is refused, with all that belongs to them."""
    rows = found.report.having(Verdict.CHANGED)
    given = [row for row in rows if row.wish.give]
    taken = [row for row in rows if not row.wish.give]
    # First what makes room: the database lets no more be in use than there are.
    pairs = [_pair(row.wish) for row in taken]
    assignments.withdraw(tx.session, {pair: found.numbers[pair] for pair in pairs})
    assignments.give(tx.session, [_pair(row.wish) for row in given], tx.now)
    tx.audit_many([_entry(row.wish) for row in rows])
    _tell(tx, MailKind.LICENCE_WITHDRAWN, taken, found.people)
    _tell(tx, MailKind.LICENCE_ASSIGNED, given, found.people)


def _pair(wish: Wish) -> tuple[int, Holder]:
    return wish.subscription_id, wish.holder


def _entry(wish: Wish) -> Entry:
    number = str(wish.holder.id)
    change = {_word(wish.holder): (None, number) if wish.give else (number, None)}
    action = AuditAction.LICENCE_ASSIGNED if wish.give else AuditAction.LICENCE_WITHDRAWN
    return Entry(action, Subject.SUBSCRIPTION, wish.subscription_id, {**change})


def _word(holder: Holder) -> str:
    return "membership" if holder.kind is MemberKind.MEMBER else "invitation"


def note_freed(tx: Transaction, freed: Iterable[Freed], *, company_id: int | None = None) -> None:
    """Write down licences that nobody has any more since their holders went."""
    tx.audit_many(
        [
            Entry(
                AuditAction.LICENCE_WITHDRAWN,
                Subject.SUBSCRIPTION,
                one.subscription_id,
                {_word(one.holder): (str(one.holder.id), None)},
                company_id=company_id,
            )
            for one in freed
        ]
    )


def pass_on(tx: Transaction, invitation_id: int, membership_id: int) -> list[str]:
    """Let a member have what was assigned to their invitation; what of it can be used, by name."""
    tx.audit_many(
        [
            Entry(
                AuditAction.LICENCE_PASSED_ON,
                Subject.SUBSCRIPTION,
                number,
                {
                    "invitation": (str(invitation_id), None),
                    "membership": (None, str(membership_id)),
                },
            )
            for number in assignments.pass_on(tx.session, invitation_id, membership_id)
        ]
    )
    held = assignments.of_members(tx.session, [membership_id], today=tx.today)
    return [
        one.app.label
        for one in held.get(membership_id, [])
        if one.ends_on is None or one.ends_on >= tx.today
    ]


def follow(tx: Transaction, successors: Mapping[int, int]) -> None:
    """Let new invitations have what was assigned to those they replace (old → new)."""
    tx.audit_many(
        [
            Entry(
                AuditAction.LICENCE_PASSED_ON,
                Subject.SUBSCRIPTION,
                subscription,
                {"invitation": (str(old), str(successors[old]))},
            )
            for subscription, old in assignments.follow(tx.session, successors)
        ]
    )


def _tell(
    tx: Transaction, kind: MailKind, rows: Sequence[AssignRow], people: Mapping[Holder, Standing]
) -> None:
    """Promise each active member one mail that lists all of them; invited ones learn later."""
    apps: defaultdict[Holder, list[str]] = defaultdict(list)
    for row in rows:
        apps[row.wish.holder].append(row.app.label)
    told = [people[holder] for holder in apps if people[holder].state is MemberState.ACTIVE]
    languages = memberships.languages(tx.session, [one.user_id for one in told if one.user_id])
    tx.mail_many(
        [
            MailDraft(
                kind,
                one.address,
                languages[one.user_id],
                {
                    "apps": "\n".join(apps[one.key]),
                    "company": tx.company_name,
                    "name": one.name,
                    "person": tx.actor_name,
                },
            )
            for one in told
            if one.user_id is not None
        ]
    )
