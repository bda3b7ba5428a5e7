"""Deleting one's own account: who may, what goes, what stays and why (SECURITY.md I5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.people import canonical
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class OwnMembership:
    """A company that the person would leave.

    Args:
        membership_id: What they are in it.
        version: Of the membership.
        company_id: The company.
        company: Its name.
        last_admin: Whether nobody else could administer it.
        contact: Whether one of the person's addresses stands in its profile.
    """

    membership_id: int
    version: int
    company_id: int
    company: str
    last_admin: bool
    contact: bool


@dataclass(frozen=True)
class DeletionPlan:
    """What deleting the account would do.

    Args:
        email: The primary address, to be typed by whoever really wants it.
        memberships: The companies that would be left.
    """

    email: str
    memberships: Sequence[OwnMembership]

    def refusal(self) -> str:
        """Why the account cannot be deleted now, "" when it can."""
        needed = [one.company for one in self.memberships if one.last_admin]
        if not needed:
            return ""
        return _(
            "Sie sind der einzige aktive Unternehmensadministrator von {companies}."
            " Geben Sie diese Rolle zuerst jemand anderem."
        ).format(companies=", ".join(needed))

    def goes(self) -> list[str]:
        """What is removed, a sentence each."""
        companies = ", ".join(one.company for one in self.memberships)
        return [
            _("Ihr Name, Ihre E-Mail-Adressen, Passwörter, zweiter Faktor und Einstellungen."),
            _("Ihre Zugehörigkeit zu {companies}, mit Position, Telefon und Abteilung.").format(
                companies=companies
            ),
            _("Codes, Einladungen und E-Mails an Sie. Alle Ihre Sitzungen enden sofort."),
            _("Ihre Lizenzen, was Sie zu buchen begonnen haben, und Ihre offenen Anfragen."),
        ]

    def stays(self) -> list[tuple[str, str]]:
        """What is kept, and why."""
        kept = [
            (
                _("Der Verlauf, ohne Ihren Namen"),
                _(
                    "Wer im Unternehmen was geändert hat, muss nachvollziehbar bleiben. Dort steht"
                    " nur „Gelöschtes Konto“, mit dem Anmeldenamen am Rechner und der Verbindung."
                ),
            ),
            (
                _("Abonnements und Bestellungen"),
                _(
                    "Sie gehören dem Unternehmen. Um Abonnements, die Ihnen anvertraut waren, muss"
                    " sich dort jemand anderes kümmern."
                ),
            ),
            (
                _("Was andere schon haben"),
                _(
                    "E-Mails an andere, exportierte Dateien und Sicherungskopien können Ihren Namen"
                    " enthalten. Dafür sind die zuständig, die sie haben."
                ),
            ),
        ]
        if profiles := [one.company for one in self.memberships if one.contact]:
            kept.append(
                (
                    _("Ihre Adresse im Profil von {companies}").format(
                        companies=", ".join(profiles)
                    ),
                    _(
                        "Sie gehört zu den Angaben des Unternehmens. Lassen Sie sie dort ändern,"
                        " wenn sie nicht bleiben soll."
                    ),
                )
            )
        return kept


def check_typed(typed: str, email: str) -> None:
    """Whether somebody really wants it: they typed their primary address.

    Raises:
        Invalid: They typed something else.
    """
    if canonical(typed) != canonical(email):
        raise Invalid(
            _("Geben Sie zur Bestätigung Ihre primäre Adresse ein: {email}").format(email=email),
            "typed",
        )
