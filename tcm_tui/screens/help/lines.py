"""How „Hilfe“ shows keys and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tcm_tui.i18n import _
from tcm_tui.widgets.key_bar import key_name
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.binding import ActiveBinding

    from tcm_tui.screens.help.how_to import HowTo


@dataclass(frozen=True)
class KeyLine:
    """A key, what it does, and more about it; in the language in use."""

    key: str
    text: str
    more: str


def key_lines(bindings: Mapping[str, ActiveBinding]) -> list[KeyLine]:
    """All keys of a screen that have a word for what they do, each word once.

    First what the page is for, as the footer shows it; what works everywhere comes last.
    """
    found: dict[str, KeyLine] = {}
    for active in sorted(bindings.values(), key=_rank):
        binding = active.binding
        if not (binding.id and binding.description):
            continue  # a key without an id is Textual's own, in English and without meaning here
        name = binding.key_display or key_name(binding.key)
        description = _(binding.description)
        more = _(binding.tooltip) if binding.tooltip else ""
        before = found.get(description)
        keys = f"{before.key}, {name}" if before else name
        found[description] = KeyLine(keys, description, (before and before.more) or more)
    return list(found.values())


def heading(text: str) -> Static:
    """A heading between two parts."""
    return Static(Content.styled(text, "bold $text-primary"), classes="help--heading")


def key_row(line: KeyLine) -> Horizontal:
    """A key and what it does."""
    more = f" – {line.more}" if line.more else ""
    text = Content.assemble(txt(line.text), (more, "$text-muted"))
    return _row(Content.styled(line.key, "bold $footer-key-foreground"), text, classes="help--key")


def how_to_lines(how_to: HowTo) -> Iterator[Static | Horizontal]:
    """The title and the numbered steps of a how-to."""
    yield heading(_(how_to.title))
    for number, step in enumerate(how_to.steps, 1):
        yield _row(txt(f"{number}."), txt(_(step)))


def _row(short: Content, text: Content, *, classes: str = "") -> Horizontal:
    """Something short, and beside it what may need more than a line."""
    return Horizontal(
        Static(short, classes="help--short"),
        Static(text, classes="help--text"),
        classes=f"help--row {classes}",
    )


def _rank(active: ActiveBinding) -> int:
    if (active.binding.id or "").startswith(("app.", "portal.")):
        return 2
    return 0 if active.binding.show else 1
