"""The sentences for what happened in the reading process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import DomainError, Invalid, Unavailable
from tcm_tui.domain.invite_import import too_many_rows
from tcm_tui.domain.role_words import quoted_word
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.sheets.protocol import (
    COLUMNS_MAX,
    FILE_MAX,
    MIB,
    SECONDS_MAX,
    CellFault,
    Note,
    Refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_FAULTS: Final = {
    CellFault.BOOLEAN: N_("Wahrheitswert statt Text."),
    CellFault.BROKEN_QUOTES: N_("Anführungszeichen ohne Ende."),
    CellFault.DATE: N_("Datum statt Text."),
    CellFault.ERROR: N_("Fehlerwert statt Text."),
    CellFault.FORMULA: N_("Formel ohne gespeicherten Wert."),
    CellFault.NUMBER: N_("Zahl statt Text."),
    CellFault.TOO_LONG: N_("Text ist zu lang."),
}

_AS_XLSX: Final = N_("Speichern Sie sie als Excel-Arbeitsmappe (.xlsx) oder CSV.")
_REFUSALS: Final = {
    Refusal.DAMAGED: N_("Die Datei ist beschädigt. Öffnen und speichern Sie sie erneut."),
    Refusal.DOCTYPE: N_(
        "Die Datei enthält unzulässige Angaben (DOCTYPE). Speichern Sie sie mit Excel erneut."
    ),
    Refusal.EMPTY: N_("Die Datei ist leer."),
    Refusal.ENCRYPTED: N_(
        "Die Datei ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort."
    ),
    Refusal.INSTALLATION: N_(
        "Die Installation ist unvollständig (defusedxml fehlt). Excel-Listen sind gesperrt."
    ),
    Refusal.MACROS: N_("Die Datei enthält Makros."),
    Refusal.NOT_A_TABLE: N_("Die Datei ist keine Tabelle."),
    Refusal.OPEN_DOCUMENT: N_("OpenDocument-Tabellen (.ods) werden nicht gelesen."),
    Refusal.TOO_LARGE: N_("Die Datei ist größer als {megabytes} MB. Teilen Sie die Liste auf."),
    Refusal.TOO_SLOW: N_(
        "Das Lesen dauert länger als {seconds} Sekunden. Kopieren Sie die Liste in eine neue Datei."
    ),
    Refusal.UNPACKS_TOO_LARGE: N_(
        "Die Datei enthält zu viele Daten. Kopieren Sie die Liste in eine neue Datei."
    ),
    Refusal.UTF_16: N_("Der Text ist in UTF-16. Speichern Sie ihn als „CSV UTF-8“."),
    Refusal.XLS: N_("Das alte Excel-Format (.xls) wird nicht gelesen."),
    Refusal.XLSB: N_("Binäre Arbeitsmappen (.xlsb) werden nicht gelesen."),
}
_SAVED_AS_XLSX: Final = frozenset(
    [Refusal.MACROS, Refusal.NOT_A_TABLE, Refusal.OPEN_DOCUMENT, Refusal.XLS, Refusal.XLSB]
)


def fault_sentence(word: str) -> str:
    """Why a cell must not be used."""
    return _(_FAULTS[CellFault(word)])


def _hidden_sheets(n: int, _name: str) -> str:
    return ngettext(
        "{n} ausgeblendetes Blatt wird nicht gelesen.",
        "{n} ausgeblendete Blätter werden nicht gelesen.",
        n,
    ).format(n=n)


def _other_sheets(_n: int, name: str) -> str:
    return _("Nur das Blatt „{name}“ wird gelesen.").format(name=quoted_word(name))


_NOTES: Final[dict[Note, Callable[[int, str], str]]] = {
    Note.EXTERNAL_LINKS: lambda _n, _name: _(
        "Verknüpfungen mit anderen Dateien werden nicht verfolgt."
    ),
    Note.HIDDEN_SHEETS: _hidden_sheets,
    Note.MORE_COLUMNS: lambda _n, _name: _("Nur die ersten {n} Spalten werden gelesen.").format(
        n=COLUMNS_MAX
    ),
    Note.OTHER_SHEETS: _other_sheets,
}


def note_sentence(word: str, *, n: int = 0, name: str = "") -> str:
    """What was left aside."""
    return _NOTES[Note(word)](n, name)


def refusal(word: Refusal, row: int = 0) -> DomainError:
    """The refusal of a file; `row` is the last row that was read, 0 for none."""
    if word is Refusal.TOO_MANY_ROWS:
        return Invalid(too_many_rows(), "path")
    if word is Refusal.DAMAGED and row:
        sentence = _("Nach Zeile {n} ist die Datei beschädigt. Öffnen und speichern Sie sie neu.")
        return Invalid(sentence.format(n=row), "path")
    sentence = _(_REFUSALS[word]).format(megabytes=FILE_MAX // MIB, seconds=SECONDS_MAX)
    if word in _SAVED_AS_XLSX:
        sentence = f"{sentence} {_(_AS_XLSX)}"
    return (Unavailable if word is Refusal.INSTALLATION else Invalid)(sentence, "path")
