"""An open transaction as a use case sees it, with the only `audit()` and `mail()` there are."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import insert

from tcm_tui.data.encryption import Vault
from tcm_tui.data.models import AuditEntry, Base, Company, OutboxMessage, PersonalChange, User
from tcm_tui.domain.audit import AuditAction, Entry, Personal, Subject
from tcm_tui.domain.errors import NotPermitted
from tcm_tui.domain.mail import MailDraft, MailState
from tcm_tui.domain.people import acting_name, check_email, display_name
from tcm_tui.domain.terms import contract_day
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.permissions import Standing

CHUNK = 1_000
"""Rows of one INSERT; more cost memory and gain nothing (measured)."""


@dataclass(frozen=True)
class Actor:
    """Who acts: never a role, that is read anew inside each transaction.

    `session_id` and what follows are None or 0 for somebody not signed in.
    """

    user_id: int
    company_id: int
    session_id: int


@dataclass(frozen=True)
class Origin:
    """Where the program was started: written into sessions and audit entries."""

    unix_user: str
    host: str
    process_id: int
    ssh_connection: str | None = None


@dataclass
class Transaction:
    """A unit of work. `now` is the same throughout.

    `role` is as what the actor acts, `reseller_id` the Vertriebspartner that they act for, as a
    guest of the company: both are read in it.
    """

    session: Session
    now: datetime
    origin: Origin
    actor: Actor | None = None
    role: Standing | None = None
    reseller_id: int | None = None
    vault: Vault = field(default_factory=Vault)
    sign_in_limit: int = 0
    unit: str = field(default_factory=lambda: uuid.uuid4().hex)
    promised_mail: bool = False

    @property
    def company_id(self) -> int:
        """The actor's company.

        Raises:
            NotPermitted: Nobody is signed in.
        """
        return self._signed_in().company_id

    @property
    def user_id(self) -> int:
        """The actor.

        Raises:
            NotPermitted: Nobody is signed in.
        """
        return self._signed_in().user_id

    @property
    def session_id(self) -> int:
        """The actor's session.

        Raises:
            NotPermitted: Nobody is signed in.
        """
        return self._signed_in().session_id

    @property
    def today(self) -> date:
        """The day on which this happens for contracts and payments."""
        return contract_day(self.now)

    @cached_property
    def company(self) -> Company | None:
        """The actor's, read when it is asked for; what starts with nobody sets it."""
        return self.session.get(Company, self.actor.company_id) if self.actor else None

    @property
    def company_name(self) -> str:
        """The name of the company it is about."""
        return self.company.name if self.company else ""

    @cached_property
    def actor_name(self) -> str:
        """„Anna Muster“; of a guest with the Vertriebspartner: whoever reads it knows that one."""
        user = self.session.get_one(User, self.user_id)
        reseller = self.session.get(Company, self.reseller_id) if self.reseller_id else None
        name = display_name(user.first_name, user.last_name)
        return acting_name(name, reseller.name if reseller else None)

    def _signed_in(self) -> Actor:
        if self.actor is None:
            raise NotPermitted(_("Melden Sie sich an."))
        return self.actor

    def _concerned(self) -> int | None:
        """The company an entry belongs to; somebody not signed in may still concern one."""
        if self.actor is not None:
            return self.actor.company_id
        return self.company.id if self.company else None

    def act_as(
        self,
        user: User,
        company: Company,
        session_id: int | None = None,
        *,
        reseller_id: int | None = None,
    ) -> None:
        """Go on as `user` in `company`: for signing in and accepting, which start with nobody."""
        self.actor = Actor(user.id, company.id, session_id or 0)
        self.reseller_id = reseller_id
        self.company = company

    def audit(
        self,
        action: AuditAction,
        subject: Subject,
        subject_id: int | None = None,
        *,
        personal: Personal | None = None,
        **changes: tuple[str | None, str | None],
    ) -> None:
        """Write down one action; each of `changes` is (old, new), as each of `personal`."""
        self.audit_many([Entry(action, subject, subject_id, changes, personal)])

    def audit_many(self, entries: Sequence[Entry]) -> None:
        """Write down many actions of this unit of work.

        Entries of the same action become one line of the feed, which the first of them stands for.
        """
        together = Counter(entry.action for entry in entries)
        concerned = self._concerned()
        common = {
            "at": self.now,
            "unit": self.unit,
            "actor_id": self.actor.user_id if self.actor else None,
            "session_id": (self.actor.session_id or None) if self.actor else None,
            "reseller_id": self.reseller_id,
            "unix_user": self.origin.unix_user,
            "ssh_connection": self.origin.ssh_connection,
        }
        self.insert_many(
            AuditEntry,
            [
                {
                    **common,
                    "company_id": entry.company_id or concerned,
                    "action": entry.action,
                    "subject": entry.subject,
                    "subject_id": entry.subject_id,
                    "changes": {name: list(pair) for name, pair in entry.changes.items()},
                    "together": together.pop(entry.action, 0),
                }
                for entry in entries
            ],
        )
        self._note_words(entries)

    def _note_words(self, entries: Sequence[Entry]) -> None:
        """Keep beside the journal what these entries tell of people."""
        self.insert_many(
            PersonalChange,
            [
                {
                    "unit": self.unit,
                    "action": entry.action,
                    "subject_id": entry.subject_id,
                    "user_id": entry.personal.user_id,
                    "changes": {n: list(pair) for n, pair in entry.personal.changes.items()},
                }
                for entry in entries
                if entry.personal is not None
            ],
        )

    def mail(self, draft: MailDraft) -> None:
        """Promise a mail: it leaves after the commit, and only then."""
        self.mail_many([draft])

    def mail_many(self, drafts: Sequence[MailDraft]) -> None:
        """Promise many mails."""
        self.insert_many(OutboxMessage, [self._promise(draft) for draft in drafts])
        self.promised_mail = self.promised_mail or bool(drafts)

    def _promise(self, draft: MailDraft) -> dict[str, object]:
        address = check_email(draft.recipient)
        # What is promised for later is a mail of then: its Date, and when it is given up.
        due = draft.not_before or self.now
        return {
            "kind": draft.kind,
            "recipient": draft.recipient,
            "language": draft.language,
            "values": draft.values,
            "expires_at": draft.expires_at,
            "canonical": address.canonical,
            "company_id": self.actor.company_id if self.actor else None,
            "message_id": f"{secrets.token_hex(16)}@tcm-tui.invalid",
            "created_at": due,
            "next_attempt_at": due,
            "state": MailState.PENDING,
            "attempts": 0,
        }

    def insert_many(self, model: type[Base], rows: Sequence[dict[str, object]]) -> None:
        """Write many rows past the unit of work of the ORM, which costs several times as much.

        RETURNING makes one statement of a thousand: triggers, such as those of the search, cost
        most with every new statement.
        """
        table = Base.metadata.tables[model.__tablename__]
        statement = insert(table).returning(*table.primary_key)
        connection = self.session.connection()
        for start in range(0, len(rows), CHUNK):
            connection.execute(statement, rows[start : start + CHUNK]).close()
