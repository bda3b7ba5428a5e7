"""Opening „Bearbeiten“ for a member, and telling what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.edit_dialog import EditDialog, Saved
from tcm_tui.screens.host import host
from tcm_tui.services import member_profile
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.member_profile import MemberProfile, ProfileValues
    from tcm_tui.screens.portal_screen import PortalPane


class Editing:
    """Reads a profile, lets the person edit it.

    Args:
        pane: Where it happens.
        changed: Called when something may be different now.
    """

    def __init__(self, pane: PortalPane, changed: Callable[[], None]) -> None:
        self._pane = pane
        self._changed = changed

    def begin(self, key: RowKey) -> None:
        """Open the form of a member."""
        self._pane.run_worker(self._read(key), group="submit")

    async def _read(self, key: RowKey) -> None:
        try:
            profile = await self._pane.ask(member_profile.profile, key.id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self._pane, refusal.message, severity="error")
            self._changed()
            return
        self._pane.run_worker(self._edit(profile))

    async def _edit(self, profile: MemberProfile) -> None:
        key = RowKey(MemberKind.MEMBER, profile.membership_id)

        async def save(values: ProfileValues, version: int) -> MemberProfile:
            now = await self._pane.ask(member_profile.edit, key.id, values, version)
            host(self._pane).undo.follow({key: (version, now.version)})
            return now

        dialog = EditDialog(profile, save, host(self._pane).zone)
        saved = await self._pane.app.push_screen_wait(dialog)
        if saved is Saved.MINE:
            toast(self._pane, _("Angaben von {name} gespeichert").format(name=profile.name))
        if saved is not None:
            self._changed()
