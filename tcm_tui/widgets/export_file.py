"""Where an export goes, and in which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.file_picker import SaveFileDialog
from tcm_tui.widgets.folders import Folders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import ComposeResult


class ExportFileDialog(SaveFileDialog):
    """Choose format and file; the ending of the name is the format.

    Args:
        jail: The only folder files are written to; None allows any.
        name: The name proposed, with one of the endings.
        formats: Endings, and what they are called: German sources.
        title: Stands in the upper border; „Exportieren“ if nothing is given.
    """

    AUTO_FOCUS = "PathInput"
    DEFAULT_CSS = """
    ExportFileDialog {
        & #format { margin: 0 2; }
    }
    """

    def __init__(
        self, jail: Path | None, name: str, formats: Mapping[str, str], *, title: str = ""
    ) -> None:
        super().__init__(
            title=title or _("Exportieren"), folders=Folders(jail, tuple(formats)), name=name
        )
        self._formats = formats

    def compose_body(self) -> ComposeResult:
        """The format, the field, the list."""
        options = [(ending, _(label)) for ending, label in self._formats.items()]
        yield Choice(options, options[0][0], label=_("Format"), name="format")
        yield from super().compose_body()

    @property
    def format(self) -> Choice[str]:
        """The ending chosen."""
        return self.query_one("#format", Choice)

    @on(Choice.Changed, "#format")
    def _format_chosen(self, event: Choice.Changed) -> None:
        """Give the name the ending of the format."""
        event.stop()
        ending = self._ending(self.field.value)
        if not ending or ending == event.value:
            return
        try:
            path = self.typed_path()
        except DomainError:
            return  # said when it is taken
        text = self.field.value[: -len(ending)] + event.value
        self.pick(text, path.with_suffix(event.value))

    @on(FormField.Changed)
    def _name_typed(self, event: FormField.Changed) -> None:
        """Show the format that the typed name asks for."""
        event.stop()
        if ending := self._ending(self.field.value):
            self.format.value = ending

    def _ending(self, text: str) -> str:
        """The known ending of a name, "" for none."""
        return next((one for one in self._formats if text.lower().endswith(one)), "")
