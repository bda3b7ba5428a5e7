"""The sections of „Mein Unternehmen“, each imported when that is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.permissions import Permission, allows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.permissions import Standing
    from tcm_tui.screens.sections.section import Section


def _profile() -> type[Section]:
    from tcm_tui.screens.my_company.profile import ProfileSection  # noqa: PLC0415 - see below

    return ProfileSection


def _directory() -> type[Section]:
    from tcm_tui.screens.my_company.directory import DirectorySection  # noqa: PLC0415 - see below

    return DirectorySection


def _history() -> type[Section]:
    from tcm_tui.screens.my_company.history import HistorySection  # noqa: PLC0415 - see below

    return HistorySection


_SECTIONS: Final[tuple[tuple[Callable[[], type[Section]], Permission], ...]] = (
    (_profile, Permission.COMPANY_READ),
    (_directory, Permission.DIRECTORY_READ),
    (_history, Permission.COMPANY_EDIT),
)
"""From top to bottom, with what each asks for."""


def sections_for(role: Standing) -> tuple[Callable[[], type[Section]], ...]:
    """Those that `role` may open."""
    return tuple(section for section, permission in _SECTIONS if allows(role, permission))
