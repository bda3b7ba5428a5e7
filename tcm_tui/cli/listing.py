"""Members and invitations as rows of output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.members import MemberState, state_text
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.member_export import Listing
    from tcm_tui.domain.members import MemberRow
    from tcm_tui.services.context import Context

PAGE: Final = 500
LABELS: Final = {
    "id": _("Nr."),
    "last_name": _("Nachname"),
    "first_name": _("Vorname"),
    "email": _("E-Mail"),
    "role": _("Rolle"),
    "state": _("Status"),
    "last_sign_in_at": _("Letzte Anmeldung"),
}
"""What JSON and CSV call a field, and what people call it."""

WORDS: Final = {
    "role": lambda value: role_label(Role(value)),
    "state": lambda value: state_text(MemberState(value)),
}


def every_row(ctx: Context, listing: Listing) -> Iterator[MemberRow]:
    """All rows of „Benutzer“ that are wanted, a page at a time."""
    from tcm_tui.services.members import page  # noqa: PLC0415 - as late as possible

    after: MemberRow | None = None
    while rows := page(
        ctx,
        listing.wanted,
        order=listing.order,
        descending=listing.descending,
        after=after,
        limit=PAGE,
    ):
        yield from rows
        after = rows[-1]


def as_row(row: MemberRow) -> Row:
    """`row` in stable words: the values of role and state, and instants in UTC."""
    seen = row.last_sign_in_at
    return {
        "id": row.key.id,
        "last_name": row.last_name,
        "first_name": row.first_name,
        "email": row.address,
        "role": row.role.value,
        "state": row.state.value,
        "last_sign_in_at": seen.isoformat(timespec="seconds") if seen else None,
    }
