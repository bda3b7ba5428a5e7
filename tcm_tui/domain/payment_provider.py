"""Who checks a way to pay beyond its form: that the contract exists, that the card is good."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.payment import PaymentKind
    from tcm_tui.domain.payment_drafts import PaymentDraft

OFFLINE: Final = "offline"
"""The name under which a method is stored that no provider was asked about."""


@dataclass(frozen=True)
class CheckRequest:
    """What a provider is asked.

    Args:
        kind: How it is to be paid.
        company: The customer's name.
        address: Whom bills are made out to.
        draft: What was typed; None for a method that is activated once more.
        token: What the provider gave when it accepted that method, "" for a new one.
    """

    kind: PaymentKind
    company: str
    address: BillingAddress
    draft: PaymentDraft | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Accepted:
    """The provider's yes. `token` is what it knows the method by from now on."""

    token: str = field(default="", repr=False)


class ProviderRefused(Invalid):
    """The provider's no, as a sentence; `field` is the attribute of the draft it is about."""


class ProviderSilent(Unavailable):
    """The provider did not answer, or not with yes or no.

    Args:
        cause: What it failed with; `TimeoutError` when it took too long.
    """

    def __init__(self, cause: type[BaseException]) -> None:
        late = issubclass(cause, TimeoutError)
        reason = (
            _("Die Prüfung hat zu lange gedauert.") if late else _("Die Prüfung ist gescheitert.")
        )
        kept = _("Es ist nichts geändert. Versuchen Sie es später noch einmal.")
        super().__init__(f"{reason} {kept}")
        self.cause = cause


class PaymentProvider(Protocol):
    """Checks ways to pay. It may block, and is asked outside of any transaction."""

    @property
    def name(self) -> str:
        """What it is stored under."""

    @property
    def offline(self) -> bool:
        """Whether it only looks at what was typed."""

    def check(self, request: CheckRequest) -> Accepted:
        """Accept, or refuse.

        Raises:
            ProviderRefused: No, and why.
        """


_OFFLINE_TEXTS: Final = {
    "telekom_invoice": N_("Ob es den Vertrag gibt, wird offline nicht geprüft."),
    "mobile_invoice": N_("Ob es den Vertrag gibt, wird offline nicht geprüft."),
    "credit_card": N_("Offline geprüft: Die Bank der Karte wird nicht gefragt."),
    "paypal": N_("Offline bestätigt: PayPal wird nicht gefragt."),
    "direct_debit": N_("Offline geprüft: Ihre Bank wird nicht gefragt."),
}


def offline_text(kind: PaymentKind) -> str:
    """What the dialog of `kind` says where no provider is connected."""
    return _(_OFFLINE_TEXTS[kind.value])
