"""„Bearbeiten“: the company's profile as a form."""

from __future__ import annotations

from dataclasses import asdict, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import on, work

from tcm_tui.domain.company_profile import (
    FIELD_LABELS,
    PROFILE_FIELDS,
    CompanyProfile,
    ProfileConflict,
    value_text,
)
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.screens.compared_row import Compared, compared, differing
from tcm_tui.screens.conflict_dialog import Way, settle
from tcm_tui.screens.my_company.form import ProfileForm
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field, FormField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.company_profile import ProfileShown
    from tcm_tui.domain.errors import DomainError

_BY_COUNTRY = ("postcode", "phone", "register_number")
"""Fields whose rule depends on the country."""


class Saved(StrEnum):
    """What came of the form."""

    MINE = "mine"
    THEIRS = "theirs"


class EditProfile(FormDialog[CompanyProfile, Saved]):
    """The form; what somebody else stored meanwhile is shown beside one's own values.

    Args:
        found: What stands there now.
        store: Stores values for whoever looked at a version; a `ProfileConflict` of it is shown.
        zone: In which times are told.
        year: This one.
    """

    topic = Topic.MY_COMPANY
    DEFAULT_CSS = """
    EditProfile .profile--part { padding: 0 2; text-style: bold; height: 2; }
    """

    def __init__(
        self,
        found: ProfileShown,
        store: Callable[[CompanyProfile, int], Awaitable[ProfileShown]],
        *,
        zone: ZoneInfo,
        year: int,
    ) -> None:
        title = _("Unternehmensprofil bearbeiten")
        super().__init__(self._save, title=title, verb=_("Speichern"))
        self._found = found
        self._before = found.profile
        self._store = store
        self._zone = zone
        self._year = year

    def compose_form(self) -> ComposeResult:
        """Every field; all may be empty."""
        yield from ProfileForm(self._found.profile, self._year, self._country).compose()

    def on_mount(self) -> None:
        """Begin at the first line: the focus came before the form had its height, and scrolled."""
        body = self.query_one(".dialog--body")
        self.call_after_refresh(body.scroll_home, animate=False)

    def values(self) -> CompanyProfile:
        """What is filled in."""
        return CompanyProfile(**{name: self._filled(name) for name in PROFILE_FIELDS})

    def show(self, error: DomainError) -> None:
        """Somebody else's values are shown beside one's own; all else as in every form."""
        if isinstance(error, ProfileConflict):
            self._settle(self.values().checked(self._year), error)
        else:
            super().show(error)

    def _country(self) -> str:
        return self._filled("country")

    def _filled(self, name: str) -> str:
        field = self.query_one(f"#{name}")
        return field.value if isinstance(field, Field | ChoiceField) else ""

    def _put(self, values: CompanyProfile) -> None:
        """Fill the fields in."""
        for name, value in asdict(values).items():
            field = self.query_one(f"#{name}")
            if isinstance(field, Field):
                field.value = value
            elif isinstance(field, ChoiceField):
                field.choice.value = value

    @on(FormField.Changed, "#country")
    def _country_chosen(self, event: FormField.Changed) -> None:
        """What was typed may be right in that country, or wrong."""
        event.stop()
        for name in _BY_COUNTRY:
            field = self.query_one(f"#{name}", Field)
            if field.value.strip():
                field.validate_now()

    async def _save(self, values: CompanyProfile) -> Saved:
        """Store `values`; that only the settings of the company were changed does not matter.

        Raises:
            DomainError: They break a rule, or somebody else changed the profile.
        """
        while True:
            try:
                await self._store(values, self._found.version)
            except ProfileConflict as conflict:
                self._before, self._found = self._found.profile, conflict.theirs
                if self._before != conflict.theirs.profile:
                    raise
            else:
                return Saved.MINE

    @work(group="leave", exclusive=True)
    async def _settle(self, mine: CompanyProfile, conflict: ProfileConflict) -> None:
        """Go on with what is chosen of both."""
        theirs = conflict.theirs.profile
        differences = _differences(mine, theirs, self._before)
        settled = await settle(self, conflict, asdict(theirs), differences, self._zone)
        if settled.way is Way.THEIRS:
            self.dismiss(Saved.THEIRS)
            return
        self._put(replace(mine, **settled.values))
        if settled.way is Way.SAVE:
            self.action_submit()
        else:
            super().show(conflict)


def _differences(
    mine: CompanyProfile, theirs: CompanyProfile, before: CompanyProfile
) -> list[Compared]:
    """The fields that differ, in words."""

    def told(values: CompanyProfile, name: str) -> str:
        return value_text(name, getattr(values, name))

    return differing(
        compared(
            name,
            _(FIELD_LABELS[name]),
            told(mine, name),
            told(theirs, name),
            before=told(before, name),
        )
        for name in PROFILE_FIELDS
    )
