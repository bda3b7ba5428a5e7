"""The walk of an account, as a person takes it: from an empty folder to another address.

Registration, a forgotten password, a second factor, addresses; in a real terminal, on SQLite and
on PostgreSQL, and once with every mail through a real server that is away for a while.
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyotp
import pytest

from tcm_tui.domain.mail import MailKind, MailState
from tests.smtp import HOST, MailServer

from .portal import LONG, WIDE, choose, program, sign_out, wait_outside
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from pathlib import Path

FIRST: Final = "ole.hansen@hafen-logistik.example"
SECOND: Final = "ole@hansen-privat.example"
OLD: Final = "kupfer-Anker-zwo7"
NEW: Final = "Nordwind.weht-41"
STEP: Final = 30
"""Seconds for which a code of an authenticator is shown."""
BACK_AGAIN: Final = 100.0
"""Seconds after which mail has left that a server refused once: a minute, and some at random."""


class Postfach:
    """Codes are used in „Postfach“, where the newest mail is the first."""

    def use_code(self, terminal: Terminal, subject: str, _recipient: str) -> None:
        """Open what the newest mail is for."""
        if "Hier liegen die E-Mails" not in terminal.screen_text():
            choose(terminal, "Postfach")
            terminal.wait_for("Hier liegen die E-Mails")
        terminal.press("f5")
        terminal.wait_for(subject, LONG)
        terminal.press("c")

    def leave(self, terminal: Terminal) -> None:
        """Back to where it was opened from."""
        terminal.press("escape")
        terminal.wait_gone("Hier liegen die E-Mails")


@dataclass
class Inbox:
    """Codes come by a real mail server, and are pasted with the whole mail around them."""

    server: MailServer
    read: int = 0

    def use_code(self, terminal: Terminal, subject: str, recipient: str) -> None:
        """Wait for the next mail to `recipient`, and paste it into „Code eingeben“."""
        content = self.wait_for(terminal, subject, recipient)
        if "XXXX-XXXX" not in terminal.screen_text():
            choose(terminal, "Code eingeben")
            terminal.wait_for("XXXX-XXXX")
        terminal.paste(content)
        terminal.wait_gone("XXXX-XXXX")
        terminal.press("enter")

    def wait_for(self, terminal: Terminal, subject: str, recipient: str) -> str:
        """The text of the next mail to `recipient` about `subject`."""
        deadline = time.monotonic() + BACK_AGAIN
        while time.monotonic() < deadline:
            for number, letter in enumerate(self.server.letters):
                fits = subject in str(letter.message["Subject"])
                if number >= self.read and letter.recipients == (recipient,) and fits:
                    self.read = number + 1
                    body = letter.message.get_body(preferencelist=("plain",))
                    assert body is not None
                    return str(body.get_content())
            terminal.read_for(0.05)
        raise AssertionError(f"no mail about {subject} to {recipient}")

    def leave(self, terminal: Terminal) -> None:
        """Nothing was opened that would have to be left."""


Post = Postfach | Inbox


@dataclass
class Walk:
    """One person, one terminal, one way for mail."""

    terminal: Terminal
    post: Post
    secret: str = field(default="", repr=False)
    used: int = 0
    """The last step of the authenticator whose code was used."""
    recovery: list[str] = field(default_factory=list, repr=False)

    def register(self) -> None:
        """The first start offers it: Enter is enough."""
        see, press = self.terminal.wait_for, self.terminal.press
        see("Hier ist noch kein Unternehmen registriert", LONG)
        press("enter")
        see("Schritt 1 von 3")
        self.terminal.type(FIRST)
        press("enter")
        see("Schritt 2 von 3", LONG)
        if isinstance(self.post, Postfach):
            press("tab", "tab", "tab", "enter")
            see("Hier liegen die E-Mails")
        self.post.use_code(self.terminal, "Ihre kostenlose Registrierung", FIRST)
        see("Schritt 3 von 3", LONG)
        see(FIRST)
        for text in ("Hansen", "Ole", "Hafen Logistik GmbH", "+49 40 12345"):
            self.terminal.type(text)
            press("enter")
        press(*["tab"] * 7)  # what may be left out
        self._choose_password(OLD)
        press("space", "enter", "space", "ctrl+s")
        see("ERSTE SCHRITTE", LONG)
        see("Ole Hansen · Hafen Logistik GmbH")
        see("Ole Hansen hat das Konto eingerichtet")

    def forget_password(self) -> None:
        """Asked for at „Anmelden“; the old one is worth nothing afterwards."""
        see, press = self.terminal.wait_for, self.terminal.press
        choose(self.terminal, "Passwort vergessen")
        see("E-Mail senden")
        self.terminal.type(FIRST)
        press("enter")
        see("Gibt es zu dieser Adresse ein Konto", LONG)

    def set_new_password(self) -> None:
        """With the code of the mail."""
        self.post.use_code(self.terminal, "Passwort", FIRST)
        self.terminal.wait_for("Neues Passwort", LONG)
        self.terminal.wait_for("Der Code gilt bis")
        self._choose_password(NEW)
        self.terminal.wait_for("Ihr Passwort ist geändert", LONG)
        self.post.leave(self.terminal)

    def sign_in(self, email: str = FIRST) -> None:
        """Address and password, and a code where one is asked for."""
        see, press = self.terminal.wait_for, self.terminal.press
        self.terminal.type(email)
        press("enter")
        self.terminal.type(NEW)
        press("enter")
        if self.secret:
            see("Wiederherstellungscode", LONG)
            self.terminal.type(self._code())
            press("enter")
        see("Neuigkeiten", LONG)

    def set_up_factor(self) -> None:
        """From „Erste Schritte“, where it is ticked off."""
        see, press = self.terminal.wait_for, self.terminal.press
        self._to_section("Zweiter Faktor")
        see("nicht eingerichtet")
        press("enter", "n")
        see("Code aus der App", LONG)
        groups = re.findall(r"(?:\b[A-Z2-7]{4} ?){4}", self.terminal.screen_text())
        self.secret = "".join(groups).replace(" ", "")
        assert len(self.secret) == 32
        self.terminal.type(self._code())
        press("enter")
        see("In Datei speichern", LONG)
        self.recovery = re.findall(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", self.terminal.screen_text())
        assert len(self.recovery) == 10
        press("escape")
        see("Codes aufgeschrieben?")
        press("right", "enter")
        self.terminal.wait_gone("In Datei speichern")
        see("Wiederherstellungscodes: noch 10 von 10")
        self._back_home()
        see("✓ Zweiten Faktor einrichten")

    def change_address(self) -> None:
        """Another one is added, verified and made primary; the first one goes."""
        see, press = self.terminal.wait_for, self.terminal.press
        self._to_section("E-Mail-Adressen")
        see("● primär")
        press("enter", "n")
        see("Erst wenn Sie ihn eingegeben haben")
        self.terminal.type(SECOND)
        press("enter")
        see("ging ein Code", LONG)
        see("◌ wartet auf den Code")
        self.post.use_code(self.terminal, "Bestätigen Sie diese E-Mail-Adresse", SECOND)
        see("ist bestätigt", LONG)
        see("● bestätigt")
        self._back_home()
        self._to_section("E-Mail-Adressen")
        press("enter", "down", "p")
        see("ist jetzt Ihre primäre", LONG)
        press("down", "delete")
        see("Adresse löschen?")
        see(FIRST)
        press("right", "enter")
        see("ist gelöscht", LONG)
        self._back_home()

    def _choose_password(self, password: str) -> None:
        """Twice; it is never shown."""
        for _time in range(2):
            self.terminal.type(password)
            self.terminal.wait_quiet()
            self.terminal.press("enter")

    def _code(self) -> str:
        """What the authenticator shows; each is good once: a quick person takes another code."""
        now = int(time.time() // STEP)
        following = max(now, self.used + 1)
        if following > now + 1:
            return self.recovery.pop()
        self.used = following
        return pyotp.TOTP(self.secret).generate_otp(following)

    def _to_section(self, name: str) -> None:
        """„Meine Einstellungen“, by the name menu and the digit of the section."""
        self.terminal.press("f4")
        self.terminal.wait_for("Meine Einstellungen")
        self.terminal.press("e")
        self.terminal.wait_for("Meine Einstellungen ›")
        found = re.search(rf"(\d) {name}", self.terminal.screen_text())
        assert found is not None, self.terminal.screen_text()
        self.terminal.press(found[1])
        self.terminal.wait_for(f"Meine Einstellungen › {name}")

    def _back_home(self) -> None:
        self.terminal.press("escape")
        self.terminal.wait_for("Neuigkeiten")


def begin(walk: Walk) -> None:
    """What every walk begins with."""
    walk.register()
    sign_out(walk.terminal)
    walk.forget_password()


def go_on(walk: Walk) -> None:
    """From the mail about the forgotten password to the end."""
    walk.set_new_password()
    walk.sign_in()
    walk.set_up_factor()
    sign_out(walk.terminal)
    walk.sign_in()
    walk.change_address()
    sign_out(walk.terminal)
    walk.sign_in(SECOND)
    leave(walk.terminal)


def failed_tries(path: Path) -> int:
    """How often the mail about the forgotten password could not be handed over."""
    with closing(sqlite3.connect(path)) as database:
        (tries,) = database.execute(
            "SELECT max(attempts) FROM outbox_messages WHERE kind = ? AND state = ?",
            (MailKind.FORGOTTEN.value, MailState.PENDING.value),
        ).fetchone()
    return int(tries or 0)


def leave(terminal: Terminal) -> None:
    """The terminal is given back, and nothing secret or foreign was ever on it."""
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert terminal.modes() == RESTORED
    for password in (OLD, NEW):
        assert password.encode() not in terminal.raw


@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_an_account_from_an_empty_folder_on(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Every code from „Postfach“."""
    words = []
    if kind == "postgres":
        words = ["--database", request.getfixturevalue("postgres_url")]
    command = program(tmp_path, *words)
    with Terminal(command, size=WIDE, env={"HOME": str(tmp_path)}) as terminal:
        walk = Walk(terminal, Postfach())
        begin(walk)
        go_on(walk)


@pytest.mark.timeout(360)
def test_the_same_with_every_mail_through_a_server(tmp_path: Path) -> None:
    """It is away when a mail should leave; that mail leaves once it is back."""
    with MailServer() as server:
        settings = {
            "HOME": str(tmp_path),
            "TCM_SMTP_HOST": HOST,
            "TCM_SMTP_PORT": str(server.port),
            "TCM_SMTP_SECURITY": "none",
        }
        with Terminal(program(tmp_path), size=WIDE, env=settings) as terminal:
            walk = Walk(terminal, Inbox(server))
            walk.register()
            sign_out(terminal)
            server.stop()
            walk.forget_password()
            wait_outside(terminal, lambda: failed_tries(tmp_path / "data" / "tcm.db") == 1)
            server.start()
            go_on(walk)
    assert not (tmp_path / "data" / "mail").exists()
