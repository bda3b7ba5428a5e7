"""„Mein Unternehmen“."""

from __future__ import annotations

from tcm_tui.navigation import Destination
from tcm_tui.screens.sections.sectioned_screen import SectionedScreen


class MyCompany(SectionedScreen):
    """Profile, colleagues, and for administrators what was changed."""

    destination = Destination.MY_COMPANY
    AUTO_FOCUS = ""
    begins_inside = True
