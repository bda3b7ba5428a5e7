"""„Verlauf“ of a company: who changed what of its profile and settings, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.company_profile import FIELD_LABELS, value_text
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.passwords import LEVELS, PasswordLevel
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

COMPANY_CHANGES: Final = frozenset(
    {
        AuditAction.COMPANY_CONFIGURED,
        AuditAction.COMPANY_FOUNDED,
        AuditAction.COMPANY_PROFILE_EDITED,
    }
)
"""What of the journal is told here."""
FORGOTTEN: Final = "forgotten"
"""Stands for the fields of an edit whose words went with the account of whoever typed them."""
_NOTHING: Final = "–"
_LABELS: Final = {
    **FIELD_LABELS,
    FORGOTTEN: N_("Kontaktdaten"),
    "name": N_("Name des Unternehmens"),
    "password_level": N_("Passwortvorgaben"),
    "second_factor_roles": N_("Zweiter Faktor für"),
    "idle_minutes": N_("Sperre nach Minuten"),
    "default_role": N_("Rolle in Einladungen"),
    "buyers": N_("Wer buchen darf"),
}
_BUYERS: Final = {
    Buyers.ADMINS: N_("Administratoren"),
    Buyers.EVERYBODY: N_("Alle"),
}


@dataclass(frozen=True)
class CompanyChange:
    """One line of „Verlauf“: a field with its old and new value, as they were stored.

    Args:
        entry_id: The entry of the journal that tells it; a greater one is newer.
        at: When.
        actor: Who, "" where no person did it.
        field: The field.
        old: What stood there, None where nothing did or it is not known any more.
        new: What stands there since.
    """

    entry_id: int
    at: datetime
    actor: str
    field: str
    old: str | None = None
    new: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        """What identifies the line."""
        return self.entry_id, self.field

    @property
    def place(self) -> tuple[int, tuple[int, str]]:
        """Where the line stands: the newest entry first, its fields in the order of the forms."""
        return -self.entry_id, field_rank(self.field)

    @property
    def label(self) -> str:
        """„USt-IdNr.“; a field that is no longer known as it was called."""
        return _(_LABELS[self.field]) if self.field in _LABELS else self.field

    @property
    def before(self) -> str:
        """The old value in words."""
        return _words(self.field, self.old)

    @property
    def after(self) -> str:
        """The new value in words."""
        return _words(self.field, self.new)


def field_rank(field: str) -> tuple[int, str]:
    """Where the line of `field` stands among those of one entry: in the order of the forms."""
    known = tuple(_LABELS)
    return known.index(field) if field in known else len(known), field


def _words(field: str, stored: str | None) -> str:
    if not stored:
        return _NOTHING
    told = _SETTINGS.get(field)
    try:
        return value_text(field, stored) if told is None else told(stored)
    except ValueError:
        return stored  # a word that is no longer known


def _level(stored: str) -> str:
    return _(LEVELS[PasswordLevel(stored)].label)


def _roles(stored: str) -> str:
    return ", ".join(role_label(Role(word)) for word in stored.split())


def _buyers(stored: str) -> str:
    return _(_BUYERS[Buyers(stored)])


_SETTINGS: Final[dict[str, Callable[[str], str]]] = {
    "password_level": _level,
    "second_factor_roles": _roles,
    "default_role": _roles,
    "buyers": _buyers,
}
