"""The sections of „Meine Einstellungen“, each imported when that is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.screens.sections.section import Section


def _own_data() -> type[Section]:
    from tcm_tui.screens.my_settings.own_data import OwnDataSection  # noqa: PLC0415 - see below

    return OwnDataSection


def _addresses() -> type[Section]:
    from tcm_tui.screens.my_settings.addresses import AddressesSection  # noqa: PLC0415 - see below

    return AddressesSection


def _password() -> type[Section]:
    from tcm_tui.screens.my_settings.password import PasswordSection  # noqa: PLC0415 - see below

    return PasswordSection


def _second_factor() -> type[Section]:
    from tcm_tui.screens.my_settings.second_factor import SecondFactorSection  # noqa: PLC0415 - see below

    return SecondFactorSection


def _sessions() -> type[Section]:
    from tcm_tui.screens.my_settings.sessions import SessionsSection  # noqa: PLC0415 - see below

    return SessionsSection


def _activity() -> type[Section]:
    from tcm_tui.screens.my_settings.activity import ActivitySection  # noqa: PLC0415 - see below

    return ActivitySection


def _account() -> type[Section]:
    from tcm_tui.screens.my_settings.account import AccountSection  # noqa: PLC0415 - see below

    return AccountSection


SECTIONS: Final[tuple[Callable[[], type[Section]], ...]] = (
    _own_data,
    _addresses,
    _password,
    _second_factor,
    _sessions,
    _activity,
    _account,
)
"""From top to bottom."""
ADDRESSES: Final = 1 + SECTIONS.index(_addresses)
"""The digit of „E-Mail-Adressen“."""
