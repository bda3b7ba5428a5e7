"""„Vertriebspartner verknüpfen“: a number, and whose it is before anybody gets access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.resellers import (
    FIRST_NUMBER,
    NUMBER_MAX,
    LinkedReseller,
    check_partner_number,
    partner_number,
)
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.resellers import Reseller


class _Unseen(Invalid):
    """Whose number it is was not to be read yet: linking once more is on purpose."""


class LinkReseller(FormDialog[str, LinkedReseller]):
    """„Vertriebspartner verknüpfen“.

    Args:
        look_up: Whose a number is.
        link: Gives them access.
    """

    topic = Topic.RESELLERS

    def __init__(
        self,
        look_up: Callable[[str], Awaitable[Reseller]],
        link: Callable[[str], Awaitable[LinkedReseller]],
    ) -> None:
        super().__init__(
            self._link_seen, title=_("Vertriebspartner verknüpfen"), verb=_("Verknüpfen")
        )
        self._look_up = look_up
        self._link = link
        self._seen = ""

    def compose_form(self) -> ComposeResult:
        """What they may do then, the field, and whose number it is."""
        explanation = _(
            "Die Mitarbeitenden des Vertriebspartners dürfen dann für Ihr Unternehmen buchen und"
            " E-Mails zum Zurücksetzen des Passworts senden. Alles, was sie tun, steht in der"
            " Liste. Die Partnernummer nennt Ihnen der Vertriebspartner."
        )
        yield Static(txt(explanation), classes="form--text")
        yield Field(
            _("Partnernummer"),
            name="number",
            rule=check_partner_number,
            placeholder=partner_number(FIRST_NUMBER),
            max_length=NUMBER_MAX,
        )
        yield Static(txt(""), id="whose", classes="form--text")

    def values(self) -> str:
        """The number as it is stored."""
        return check_partner_number(self.query_one(Field).value)

    @on(Field.Changed)
    def _typed(self) -> None:
        """Say whose number it is as soon as it is whole."""
        self._tell("", "")
        try:
            number = self.values()
        except Invalid:
            return
        self._look(number)

    @work(group="load", exclusive=True)
    async def _look(self, number: str) -> None:
        try:
            await self._see(number)
        except DomainError as refusal:
            self.show(refusal)

    async def _see(self, number: str) -> None:
        """Show whose `number` is.

        Raises:
            DomainError: Nobody's that can be linked.
        """
        found = await self._look_up(number)
        told = _("Zugriff bekommt: {name}").format(name=found.name)
        self._tell(number, told)

    def _tell(self, number: str, sentence: str) -> None:
        self._seen = number
        self.query_one("#whose", Static).update(txt(sentence))

    async def _link_seen(self, number: str) -> LinkedReseller:
        """Link what was shown; what was not is shown first.

        Raises:
            DomainError: It cannot be linked, or was not to be read yet.
        """
        if self._seen != number:
            await self._see(number)
            raise _Unseen(_("Prüfen Sie den Namen, und verknüpfen Sie noch einmal."), "number")
        return await self._link(number)
