"""LooksApp: the language and the colours in force, and whose choice they are.

What the command line names holds for this start. Then comes what whoever is signed in has chosen
for themselves, then variables and `config.toml`, then what locale and terminal suggest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tcm_tui.covered_app import CoveredApp
from tcm_tui.i18n import LANGUAGES, _, language, set_language
from tcm_tui.screens.portal_screen import PortalScreen, bar_person
from tcm_tui.themes import THEMES, fitting
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import toast
from tcm_tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.domain.account import OwnValues
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.navigation import Destination


class LooksApp(CoveredApp):
    """A program that speaks and looks as the person before it wants.

    Args:
        start: How it opens.
        options: Those of CoveredApp.
    """

    def __init__(
        self,
        start: StartPortal,
        **options: Any,  # noqa: ANN401 - those of CoveredApp
    ) -> None:
        super().__init__(start, **options)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(self.fitting_theme(start.settings.theme))

    def fitting_theme(self, wanted: str | None) -> str:
        """The name of `wanted`, or of what suits the terminal where there is no such theme."""
        if wanted is not None and wanted in self.available_themes:
            return wanted
        few_colours = self.console.color_system not in {"256", "truecolor"}
        return fitting(few_colours=few_colours).name

    def _begin_with(self, theme: str) -> None:
        """Wear `theme` from the first paint on.

        Changing `theme` would do the same by parsing every rule a second time.
        """
        self.set_reactive(LooksApp.theme, theme)
        dark = self.current_theme.dark
        classes = {f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}
        self.update_classes(classes, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def go(self, destination: Destination, item: Any = None) -> None:  # noqa: ANN401 - see Navigate
        """Go to `destination`, if the role may."""
        raise NotImplementedError

    async def begin_again(self) -> None:
        """Compose anew what one began with."""
        raise NotImplementedError

    async def enter_portal(self, signed_in: SignedIn) -> None:
        """Go on as `signed_in`, as they like it."""
        settings = self.start.settings
        wanted = signed_in.language
        if "language" not in settings.insisted and wanted != settings.language:
            set_language(wanted if wanted in LANGUAGES else settings.language)
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
        if self.signed_in is not None:
            self._name_anew(
                replace(
                    self.signed_in,
                    first_name=values.first_name,
                    last_name=values.last_name,
                    language=values.language,
                    theme=values.theme,
                )
            )

    def rename_company(self, name: str) -> None:
        """The company that one is in is called `name` from now on."""
        if self.signed_in is not None and self.signed_in.company_name != name:
            self._name_anew(replace(self.signed_in, company_name=name))

    def _name_anew(self, who: SignedIn) -> None:
        """Whoever is signed in is called otherwise from now on, or what they are in is."""
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
