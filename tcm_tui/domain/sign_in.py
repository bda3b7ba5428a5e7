"""Signing in: the limits, and the one sentence for every refusal (PRODUCT.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from tcm_tui.domain.errors import Invalid, NotPermitted
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.permissions import Role, Standing

FAILURES_ALLOWED: Final = 5
FAILURE_WINDOW: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)
"""„Last seen“ is written at most this often."""

PROOF_LIFE: Final = timedelta(minutes=5)
"""How long the steps of signing in may take after the right password."""


def pause_after(pauses: int) -> timedelta:
    """How long the account rests at its `pauses`-th pause (from 1): 30 s, doubling to 15 min."""
    doublings = min(max(0, pauses - 1), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@dataclass(frozen=True)
class SignedIn:
    """Who has signed in where.

    `partner_number` is that of the company, where it is a Vertriebspartner and somebody is at home
    in it; `guest_of` the name of the Vertriebspartner that a guest of the company acts for.
    """

    user_id: int
    session_id: int
    company_id: int
    company_name: str
    first_name: str
    last_name: str
    email: str
    role: Standing
    language: str
    idle_minutes: int
    started_at: datetime
    theme: str | None = None
    partner_number: str = ""
    guest_of: str = ""

    @property
    def name(self) -> str:
        """„Anna Muster“."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Proved:
    """Somebody whose password was right and who is not signed in yet: kept between the steps.

    Nothing in it is believed for long: each step compares it with what is stored.

    Args:
        user_id: Who.
        checked: The stored hash that the password was right for; another one ends the steps.
        at: When; the steps are open for `PROOF_LIFE`.
        factor: Whether the second factor was right, too.
        company_id: Which company was chosen, None as long as none was.
        joining: The code of the invitation that is accepted by this, empty for none.
    """

    user_id: int
    checked: str = field(repr=False)
    at: datetime
    factor: bool = False
    company_id: int | None = None
    joining: str = field(default="", repr=False)


class Step(StrEnum):
    """What is still asked for between the right password and a session, in this order."""

    SECOND_FACTOR = "second_factor"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step
    COMPANY = "company"
    SET_UP_FACTOR = "set_up_factor"


@dataclass(frozen=True)
class CompanyChoice:
    """A company to sign in to, as `role`; `last` for the one signed in to last."""

    company_id: int
    name: str
    role: Role
    last: bool


@dataclass(frozen=True)
class Entrance:
    """A company that somebody may enter.

    Args:
        membership_id: By which.
        choice: The company, as it is offered.
        level: What it asks of passwords.
        asks_factor: Whether it asks their role for a second factor.
    """

    membership_id: int
    choice: CompanyChoice
    level: PasswordLevel
    asks_factor: bool


@dataclass(frozen=True)
class NextStep:
    """The right password is not enough.

    Args:
        proved: Goes into the use case of the step.
        step: What is asked for.
        email: The primary address of whoever signs in.
        levels: What a new password must keep.
        words: What it must not be too close to: names, address, companies.
        reason: Why the step is asked for, a sentence; empty where the step says it itself.
        companies: Those to choose from.
    """

    proved: Proved
    step: Step
    email: str
    levels: tuple[PasswordLevel, ...] = ()
    words: tuple[str, ...] = ()
    reason: str = ""
    companies: tuple[CompanyChoice, ...] = ()


@dataclass(frozen=True)
class CountedTry:
    """A try of a password, counted before the password is looked at.

    Args:
        password_hash: What to check it against, None where no password was ever set.
        last: No further try is allowed: the account rests unless this one is right.
    """

    password_hash: str | None = field(repr=False)
    last: bool


class SignInRefused(NotPermitted):
    """Wrong address, wrong password, paused, disabled, without a company: all the same."""

    field_name: ClassVar[str] = "password"
    sentence: ClassVar[str] = N_(
        "E-Mail-Adresse oder Passwort stimmen nicht, oder das Konto macht gerade Pause."
        " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
    )

    def __init__(self) -> None:
        super().__init__(_(self.sentence), self.field_name)


class PasswordRefused(SignInRefused):
    """The same for somebody whose address is known: unlocking, accepting with an account."""

    sentence: ClassVar[str] = N_(
        "Das Passwort stimmt nicht, oder das Konto macht gerade Pause."
        " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
    )


class PresentRefused(PasswordRefused):
    """The same for the password in force, asked for beside a new one."""

    field_name: ClassVar[str] = "present"


class CodeRefused(SignInRefused):
    """The same for the second factor."""

    field_name: ClassVar[str] = "code"
    sentence: ClassVar[str] = N_(
        "Der Code stimmt nicht oder wurde schon verwendet, oder das Konto macht gerade Pause."
        " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
    )


class FactorMissing(Invalid):
    """Whoever goes into a company that asks for a second factor has none."""

    def __init__(self, company: str) -> None:
        super().__init__(
            _(
                "{company} verlangt einen zweiten Faktor."
                " Richten Sie ihn zuerst in „Meine Einstellungen“ ein."
            ).format(company=company)
        )


class SignInExpired(NotPermitted):
    """The steps of signing in took too long, or the password was changed meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Die Anmeldung hat zu lange gedauert. Beginnen Sie von vorn."))


def without_steps(answer: SignedIn | NextStep) -> SignedIn:
    """`answer` where no step is asked for, as in the sample company.

    Raises:
        SignInExpired: One is.
    """
    if isinstance(answer, NextStep):
        raise SignInExpired
    return answer
