"""The boxes of „Unternehmenseinstellungen“, each a section that saves on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.screens.administration.company_settings.buying import BuyingBox
from tcm_tui.screens.administration.company_settings.locking import LockingBox
from tcm_tui.screens.administration.company_settings.name import NameBox
from tcm_tui.screens.administration.company_settings.passwords import PasswordsBox
from tcm_tui.screens.administration.company_settings.paying import PayingBox
from tcm_tui.screens.administration.company_settings.resellers import ResellersBox
from tcm_tui.screens.administration.company_settings.second_factor import SecondFactorBox

if TYPE_CHECKING:
    from tcm_tui.screens.sections.section import Section

BOXES: Final[tuple[type[Section], ...]] = (
    NameBox,
    PasswordsBox,
    SecondFactorBox,
    BuyingBox,
    LockingBox,
    ResellersBox,
    PayingBox,
)
"""From top to bottom."""
