"""A subscription that no database holds, and its dialogs, for tests of what all dialogs do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.subscription_rows import EditionChoice, SubscriptionPage, SubscriptionRow
from tcm_tui.domain.subscriptions import Phase, SubscriptionState, Timeline
from tcm_tui.domain.terms import Span
from tcm_tui.screens.administration.products.details import DetailsDialog
from tcm_tui.screens.administration.products.edition_dialog import EditionDialog
from tcm_tui.screens.administration.products.licences_dialog import LicencesDialog
from tcm_tui.screens.administration.products.reading import Reading
from tcm_tui.screens.administration.products.rename_dialog import RenameDialog
from tcm_tui.screens.administration.products.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.app import MarketplaceApp
    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.widgets.dialog_box import Dialog

_FIRST: Final = date(2026, 3, 1)
_LAST: Final = date(2027, 2, 28)
ROW: Final = SubscriptionRow(
    id=1,
    product_id=3,
    product="Microsoft 365 Business",
    provider="Microsoft",
    edition_id=5,
    edition="Basic",
    name="Vertrieb Süd",
    licences=25,
    used=12,
    unit_cents=560,
    charging=Charging.MONTHLY,
    term_months=12,
    starts_on=_FIRST,
    trial_until=None,
    term=Span(_FIRST, _LAST),
    ends_on=None,
    state=SubscriptionState.ACTIVE,
    owner_id=7,
    owner="Anna Muster",
    is_add_on=False,
    base_id=None,
    planned=None,
    planned_from=None,
    version=1,
)
"""A year of 25 licences, twelve of them in use."""
PAGE: Final = SubscriptionPage(
    row=ROW,
    today=date(2026, 11, 23),
    timeline=Timeline(_FIRST, 12, Charging.MONTHLY, (Phase(_FIRST, 5, 25, 560),)),
    editions={5: "Basic"},
    base=None,
    add_ons=(),
    next_charge=None,
    choices=(EditionChoice(6, "Standard", 1170, upgrade=True, from_on=_FIRST, hindrance=""),),
    may_add=(),
    end_if_cancelled=_LAST,
    history=(),
)


async def nothing(*_asked: Any, **_more: Any) -> list[Any]:  # noqa: ANN401 - whatever is asked
    """There is none of it."""
    return []


async def gone(*_asked: Any) -> SubscriptionRow:  # noqa: ANN401 - as above
    """It is not there any more.

    Raises:
        NotFound: Always.
    """
    raise NotFound("Dieses Abonnement gibt es nicht.")


async def no_preview(_wanted: int) -> Preview:
    """It is not there any more.

    Raises:
        NotFound: Always.
    """
    raise NotFound("Dieses Abonnement gibt es nicht.")


DIALOGS: Final[dict[str, Callable[[MarketplaceApp], Dialog[Any]]]] = {
    "subscription": lambda app: DetailsDialog(PAGE, frozenset(Wish), Reading(nothing, app.zone)),
    "subscription_edition": lambda _app: EditionDialog(PAGE, no_preview, gone, gone),
    "subscription_licences": lambda _app: LicencesDialog(PAGE, no_preview, gone),
    "subscription_name": lambda app: RenameDialog(ROW, gone, app.zone),
}
"""Each dialog of „Produkte“."""
