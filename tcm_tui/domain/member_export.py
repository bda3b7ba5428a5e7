"""Members and open invitations as rows of a file to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberOrder, state_label
from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.members import MemberRow


@dataclass(frozen=True)
class Listing:
    """What „Benutzer“ shows: who, and in which order."""

    wanted: MemberFilter = EVERYBODY
    order: MemberOrder = MemberOrder.NAME
    descending: bool = False

    def described(self) -> dict[str, str]:
        """The filter in stable words, as the journal keeps it; only what was chosen.

        What was looked for is a name more often than not: only that something was is kept.
        """
        words = {
            "searched": "yes" if self.wanted.search else "",
            "roles": ",".join(sorted(role.value for role in self.wanted.roles)),
            "states": ",".join(sorted(state.value for state in self.wanted.states)),
        }
        return {name: text for name, text in words.items() if text}


def export_header() -> list[str]:
    """The headers of `export_row`; the first four can be read again as a list."""
    return [
        *(_("Nachname"), _("Vorname"), _("E-Mail")),
        *(_("Rolle"), _("Status"), _("Letzte Anmeldung")),
    ]


def export_row(row: MemberRow, zone: ZoneInfo) -> list[str]:
    """A member or an invitation, in the words of the list."""
    seen = row.last_sign_in_at
    return [
        row.last_name,
        row.first_name,
        row.address,
        role_label(row.role),
        state_label(row.state),
        long_moment(seen, zone) if seen else "",
    ]
