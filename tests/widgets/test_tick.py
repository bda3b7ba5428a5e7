"""A sentence to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Room(App[None]):
    """One sentence, longer than a line."""

    def compose(self) -> ComposeResult:
        """It alone."""
        yield TickField("Ich handle geschäftlich und für mein Unternehmen.", name="assured")


async def test_further_lines_begin_below_the_first_word() -> None:
    """In every width; ticked or not."""
    app = Room()
    async with app.run_test(size=(32, 8)) as pilot:

        def seen() -> list[str]:
            strips = app.screen._compositor.render_strips()
            return [line for strip in strips if (line := strip.text.rstrip())]

        assert seen() == [
            "  [ ] Ich handle geschäftlich",
            "      und für mein",
            "      Unternehmen.",
        ]
        await pilot.press("space")
        assert seen()[0] == "  [✓] Ich handle geschäftlich"
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert seen() == ["  [✓] Ich handle geschäftlich und für mein Unternehmen."]
