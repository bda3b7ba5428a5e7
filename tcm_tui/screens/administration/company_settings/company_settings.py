"""„Unternehmenseinstellungen“: boxes one below the other, each saved on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.company_settings.box_list import BOXES
from tcm_tui.screens.administration.company_settings.settings_box import SettingsBox
from tcm_tui.screens.administration.company_settings.stack import Stack
from tcm_tui.screens.host import host
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import company_settings
from tcm_tui.widgets.key_bar import read_again_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import ConfiguredCompany
    from tcm_tui.navigation import Topic


class CompanySettingsTab(PortalPane):
    """„Unternehmenseinstellungen“."""

    destination = Destination.COMPANY_SETTINGS
    asks_to_leave = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "leave_box",
            N_("Zurück"),
            id="company_settings.leave_box",
            tooltip=N_("Geht aus dem Feld heraus; was eingegeben ist, bleibt stehen"),
        ),
    ]

    def compose(self) -> ComposeResult:
        """The boxes."""
        with Stack():
            for kind in BOXES:
                yield kind()

    def on_mount(self) -> None:
        """Name the boxes and read."""
        for box in self.stack.boxes:
            box.border_title = txt(_(box.heading))
        self.refresh_data()

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about: the box that is pointed at, where that has help of its own."""
        pointed = self.query(".-pointed").results(Section)  # none until it is composed
        return next((box.topic for box in pointed if box.topic), super().topic)

    @property
    def stack(self) -> Stack:
        """The boxes."""
        return self.query_one(Stack)

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something."""
        return any(box.unsaved for box in self.query(Section))

    def discard(self) -> None:
        """Forget what is typed."""
        for box in self.query(SettingsBox):
            box.discard()

    def focus_first(self) -> None:
        """Begin outside of the boxes, so that digits are keys."""
        self.stack.focus()

    def refresh_data(self) -> None:
        """Read again; what somebody is typing stays."""
        self._read()
        for box in self.stack.boxes:
            box.refresh_data()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to go out of while the focus is in no box."""
        if action == "leave_box":
            return not self.stack.has_focus
        return super().check_action(action, parameters)

    def action_leave_box(self) -> None:
        """Back to where arrow keys point at the boxes."""
        self.stack.focus()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        """Once for all boxes."""
        boxes = self.query(SettingsBox)
        try:
            found = await self.ask(company_settings.configured)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            boxes.first().say(f"{refusal.message} {read_again_text(self.screen)}")
            return
        boxes.first().say("")
        self._show(found)

    @on(SettingsBox.Saved)
    def _saved(self, event: SettingsBox.Saved) -> None:
        event.stop()
        self._show(event.found)

    def _show(self, found: ConfiguredCompany) -> None:
        host(self).rename_company(found.settings.name)
        for box in self.query(SettingsBox):
            box.take(found)
