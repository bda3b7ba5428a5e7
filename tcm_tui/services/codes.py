"""„Code eingeben“: what a mailed code opens, whatever it was mailed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data import tokens
from tcm_tui.domain.codes import TokenPurpose, find_code, hash_code
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.accepting import open_invitation
from tcm_tui.services.addresses import open_address
from tcm_tui.services.context import reading
from tcm_tui.services.passwords import open_reset
from tcm_tui.services.registration import open_registration

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.addresses import OpenAddress
    from tcm_tui.domain.invitations import OpenInvitation
    from tcm_tui.domain.password_reset import OpenReset
    from tcm_tui.domain.registration import OpenRegistration
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

    Opened = OpenAddress | OpenInvitation | OpenRegistration | OpenReset

_OPENERS: Final[dict[TokenPurpose | None, Callable[[Context, str], Opened]]] = {
    TokenPurpose.PASSWORD_RESET: open_reset,
    TokenPurpose.REGISTRATION: open_registration,
}
"""What is asked about a code; about all others, and those nobody knows, it is the invitations."""


def open_code(ctx: Context, code: str) -> Opened:
    """What `code` opens; it may stand inside a pasted mail.

    Raises:
        Invalid: The code opens nothing (any more), in a sentence that says why.
    """
    nobody = ctx.as_actor(None)
    purpose = _purpose(nobody, code)
    if purpose is TokenPurpose.ADDRESS:
        return open_address(ctx, code)  # it asks whose it is, and leaves them signed in
    return _OPENERS.get(purpose, open_invitation)(nobody, code)


@reading(Permission.ANYONE)
def _purpose(tx: Transaction, code: str) -> TokenPurpose | None:
    found = find_code(code)
    return tokens.purpose(tx.session, hash_code(found)) if found else None
