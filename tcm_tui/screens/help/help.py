"""„Hilfe“ for the screen it was asked from: what it is for, its keys, how to do things.

`/` searches all how-tos; whoever finds nothing asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Button, Static

from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.help.finding import find
from tcm_tui.screens.help.lines import heading, how_to_lines, key_row
from tcm_tui.screens.help.texts import HELP, HOW_TOS
from tcm_tui.screens.host import host
from tcm_tui.services import help_requests
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from tcm_tui.domain.help_requests import HelpRequest
    from tcm_tui.navigation import Topic
    from tcm_tui.screens.help.lines import KeyLine


class HelpScreen(Dialog[None]):
    """„Hilfe“.

    Args:
        topic: What to explain first, None where nothing but keys can be said.
        keys: The keys of the screen below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Schließen"), id="help.leave"),
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="help.search",
            tooltip=N_("Sucht in allen Anleitungen"),
        ),
    ]
    AUTO_FOCUS = ".dialog--body"

    def __init__(self, topic: Topic | None, keys: Iterable[KeyLine]) -> None:
        self._text = HELP[topic] if topic is not None else None
        self._about = _(self._text.title) if self._text else ""
        super().__init__(f"{_('Hilfe')}: {self._about}" if self._about else _("Hilfe"))
        self._keys = list(keys)

    def compose_body(self) -> ComposeResult:
        """A search; below it what the place is for, its keys, how to do things, whom to call."""
        yield SearchInput()
        with Container(id="help-topic"):
            if self._text is not None:
                yield Static(txt(_(self._text.purpose)))
            yield heading(_("Tasten"))
            for line in self._keys:
                yield key_row(line)
            for how_to in self._text.how_tos if self._text is not None else ():
                yield from how_to_lines(how_to)
            yield heading(_("Weitere Hilfe"))
            yield Static(txt("\n".join(self._further())))
        yield Container(id="help-found")

    def compose_buttons(self) -> ComposeResult:
        """Whether it helped, and the ways out."""
        yield Static(txt(_("War das hilfreich?")), id="helpful")
        yield Button(_("Ja"), id="yes", action="screen.helpful", compact=True)
        yield Button(_("Nein"), id="no", action="screen.unhelpful", compact=True)
        if self._may_write():
            yield Button(_("Kontaktformular"), id="contact", action="screen.contact", compact=True)
        yield Button(_("Schließen"), "primary", id="close", action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(".dialog--body").can_focus = True

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()

    def action_search(self) -> None:
        """To the search."""
        self.query_one(SearchInput).focus()

    def action_helpful(self) -> None:
        """Say thanks, and ask no more."""
        self._answer(_("Danke für Ihre Rückmeldung."))

    def action_unhelpful(self) -> None:
        """Let the person ask; where nobody reads that, say who may know."""
        if self._may_write():
            self.action_contact()
        elif phone := host(self).help_phone:
            self._answer(_("Rufen Sie uns an: {number}").format(number=phone))
        else:
            self._answer(_("Fragen Sie eine Person aus der Verwaltung Ihres Unternehmens."))

    @work(group="flow", exclusive=True)
    async def action_contact(self) -> None:
        """Ask a question, then know that it is on its way."""
        from tcm_tui.screens.help.contact import ContactForm  # noqa: PLC0415 - seldom needed

        portal = host(self)
        if portal.signed_in is None:
            return
        form = ContactForm(
            self._send, about=self._about, email=portal.signed_in.email, phone=portal.help_phone
        )
        if await self.app.push_screen_wait(form):
            self._answer(_("Ihre Frage ist unterwegs."))

    async def _send(self, request: HelpRequest) -> bool:
        portal = host(self)
        assert portal.help_email is not None  # noqa: S101 - the form is offered only then
        await portal.ask(help_requests.send, portal.help_email, request)
        return True

    def _may_write(self) -> bool:
        """Somebody reads it, and knows whom to answer."""
        portal = host(self)
        return portal.help_email is not None and portal.signed_in is not None

    def _further(self) -> list[str]:
        count = len(HOW_TOS)
        lines = [
            ngettext("/ sucht in {n} Anleitung.", "/ sucht in {n} Anleitungen.", count).format(
                n=count
            )
        ]
        if phone := host(self).help_phone:
            lines.append(_("Telefon: {number}").format(number=phone))
        if self._may_write():
            lines.append(_("„Kontaktformular“ schickt Ihre Frage als E-Mail."))
        return lines

    def _answer(self, sentence: str) -> None:
        self.query_one("#helpful", Static).update(txt(sentence))
        for name in ("#yes", "#no"):
            self.query_one(name).display = False

    @on(SearchInput.Wanted)
    async def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        found = self.query_one("#help-found", Container)
        self.query_one("#help-topic").display = not event.text
        async with self.batch():
            await found.remove_children()
            if event.text:
                await found.mount_all(self._results(event.text))

    def _results(self, typed: str) -> list[Static | Horizontal]:
        """Every how-to that holds what was typed, or a sentence."""
        matching = find(HOW_TOS, typed)
        if not matching:
            return [Static(txt(_("Keine Anleitung passt. Versuchen Sie ein anderes Wort.")))]
        return [line for one in matching for line in how_to_lines(one)]

    @on(SearchInput.Left)
    def _to_text(self, event: SearchInput.Left) -> None:
        event.stop()
        self.query_one(".dialog--body").focus()
