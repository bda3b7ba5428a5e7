"""What „Mehrere einladen“ can be busy with, and how that is said."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tcm_tui.i18n import N_

GLANCE: Final = 0.1
"""Seconds between two looks at how far an import is."""


class Job(StrEnum):
    """Work that nothing else may overtake."""

    ADDING = "adding"
    CHANGING = "changing"
    IMPORTING = "importing"
    SAVING = "saving"
    SENDING = "sending"


SENTENCES: Final = {
    Job.ADDING: N_("Zeilen werden übernommen …"),
    Job.CHANGING: N_("Zeilen werden geändert …"),
    Job.IMPORTING: N_("Die Liste wird gelesen …"),
    Job.SAVING: N_("Die Datei wird gespeichert …"),
    Job.SENDING: N_("Einladungen werden versendet …"),
}
