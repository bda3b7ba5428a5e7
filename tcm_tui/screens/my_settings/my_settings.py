"""„Meine Einstellungen“."""

from __future__ import annotations

from tcm_tui.navigation import Destination
from tcm_tui.screens.sections.sectioned_screen import SectionedScreen


class MySettings(SectionedScreen):
    """Own data, addresses, password, second factor, sessions, activity, account."""

    destination = Destination.MY_SETTINGS
