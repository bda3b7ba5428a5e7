"""10,000 invitations: drafts to committed, and a workbook to committed, against the naive way.

    python -m benchmarks.invite [--runs 5] [--rows 10000]

The naive way for drafts writes the same rows (invitation, code, journal, mail) with `add_all`. The
naive way for a workbook reads it with openpyxl in this process, validates each address with
email-validator, and then does that. Budgets: 0.5 and 0.9 times the naive way.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from email_validator import validate_email
from openpyxl import load_workbook

from benchmarks import sheet_import
from benchmarks.pty import Verdict, interleaved, report
from tcm_tui.data.database import open_database
from tcm_tui.data.migrations import upgrade
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    OutboxMessage,
    Token,
    User,
    UserSession,
)
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import TokenPurpose, new_code
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import sort_key
from tcm_tui.services.context import Context
from tcm_tui.services.invitations import invite_many, look_up
from tcm_tui.services.invite_lists import read_list
from tcm_tui.services.transaction import Actor, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NOW: Final = datetime(2026, 11, 22, 9, tzinfo=UTC)
LIFE: Final = timedelta(days=14)
ACTOR: Final = Actor(1, 1, 1)


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when both budgets are kept."""
    parser = argparse.ArgumentParser(description="Many invitations at once.")
    parser.add_argument("--runs", type=int, default=5, help="runs that count (default: 5)")
    parser.add_argument("--rows", type=int, default=sheet_import.ROWS, help="rows (default: 10000)")
    options = parser.parse_args(argv)
    drafts = [InvitationDraft(f"eva.gross{n}@firma.example") for n in range(options.rows)]
    with tempfile.TemporaryDirectory(prefix="tcm-invite-") as name:
        folder = Path(name)
        template, workbook = folder / "template.db", folder / "liste.xlsx"
        make_database(template)
        sheet_import.make_workbook(workbook)
        found = interleaved(
            {
                "ours": partial(timed, template, partial(ours, drafts)),
                "add_all": partial(timed, template, partial(add_all, drafts)),
                "ours, xlsx": partial(timed, template, partial(ours_from_workbook, workbook)),
                "naive, xlsx": partial(timed, template, partial(naive_from_workbook, workbook)),
            },
            options.runs,
        )
    return report(
        [
            Verdict("drafts to committed / add_all", found["ours"], found["add_all"], 0.5),
            Verdict("xlsx to committed / naive", found["ours, xlsx"], found["naive, xlsx"], 0.9),
        ]
    )


def make_database(path: Path) -> None:
    """A company with one administrator, signed in."""
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    with database.transaction(writing=True) as session:
        session.add(Company(name="Muster GmbH", skeleton="muster gmbh", created_at=NOW))
        session.add(User(first_name="Anna", last_name="Muster", language="de", created_at=NOW))
        session.flush()  # what follows names them
        address = "anna@muster.example"
        session.add(
            EmailAddress(
                user_id=1, address=address, canonical=address, is_primary=True, verified_at=NOW
            )
        )
        session.add(
            Membership(
                company_id=1,
                user_id=1,
                role=Role.COMPANY_ADMIN,
                sort_name="muster, anna",
                sort_address=address,
                joined_at=NOW,
            )
        )
        session.add(
            UserSession(
                user_id=1,
                company_id=1,
                started_at=NOW,
                last_seen_at=NOW,
                process_id=1,
                host="here",
                unix_user="anna",
            )
        )
        session.flush()  # the transaction commits, but does not flush by itself
    database.dispose()  # the last connection empties the write-ahead log into the file


def timed(template: Path, work: Callable[[Context], int]) -> float:
    """Milliseconds of `work` on a fresh copy of `template`."""
    path = template.with_name("run.db")
    for old in template.parent.glob("run.db*"):
        old.unlink()
    shutil.copyfile(template, path)
    path.chmod(0o600)
    database = open_database(f"sqlite:///{path}")
    ctx = Context(database, Origin("anna", "here", 1), ACTOR, clock=lambda: NOW)
    look_up(ctx, ())  # the connection stands, as it does when somebody presses the key
    started = time.perf_counter()
    count = work(ctx)
    taken = time.perf_counter() - started
    with database.transaction(writing=False) as session:
        written = session.query(OutboxMessage).count()
    database.dispose()
    if written != count:
        raise SystemExit(f"{count - written} rows were lost")
    return taken * 1_000


