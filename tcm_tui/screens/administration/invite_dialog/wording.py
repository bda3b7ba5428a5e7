"""The sentences of the dialog: what stands in the list, what came in, what went out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.invite_rows import grouped, list_is_full
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.invite_rows import Counts

BETWEEN_COUNTS: Final = " · "


def filled(counts: Counts) -> int:
    """Rows that are not empty."""
    return (
        counts.ready
        + counts.doubtful
        + counts.member
        + counts.invited
        + counts.duplicate
        + counts.faulty
        + counts.unknown
    )


def counts_line(counts: Counts) -> str:
    """„2 bereit · 1 bereits Mitglied · 1 fehlerhaft“; before anything is typed, what to do."""
    if not filled(counts):
        return _("Tippen Sie Adressen, fügen Sie eine Liste ein oder importieren Sie eine Datei.")
    parts = [
        (counts.ready, _("{n} bereit")),
        (counts.doubtful, _("{n} auffällig")),
        (counts.member, _("{n} bereits Mitglied")),
        (counts.invited, _("{n} bereits eingeladen")),
        (counts.duplicate, _("{n} doppelt")),
        (counts.faulty, _("{n} fehlerhaft")),
        (counts.unknown, ngettext("{n} wird geprüft", "{n} werden geprüft", counts.unknown)),
    ]
    return BETWEEN_COUNTS.join(text.format(n=grouped(number)) for number, text in parts if number)


def send_label(ready: int) -> str:
    """„Einladungen absenden (2)“."""
    label = _("Einladungen absenden")
    return f"{label} ({grouped(ready)})" if ready else label


def taken_over(rows: int, left_over: int, notes: tuple[str, ...]) -> str:
    """How many rows came in, and what was left aside."""
    if not rows and not left_over:
        return " ".join((_("Darin steht keine E-Mail-Adresse."), *notes))
    came = ngettext("{n} Zeile übernommen.", "{n} Zeilen übernommen.", rows)
    sentences = [came.format(n=grouped(rows)), *notes]
    if left_over:
        missing = ngettext(
            "{n} Zeile passt nicht mehr hinein.",
            "{n} Zeilen passen nicht mehr hinein.",
            left_over,
        )
        sentences += [missing.format(n=grouped(left_over)), list_is_full()]
    return " ".join(sentences)


def nothing_to_send(counts: Counts) -> str:
    """Why nothing was sent, and what to do."""
    if filled(counts):
        return _("Keine Zeile ist bereit. Bessern Sie die Zeilen aus, an denen etwas steht.")
    return _("Die Liste ist leer. Geben Sie mindestens eine E-Mail-Adresse ein.")


def deceiving(rows: int) -> str:
    """What has to be agreed to before such rows are sent."""
    return ngettext(
        "{n} Adresse kann täuschen: Sie sieht aus wie eine andere. Sehen Sie genau hin.",
        "{n} Adressen können täuschen: Sie sehen aus wie andere. Sehen Sie genau hin.",
        rows,
    ).format(n=grouped(rows))


def sent_line(sent: int, rows: int, still_open: int) -> str:
    """„190 von 200 Einladungen versendet.“, and what is left."""
    went = ngettext(
        "{n} von {rows} Einladung versendet.", "{n} von {rows} Einladungen versendet.", rows
    ).format(n=grouped(sent), rows=grouped(rows))
    stays = ngettext("{n} Zeile ist noch offen.", "{n} Zeilen sind noch offen.", still_open)
    return f"{went} {stays.format(n=grouped(still_open))}"


def reading_line(rows: int) -> str:
    """How far a file has been read."""
    if not rows:
        return _("Die Liste wird gelesen …")
    read = ngettext("{n} Zeile gelesen …", "{n} Zeilen gelesen …", rows)
    return read.format(n=grouped(rows))


def taking_line(rows: int, of: int) -> str:
    """How many rows have been judged."""
    return _("{n} von {of} Zeilen übernommen …").format(n=grouped(rows), of=grouped(of))


def lost_rows(rows: int) -> str:
    """What leaving throws away."""
    return ngettext(
        "{n} Zeile ist noch nicht versendet und geht verloren.",
        "{n} Zeilen sind noch nicht versendet und gehen verloren.",
        rows,
    ).format(n=grouped(rows))


def removed_rows(rows: int) -> str:
    """What removing takes away."""
    return ngettext(
        "{n} Zeile wird aus der Liste entfernt.", "{n} Zeilen werden aus der Liste entfernt.", rows
    ).format(n=grouped(rows))
