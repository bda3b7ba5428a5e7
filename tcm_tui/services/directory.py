"""„Mitarbeitende“: everybody in the company may look up how colleagues are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import directory
from tcm_tui.data.members import Scope
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import clean_text
from tcm_tui.services.context import reading
from tcm_tui.services.members import SEARCH_MAX

if TYPE_CHECKING:
    from tcm_tui.domain.directory import Colleague
    from tcm_tui.services.transaction import Transaction


@reading(Permission.DIRECTORY_READ)
def page(
    tx: Transaction,
    search: str = "",
    *,
    after: Colleague | None = None,
    backwards: bool = False,
    limit: int = 50,
) -> list[Colleague]:
    """One page of the active members, by name.

    Args:
        tx: The transaction.
        search: Words that must all occur in name or address; marks and case do not matter.
        after: Whom to continue behind, None for the first page; they may be gone by now, or be
            made by `domain.directory.first_at`.
        backwards: Read towards the top of the list instead; None is then the last page.
        limit: Rows at most.

    Raises:
        Invalid: More is searched for than `SEARCH_MAX`.
    """
    clean_text(search, max_len=SEARCH_MAX, field="search")
    scope = Scope(tx.company_id, tx.now, with_invitations=False)
    return directory.page(tx.session, scope, directory.Stretch(search, after, backwards, limit))