def ours(drafts: Sequence[InvitationDraft], ctx: Context) -> int:
    """The use case."""
    return len(invite_many(ctx, drafts).sent)


def add_all(drafts: Sequence[InvitationDraft], ctx: Context) -> int:
    """The same rows through the unit of work of the ORM."""
    checked = [(draft.checked(), draft.address().canonical) for draft in drafts]
    unit = uuid.uuid4().hex
    with ctx.database.transaction(writing=True) as session:
        invitations = [_invitation(draft, canonical) for draft, canonical in checked]
        session.add_all(invitations)
        session.flush()  # codes and journal name the invitations
        for invitation in invitations:
            code = new_code()
            session.add_all(
                [
                    Token(
                        purpose=TokenPurpose.INVITATION,
                        code_hash=code.hash,
                        created_at=NOW,
                        expires_at=NOW + LIFE,
                        invitation_id=invitation.id,
                    ),
                    _entry(invitation, unit),
                    _mail(invitation, code.text),
                ]
            )
        session.flush()  # as above
    return len(invitations)


def _invitation(draft: InvitationDraft, canonical: str) -> Invitation:
    return Invitation(
        company_id=1,
        email=draft.email,
        canonical=canonical,
        role=draft.role,
        first_name=draft.first_name,
        last_name=draft.last_name,
        sort_name=sort_key(draft.email),
        sort_address=sort_key(draft.email),
        invited_by=1,
        invited_at=NOW,
        expires_at=NOW + LIFE,
    )


def _entry(invitation: Invitation, unit: str) -> AuditEntry:
    return AuditEntry(
        at=NOW,
        unit=unit,
        action=AuditAction.INVITATION_SENT,
        subject=Subject.INVITATION,
        subject_id=invitation.id,
        company_id=1,
        actor_id=1,
        session_id=1,
        together=0,
        changes={"role": [None, invitation.role.value]},
        unix_user="anna",
    )


def _mail(invitation: Invitation, code: str) -> OutboxMessage:
    return OutboxMessage(
        company_id=1,
        kind=MailKind.INVITATION,
        recipient=invitation.email,
        canonical=invitation.canonical,
        language="de",
        values={
            "code": code,
            "company": "Muster GmbH",
            "expires_at": (NOW + LIFE).isoformat(),
            "inviter": "Anna Muster",
            "name": "",
            "role": invitation.role.value,
        },
        message_id=f"{uuid.uuid4().hex}@tcm-tui.invalid",
        created_at=NOW,
        next_attempt_at=NOW,
        expires_at=NOW + LIFE,
    )


def ours_from_workbook(path: Path, ctx: Context) -> int:
    """As „Mehrere einladen“ does: limited process, verdicts, one transaction."""
    listed = InviteList()
    listed.add(read_list(path).rows)
    asked = listed.unknown_canonicals()
    known = look_up(ctx, asked)
    listed.learn(asked, members=known.members, invited=known.invited)
    return ours(
        [
            InvitationDraft(one.email, one.role, one.first_name, one.last_name)
            for one in listed.ready()
        ],
        ctx,
    )


def naive_from_workbook(path: Path, ctx: Context) -> int:
    """As one would write it first, in one process."""
    sheet = load_workbook(path).worksheets[0]
    return add_all(list(_drafts(sheet.iter_rows(min_row=2, values_only=True))), ctx)


def _drafts(rows: Iterable[tuple[object, ...]]) -> Iterable[InvitationDraft]:
    for first, last, email, _role in rows:
        checked = validate_email(str(email), check_deliverability=False)
        yield InvitationDraft(checked.normalized, Role.USER, str(first), str(last))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
