"""„Erste Schritte“: what somebody who has registered a company does next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tcm_tui.i18n import N_, _


class FirstStep(StrEnum):
    """What there is to do, in the order in which it is told."""

    INVITE = "invite"
    COMPANY_PROFILE = "company_profile"
    OWN_DATA = "own_data"
    SECOND_FACTOR = "second_factor"
    PAYMENT = "payment"
    BOOK = "book"


@dataclass(frozen=True)
class StepState:
    """A step, and whether it is done: read from what there is, never ticked by hand."""

    step: FirstStep
    done: bool


_LABELS: Final = {
    FirstStep.INVITE: N_("Benutzer einladen"),
    FirstStep.COMPANY_PROFILE: N_("Unternehmensprofil ergänzen"),
    FirstStep.OWN_DATA: N_("Eigene Angaben ergänzen"),
    FirstStep.SECOND_FACTOR: N_("Zweiten Faktor einrichten"),
    FirstStep.PAYMENT: N_("Bezahlverfahren hinterlegen"),
    FirstStep.BOOK: N_("Erstes Produkt buchen"),
}


def step_label(step: FirstStep) -> str:
    """„Benutzer einladen“."""
    return _(_LABELS[step])
