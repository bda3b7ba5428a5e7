"""The base of every screen and of every pane: bar, content, keys in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, Topic, entry
from tcm_tui.screens.asks import Asks
from tcm_tui.screens.host import host
from tcm_tui.widgets.calm_focus import CalmFocus
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.key_bar import KeyBar
from tcm_tui.widgets.top_bar import BarPerson, TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.geometry import Size

    from tcm_tui.domain.sign_in import SignedIn


class PortalPane(Asks, Container):
    """The content of a tab."""

    destination: ClassVar[Destination]
    """The tab it fills."""
    asks_to_leave: ClassVar[bool] = False
    """Whether what is typed must be saved or given up before one leaves; else it stays."""

    class Turned(Message):
        """Another part of the tab is in front."""

    DEFAULT_CSS = """
    PortalPane { width: 1fr; height: 1fr; }
    """

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about."""
        return entry(self.destination).topic

    @property
    def trail(self) -> tuple[str, ...]:
        """What the breadcrumb adds to the name of the tab; `Turned` tells that it changed."""
        return ()

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that composing it anew would lose."""
        return any(field.value for field in self.query(Field))

    def discard(self) -> None:
        """Forget what is typed: whoever was asked gave it up."""

    def refresh_data(self) -> None:
        """Read again: somebody changed something, F5 was pressed, or one came back."""

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show `item`, which another area or the palette pointed to."""

    def focus_first(self) -> None:
        """Take the focus when the tab comes to the front; the first that can have it."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return


class PortalScreen(CalmFocus, Asks, Screen[ScreenResultType]):
    """A full screen: top bar, content, keys.

    A subclass gives `compose_content` and its `destination`.
    """

    destination: ClassVar[Destination]
    # Screen declares both as instance variables, so they cannot be a ClassVar here
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - see above
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - see above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark",
            "app.help",
            N_("Hilfe"),
            id="portal.help",
            show=False,
            tooltip=N_("Erklärt diese Seite und alle ihre Tasten"),
        ),
    ]

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about."""
        return entry(self.destination).topic

    @property
    def item(self) -> Any:  # noqa: ANN401 - what `Navigate` carries
        """What leads back to what is shown in it now."""
        return None

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that composing it anew would lose."""
        return any(field.value for field in self.query(Field))

    async def may_leave(self) -> bool:
        """Whether it may be closed: whoever would lose something typed is asked."""
        return True

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the language in use."""
        return {key: _in_words(active) for key, active in super().active_bindings.items()}

    def compose(self) -> ComposeResult:
        """Bar, content, keys."""
        self._note_size(self.app.size)
        signed_in = host(self).signed_in
        yield TopBar(bar_person(signed_in) if signed_in else None, self.notice())
        yield from self.compose_content()
        yield KeyBar()

    def compose_content(self) -> ComposeResult:
        """What stands between the bar and the keys."""
        raise NotImplementedError

    def notice(self) -> str:
        """What the bar says beside the brand: for whom a guest is here."""
        signed_in = host(self).signed_in
        if signed_in is None or not signed_in.guest_of:
            return ""
        return _("für {reseller}").format(reseller=signed_in.guest_of)

    def _note_size(self, size: Size) -> None:
        """Take the classes of the breakpoints before there are children.

        Textual does it at the first resize, and then styles every widget a second time.
        """
        for length, breakpoints in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max(one for one in breakpoints if one[0] <= length)[1])


def bar_person(signed_in: SignedIn) -> BarPerson:
    """Whom the bar names."""
    return BarPerson(signed_in.name, signed_in.company_name, guest=bool(signed_in.guest_of))


def _in_words(active: ActiveBinding) -> ActiveBinding:
    """`active` with what it means now, its texts translated; an empty text stays empty."""
    binding, node = active.binding, active.node
    verb = node.verb(binding.id or "") if isinstance(node, Asks) else ""
    description, tooltip = verb or _word(binding.description), _word(binding.tooltip)
    return active._replace(
        binding=replace(binding, description=description, tooltip=tooltip), tooltip=tooltip
    )


def _word(text: str) -> str:
    return _(text) if text else ""
