"""„Postfach“: real invitations, delivered into a real Maildir, and read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from textual.app import App
from textual.widgets import Button, Static

import tcm_tui
from tcm_tui.bootstrap import post as post_office
from tcm_tui.domain.codes import find_code
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import MailKind
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead, render
from tcm_tui.navigation import Destination, Door
from tcm_tui.screens.mailbox.mailbox_screen import MailboxScreen
from tcm_tui.screens.mailbox.reading_pane import ReadingPane
from tcm_tui.services import mailbox
from tcm_tui.services.accepting import open_invitation
from tcm_tui.services.invitations import invite
from tcm_tui.services.mail import deliver_round
from tcm_tui.themes import DARK
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tests.mail.letters import promise
from tests.screens.support import sign_in
from tests.waiting import settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.host import Navigate
    from tcm_tui.services.context import Context
    from tests.builders import Clock
    from tests.screens.support import Stage

PEOPLE = ("lena.hoffmann", "tim.bauer", "zoe.gross")


class Room(App[None]):
    """The mailbox before anybody signed in, and the codes that are to be used."""

    CSS_PATH = Path(tcm_tui.__file__).parent / "app.tcss"
    signed_in: SignedIn | None = None
    zone = ZoneInfo("Europe/Berlin")
    local = True
    help_phone = None
    door = Door.ADMINISTRATION

    def __init__(self, box: Path, clock: Clock) -> None:
        super().__init__()
        self.box = box
        self.clock = clock
        self.animation_level = "none"
        self.codes: list[str] = []

    def on_mount(self) -> None:
        """Open it, in the colours of the portal."""
        self.register_theme(DARK)
        self.theme = DARK.name
        self.push_screen(MailboxScreen(self.box, self.zone, self.clock))

    def on_navigate(self, event: Navigate) -> None:
        """Keep the code that „Code eingeben“ is opened with."""
        assert event.destination is Destination.ENTER_CODE
        self.codes.append(event.item)


def post(ctx: Context, box: Path, *people: str) -> None:
    """Invite and deliver."""
    for person in people:
        invite(ctx, InvitationDraft(f"{person}@muster-maschinenbau.example"))
    deliver_round(ctx, MaildirDeliverer(box), Letterhead())


@pytest.fixture
def box(ctx: Context, clock: Clock, tmp_path: Path) -> Path:
    """Three invitations, an hour between them."""
    folder = tmp_path / "mail"
    for person in PEOPLE:
        post(ctx, folder, person)
        clock.forward(hours=1)
    return folder


def lines(pilot: Pilot[None]) -> list[str]:
    """What the list shows."""
    found = pilot.app.screen.query_one(RecordTable)
    drawn = [found.render_line(y).text for y in range(1, found.size.height)]
    return [line.strip() for line in drawn if line.strip()]


def shown(pilot: Pilot[None]) -> str:
    """Head and text of the mail shown."""
    pane = pilot.app.screen.query_one(ReadingPane)
    return "\n".join(
        str(pane.query_one(part, Static).content) for part in ("#letter-head", "#letter-text")
    )


async def test_the_newest_mail_is_on_top_and_open(box: Path, clock: Clock) -> None:
    """Unread ones carry a sign that needs no colour."""
    async with Room(box, clock).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert [line.split("@")[0] for line in lines(pilot)] == [
            "zoe.gross",
            "● tim.bauer",
            "● lena.hoffmann",
        ]
        assert "zoe.gross@muster-maschinenbau.example" in shown(pilot)
        assert "heute 12:00" in lines(pilot)[0]


async def test_what_was_shown_counts_as_read(box: Path, clock: Clock) -> None:
    """In the folder too, so that the next start knows it."""
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
    assert [letter.unread for letter in mailbox.letters(box)] == [False, False, True]


async def test_running_past_a_mail_does_not_read_it(box: Path, clock: Clock) -> None:
    """Only where the cursor rests."""
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        await pilot.press("down", "down")
        await settle(pilot)
        assert "lena.hoffmann" in shown(pilot)
    assert [letter.unread for letter in mailbox.letters(box)] == [False, True, False]


@pytest.mark.parametrize("way", ["key", "button"])
async def test_a_code_is_handed_on(nobody: Context, box: Path, clock: Clock, way: str) -> None:
    """It opens the invitation it was sent for."""
    app = Room(box, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
        await (pilot.press("c") if way == "key" else pilot.click("#use-code"))
        await pilot.pause()
    (code,) = app.codes
    assert open_invitation(nobody, code).email.startswith("tim.bauer@")


async def test_a_mail_without_a_code_offers_none(box: Path, clock: Clock) -> None:
    """Neither by button nor by key."""
    for number, path in enumerate(sorted((box / "new").iterdir())):
        content = path.read_bytes()
        code = find_code(content.decode())
        assert code is not None
        path.write_bytes(content.replace(code.encode(), b"nichts %d" % number))
    app = Room(box, clock)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("c")
        assert not app.screen.query_one("#use-code", Button).display
        assert app.codes == []


async def test_a_search_looks_in_addresses_and_subjects(box: Path, clock: Clock) -> None:
    """While typing; Esc shows all again."""
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        await pilot.press("slash", *"BAUER")
        await settle(pilot)
        assert len(lines(pilot)) == 1
        assert "tim.bauer" in shown(pilot)
        await pilot.press(*"xx")
        await settle(pilot)
        assert lines(pilot) == ["Keine E-Mail passt zur Suche. Esc leert sie."]
        assert "tim.bauer" not in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert len(lines(pilot)) == 3
        assert isinstance(pilot.app.focused, RecordTable)


async def test_reading_again_keeps_the_cursor_on_its_mail(
    ctx: Context, box: Path, clock: Clock
) -> None:
    """New mail comes in above."""
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
        post(ctx, box, "neu.dabei")
        await pilot.press("f5")
        await settle(pilot)
        assert lines(pilot)[0].startswith("● neu.dabei")
        row = pilot.app.screen.query_one(RecordTable).cursor_row
        assert isinstance(row, mailbox.Letter)
        assert row.recipient.startswith("tim.bauer")


async def test_an_empty_mailbox_says_what_belongs_here(tmp_path: Path, clock: Clock) -> None:
    """It is not an error."""
    async with Room(tmp_path / "mail", clock).run_test() as pilot:
        await settle(pilot)
        assert lines(pilot) == ["Noch keine E-Mails. Hier erscheint, was das Programm sendet."]


async def test_a_mailbox_that_cannot_be_read_is_not_taken_for_empty(
    tmp_path: Path, clock: Clock
) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "new").write_text("x")
    async with Room(tmp_path, clock).run_test() as pilot:
        await settle(pilot)
        assert lines(pilot)[0].startswith("Das Postfach kann nicht gelesen werden.")


async def test_a_mail_that_is_gone_says_so(box: Path, clock: Clock) -> None:
    """Somebody deleted it meanwhile."""
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        for path in (box / "new").iterdir():
            path.unlink()
        await pilot.press("down")
        await settle(pilot)
        assert "Diese E-Mail gibt es nicht mehr." in shown(pilot)


async def test_thousands_of_mails_are_listed_without_reading_their_bodies(
    box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the one under the cursor is read, and only what is seen is drawn."""
    content = next((box / "new").iterdir()).read_bytes()
    for number in range(3_000):
        (box / "new" / f"17{number:08}.{number:010}_x.tcm-tui").write_bytes(content)
    bodies: list[str] = []
    read = mailbox.letter

    def counted(folder: Path, key: str) -> mailbox.LetterBody:
        bodies.append(key)
        return read(folder, key)

    monkeypatch.setattr(mailbox, "letter", counted)
    async with Room(box, clock).run_test() as pilot:
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        row = pilot.app.screen.query_one(RecordTable).cursor_row
        assert isinstance(row, mailbox.Letter)
        assert row.key == min(letter.key for letter in mailbox.letters(box))
    assert len(bodies) == 2


