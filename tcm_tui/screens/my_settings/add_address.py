"""„Adresse hinzufügen“: one field; what looks like somebody else's address is said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.addresses import OwnAddress
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.people import ADDRESS_MAX, check_email
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError


class _LooksAlike(Invalid):
    """Told once: adding the same once more is on purpose."""


class AddAddress(FormDialog[str, OwnAddress]):
    """„Adresse hinzufügen“.

    Args:
        add: The use case.
        caution: Why an address may deceive, as a sentence; "" for nothing.
    """

    topic = Topic.ADDRESSES

    def __init__(
        self,
        add: Callable[[str], Awaitable[OwnAddress]],
        caution: Callable[[str], Awaitable[str]],
    ) -> None:
        super().__init__(self._add, title=_("Adresse hinzufügen"), verb=_("Adresse hinzufügen"))
        self._add_address = add
        self._caution = caution
        self._warned_of = ""

    def compose_form(self) -> ComposeResult:
        """What happens then, and the field."""
        explanation = _(
            "An diese Adresse geht eine E-Mail mit einem Code. Erst wenn Sie ihn eingegeben haben,"
            " gehört sie zu Ihrem Konto."
        )
        yield Static(txt(explanation), classes="form--text")
        yield Field(
            _("E-Mail-Adresse"),
            name="email",
            rule=check_email,
            placeholder="name@unternehmen.example",
            max_length=ADDRESS_MAX,
        )

    def values(self) -> str:
        """The address as typed."""
        return self.query_one(Field).value

    def show(self, error: DomainError) -> None:
        """A warning is a note: the same may be added all the same."""
        if isinstance(error, _LooksAlike):
            field = self.query_one(Field)
            field.show_note(error.message)
            field.focus_input()
        else:
            super().show(error)

    async def _add(self, email: str) -> OwnAddress:
        if self._warned_of != email and (caution := await self._caution(email)):
            self._warned_of = email
            again = _("Fügen Sie sie noch einmal hinzu, wenn Sie sicher sind.")
            raise _LooksAlike(f"{caution} {again}", "email")
        return await self._add_address(email)
