"""Context: opens transactions for use cases, admits the actor, refuses the rest.

A use case is a function of an open transaction; `use_case` and `reading` make of it a function of a
Context. `USE_CASES` lists them all with what they ask for: tests walk it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError

from tcm_tui.data.admission import acting_for
from tcm_tui.data.cancelling import Cancellation
from tcm_tui.data.database import Database, with_retries
from tcm_tui.data.encryption import Vault
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import DomainError, NotFound, NotPermitted
from tcm_tui.domain.permissions import Permission, Standing
from tcm_tui.i18n import _
from tcm_tui.services.admitting import Demand, admit_member
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.offline_payments import OfflineProvider
from tcm_tui.services.transaction import Actor, Origin, Transaction
from tcm_tui.services.violations import refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.payment_provider import PaymentProvider

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

USE_CASES: Final[dict[str, Demand]] = {}
"""Every use case by its dotted name, with what it asks for."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _no_mail() -> None:
    """Nobody delivers: the mail waits for `mail deliver` or the next start."""


def _no_mirror(_role: Standing) -> None:
    """Nobody shows what the actor may do."""


@dataclass(frozen=True)
class Context:
    """Everything a use case needs from outside. Immutable: signing in makes a new one.

    Args:
        database: Open and migrated.
        origin: Where the program runs.
        actor: Who is signed in, None for nobody.
        operator: Whether this is a command of the host's administrator.
        clock: Gives aware UTC instants.
        on_mail: Called after a commit that promised mail.
        on_role: Told the actor's role as each transaction read it, in the thread it ran in.
        hasher: Makes and checks password hashes.
        vault: Encrypts what the database must not hold in clear.
        sign_in_limit: Failed sign-ins of all people within five minutes after which nobody signs
            in until these are over; 0 for none.
        payment_provider: Checks how companies want to pay.
        cancellation: Ends a reading use case whose answer nobody waits for any more.
    """

    database: Database
    origin: Origin
    actor: Actor | None = None
    operator: bool = False
    clock: Callable[[], datetime] = _utc_now
    on_mail: Callable[[], None] = _no_mail
    on_role: Callable[[Standing], None] = _no_mirror
    hasher: Hasher = field(default_factory=Hasher)
    vault: Vault = field(default_factory=Vault)
    sign_in_limit: int = 0
    payment_provider: PaymentProvider = field(default_factory=OfflineProvider)
    cancellation: Cancellation | None = None

    def as_actor(
        self, actor: Actor | None, on_role: Callable[[Standing], None] = _no_mirror
    ) -> Context:
        """The same for somebody else."""
        return replace(self, actor=actor, on_role=on_role)

    def cancellable(self) -> tuple[Context, Callable[[], None]]:
        """The same for one question, and what takes the question back while it is being read."""
        cancellation = Cancellation()
        return replace(self, cancellation=cancellation), cancellation.cancel

    def run(self, function: Callable[[Transaction], Answer], demand: Demand) -> Answer:
        """Run `function` in one transaction, for those who may.

        Raises:
            ProofNeeded: The password has to be typed once more.
            SessionLocked: The screen is locked.
            NotPermitted: The actor may not; it is written down.
            NotFound: What was named is not there, or another company's; it is written down.
            Unavailable: The database stayed busy.
            Stale: Somebody else was faster.
        """
        try:
            transaction, answer = with_retries(lambda: self._once(function, demand))
        except (NotPermitted, NotFound) as refusal:
            if self.actor is not None:
                self.note_refusal(demand.permission, refusal)
            raise
        except IntegrityError as error:
            raise refusal_of(error) from error
        if transaction.promised_mail:
            self.on_mail()
        return answer

    def _once(
        self, function: Callable[[Transaction], Answer], demand: Demand
    ) -> tuple[Transaction, Answer]:
        with self.database.transaction(
            writing=demand.writing, cancellation=self.cancellation
        ) as session:
            vault = self.vault.within(session)
            tx = Transaction(session, self.clock(), self.origin, self.actor, vault=vault)
            tx.sign_in_limit = self.sign_in_limit
            try:
                self._admit(tx, demand)
            except NotPermitted:
                self._tell_role(tx)  # whoever was demoted is to see it, not only to meet it
                raise
            answer = function(tx)
        self._tell_role(tx)
        return tx, answer

    def _tell_role(self, tx: Transaction) -> None:
        if tx.role is not None:
            self.on_role(tx.role)

    def _admit(self, tx: Transaction, demand: Demand) -> None:
        """Read session and membership; refuse whom they do not allow."""
        if demand.permission is Permission.OPERATOR:
            if not self.operator:
                raise NotPermitted(_("Das darf nur, wer diesen Rechner betreut."))
            return
        if tx.actor is None:
            if demand.permission is not Permission.ANYONE:
                raise NotPermitted(_("Melden Sie sich an."))
            return
        admit_member(tx, tx.actor, demand)

    def note_refusal(self, permission: Permission, refusal: DomainError) -> None:
        """Write a refusal down, in a transaction of its own so that no rollback takes it back."""

        def write() -> None:
            with self.database.transaction(writing=True) as session:
                tx = Transaction(session, self.clock(), self.origin, self.actor)
                if (who := self.actor) is not None:
                    tx.reseller_id = acting_for(session, **asdict(who))
                tx.audit(
                    AuditAction.ACCESS_REFUSED,
                    Subject.USE_CASE,
                    permission=(None, permission.value),
                    reason=(None, type(refusal).__name__),
                )

        with_retries(write)


class _Decorator(Protocol):
    """Keeps the arguments of what it decorates: only the first changes."""

    def __call__(
        self, function: Callable[Concatenate[Transaction, Args], Answer], /
    ) -> Callable[Concatenate[Context, Args], Answer]:
        """The use case."""


def use_case(
    permission: Permission, *, fresh: bool = False, while_locked: bool = False
) -> _Decorator:
    """Make a use case of `function(tx, …)`: in a transaction of its own, for those who may.

    Args:
        permission: What the actor's role must have.
        fresh: Whether the password must have been typed a moment ago; else `ProofNeeded`.
        while_locked: Whether it also runs while the screen is locked.
    """
    demand = Demand(permission, writing=True, fresh=fresh, while_locked=while_locked)
    return _decorator(demand)


def reading(permission: Permission, *, fresh: bool = False) -> _Decorator:
    """Like `use_case` for what only reads: never waits for a writer."""
    return _decorator(Demand(permission, writing=False, fresh=fresh))


def _decorator(demand: Demand) -> _Decorator:
    def decorate(
        function: Callable[Concatenate[Transaction, Args], Answer],
    ) -> Callable[Concatenate[Context, Args], Answer]:
        USE_CASES[f"{function.__module__}.{function.__qualname__}"] = demand

        @wraps(function)
        def run(ctx: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
            return ctx.run(lambda tx: function(tx, *args, **kwargs), demand)

        return run

    return decorate
