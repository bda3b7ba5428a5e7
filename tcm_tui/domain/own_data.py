"""Everything that is stored about one person, as they may take it with them (SECURITY.md I7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT: Final = "tcm-tui own data 1"
"""What a program that reads the JSON file tells it by; grows with its shape."""

Row = dict[str, Any]


class Part(StrEnum):
    """The parts of the file, in its order."""

    PERSON = "person"
    ADDRESSES = "addresses"
    MEMBERSHIPS = "memberships"
    SECOND_FACTOR = "second_factor"
    RECOVERY_CODES = "recovery_codes"
    OLD_PASSWORDS = "old_passwords"
    SESSIONS = "sessions"
    CODES = "codes"
    INVITATIONS = "invitations"
    REGISTRATIONS = "registrations"
    ORDERS = "orders"
    ORDERED = "ordered"
    SUBSCRIPTIONS = "subscriptions"
    LICENCES = "licences"
    MAILS = "mails"
    ACTIVITY = "activity"
    DONE_TO_YOU = "done_to_you"
    IN_WORDS = "in_words"


PART_LABELS: Final = {
    Part.PERSON: N_("Person"),
    Part.ADDRESSES: N_("E-Mail-Adressen"),
    Part.MEMBERSHIPS: N_("Zugehörigkeiten"),
    Part.SECOND_FACTOR: N_("Zweiter Faktor"),
    Part.RECOVERY_CODES: N_("Wiederherstellungscodes"),
    Part.OLD_PASSWORDS: N_("Frühere Passwörter"),
    Part.SESSIONS: N_("Sitzungen"),
    Part.CODES: N_("Codes"),
    Part.INVITATIONS: N_("Einladungen an Sie"),
    Part.REGISTRATIONS: N_("Registrierungen"),
    Part.ORDERS: N_("Ihre Bestellungen und Anfragen"),
    Part.ORDERED: N_("Was Sie bestellt haben"),
    Part.SUBSCRIPTIONS: N_("Abonnements in Ihrer Obhut"),
    Part.LICENCES: N_("Lizenzen, die Sie nutzen"),
    Part.MAILS: N_("E-Mails an Sie"),
    Part.ACTIVITY: N_("Was Sie getan haben"),
    Part.DONE_TO_YOU: N_("Was andere für Sie geändert haben"),
    Part.IN_WORDS: N_("Geänderte Angaben im Wortlaut"),
}
"""What the workbook calls them."""


@dataclass(frozen=True)
class OwnDataReport:
    """What is stored, part by part; every part is there, if only as an empty list.

    Values are what JSON knows, with days as dates and instants as aware datetimes.
    """

    at: datetime
    parts: Mapping[Part, Sequence[Row]]

    def document(self) -> dict[str, Any]:
        """For a JSON file: days and instants in ISO 8601, UTC."""
        parts = {
            part.value: [{name: _plain(value) for name, value in row.items()} for row in rows]
            for part, rows in self.parts.items()
        }
        return {"format": FORMAT, "created_at": _plain(self.at), **parts}

    def header(self) -> list[str]:
        """The columns of `rows`."""
        return [_("Bereich"), _("Nr."), _("Angabe"), _("Wert")]

    def rows(self) -> Iterator[list[str | int]]:
        """For a table: a line for each value. Names of values are those of the JSON file."""
        for part, rows in self.parts.items():
            label = _(PART_LABELS[part])
            for number, row in enumerate(rows, 1):
                for name, value in row.items():
                    yield [label, number, name, _text(value)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nein")
        case list():
            return ", ".join(_text(one) for one in value)
        case dict():
            return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
        case _:
            return str(_plain(value))
