"""The receipt: what was ordered, and where it goes on from there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.widgets import Button, Static

from tcm_tui.domain.booking_wish import ShowReceipt
from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.payment import kind_label
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.marketplace.booking.facts import Facts, quote_facts
from tcm_tui.screens.marketplace.booking.wording import order_figures
from tcm_tui.screens.marketplace.figures import Figures
from tcm_tui.screens.payment_dialogs.wording import address_text
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.orders import Receipt
    from tcm_tui.screens.marketplace.booking.facts import Fact

_NARROW: Final = 100
_FORMATS: Final = {"pdf": N_("PDF (.pdf)"), "txt": N_("Text (.txt)")}


class ReceiptScreen(PortalScreen[None]):
    """What was ordered, at which price; the same whenever it is looked at.

    Args:
        receipt: What was ordered.
        fresh: Whether that was just now.
    """

    destination = Destination.BOOKING
    AUTO_FOCUS = "#receipt"
    permissions: ClassVar[Mapping[str, Permission]] = {
        "assign": Permission.LICENCE_ASSIGN,
        "products": Permission.SUBSCRIPTION_READ,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "l",
            "assign",
            N_("Lizenzen zuweisen"),
            id="receipt.assign",
            tooltip=N_("Öffnet „Apps zuweisen“ mit diesem Abonnement"),
        ),
        Binding(
            "p",
            "products",
            N_("Zu „Produkte“"),
            id="receipt.products",
            tooltip=N_("Zeigt das Abonnement unter „Produkte“"),
        ),
        Binding(
            "s",
            "save",
            N_("Beleg speichern"),
            id="receipt.save",
            tooltip=N_("Schreibt den Beleg in eine Datei, als Text oder PDF"),
        ),
        Binding("escape", "leave", N_("Zurück"), id="receipt.leave"),
    ]
    DEFAULT_CSS = """
    ReceiptScreen {
        & #receipt { height: 1fr; padding: 0 1; layout: horizontal; scrollbar-size-vertical: 1; }
        & #receipt-facts, & #receipt-figures {
            border: round $border-blurred; border-title-color: $text-muted; padding: 1 1 0 1;
            height: auto; max-height: 100%;
        }
        & #receipt-facts { width: 1fr; }
        & #receipt-figures { width: 46; margin-left: 1; padding: 1 2; }
        & #receipt-thanks { color: $text-success; padding: 0 3 1 3; height: auto; }
        & #receipt-buttons { height: 1; align-horizontal: right; padding: 0 2; margin: 1 0; }
        & #receipt-buttons Button { min-width: 0; margin-left: 2; }
        &.-low #receipt-buttons { margin: 0; }

        & #receipt.-narrow { layout: vertical; padding: 0; }
        & #receipt.-narrow > Container { width: 1fr; margin: 0; padding: 0 1; max-height: 1000; }
    }
    """

    def __init__(self, receipt: Receipt, *, fresh: bool = False) -> None:
        super().__init__()
        self._receipt = receipt
        self._fresh = fresh

    @property
    def item(self) -> ShowReceipt:
        """What leads back to it."""
        return ShowReceipt(self._receipt.order_id)

    def compose_content(self) -> ComposeResult:
        """Thanks, the facts, the figures, where it goes on."""
        trail = (_("Marktplatz"), _("Bestellungen"), self._receipt.number)
        yield Static(txt(" › ".join(trail)), id="breadcrumb")
        if self._fresh:
            yield Static(txt(f"✓ {_thanks_text(self._receipt)}"), id="receipt-thanks")
        with VerticalScroll(id="receipt"):
            with Container(id="receipt-facts"):
                yield Facts()
            with Container(id="receipt-figures"):
                yield Figures(order_figures(self._receipt.quote, placed=True))
        with Horizontal(id="receipt-buttons"):
            yield from self._compose_buttons()

    def _compose_buttons(self) -> ComposeResult:
        ways = [
            ("save", _("Beleg speichern")),
            ("products", _("Zu „Produkte“")),
            ("assign", _("Lizenzen zuweisen")),
        ]
        open_to = [(name, label) for name, label in ways if not self.why_not(name)]
        for name, label in open_to:
            button = Button(txt(label), id=name, action=f"screen.{name}", compact=True)
            if name == open_to[-1][0]:
                button.variant = "primary"
            yield button

    def on_mount(self) -> None:
        """Fill the boxes."""
        self.query_one(Facts).show(self._facts())
        self.query_one("#receipt-facts").border_title = txt(_("Bestellung"))
        self.query_one("#receipt-figures").border_title = txt(_("Kosten"))

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other, or below."""
        self.query_one("#receipt").set_class(event.size.width < _NARROW, "-narrow")

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def action_products(self) -> None:
        """To the subscription."""
        self.post_message(Navigate(Destination.PRODUCTS, self._receipt.subscription_ids[0]))

    def action_assign(self) -> None:
        """To handing out its licences."""
        self.post_message(Navigate(Destination.ASSIGN_APPS, self._receipt.subscription_ids[0]))

    def action_save(self) -> None:
        """Choose a file, write the receipt into it."""
        self._save()

    def _facts(self) -> list[Fact]:
        """Who ordered what, when, and how it is paid."""
        receipt = self._receipt
        asked = [(_("Angefragt von"), receipt.requester)] if receipt.requester else []
        paid_by = f"{kind_label(receipt.kind)} {receipt.masked}" if receipt.kind else ""
        return [
            (_("Bestellnummer"), receipt.number),
            (_("Bestellt am"), long_moment(receipt.placed_at, host(self).zone)),
            (_("Bestellt von"), receipt.buyer),
            *asked,
            *quote_facts(receipt.quote),
            (_("Abonnement-Name"), receipt.name or "–"),
            *([(_("Bezahlverfahren"), paid_by)] if paid_by else []),
            (_("Rechnungsanschrift"), address_text(receipt.address)),
        ]

    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        from tcm_tui.services import receipt_files  # noqa: PLC0415 - seldom wanted
        from tcm_tui.widgets.export_file import ExportFileDialog  # noqa: PLC0415 - as above

        app = host(self)
        formats = {f".{one}": _FORMATS[one] for one in receipt_files.formats()}
        name = f"{_('Bestellung')}-{self._receipt.number}{next(iter(formats))}"
        dialog = ExportFileDialog(app.export_jail, name, formats, title=_("Beleg speichern"))
        path = await self.app.push_screen_wait(dialog)
        if path is None:
            return
        # Replacing a file was agreed to where it was chosen.
        save = partial(
            receipt_files.save_receipt, zone=app.zone, overwrite=True, jail=app.export_jail
        )
        try:
            kept = await self.ask(save, self._receipt.order_id, path)
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            return
        toast(self, _("Gespeichert, nur für Sie lesbar: {path}").format(path=shown(str(kept))))


def _thanks_text(receipt: Receipt) -> str:
    told = _("Bestellt, Nummer {number}. Die Bestätigung kommt per E-Mail.")
    return told.format(number=receipt.number)
