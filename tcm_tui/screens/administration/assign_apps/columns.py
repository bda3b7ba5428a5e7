"""The columns of the lists of „Apps zuweisen“; narrow terminals drop the last ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_
from tcm_tui.screens.administration.assign_apps.lines import (
    AppLine,
    PersonLine,
    address_text,
    app_name,
    app_ticked,
    change_text,
    free_now,
    person_text,
    person_ticked,
)
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.assignments import LicenceRow, PersonRow
    from tcm_tui.domain.pending_assignments import PendingAssignments, PendingChange
    from tcm_tui.screens.administration.assign_apps.lines import Ticked

Row = TypeVar("Row")


def people_columns() -> list[Column[PersonRow]]:
    """People to choose."""
    return [_name(person_text), _address(address_text)]


def person_line_columns(pending: PendingAssignments) -> list[Column[PersonLine]]:
    """People to tick."""
    return [
        _name(lambda line: person_text(line.row)),
        _address(lambda line: address_text(line.row)),
        _change(lambda line: person_ticked(pending, line)),
    ]


def app_columns(pending: PendingAssignments) -> list[Column[LicenceRow]]:
    """Subscriptions to choose."""
    return [
        _app(lambda row: app_name(row.app)),
        _free(lambda row: free_now(pending, row)),
    ]


def app_line_columns(pending: PendingAssignments, *, brief: bool) -> list[Column[AppLine]]:
    """Subscriptions to tick; `brief` calls each what people call it."""
    named: Column[AppLine] = Column(
        name="name",
        label=N_("Abonnement-Name"),
        width=15,
        render=lambda line: line.licence.app.name,
    )
    return [
        _app(lambda line: app_name(line.licence.app) if brief else line.licence.app.title),
        *([] if brief else [named]),
        _free(lambda line: free_now(pending, line.licence)),
        _change(lambda line: app_ticked(pending, line)),
    ]


def waiting_columns(*, troubled: bool) -> list[Column[PendingChange]]:
    """What waits to be saved; `troubled` tells why some of it could not be."""
    trouble: Column[PendingChange] = Column(
        name="trouble",
        label=N_("Hinweis"),
        width=24,
        flexible=True,
        priority=1,
        render=lambda change: f"✗ {change.trouble}" if change.trouble else "",
        tone=lambda _change: Tone.ERROR,
    )
    return [
        Column(
            name="change",
            label=N_("Änderung"),
            width=10,
            render=lambda change: change_text(give=change.give),
            tone=lambda change: Tone.GOOD if change.give else Tone.WARNING,
        ),
        Column(
            name="person",
            label=N_("Person"),
            width=16,
            flexible=True,
            render=lambda change: change.person,
        ),
        Column(
            name="app", label=N_("App"), width=32, flexible=True, render=lambda change: change.app
        ),
        *([trouble] if troubled else []),
    ]


def _name(render: Callable[[Row], str]) -> Column[Row]:
    return Column(name="name", label=N_("Name"), width=18, flexible=True, render=render)


def _address(render: Callable[[Row], str]) -> Column[Row]:
    return Column(
        name="address",
        label=N_("E-Mail"),
        width=22,
        flexible=True,
        priority=2,
        render=render,
        tone=lambda _row: Tone.MUTED,
    )


def _app(render: Callable[[Row], str]) -> Column[Row]:
    return Column(name="app", label=N_("App"), width=14, flexible=True, render=render)


def _free(free: Callable[[Row], int]) -> Column[Row]:
    return Column(
        name="free",
        label=N_("Frei"),
        width=4,
        align="right",
        render=lambda row: number(max(0, free(row))),  # below 0 when others took some meanwhile
        tone=lambda row: None if free(row) > 0 else Tone.WARNING,
    )


def _change(ticked: Callable[[Row], Ticked]) -> Column[Row]:
    return Column(
        name="change",
        label=N_("Änderung"),
        width=10,
        render=lambda row: ticked(row).text,
        tone=lambda row: ticked(row).tone,
    )
