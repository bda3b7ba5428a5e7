"""LooksApp: the language and the colours in force, and whose choice they are.

What the command line names holds for this start. Then comes what whoever is signed in has chosen
for themselves, then variables and `config.toml`, then what locale and terminal suggest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tcm_tui.covered_app import CoveredApp
from tcm_tui.i18n import _, language, set_language
from tcm_tui.screens.portal_screen import PortalScreen, bar_person
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import toast
from tcm_tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from tcm_tui.domain.account import OwnValues
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.navigation import Destination


class LooksApp(CoveredApp):
    """A program that speaks and looks as the person before it wants."""

    def go(self, destination: Destination, item: Any = None) -> None:  # noqa: ANN401 - see Navigate
        """Go to `destination`, if the role may."""
        raise NotImplementedError

    async def begin_again(self) -> None:
        """Compose anew what one began with."""
        raise NotImplementedError

    async def enter_portal(self, signed_in: SignedIn) -> None:
        """Go on as `signed_in`, as they like it."""
        settings = self.start.settings
        if "language" not in settings.insisted and signed_in.language != settings.language:
            set_language(signed_in.language)
        if signed_in.theme is not None and "theme" not in settings.insisted:
            self.wear(signed_in.theme)
        await super().enter_portal(signed_in)

    async def leave_portal(self, sentence: str = "") -> None:
        """Sign out and show „Anmelden“ as the next person expects it."""
        left, settings = self.signed_in, self.start.settings
        if left is not None and language() == left.language != settings.language:
            set_language(settings.language)
        if left is not None and left.theme is not None and self.theme == left.theme:
            self.wear(settings.theme)
        await super().leave_portal(sentence)

    def wear(self, theme: str | None) -> None:
        """Look like `theme` from now on; None is what suits the terminal."""
        wanted = self.fitting_theme(theme)
        if wanted != self.theme:  # each change parses every rule anew
            self.theme = wanted

    def remember(self, values: OwnValues) -> None:
        """Whoever is signed in has another name from now on, and other likings."""
        if self.signed_in is None:
            return
        who = replace(
            self.signed_in,
            first_name=values.first_name,
            last_name=values.last_name,
            language=values.language,
            theme=values.theme,
        )
        self.session.signed_in = who
        for screen in self.screen_stack:
            for bar in screen.query(TopBar):
                bar.name_person(bar_person(who))

    async def speak(self, wanted: str) -> None:
        """Speak `wanted` from now on: the screens are composed anew, so nothing may be typed."""
        screens = [one for one in self.screen_stack if isinstance(one, PortalScreen)]
        if self.signed_in is not None and any(screen.unsaved for screen in screens):
            sentence = _(
                "Hier ist etwas eingegeben. Senden oder leeren Sie es erst,"
                " dann können Sie die Sprache wechseln."
            )
            toast(self.screen, sentence, severity="warning")
            return
        fields = [field for screen in screens for field in screen.query(Field)]
        typed = {field.id: field.value for field in fields}
        here = screens[-1] if screens and screens[-1] is self.screen else None
        set_language(wanted)
        await self.begin_again()
        if self.signed_in is None:
            for field in self.home.query(Field):
                field.value = typed.get(field.id, field.value)
        if here is not None:
            self.go(here.destination, here.item)