async def test_the_warning_says_whose_mail_this_is(box: Path, clock: Clock) -> None:
    """Everybody's."""
    async with Room(box, clock).run_test() as pilot:
        warning = str(pilot.app.screen.query_one("#mailbox-warning", Static).content)
        assert "aller Personen dieses Datenordners" in warning


async def test_escape_leaves_no_worker_running(box: Path, clock: Clock) -> None:
    """Not even in the middle of reading the folder."""
    app = Room(box, clock)
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, MailboxScreen)
        assert not [worker for worker in app.workers if worker.is_running]


async def test_keys_in_the_search_are_text(box: Path, clock: Clock) -> None:
    """„c“ is a letter there."""
    app = Room(box, clock)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("slash", "c")
        assert (app.screen.query_one(SearchInput).value, app.codes) == ("c", [])


async def test_the_key_says_why_there_is_no_code_to_use(stage: Stage) -> None:
    """No mail at all, or one that tells without a code."""
    deliverer, letterhead = post_office(stage.settings)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.press("f4", "p")
        await settle(pilot)
        await pilot.press("c")
        deliverer.deliver(render(promise(MailKind.PASSWORD_CHANGED), letterhead))
        await pilot.press("f5")
        await settle(pilot)
        await pilot.press("c")
        await settle(pilot)
        assert [note.message for note in pilot.app._notifications] == [
            "Hier steht keine E-Mail, in der ein Code sein kann.",
            "In dieser E-Mail steht kein Code.",
        ]
