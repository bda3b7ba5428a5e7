"""What every box of settings has: it shows what is stored and saves its own fields, no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.message import Message

from tcm_tui.domain.company_settings import SettingsChanged
from tcm_tui.domain.company_settings_words import SETTING_LABELS, setting_texts
from tcm_tui.i18n import N_, _
from tcm_tui.screens.compared_row import compared, differing
from tcm_tui.screens.conflict_dialog import Way, settle
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.form_section import FormSection
from tcm_tui.services import company_settings
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.domain.company_settings import Affected, CompanySettings, ConfiguredCompany
    from tcm_tui.domain.errors import DomainError
    from tcm_tui.screens.compared_row import Compared


class SettingsBox(FormSection):
    """A box of settings; what is saved is in force at once or at the next sign-in.

    A subclass gives `compose_form`, `fill` and `chosen`.
    """

    button: ClassVar[str] = N_("Speichern")

    _seen: ConfiguredCompany | None = None
    """What stood there when the box was filled in."""

    @dataclass
    class Saved(Message):
        """Something is stored; the other boxes may show it, too."""

        found: ConfiguredCompany

    def fill(self, settings: CompanySettings) -> None:
        """Show what is stored."""
        raise NotImplementedError

    def chosen(self) -> dict[str, Any]:
        """The settings of this box as they are filled in; called when every field keeps its rule.

        Raises:
            Invalid: One breaks it all the same.
        """
        raise NotImplementedError

    def weighed(self, affected: Affected) -> None:
        """Say whom the settings filled in affect."""

    @property
    def wanted(self) -> CompanySettings | None:
        """All settings with those of this box as they are filled in; None before they are read."""
        return replace(self._seen.settings, **self.chosen()) if self._seen else None

    def take(self, found: ConfiguredCompany) -> None:
        """Show what stands now; what somebody is typing stays, and saving it will tell."""
        if not self.unsaved:
            self._show(found)

    def discard(self) -> None:
        """Forget what is typed."""
        if self._seen is not None:
            self._show(self._seen)

    async def submit(self) -> None:
        """Store what this box is about.

        Raises:
            DomainError: A rule is broken, or somebody else changed the same.
        """
        wanted = self.wanted
        if self._seen is None or wanted is None:
            return
        now = await self.ask(company_settings.change, wanted, self._seen)
        self._show(now)
        self.post_message(self.Saved(now))
        toast(self, _("Gespeichert: {what}").format(what=_(self.heading)))

    def show(self, refusal: DomainError) -> None:
        """Somebody else's values are shown beside one's own; all else as in every form."""
        if isinstance(refusal, SettingsChanged):
            self._settle(refusal)
        else:
            super().show(refusal)

    @work(group="leave", exclusive=True)
    async def _settle(self, conflict: SettingsChanged) -> None:
        """Go on with what is chosen of both."""
        wanted, seen = self.wanted, self._seen
        if wanted is None or seen is None:
            return
        self._seen = conflict.theirs
        theirs = {name: getattr(conflict.theirs.settings, name) for name in self.chosen()}
        fields = differing(_compared(theirs, wanted, conflict.theirs.settings, seen.settings))
        settled = await settle(self, conflict, theirs, fields, host(self).zone)
        self.fill(replace(wanted, **settled.values))
        if settled.way is Way.EDIT:
            self.say(conflict.message)
        else:
            self.action_submit()

    def _show(self, found: ConfiguredCompany) -> None:
        self._seen = found
        self.fill(found.settings)
        self.weighed(found.affected)
        self.kept()
        self._tell_whether_saved()

    @on(FormField.Changed)
    def _tell_whether_saved(self) -> None:
        self.set_class(self.unsaved, "-unsaved")
        self.border_subtitle = txt(_("nicht gespeichert") if self.unsaved else "")


def _compared(
    names: Iterable[str], mine: CompanySettings, theirs: CompanySettings, before: CompanySettings
) -> list[Compared]:
    """The settings called `names`, with what stands in the box, what is stored, what was."""
    told, stored, was = setting_texts(mine), setting_texts(theirs), setting_texts(before)
    return [
        compared(name, _(SETTING_LABELS[name]), told[name], stored[name], before=was[name])
        for name in names
    ]
