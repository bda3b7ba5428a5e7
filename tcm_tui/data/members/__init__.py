"""Queries about members and open invitations, which are one list on „Benutzer“."""

from tcm_tui.data.members.counting import count, counts, invited, keys
from tcm_tui.data.members.pages import Page, page, rows_with
from tcm_tui.data.members.rows import invitation, member
from tcm_tui.data.members.scope import Scope

__all__ = [
    "Page",
    "Scope",
    "count",
    "counts",
    "invitation",
    "invited",
    "keys",
    "member",
    "page",
    "rows_with",
]
