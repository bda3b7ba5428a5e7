"""The boxes of „Unternehmenseinstellungen“, each a section that saves on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.screens.administration.company_settings.name import NameBox

if TYPE_CHECKING:
    from tcm_tui.screens.sections.section import Section

BOXES: Final[tuple[type[Section], ...]] = (NameBox,)
"""From top to bottom."""
