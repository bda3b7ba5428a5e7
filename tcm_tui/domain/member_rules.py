"""What may be done to a member or an invitation, row by row (PRODUCT.md section 3, SECURITY.md D4).

Pure: the use cases read the rows, these rules say what becomes of each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tcm_tui.domain.member_changes import (
    NOTHING,
    Change,
    ChangeKind,
    ChangeRow,
    Holdings,
    Verdict,
)
from tcm_tui.domain.members import MemberKind, MemberState, RowKey, state_text
from tcm_tui.domain.numbers import number
from tcm_tui.domain.people import display_name, list_name
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _, ngettext

OPPOSITE: Final = {
    ChangeKind.DISABLE: ChangeKind.ENABLE,
    ChangeKind.ENABLE: ChangeKind.DISABLE,
}
_OF_INVITATIONS: Final = frozenset({ChangeKind.RESEND, ChangeKind.REVOKE})
_OF_MEMBERS: Final = frozenset({ChangeKind.DISABLE, ChangeKind.ENABLE, ChangeKind.REMOVE})
_NOT_ONESELF: Final = {
    ChangeKind.DISABLE: N_("Ihr eigenes Konto können Sie nicht deaktivieren."),
    ChangeKind.REMOVE: N_("Sich selbst können Sie nicht entfernen."),
}


@dataclass(frozen=True)
class Standing:
    """A member or an invitation as it stands now.

    Args:
        key: The row.
        version: Grows with every change.
        first_name: "" when it is not known.
        last_name: "" when it is not known.
        address: The primary address, or the one invited.
        role: The role it has.
        state: The state it shows.
        user_id: The person, None for an invitation.
        over: Why nothing can be done to it any more, as a sentence; "" while something can.
        holds: What they own and use, where that matters.
    """

    key: RowKey
    version: int
    first_name: str
    last_name: str
    address: str
    role: Role
    state: MemberState
    user_id: int | None = None
    over: str = ""
    holds: Holdings = NOTHING

    @property
    def name(self) -> str:
        """„Derya Çelik“, "" without one."""
        return display_name(self.first_name, self.last_name)

    @property
    def is_admin(self) -> bool:
        """Whether it is one of those a company must not lose the last of."""
        return self.state is MemberState.ACTIVE and self.role is Role.COMPANY_ADMIN

    def row(self, verdict: Verdict, reason: str = "", *, holds: Holdings = NOTHING) -> ChangeRow:
        """The same as a line of a plan or a result; `holds` is what is to be settled."""
        return ChangeRow(
            key=self.key,
            version=self.version,
            name=list_name(self.first_name, self.last_name),
            address=self.address,
            role=self.role,
            state=self.state,
            verdict=verdict,
            reason=reason,
            holds=holds,
        )


@dataclass
class Judge:
    """Says what becomes of rows, one after the other.

    Args:
        admins: How many active administrators the company has; kept up to date with each verdict,
            so that of several rows the one that would take the last is refused.
        own: The person who asks.
    """

    admins: int
    own: int

    def judge(self, change: Change, found: Standing) -> ChangeRow:
        """What becomes of `found`."""
        if refusal := found.over or _wrong_kind(change, found) or self._oneself(change, found):
            return found.row(Verdict.REFUSED, refusal)
        if already := _already(change, found):
            return found.row(Verdict.UNCHANGED, already)
        if refusal := _needs_heir(change, found):
            return found.row(Verdict.REFUSED, refusal, holds=found.holds)
        if found.is_admin and _takes_admin(change):
            if self.admins <= 1:
                return found.row(Verdict.REFUSED, last_admin())
            self.admins -= 1
        elif _makes_admin(change, found):
            self.admins += 1
        return found.row(Verdict.CHANGED, self._worth_knowing(change, found), holds=found.holds)

    def judge_looked_at(self, change: Change, seen: ChangeRow, found: Standing) -> ChangeRow:
        """The same for somebody who decided when the row was as `seen`."""
        if not found.over and found.version != seen.version:
            return found.row(Verdict.REFUSED, meanwhile(seen, found))
        return self.judge(change, found)

    def _oneself(self, change: Change, found: Standing) -> str:
        if found.user_id != self.own:
            return ""
        sentence = _NOT_ONESELF.get(change.kind)
        return _(sentence) if sentence else ""

    def _worth_knowing(self, change: Change, found: Standing) -> str:
        """What whoever confirms should know of a row that will change."""
        if found.user_id == self.own and _takes_admin(change):
            return _("Das sind Sie selbst: Danach können Sie hier nichts mehr ändern.")
        return ""


def last_admin() -> str:
    """Why the last active administrator stays one."""
    return _("Das Unternehmen braucht mindestens einen aktiven Unternehmensadministrator.")


def meanwhile(seen: ChangeRow, found: Standing) -> str:
    """Somebody changed the row: what it was when it was looked at, and what it is now."""
    if found.role is not seen.role:
        return _("Inzwischen geändert: Die Rolle war „{before}“ und ist jetzt „{now}“.").format(
            before=role_label(seen.role), now=role_label(found.role)
        )
    if found.state is not seen.state:
        return _("Inzwischen geändert: Der Status war „{before}“ und ist jetzt „{now}“.").format(
            before=state_text(seen.state), now=state_text(found.state)
        )
    return _("Jemand hat hier inzwischen etwas geändert. Sehen Sie die Person noch einmal an.")


def opposite(change: Change, row: ChangeRow) -> Change:
    """What takes `change` of the member or the role `row` back."""
    if change.kind is ChangeKind.ROLE:
        return Change(ChangeKind.ROLE, row.role)
    return Change(OPPOSITE[change.kind])


def after(change: Change, row: ChangeRow) -> ChangeRow:
    """What `change` made of `row`, which tells how it was before."""
    if change.role is not None:
        return replace(row, role=change.role)
    states = {ChangeKind.DISABLE: MemberState.DISABLED, ChangeKind.ENABLE: MemberState.ACTIVE}
    return replace(row, state=states.get(change.kind, row.state))


def refused(row: ChangeRow, reason: str) -> ChangeRow:
    """`row`, which cannot be changed."""
    return replace(row, verdict=Verdict.REFUSED, reason=reason)


def _wrong_kind(change: Change, found: Standing) -> str:
    if found.key.kind is MemberKind.INVITATION and change.kind in _OF_MEMBERS:
        return _("Das geht nur bei Mitgliedern; diese Person ist erst eingeladen.")
    if found.key.kind is MemberKind.MEMBER and change.kind in _OF_INVITATIONS:
        return _("Das geht nur bei Einladungen; diese Person ist schon Mitglied.")
    return ""


def _already(change: Change, found: Standing) -> str:
    """Why nothing has to be done."""
    match change.kind:
        case ChangeKind.ROLE if found.role is change.role:
            return _("Hat diese Rolle schon.")
        case ChangeKind.DISABLE if found.state is MemberState.DISABLED:
            return _("Ist schon deaktiviert.")
        case ChangeKind.ENABLE if found.state is MemberState.ACTIVE:
            return _("Ist schon aktiv.")
        case _:
            return ""


def _needs_heir(change: Change, found: Standing) -> str:
    """Why a member cannot go: nobody would look after what they own (PRODUCT.md section 3)."""
    if change.heir is not None:
        heir = found.key == RowKey(MemberKind.MEMBER, change.heir)
        return _("Übernimmt die Abonnements der anderen und bleibt deshalb.") if heir else ""
    if change.kind is not ChangeKind.REMOVE or not found.holds.owns:
        return ""
    return ngettext(
        "Besitzt {n} Abonnement: Wählen Sie, wer es übernimmt.",
        "Besitzt {n} Abonnements: Wählen Sie, wer sie übernimmt.",
        found.holds.owns,
    ).format(n=number(found.holds.owns))


def _takes_admin(change: Change) -> bool:
    """Whether an administrator is one no more after it; an unchanged one never comes here."""
    return change.kind in {ChangeKind.ROLE, ChangeKind.DISABLE, ChangeKind.REMOVE}


def _makes_admin(change: Change, found: Standing) -> bool:
    if found.key.kind is MemberKind.INVITATION:
        return False
    if change.kind is ChangeKind.ROLE:
        return found.state is MemberState.ACTIVE and change.role is Role.COMPANY_ADMIN
    return change.kind is ChangeKind.ENABLE and found.role is Role.COMPANY_ADMIN
