"""„KONTO“: what else „Übersicht“ leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.widgets import Static

from tcm_tui.i18n import _
from tcm_tui.navigation import Destination, entry, may_open
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tcm_tui.screens.host import Host

_LINKS: Final = (
    Destination.MEMBERS,
    Destination.PRODUCTS,
    Destination.MY_COMPANY,
    Destination.PAYMENT,
    Destination.MAILBOX,
)


def account_links(portal: Host) -> list[Destination]:
    """Where „KONTO“ leads whoever is signed in."""
    role = portal.signed_in.role if portal.signed_in else None
    return [place for place in _LINKS if may_open(place, role, mailbox=portal.mailbox)]


class Account(Container):
    """Signposts under a heading.

    Args:
        places: What they point to.
    """

    def __init__(self, places: Sequence[Destination]) -> None:
        super().__init__(id="account")
        self._places = places

    def compose(self) -> ComposeResult:
        """One below the other."""
        yield Static(txt(_("KONTO")), classes="overview--heading")
        for place in self._places:
            yield Signpost(f"› {_(entry(place).label)}", place)
