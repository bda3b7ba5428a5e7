"""The form that activates a way to pay: what all five kinds have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input, Static

from tcm_tui.domain.payment import PaymentRow, kind_label
from tcm_tui.domain.payment_provider import ProviderRefused, ProviderSilent, offline_text
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.screens.payment_dialogs.address_fields import AddressFields
from tcm_tui.screens.payment_dialogs.wording import activate_verb, reach_text
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from textual.app import ComposeResult

    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.errors import DomainError
    from tcm_tui.domain.payment import Prepared
    from tcm_tui.domain.payment_drafts import PaymentDraft


@dataclass(frozen=True)
class Filled:
    """What stands in the form: how to pay, and where bills go."""

    draft: PaymentDraft
    address: BillingAddress


class ActivateDialog(FormDialog[Filled, PaymentRow]):
    """„Lastschrift aktivieren“, and so on.

    Numbers of accounts and cards leave the form with the person, when the lock comes, and when
    whoever checks them refused or could not be asked.

    Args:
        prepared: What the form begins with.
        activate: Activates what is filled in.
        today: What „abgelaufen“ is measured by.

    A subclass gives `compose_account` and `draft`.
    """

    topic = Topic.PAYMENT

    def __init__(
        self,
        prepared: Prepared,
        activate: Callable[[Filled], Awaitable[PaymentRow]],
        today: date,
    ) -> None:
        title = _("{kind} aktivieren").format(kind=kind_label(prepared.kind))
        super().__init__(self._begin, title=title, verb=activate_verb())
        self._activate = activate
        self.prepared = prepared
        self.today = today
        self._secrets: list[SecretField] = []

    def explanation(self) -> str:
        """What stands above the fields, "" for nothing."""
        return ""

    def compose_account(self) -> ComposeResult:
        """The fields of this kind."""
        raise NotImplementedError

    def draft(self) -> PaymentDraft:
        """What is filled in of this kind."""
        raise NotImplementedError

    def compose_form(self) -> ComposeResult:
        """The account, the address."""
        if explanation := self.explanation():
            yield Static(txt(explanation), classes="form--text")
        yield from self.compose_account()
        yield Static(txt(_("Rechnungsanschrift")), classes="payment--heading")
        yield AddressFields(self.prepared.address)

    def compose_foot(self) -> ComposeResult:
        """What the switch touches, and that nobody is asked."""
        yield Static(txt(reach_text(self.prepared)), classes="payment--reach")
        if self.prepared.offline:
            yield Static(txt(offline_text(self.prepared.kind)), classes="payment--offline")

    def on_mount(self) -> None:
        """Hold the secrets, to empty them even when the form is taken apart.

        The focus came before the foot had its height, and the form made room for it by scrolling.
        """
        self._secrets = list(self.query(SecretField))
        body = self.query_one(".dialog--body")
        self.call_after_refresh(body.scroll_home, animate=False)

    def values(self) -> Filled:
        """The whole form."""
        return Filled(self.draft(), self.query_one(AddressFields).value)

    def show(self, error: DomainError) -> None:
        """Show the refusal; what somebody else was asked about is to be typed anew."""
        if isinstance(error, ProviderRefused | ProviderSilent):
            self.forget()
        super().show(error)

    def forget(self) -> None:
        """Empty the fields for numbers that are secret."""
        for secret in self._secrets:
            secret.clear()

    def on_unmount(self) -> None:
        """Leave no number behind: activated, given up, signed out, or the session has ended."""
        for secret in self._secrets:
            secret.input.set_reactive(Input.value, "")  # there is no screen any more to tell of it

    async def _begin(self, filled: Filled) -> PaymentRow:
        """Say what is still missing before a password is asked for, then activate.

        Raises:
            DomainError: A rule is broken, or it was refused.
        """
        filled.draft.checked(self.today)
        filled.address.checked()
        return await self._activate(filled)

    def text(self, name: str) -> str:
        """What is typed in the field called `name`."""
        return self.query_one(f"#{name}", Field).value

    def ticked(self, name: str) -> bool:
        """Whether the field called `name` is ticked."""
        return self.query_one(f"#{name}", TickField).value


def beside(*fields: Field) -> Horizontal:
    """Fields beside each other."""
    return Horizontal(*fields, classes="form--row")
