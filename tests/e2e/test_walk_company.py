"""The walk of a company that tells of itself, sets its rules and chooses how it pays.

In a real terminal, on SQLite and on PostgreSQL; afterwards everything that was written is searched
for the numbers that were typed.
"""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import create_engine, insert, select, update

from tcm_tui.data.models import Company, Invoice, UserSession
from tcm_tui.domain.demo import PASSWORD
from tcm_tui.domain.payment import PaymentKind
from tests.documents import pdf

from . import portal, traces
from .payment_desk import KINDS, Desk, Do, Number, Typed
from .portal import ANNA, LONG, sign_in
from .terminal import RESTORED, Terminal, foreign_sequences, usual_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from .conftest import Copying

SMALL: Final = (80, 24)
TELEKOM, MOBILE, CARD, PAYPAL, DEBIT = KINDS
COMPANY: Final = "Muster Maschinenbau GmbH"
CHECK_DIGITS: Final = "737"
YEAR: Final = datetime.now(UTC).year + 2
ENDS: Final = f"12/{YEAR % 100}"
IBAN: Final = "DE02120300000000202051"
OTHER_IBAN: Final = "DE02500105170137075030"
BAD_IBAN: Final = "DE02120300000000202052"
JCB: Final = "3530111333300000"
AMEX: Final = "378282246310005"
VISA: Final = "4111111111111111"
DECLINED: Final = "4000000000000002"
PROFILE: Final = {
    "name": COMPANY,
    "password_level": "long",
    "description": "Werkzeugmaschinen seit 1921",
    "vat_id": "DE136695976",
    "phone": "+49 228 1810",
    "postcode": "53111",
    "city": "Bonn",
}
"""What `company show` says of what was filled in."""
PAY_BY: Final[dict[str, tuple[str, tuple[Typed, ...]]]] = {
    TELEKOM: ("… 8827", (Number("5201334871"), Number("4410098827"))),
    MOBILE: ("… 4465", (Number("40817263"), Number("9917304465"), "0151 23456789", Do.TICK)),
    CARD: ("JCB … 0000", ("Anna Muster", Number(JCB), ENDS, Number(CHECK_DIGITS, shy=True))),
    PAYPAL: ("z…e@", ("zentrale@muster-maschinenbau.example", Do.TICK)),
    DEBIT: ("DE02 … 2051", (Do.KEEP, Number(IBAN), Do.TICK)),
}
"""What each is recognised by afterwards, and what is typed for it."""


def card(number: str, ends: str = ENDS) -> tuple[Typed, ...]:
    """What is typed for a card."""
    return ("Anna Muster", Number(number), ends, Number(CHECK_DIGITS, shy=True))


@pytest.mark.timeout(480)
def test_a_company_and_how_it_pays(copying: Copying, tmp_path: Path) -> None:
    """All of it, one after the other."""
    with copying(tmp_path / "demo") as demo, demo.open() as terminal:
        sign_in(terminal)
        edit_profile(terminal)
        affected = change_policy(terminal)
        desk = Desk(terminal)
        desk.come()
        let_the_proof_grow_old(demo)
        pay_by_each(desk)
        save_mandate(terminal, tmp_path)
        take_again(desk, CARD)
        be_refused(desk, demo)
        listed = desk.lines()
        see_history(terminal)
        search(desk, demo)  # while what was changed stands beside the database, too
        leave(terminal)
        agree(demo, affected, listed)
        search(desk, demo)


@pytest.mark.timeout(240)
def test_refusals_in_a_small_window(demo_folder: Path) -> None:
    """80 × 24: every reason can be read where it is needed."""
    demo = portal.Copy(demo_folder)
    with demo.open(size=SMALL) as terminal:
        sign_in(terminal)
        desk = Desk(terminal)
        desk.come()
        masked, values = PAY_BY[TELEKOM]
        desk.activate(TELEKOM, masked, *values)
        be_refused(desk, demo)
        leave(terminal)
        search(desk, demo)


