"""The mandate of a direct debit: shown with its IBAN masked, saved with all of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.host import host
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.mandates import MandateShown
    from tcm_tui.screens.asks import Asks

FORMATS: Final = {"pdf": N_("PDF (.pdf)"), "txt": N_("Text (.txt)")}


class MandateDialog(Dialog[None]):
    """What was agreed to, when, and by whom.

    Args:
        mandate: What is shown.
        node: What asks use cases, and for a password where they want a fresh one.
    """

    topic = Topic.PAYMENT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", N_("In Datei speichern"), id="mandate.save"),
        Binding("escape", "close", N_("Schließen"), id="mandate.close"),
    ]
    AUTO_FOCUS = "#close"

    def __init__(self, mandate: MandateShown, node: Asks) -> None:
        super().__init__(_("SEPA-Lastschriftmandat"))
        self._mandate = mandate
        self._node = node

    def compose_body(self) -> ComposeResult:
        """The facts, the words."""
        yield Static(_facts(self._lines()), id="mandate-facts")
        yield Static(txt(self._mandate.text), id="mandate-text")

    def compose_buttons(self) -> ComposeResult:
        """Into a file, and the way out."""
        yield Button(txt(_("In Datei speichern")), id="save", action="screen.save", compact=True)
        yield Button(
            txt(_("Schließen")), "primary", id="close", action="screen.close", compact=True
        )

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_save(self) -> None:
        """Choose a file, write the mandate into it."""
        self._save()

    def _lines(self) -> list[tuple[str, str]]:
        """Labels with values."""
        mandate = self._mandate
        bank = " · ".join(filter(None, (mandate.bank, mandate.bic and f"BIC {mandate.bic}")))
        return [
            (_("Mandatsreferenz"), mandate.reference),
            (_("Gläubiger"), mandate.creditor),
            (_("Gläubiger-ID"), mandate.creditor_id),
            (_("Kontoinhaber"), mandate.holder),
            (_("IBAN"), mandate.iban),
            (_("Bank"), bank or "–"),
            (_("Unternehmen"), mandate.company),
            (_("Erteilt am"), long_moment(mandate.consented_at, host(self).zone)),
        ]

    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        from tcm_tui.services import mandate_files  # noqa: PLC0415 - seldom wanted
        from tcm_tui.widgets.export_file import ExportFileDialog  # noqa: PLC0415 - as above

        app = host(self)
        formats = {f".{one}": FORMATS[one] for one in mandate_files.formats()}
        name = f"{_('SEPA-Mandat')}-{self._mandate.reference}{next(iter(formats))}"
        dialog = ExportFileDialog(app.export_jail, name, formats, title=_("SEPA-Mandat speichern"))
        path = await self.app.push_screen_wait(dialog)
        if path is None:
            return
        # Replacing a file was agreed to where it was chosen.
        save = partial(
            mandate_files.save_mandate, zone=app.zone, overwrite=True, jail=app.export_jail
        )
        try:
            kept = await self._node.ask(save, self._mandate.method_id, path)
        except DomainError as refusal:
            self.say(".dialog--error", refusal.message)
            return
        self.say(".dialog--error", "")
        toast(self, _("Gespeichert, nur für Sie lesbar: {path}").format(path=shown(str(kept))))


def _facts(lines: list[tuple[str, str]]) -> Content:
    """Values in line, behind their labels."""
    widest = max(txt(label).cell_length for label, _value in lines) + 2
    parts = []
    for label, value in lines:
        blank = " " * (widest - txt(label).cell_length)
        parts.append(Content.assemble((label, "$text-muted"), blank, txt(shown(value))))
    return Content("\n").join(parts)
