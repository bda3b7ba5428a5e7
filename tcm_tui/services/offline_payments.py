"""Checking ways to pay: with nobody to ask, and asking somebody without waiting for ever."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.payment_drafts import CreditCard
from tcm_tui.domain.payment_provider import (
    OFFLINE,
    Accepted,
    PaymentProvider,
    ProviderRefused,
    ProviderSilent,
)
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from types import TracebackType

    from tcm_tui.domain.payment_provider import CheckRequest

PATIENCE: Final = 10.0
"""Seconds that a provider has to answer."""
_DECLINED: Final = {
    "4000000000000002": ("number", N_("Die Bank hat die Karte abgelehnt.")),
    "4000000000009995": ("number", N_("Die Bank hat die Karte abgelehnt: nicht gedeckt.")),
    "4000000000009987": ("number", N_("Die Bank hat die Karte gesperrt: verloren gemeldet.")),
    "4000000000009979": ("number", N_("Die Bank hat die Karte gesperrt: gestohlen gemeldet.")),
    "4000000000000069": ("expiry", N_("Die Bank hat die Karte abgelehnt: abgelaufen.")),
    "4000000000000127": ("check_digits", N_("Die Bank hat die Prüfziffer abgelehnt.")),
}
"""Test cards that the industry documents as declined: field and reason. No real card has them."""


@dataclass(frozen=True)
class OfflineProvider:
    """Accepts whatever has the right form, but for cards made to be declined."""

    name: str = OFFLINE
    offline: bool = True

    def check(self, request: CheckRequest) -> Accepted:
        """Accept without a token: there is nobody who would know it.

        Raises:
            ProviderRefused: It is a test card for a refusal.
        """
        draft = request.draft
        if isinstance(draft, CreditCard) and draft.number in _DECLINED:
            field, sentence = _DECLINED[draft.number]
            raise ProviderRefused(_(sentence), field)
        return Accepted()


def ask(provider: PaymentProvider, request: CheckRequest) -> Accepted:
    """The provider's yes, waited for in another thread for `PATIENCE` seconds at most.

    The thread is left behind when nobody waits for it any more, and never holds the program up.

    Raises:
        ProviderRefused: The provider's no.
        ProviderSilent: It took too long, or failed.
    """
    answer: Future[Accepted] = Future()
    arguments = (answer, provider, request)
    Thread(target=_keep_answer, args=arguments, name="payment-provider", daemon=True).start()
    try:
        error = answer.exception(timeout=PATIENCE)
    except TimeoutError:
        raise ProviderSilent(TimeoutError) from None
    if isinstance(error, ProviderRefused):
        raise error
    if error is not None:
        # Neither its words nor where it came from: both may hold what was typed (SECURITY.md K3).
        raise ProviderSilent(type(error))
    return answer.result()


def _keep_answer(
    answer: Future[Accepted], provider: PaymentProvider, request: CheckRequest
) -> None:
    """Let `answer` be what the provider says, or whatever it fails with."""

    def keep(
        _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is not None:
            answer.set_exception(error)
        return True

    with ExitStack() as stack:
        stack.push(keep)
        answer.set_result(provider.check(request))