@contextmanager
def beside(demo: portal.Copy) -> Iterator[Connection]:
    """A second connection, beside the program's."""
    engine = create_engine(demo.url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


# The company


def edit_profile(terminal: Terminal) -> None:
    """„Mein Unternehmen“: filled in from top to bottom, and read afterwards."""
    press, see = terminal.press, terminal.wait_for
    press("f4")
    see("Mein Unternehmen")
    press("u")
    see("Mein Unternehmen › Profil", LONG)
    see("e Bearbeiten")
    press("e")
    see("Unternehmensprofil bearbeiten", LONG)
    for value in ("Werkzeugmaschinen seit 1921", None, None, None, "1921", "DE136695976"):
        fill_in(terminal, value)
    fill_in(terminal, None)  # number of the register
    for value in ("0228 181-0", "info@muster-maschinenbau.example", "muster-maschinenbau.example"):
        fill_in(terminal, value)
    for value in ("Musterstraße 1", None, "5311", "Bonn"):
        fill_in(terminal, value)
    press("ctrl+s")
    see("12345")  # how one looks there
    fill_in(terminal, "53111")
    press("ctrl+s")
    terminal.wait_gone("Unternehmensprofil bearbeiten", LONG)
    for shown in ("Werkzeugmaschinen seit 1921", "+49 228 1810", "53111", "Bonn"):
        see(shown)
    press("escape")
    see("Neuigkeiten", LONG)


def fill_in(terminal: Terminal, value: str | None) -> None:
    """Type in the field with the cursor, or leave it as it is; Tab goes to the next one."""
    if value is not None:
        terminal.press("ctrl+u")
        terminal.type(value)
        terminal.wait_for(value)
    terminal.press("tab")


def change_policy(terminal: Terminal) -> str:
    """„Unternehmenseinstellungen“: whom it affects is read before anything is saved."""
    press, see = terminal.press, terminal.wait_for
    press("6")
    see("Betrifft 22 Personen; niemand muss etwas tun.", LONG)
    press("down", "enter", "down")
    see("● Mittel")
    see("15 wählen bei der nächsten Anmeldung ein neues Passwort", LONG)
    press("down", "down")
    see("● Lang")
    see("nicht gespeichert")
    terminal.wait_gone("15 wählen", LONG)
    said = re.search(r"Betrifft 22 Personen; ([^│]*\.)", terminal.screen_text())
    assert said is not None, terminal.screen_text()
    press("ctrl+s")
    terminal.wait_gone("nicht gespeichert", LONG)
    press("escape", "1")
    see("Neuigkeiten", LONG)
    return said[1]


# How it pays


def let_the_proof_grow_old(demo: portal.Copy) -> None:
    """Ten minutes have passed since anybody typed a password."""
    with beside(demo) as connection:
        before = datetime.now(UTC) - timedelta(minutes=10)
        connection.execute(update(UserSession).values(proved_at=before))


def pay_by_each(desk: Desk) -> None:
    """All five, one after the other; the password is asked for once."""
    for kind, (masked, values) in PAY_BY.items():
        assert desk.asked_at is not None or kind is TELEKOM
        desk.activate(kind, masked, *values)
    assert desk.asked_at is not None


def take_again(desk: Desk, kind: str) -> None:
    """An earlier one is active again, without anything being typed."""
    masked, _values = PAY_BY[kind]
    desk.point_at(kind, masked)
    desk.terminal.press("w")
    desk.terminal.wait_for("wieder aktivieren?", LONG)
    desk.terminal.press("right", "enter")
    desk.confirm_if_asked(lambda: masked in desk.active())
    desk.wait_active(kind, masked)


def be_refused(desk: Desk, demo: portal.Copy) -> None:
    """Whatever is wrong is said, and nothing changes."""
    wrong = Number(BAD_IBAN, wrong=True)
    desk.be_refused("Die IBAN stimmt nicht. Prüfen Sie die Stellen.", DEBIT, Do.KEEP, wrong)
    wrong = Number(AMEX, wrong=True)
    desk.be_refused("American Express wird nicht angenommen.", CARD, "Anna Muster", wrong)
    ended = f"12/{(YEAR - 3) % 100}"
    desk.be_refused("Diese Karte ist abgelaufen.", CARD, *card(VISA, ended))
    desk.be_refused("Die Bank hat die Karte abgelehnt.", CARD, *card(DECLINED))
    owe(demo)
    overdue = "Lastschrift ist nicht möglich: 1 Rechnung ist überfällig."
    desk.be_refused(overdue, DEBIT, Do.KEEP, Number(OTHER_IBAN), Do.TICK)


def owe(demo: portal.Copy) -> None:
    """A bill is overdue."""
    today = datetime.now(UTC).date()
    with beside(demo) as connection:
        company = connection.scalar(select(Company.id).where(Company.name == COMPANY))
        bill = insert(Invoice).values(
            company_id=company,
            number="R-OVERDUE",
            issued_on=today - timedelta(days=60),
            due_on=today - timedelta(days=30),
            gross_cents=11_900,
        )
        connection.execute(bill)


def see_history(terminal: Terminal) -> None:
    """„Verlauf“ tells of each step, and of what was refused."""
    terminal.press("shift+tab", "down")
    terminal.wait_for("Rechnung › Verlauf", LONG)
    terminal.wait_for("wieder aktiviert", LONG)
    terminal.wait_for("abgelehnt")


# The mandate


def mandates(home: Path) -> tuple[Path, Path]:
    """Where it is saved as text and as PDF."""
    return home / "Mandat.txt", home / "Mandat.pdf"


def save_mandate(terminal: Terminal, home: Path) -> None:
    """Shown masked, saved in full, as text and as PDF."""
    terminal.press("o")
    terminal.wait_for("SEPA-Lastschriftmandat", LONG)
    terminal.wait_for("DE02 … 2051")
    for path in mandates(home):
        terminal.press("s")
        terminal.wait_for("SEPA-Mandat speichern", LONG)
        terminal.press("ctrl+u")
        terminal.paste(str(path))
        terminal.wait_for(path.name)
        terminal.press("enter")
        portal.wait_outside(terminal, path.exists)
        terminal.wait_gone("SEPA-Mandat speichern", LONG)
    terminal.press("escape")
    terminal.wait_gone("SEPA-Lastschriftmandat")
    as_text, as_pdf = mandates(home)
    assert traces.places([IBAN], traces.files(home)) == {str(as_text)}
    assert IBAN in pdf.words(as_pdf.read_bytes())


# Afterwards


def leave(terminal: Terminal) -> None:
    """The terminal is given back, and nothing foreign was ever on it."""
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert terminal.modes() == RESTORED


def run(demo: portal.Copy, *words: str) -> Any:  # noqa: ANN401 - JSON
    """What a command of Anna's says as JSON."""
    home = demo.folder.parent
    password = home / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o600)
    where = ["--database", demo.url] if demo.server else []
    command = portal.program(home, *where, "--data", str(demo.folder), *words, "--json")
    done = subprocess.run(
        [*command, "--as", ANNA, "--password-file", str(password)],
        env=usual_environment() | {"HOME": str(home)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def agree(demo: portal.Copy, affected: str, listed: list[str]) -> None:
    """The commands say what the screens said."""
    company = run(demo, "company", "show")
    assert company | PROFILE == company
    assert str(company["passwords_affected"]) in affected.replace("niemand", "0")
    methods = run(demo, "payment", "list")
    assert len(methods) == len(listed)
    for method, line in zip(methods, listed, strict=True):
        shown = re.split("  +", line)[1]  # cut where the column ends
        assert method["masked"].startswith(shown.removesuffix("…"))
        assert (method["state"] == "active") == ("● aktiv" in line)
    assert {method["kind"] for method in methods} == {kind.value for kind in PaymentKind}


def search(desk: Desk, demo: portal.Copy) -> None:
    """No number that was typed stands anywhere, but for the IBAN in the mandate that was saved."""
    home = demo.folder.parent
    written = [
        ("terminal", desk.sent()),
        *traces.files(home, apart_from=mandates(home)),
        *traces.rows(demo.url),
    ]
    numbers = [one.text for one in desk.typed if not one.shy]
    assert not traces.places(numbers, written)
    assert not traces.places_of_word(CHECK_DIGITS, [*written, ("typing", bytes(desk.terminal.raw))])
    if demo.server:
        assert not traces.places(numbers, traces.server_files(demo.url))
