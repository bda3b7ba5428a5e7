"""„Marktplatz“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.navigation import Destination, MarketplacePart
from tcm_tui.screens.marketplace.section_list import parts_for
from tcm_tui.screens.sections.sectioned_screen import SectionedScreen

if TYPE_CHECKING:
    from tcm_tui.domain.permissions import Standing


class Marketplace(SectionedScreen):
    """The catalogue, and what was asked of it.

    Args:
        role: Of whoever is signed in: it decides about the parts.
        part: The one to begin with.
    """

    destination = Destination.MARKETPLACE
    AUTO_FOCUS = ""
    begins_inside = True

    def __init__(self, role: Standing, part: MarketplacePart = MarketplacePart.CATALOGUE) -> None:
        self._parts = parts_for(role)
        super().__init__([one.kind for one in self._parts], first=self._digit(part))

    @property
    def item(self) -> MarketplacePart:
        """What leads back to the part in front."""
        return self._parts[max(0, self.shown - 1)].part

    def on_screen_resume(self) -> None:
        """Back from a booking: its line may be another one by now, or none."""
        if self.section is not None:
            # In its own queue: it comes to that when everything in it is composed.
            self.section.call_later(self.section.refresh_data)

    def show_part(self, part: MarketplacePart) -> None:
        """Turn to `part`, into its list."""
        self.action_section(self._digit(part))
        self._go_in()

    def _digit(self, part: MarketplacePart) -> int:
        """Its digit; 1 where the role may not open it."""
        return next((n for n, one in enumerate(self._parts, 1) if one.part is part), 1)
