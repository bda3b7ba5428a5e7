"""Title, department and telephone number of a member, as a form."""

from __future__ import annotations

from dataclasses import asdict, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import work

from tcm_tui.domain.member_profile import (
    TEXT_MAX,
    Conflict,
    MemberProfile,
    ProfileValues,
    check_department,
    check_title,
)
from tcm_tui.domain.phone import PHONE_MAX, check_phone
from tcm_tui.i18n import _
from tcm_tui.screens.compared_row import compared, differing
from tcm_tui.screens.conflict_dialog import Way, settle
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.screens.compared_row import Compared


class Saved(StrEnum):
    """What came of the form."""

    MINE = "mine"
    THEIRS = "theirs"


class EditDialog(FormDialog[ProfileValues, Saved]):
    """„Bearbeiten“; somebody else's values are shown beside one's own before either is lost.

    Args:
        profile: What stands there now.
        save: Stores values for whoever looked at a version; a `Conflict` of it is shown.
        zone: In which times are told.
    """

    def __init__(
        self,
        profile: MemberProfile,
        save: Callable[[ProfileValues, int], Awaitable[MemberProfile]],
        zone: ZoneInfo,
    ) -> None:
        title = _("{name} bearbeiten").format(name=profile.name)
        super().__init__(self._save, title=title, verb=_("Speichern"))
        self._profile = profile
        self._before = profile.values
        self._store = save
        self._zone = zone

    def compose_form(self) -> ComposeResult:
        """Three fields; all may be empty."""
        now = self._profile.values
        yield Field(
            _("Position"), name="title", value=now.title, rule=check_title, max_length=TEXT_MAX
        )
        yield Field(
            _("Abteilung"),
            name="department",
            value=now.department,
            rule=check_department,
            max_length=TEXT_MAX,
        )
        yield Field(
            _("Telefon"), name="phone", value=now.phone, rule=check_phone, max_length=PHONE_MAX
        )

    def values(self) -> ProfileValues:
        """What is filled in."""
        return ProfileValues(self._typed("title"), self._typed("phone"), self._typed("department"))

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def show(self, error: DomainError) -> None:
        """Somebody else's values are shown beside one's own; all else as in every form."""
        if isinstance(error, Conflict):
            self._settle(self.values().checked(), error)
        else:
            super().show(error)

    async def _save(self, values: ProfileValues) -> Saved:
        """Store `values`; that something else of the person was changed does not matter.

        Raises:
            DomainError: They break a rule, or somebody else changed the same.
        """
        while True:
            try:
                await self._store(values, self._profile.version)
            except Conflict as conflict:
                self._before, self._profile = self._profile.values, conflict.theirs
                if self._before != conflict.theirs.values:
                    raise
            else:
                return Saved.MINE

    @work(group="leave", exclusive=True)
    async def _settle(self, mine: ProfileValues, conflict: Conflict) -> None:
        """Go on with what is chosen of both."""
        theirs = conflict.theirs.values
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

    def _put(self, values: ProfileValues) -> None:
        """Fill the fields in."""
        for name, value in asdict(values).items():
            self.query_one(f"#{name}", Field).value = value


def _differences(
    mine: ProfileValues, theirs: ProfileValues, before: ProfileValues
) -> list[Compared]:
    """The fields that differ."""
    labels = {"title": _("Position"), "department": _("Abteilung"), "phone": _("Telefon")}
    return differing(
        compared(
            name,
            label,
            getattr(mine, name),
            getattr(theirs, name),
            before=getattr(before, name),
        )
        for name, label in labels.items()
    )
