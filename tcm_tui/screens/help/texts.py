"""What „Hilfe“ says about each topic, and every how-to there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.screens.help.account_texts import ACCOUNT
from tcm_tui.screens.help.assigning_texts import ASSIGNING
from tcm_tui.screens.help.booking_texts import BOOKING
from tcm_tui.screens.help.company_texts import COMPANY
from tcm_tui.screens.help.cost_texts import COSTS
from tcm_tui.screens.help.entry_texts import ENTRY
from tcm_tui.screens.help.marketplace_texts import MARKETPLACE
from tcm_tui.screens.help.payment_texts import PAYMENT
from tcm_tui.screens.help.products_texts import PRODUCTS
from tcm_tui.screens.help.profile_texts import PROFILE
from tcm_tui.screens.help.reseller_texts import RESELLERS
from tcm_tui.screens.help.settings_texts import SETTINGS

if TYPE_CHECKING:
    from tcm_tui.navigation import Topic
    from tcm_tui.screens.help.how_to import HelpText

HELP: Final[dict[Topic, HelpText]] = {
    **ENTRY,
    **COMPANY,
    **ACCOUNT,
    **PROFILE,
    **SETTINGS,
    **MARKETPLACE,
    **BOOKING,
    **PRODUCTS,
    **PAYMENT,
    **COSTS,
    **ASSIGNING,
    **RESELLERS,
}
HOW_TOS: Final = tuple(dict.fromkeys(one for text in HELP.values() for one in text.how_tos))
"""Each of them once, in the order in which one needs them."""
