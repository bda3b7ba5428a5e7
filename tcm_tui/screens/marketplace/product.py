"""A product: its editions side by side, with the prices for a term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from tcm_tui.domain.booking_wish import BookingWish, ShowProduct
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, entry
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.marketplace.edition_card import EditionCard
from tcm_tui.screens.marketplace.editions import Editions
from tcm_tui.screens.marketplace.product_text import default_way, facts_text, heading_text, trail
from tcm_tui.screens.marketplace.terms_line import TermsLine
from tcm_tui.screens.marketplace.wording import cap_text, trial_text
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.services import catalogue
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from tcm_tui.domain.catalogue import ProductPage


class ProductScreen(PortalScreen[None]):
    """The page of a product.

    Args:
        product_id: Which one.
    """

    destination = Destination.MARKETPLACE
    AUTO_FOCUS = ""
    permissions: ClassVar[Mapping[str, Permission]] = {
        "book": Permission.PRODUCT_BOOK,
        "try": Permission.PRODUCT_BOOK,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "b",
            "book",
            N_("Buchen"),
            id="product.book",
            tooltip=N_("Beginnt eine Buchung der gewählten Edition"),
        ),
        Binding(
            "k",
            "try",
            N_("Kostenlos testen"),
            id="product.try",
            tooltip=N_("Beginnt eine Buchung, deren erste Tage nichts kosten"),
        ),
        Binding(
            "t",
            "term",
            N_("Laufzeit"),
            id="product.term",
            tooltip=N_("Wechselt die Laufzeit; die Preise folgen"),
        ),
        Binding(
            "z",
            "charging",
            N_("Zahlweise"),
            id="product.charging",
            tooltip=N_("Wechselt zwischen monatlich und jährlich"),
        ),
        Binding("f5", "reload", N_("Neu lesen"), id="product.reload", show=False),
        Binding("escape", "leave", N_("Zurück"), id="product.leave"),
    ]
    DEFAULT_CSS = """
    ProductScreen {
        & #product { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
        & #product-heading, & #product-text, & #product-facts { height: auto; }
        & #product-text { color: $text-muted; margin-top: 1; }
        & #product-facts { margin-top: 1; }
        & #product-buttons { height: 1; align-horizontal: right; padding: 0 2; margin-top: 1; }
        & #product-buttons Button { min-width: 0; margin-left: 2; }
        &.-low #product-buttons, &.-low #product-text { margin-top: 0; }
        &.-low TermsLine { margin: 1 0 0 0; }
    }
    """

    def __init__(self, product_id: int) -> None:
        super().__init__()
        self._product_id = product_id
        self._page: ProductPage | None = None

    @property
    def item(self) -> ShowProduct:
        """What leads back to this product."""
        return ShowProduct(self._product_id)

    def compose_content(self) -> ComposeResult:
        """The breadcrumb, room for the page, what can be done."""
        yield Static(txt(_(entry(self.destination).label)), id="breadcrumb")
        yield VerticalScroll(id="product", can_focus=False)
        with Horizontal(id="product-buttons"):
            label = txt(_("Kostenlos testen"))
            yield Button(label, id="try", action="screen.try", compact=True, disabled=True)
            label = txt(_("Buchen"))
            yield Button(
                label, "primary", id="book", action="screen.book", compact=True, disabled=True
            )

    def on_mount(self) -> None:
        """Read."""
        self.query_one("#try").display = False
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Back from a booking: the company may have more of it by now, and its trial had."""
        if self._page is not None:
            self.action_reload()

    @property
    def card(self) -> EditionCard | None:
        """The edition in focus, or that was last."""
        editions = self._editions
        return None if editions is None else editions.current

    # -- what can be done

    def why_not(self, action: str) -> str:
        """Why a product cannot be booked, or not like this."""
        match action:
            case "book" | "try":
                return super().why_not(action) or self._why_not_book(action)
            case "charging":
                return self._terms.why_not_charging() if self._terms else ""
        return super().why_not(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the product does not offer is no key at all."""
        page = self._page
        if action == "try" and not (page and page.trial_days and page.bookable):
            return False
        if action in {"book", "charging", "term"} and not (page and page.bookable):
            return False
        return super().check_action(action, parameters)

    def _why_not_book(self, action: str) -> str:
        card, terms, page = self.card, self._terms, self._page
        if card is None or terms is None or page is None:
            return ""
        if action == "try" and not page.trial_open:
            return trial_text(page)
        if page.licences_left == 0:
            return cap_text(page)
        if card.offer.price(terms.term_months, terms.charging) is None:
            return _("Diese Edition gibt es nicht mit dieser Laufzeit und Zahlweise.")
        return ""

    @property
    def _terms(self) -> TermsLine | None:
        return next(iter(self.query(TermsLine)), None)

    @property
    def _editions(self) -> Editions | None:
        return next(iter(self.query(Editions)), None)

    def action_book(self) -> None:
        """Begin to book the edition in focus."""
        self._begin(trial=False)

    def action_try(self) -> None:
        """Begin to book it with its free days."""
        self._begin(trial=True)

    def _begin(self, *, trial: bool) -> None:
        if (card := self.card) is not None and (terms := self._terms) is not None:
            wish = BookingWish(
                self._product_id, card.offer.id, terms.term_months, terms.charging, trial
            )
            self.post_message(Navigate(Destination.BOOKING, wish))

    def action_term(self) -> None:
        """On to the next term."""
        if (terms := self._terms) is not None:
            terms.next_term()

    def action_charging(self) -> None:
        """To the other way to pay."""
        if (terms := self._terms) is not None:
            terms.other_charging()

    def action_leave(self) -> None:
        """Back to the catalogue."""
        self.dismiss(None)

    @work(group="load", exclusive=True)
    async def action_reload(self) -> None:
        """Read again."""
        try:
            page = await self.ask(catalogue.product, self._product_id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            return
        if page != self._page:
            self._page = page
            await self._show(page)

    # -- the page

    async def _show(self, page: ProductPage) -> None:
        """Compose it; what was there before goes."""
        self.query_one("#breadcrumb", Static).update(txt(trail(page)))
        way, editions = default_way(page), Editions(page)
        body = self.query_one("#product")
        await body.remove_children()
        await body.mount(
            Static(heading_text(page), id="product-heading"),
            Static(txt(page.description), id="product-text"),
            *([TermsLine(page.bookable, way)] if way else []),
            editions,
            Static(txt(""), id="product-facts"),
        )
        self._price()
        editions.begin()

    def _price(self) -> None:
        """Show every price for the term and the charging chosen."""
        page, terms = self._page, self._terms
        if page is None:
            return
        if terms is not None and (editions := self._editions) is not None:
            editions.show_prices(terms.term_months, terms.charging)
        way = None if terms is None else (terms.term_months, terms.charging)
        self.query_one("#product-facts", Static).update(facts_text(page, way))
        self._offer()

    def _offer(self) -> None:
        """Let buttons and keys say what can be done with the edition in focus."""
        page = self._page
        for name in ("book", "try"):
            button = self.query_one(f"#{name}", Button)
            button.disabled = self.check_action(name, ()) is not True
        self.query_one("#try").display = bool(page and page.trial_open and page.bookable)
        self.refresh_bindings()

    @on(TermsLine.Changed)
    def _terms_changed(self, event: TermsLine.Changed) -> None:
        event.stop()
        self._price()

    @on(Editions.Moved)
    def _moved(self, event: Editions.Moved) -> None:
        event.stop()
        self._offer()

    @on(Editions.Passed)
    def _passed(self, event: Editions.Passed) -> None:
        """Above and below the editions there is more to read."""
        event.stop()
        body = self.query_one("#product")
        if event.down > 0:
            body.scroll_end(animate=False)
        else:
            body.scroll_home(animate=False)

    @on(EditionCard.Chosen)
    async def _chosen(self, event: EditionCard.Chosen) -> None:
        event.stop()
        await self.run_action("book")
