"""What members leave behind who lose their access: who takes it over, what becomes free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from tcm_tui.domain.member_changes import ChangeKind
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members import handover_wording as wording
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.member_changes import Change, ChangeRow


class Handover(Vertical):
    """Stands between the line and the rows of a change, while somebody owns or uses something."""

    DEFAULT_CSS = """
    Handover {
        height: auto;
        margin-top: 1;
        padding: 0 1;
        display: none;
        &.-shown { display: block; }
        & #holdings { height: auto; }
        & #heir-line { height: 1; margin-top: 1; }
        & #heir-label { width: auto; color: $text-muted; }
        & #heir { min-width: 0; margin-left: 1; }
        & Tick { margin-top: 1; height: auto; }
        & Tick:focus { background: $block-cursor-blurred-background; text-style: bold; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Whether licences become free was chosen."""

        frees: bool

    def compose(self) -> ComposeResult:
        """What there is, who takes it over, whether licences become free."""
        yield Static(txt(""), id="holdings")
        with Horizontal(id="heir-line"):
            yield Static(txt(_("Abonnements übernimmt")), id="heir-label")
            yield Button(txt(""), id="heir", action="screen.choose_heir", compact=True)
        yield Tick(_("Lizenzen freigeben"))

    @property
    def owned(self) -> bool:
        """Whether there is something to be taken over."""
        return bool(self.query_one("#heir-line").display)

    def show(self, change: Change, rows: Sequence[ChangeRow], heir: str) -> None:
        """Tell what `rows` own and use; nothing is shown where that is nothing.

        Args:
            change: What is wanted.
            rows: Whoever is to lose their access.
            heir: The name of who takes over, "" while nobody was chosen.
        """
        holding = [row.holds for row in rows if row.holds]
        owns, uses = (sum(getattr(one, what) for one in holding) for what in ("owns", "uses"))
        self.set_class(bool(holding), "-shown")
        self.query_one("#holdings", Static).update(
            txt(wording.holdings_text(change.kind, len(holding), owns, uses))
        )
        self.query_one("#heir-line").display = owns > 0
        button = self.query_one("#heir", Button)
        button.label = txt(heir or wording.nobody_text(change.kind))
        button.refresh(layout=True)  # names differ in length
        tick = self.query_one(Tick)
        tick.display = change.kind is ChangeKind.DISABLE and uses > 0
        tick.value = change.frees

    def tell(self, sentence: str) -> None:
        """Say something about it where there is nothing to choose; "" shows nothing."""
        self.set_class(bool(sentence), "-shown")
        self.query_one("#holdings", Static).update(txt(sentence))
        self.query_one("#heir-line").display = self.query_one(Tick).display = False

    @on(Tick.Changed)
    def _ticked(self, event: Tick.Changed) -> None:
        event.stop()
        self.post_message(self.Chosen(event.tick.value))
