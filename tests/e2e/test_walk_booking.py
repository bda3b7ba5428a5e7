"""The walk of a booking: found, bought with a new way to pay, named, assigned, changed, cancelled.

In a real terminal, on SQLite and on PostgreSQL; afterwards the database says what the screen said.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import create_engine, func, select

from tcm_tui.data.models import (
    Assignment,
    Order,
    OutboxMessage,
    PaymentMethod,
    Subscription,
    SubscriptionPhase,
)
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.payment import PaymentState

from .payment_desk import Desk, Number
from .portal import LONG, sign_in
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from pathlib import Path

    from . import portal
    from .conftest import Copying

IBAN: Final = Number("DE02120300000000202051")
NAME: Final = "Vertrieb Nord"


@pytest.mark.timeout(300)
def test_booking_from_search_to_notice(copying: Copying, tmp_path: Path) -> None:
    """All of it, one after the other."""
    with copying(tmp_path / "demo") as demo, demo.open() as terminal:
        sign_in(terminal)
        find(terminal)
        order(terminal)
        name(terminal)
        assign(terminal)
        change(terminal)
        give_notice(terminal)
        leave(terminal)
        agree(demo)


def money(words: str) -> str:
    """The same with the blank that amounts are written with: it never ends a line."""
    return words.replace(" €", "\N{NO-BREAK SPACE}€")


def find(terminal: Terminal) -> None:
    """„Business Basic“ is found in the catalogue, and its product opened."""
    press, see = terminal.press, terminal.wait_for
    press("f2")
    see("Marktplatz › Katalog", LONG)
    see("Im Monat ab", LONG)
    press("/")
    terminal.type("Business Basic")
    terminal.wait_gone("Acrobat Sign", LONG)
    see("Microsoft 365 Business")
    press("enter", "enter")
    see("Katalog › Microsoft 365 Business", LONG)
    see(money("5,60 €"))
    press("b")
    see("Zahl der Lizenzen", LONG)


def order(terminal: Terminal) -> None:
    """25 licences, a new „Lastschrift“ on the way, „Kostenpflichtig bestellen“, the receipt."""
    press, see = terminal.press, terminal.wait_for
    press("ctrl+u")
    terminal.type("25")
    see(money("25 Lizenzen × 5,60 €"))
    see(money("166,60 €"))
    press("ctrl+s")
    see("● Abrechnungsdaten", LONG)
    see("Lastschrift", LONG)
    pay_by_debit(terminal)
    press("ctrl+s")
    see("● Prüfen und bestellen", LONG)
    see("DE02 … 2051")
    press("escape")  # back and forth loses nothing
    see("● Abrechnungsdaten", LONG)
    press("ctrl+s")
    see("● Prüfen und bestellen", LONG)
    press("ctrl+s")
    see("Bestätigen Sie die geschäftliche Nutzung.")
    press("space", "tab", "space", "ctrl+s")
    see("✓ Bestellt, Nummer B-", LONG)
    see(money("25 Lizenzen × 5,60 €"))


def pay_by_debit(terminal: Terminal) -> None:
    """The form of „Bezahlverfahren“, over the booking."""
    desk = Desk(terminal)
    terminal.wait_quiet()
    terminal.press("a")
    terminal.wait_for("Lastschrift aktivieren", LONG)
    terminal.press("enter")  # the holder is filled in
    terminal.type(IBAN.text)
    terminal.wait_for("DE02 1203 0000 0000 2020 51")
    terminal.press("enter", "space", "ctrl+s")
    desk.confirm_if_asked(lambda: "DE02 … 2051" in terminal.screen_text())
    terminal.wait_gone("Lastschrift aktivieren", LONG)


def name(terminal: Terminal) -> None:
    """„Produkte“ shows it in detail; it gets its „Abonnement-Name“ and is found by it."""
    press, see = terminal.press, terminal.wait_for
    press("p")
    see("Verwaltung › Produkte", LONG)
    see("e Abonnement-Name", LONG)
    press("e")
    see("leer löscht ihn", LONG)
    terminal.type(NAME)
    press("enter")
    terminal.wait_gone("leer löscht ihn", LONG)
    see(NAME, LONG)
    press("escape", "/")
    terminal.type(NAME)
    see("1 Abonnement ", LONG)
    press("enter")


def assign(terminal: Terminal) -> None:
    """Ten members and two pending invitations, marked on „Benutzer“, get a licence."""
    press, see = terminal.press, terminal.wait_for
    press("2")
    see("Becker, Jonas", LONG)
    press("home", *["space"] * 8, "down", "down", *["space"] * 3, "down", "space")
    see("12 markiert", LONG)
    press("l")
    see("Apps von 12 Personen", LONG)
    press("/")
    terminal.type(NAME)
    see("0 von 25 zugewiesen", LONG)
    press("enter", "space")
    see("Änderungen: 12 zuweisen", LONG)
    press("ctrl+s")
    see("12 Änderungen speichern", LONG)
    press("ctrl+s")
    see("12 Lizenzen zugewiesen", LONG)


def change(terminal: Terminal) -> None:
    """Fewer than are in use is refused with the numbers; more is shown before it is done."""
    press, see = terminal.press, terminal.wait_for
    press("3")
    see("12/25", LONG)
    press("a")
    see("Lizenzen insgesamt", LONG)
    press("ctrl+u")
    terminal.type("5")
    see("12 Lizenzen sind zugewiesen; weniger als 12 geht erst", LONG)
    press("ctrl+u")
    terminal.type("30")
    see(money("168,00 € im Monat"), LONG)
    see(money("Berechnet werden 28,00 € netto"))
    press("ctrl+s")
    terminal.wait_gone("Lizenzen insgesamt", LONG)
    see("12/30", LONG)


def give_notice(terminal: Terminal) -> None:
    """„Kündigen“ names the day; it is taken back."""
    press, see = terminal.press, terminal.wait_for
    press("delete")
    see("Abonnement kündigen?", LONG)
    see("12 Personen verlieren dann die Lizenz")
    press("right", "enter")
    see("! gekündigt", LONG)
    press("delete")
    see("Kündigung zurücknehmen?", LONG)
    press("right", "enter")
    terminal.wait_gone("! gekündigt", LONG)


def leave(terminal: Terminal) -> None:
    """The terminal is given back, and nothing foreign was ever on it."""
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert terminal.modes() == RESTORED


def agree(demo: portal.Copy) -> None:
    """One order, one subscription, twelve licences, one way to pay; and the mails to tell of it."""
    engine = create_engine(demo.url)
    with engine.connect() as connection:
        found = connection.execute(
            select(Subscription.__table__).where(Subscription.name == NAME)
        ).one()
        orders = connection.execute(select(Order.state).where(Order.id == found.order_id)).scalars()
        holders = connection.execute(
            select(
                func.count(Assignment.membership_id), func.count(Assignment.invitation_id)
            ).where(Assignment.subscription_id == found.id)
        ).one()
        phases = connection.execute(
            select(SubscriptionPhase.licences)
            .where(SubscriptionPhase.subscription_id == found.id)
            .order_by(SubscriptionPhase.id)
        ).scalars()
        paying = connection.execute(
            select(PaymentMethod.last_four).where(
                PaymentMethod.company_id == found.company_id,
                PaymentMethod.state == PaymentState.ACTIVE,
            )
        ).scalars()
        mails = connection.execute(
            select(OutboxMessage.kind).where(OutboxMessage.company_id == found.company_id)
        ).scalars()
        assert list(orders) == [OrderState.PLACED]
        assert (found.licences, found.used, found.ends_on) == (30, 12, None)
        assert isinstance(found.starts_on, date)
        assert tuple(holders) == (10, 2)
        assert list(phases)[-1] == 30
        assert list(paying) == ["2051"]
        kinds = set(mails)
        assert kinds >= {
            MailKind.ORDER_RECEIPT,
            MailKind.LICENCE_ASSIGNED,
            MailKind.SUBSCRIPTION_CHANGED,
            MailKind.SUBSCRIPTION_CANCELLED,
        }
    engine.dispose()
