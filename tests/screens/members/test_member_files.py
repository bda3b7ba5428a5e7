"""„Benutzer“ and files: roles from a list, and the list as a file."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update
from textual.widgets import Button, OptionList, Static

from tcm_tui.data.models import AuditEntry, Invitation, Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.member_changes import CHUNK
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.administration.members.change_frame import Phase
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.screens.administration.members.role_file import RoleFileDialog
from tcm_tui.screens.export_progress import ExportProgress
from tcm_tui.services import member_changes, member_export, members
from tcm_tui.widgets.export_file import ExportFileDialog
from tcm_tui.widgets.file_dialog import FileDialog
from tcm_tui.widgets.file_list import FileList
from tcm_tui.widgets.file_picker import OpenFileDialog
from tests.builders import add_member
from tests.screens.invite_dialog.desk import pick, shows
from tests.screens.support import settle, sign_in

from .crowd import EXPIRED, INVITED, address, fill, member

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from tcm_tui.domain.member_changes import Change, ChangeReport, ChangeRow
    from tcm_tui.domain.members import MemberRow
    from tcm_tui.services.context import Context
    from tests.builders import Person
    from tests.screens.support import Stage

SIZE = (120, 40)
JONAS, DERYA = address("Jonas", "Becker"), address("Derya", "Çelik")
ROLES = (
    "E-Mail;Rolle;company_id\n"
    f"{DERYA};Abrechnungsadministrator;2\n"
    f"{JONAS};Rechnungsadministrator;2\n"
    f"{INVITED[0]};Unternehmensadministrator;2\n"
    "neu@partner.example;Benutzer;2\n"
    f"{DERYA};Benutzer;2\n"
    "kaputt@;Benutzer;2\n"
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> Iterator[None]:
    """The folder last used is one per process: a test must not leave its own to the next."""
    FileDialog.last_folder = tmp_path
    yield
    FileDialog.last_folder = None


async def open_tab(pilot: Pilot[None], person: Person | None = None) -> MembersTab:
    """Sign in and go to „Benutzer“."""
    await sign_in(pilot, person)
    await pilot.press("2")
    await settle(pilot)
    return pilot.app.screen.query_one(MembersTab)


async def open_roles(pilot: Pilot[None], path: Path) -> RoleFileDialog:
    """Choose a list of roles."""
    await pilot.press("ctrl+o")
    await shows(pilot, OpenFileDialog)
    await pick(pilot, path)
    await shows(pilot, RoleFileDialog)
    await settle(pilot)
    found = pilot.app.screen
    assert isinstance(found, RoleFileDialog)
    return found


def said(pilot: Pilot[None], place: str) -> str:
    """What a line of the dialog says."""
    return str(pilot.app.screen.query_one(place, Static).content)


def toasts(pilot: Pilot[None]) -> list[str]:
    """What was told in the corner."""
    return [notice.message for notice in pilot.app._notifications]


def roles(stage: Stage) -> dict[int, Role]:
    """The role of each membership."""
    with stage.nobody.database.transaction(writing=False) as session:
        return dict(session.execute(select(Membership.id, Membership.role)).all())


def exports(stage: Stage) -> list[dict[str, list[str | None]]]:
    """What the journal says of exports."""
    with stage.nobody.database.transaction(writing=False) as session:
        return list(
            session.scalars(
                select(AuditEntry.changes).where(AuditEntry.action == AuditAction.MEMBERS_EXPORTED)
            )
        )


# --- roles from a file ---------------------------------------------------------------------------


async def test_a_file_is_shown_before_anything_is_changed(stage: Stage, tmp_path: Path) -> None:
    """New, changed, unchanged, unknown, each with its reason; other columns are named (D3)."""
    fill(stage)
    path = tmp_path / "rollen.csv"
    path.write_text(ROLES, encoding="utf-8")
    before = roles(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        dialog = await open_roles(pilot, path)
        assert said(pilot, "#line") == "2 werden geändert · 1 neu · 1 unverändert · 2 unbekannt"
        assert "company_id" in said(pilot, "#notes")
        lines = [dialog.table.render_line(y).text for y in range(1, 7)]
        for place, word in enumerate(
            (
                "Benutzer → Rechnungsadmin.",
                "unverändert",
                "Benutzer → Unternehmensadmin.",
                "neu: weder Mitglied noch eingeladen",
                "doppelt (Zeile 2)",
                "Nach dem @ fehlt",
            )
        ):
            assert word in lines[place]
        await pilot.press("escape")
        await settle(pilot)
    assert roles(stage) == before


async def test_the_changed_rows_are_changed_and_nobody_else(stage: Stage, tmp_path: Path) -> None:
    """Members and invitations; who is new is not invited; Ctrl+Z takes it back."""
    fill(stage)
    path = tmp_path / "rollen.csv"
    path.write_text(ROLES, encoding="utf-8")
    before = roles(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await open_roles(pilot, path)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(pilot, "#line") == "2 geändert · 1 neu · 1 unverändert · 2 unbekannt"
        assert not pilot.app.screen.query_one("#go", Button).display
        await pilot.press("ctrl+s", "escape")
        await settle(pilot)
        assert any("2 Rollen geändert." in text for text in toasts(pilot))
        with stage.nobody.database.transaction(writing=False) as session:
            invited = dict(session.execute(select(Invitation.email, Invitation.role)).all())
        assert invited[INVITED[0]] is Role.COMPANY_ADMIN
        assert "neu@partner.example" not in invited
        changed = roles(stage)
        assert [changed[one] for one in changed if changed[one] is not before[one]] == [
            Role.BILLING_ADMIN
        ]
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert roles(stage) == before


async def test_who_is_new_is_handed_to_inviting(stage: Stage, tmp_path: Path) -> None:
    """„Mehrere einladen“ opens with them and their role; nothing is sent by itself."""
    fill(stage)
    path = tmp_path / "rollen.csv"
    path.write_text("E-Mail;Rolle\nneu@partner.example;Rechnungsadministrator\n", encoding="utf-8")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await open_roles(pilot, path)
        await pilot.press("n")
        await shows(pilot, InviteDialog)
        await settle(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, InviteDialog)
        rows = [(row.email, row.role) for row in dialog.invitations.rows if not row.empty]
        assert rows == [("neu@partner.example", Role.BILLING_ADMIN)]


async def test_it_can_be_stopped_between_two_portions(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was changed stays so, the rest stands ready; the result can be saved."""
    people = [
        add_member(stage.nobody.database, stage.anna.company_id, f"p{number}@kunde.example")
        for number in range(CHUNK + 1)
    ]
    path = tmp_path / "rollen.csv"
    lines = "".join(f"{one.email};Rechnungsadministrator\n" for one in people)
    path.write_text(f"E-Mail;Rolle\n{lines}", encoding="utf-8")
    real, go_on = member_changes.change, threading.Event()

    def held(ctx: Context, wanted: Change, rows: Sequence[ChangeRow]) -> ChangeReport:
        go_on.wait(10)
        return real(ctx, wanted, rows)

    monkeypatch.setattr(member_changes, "change", held)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        dialog = await open_roles(pilot, path)
        await pilot.press("ctrl+s")
        while dialog.phase is not Phase.WORKING:
            await pilot.pause()
        await pilot.press("escape")
        assert "angehalten" in said(pilot, "#line")
        go_on.set()
        await settle(pilot)
        assert said(pilot, "#line") == "200 geändert · 1 wird geändert"
        await pilot.press("ctrl+r")
        await pick(pilot, tmp_path / "ergebnis.csv")
        assert said(pilot, "#saved") == f"Gespeichert: {tmp_path / 'ergebnis.csv'}"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(pilot, "#line") == "201 geändert"
    saved = (tmp_path / "ergebnis.csv").read_text("utf-8-sig").splitlines()
    assert len(saved) == CHUNK + 2
    assert saved[1].endswith("geändert;")
    assert saved[-1].endswith("wird geändert;")


async def test_what_somebody_else_changed_meanwhile_is_refused(
    stage: Stage, tmp_path: Path
) -> None:
    """With both values; the others are changed."""
    fill(stage)
    other = member(stage, "Otto", "Neu")
    path = tmp_path / "rollen.csv"
    text = f"E-Mail;Rolle\n{other.email};Unternehmensadministrator\n{DERYA};Rechnungsadministrator"
    path.write_text(text, encoding="utf-8")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        dialog = await open_roles(pilot, path)
        with stage.nobody.database.transaction(writing=True) as session:
            session.execute(
                update(Membership)
                .where(Membership.id == other.membership_id)
                .values(role=Role.BILLING_ADMIN, version=Membership.version + 1)
            )
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(pilot, "#line") == "1 geändert · 1 nicht möglich"
        assert "„Benutzer“" in said(pilot, "#reason")
        assert "„Rechnungsadministrator“" in said(pilot, "#reason")
        assert dialog.phase is Phase.TOLD


async def test_a_file_that_cannot_be_used_is_refused(stage: Stage, tmp_path: Path) -> None:
    """In a sentence; nothing is offered but the way out."""
    path = tmp_path / "adressen.txt"
    path.write_text("anna@firma.example\n", encoding="utf-8")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await open_roles(pilot, path)
        assert "Spalte „Rolle“" in said(pilot, ".dialog--error")
        assert not pilot.app.screen.query_one("#go", Button).display
        await pilot.press("ctrl+s", "escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, RoleFileDialog)


async def test_e9_names_of_files_are_drawn_harmless(stage: Stage, tmp_path: Path) -> None:
    """ESC, bidi characters and bytes that are no UTF-8 become signs; it can be read."""
    fill(stage)
    names = [b"a\x1b]52;c;AAAA\x07.csv", b"b\xfcro.csv", "c\u202ecsv.xlsx".encode()]
    folder = str(tmp_path).encode()
    for name in names:
        with open(b"/".join((folder, name)), "wb") as file:
            file.write(ROLES.encode())
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await pilot.press("ctrl+o")
        await shows(pilot, OpenFileDialog)
        await settle(pilot)
        files = pilot.app.screen.query_one(FileList)
        drawn = "".join(files.render_line(y).text for y in range(files.size.height))
        assert "b�ro.csv" in drawn
        assert "a�]52;c;AAAA�.csv" in drawn
        assert "c�csv.xlsx" in drawn
        assert not set(drawn) & set("\x1b\x07\u202e\udcfc")
        await pilot.press("down", "end", "up", "enter")
        await shows(pilot, RoleFileDialog)
        await settle(pilot)
        assert said(pilot, "#line").startswith("2 werden geändert")


# --- the list as a file --------------------------------------------------------------------------


async def export_to(pilot: Pilot[None], path: Path) -> None:
    """Press the key, type the path."""
    await pilot.press("x")
    await shows(pilot, ExportFileDialog)
    await pick(pilot, path)
    while isinstance(pilot.app.screen, ExportProgress):
        await pilot.pause()
    await settle(pilot)


async def test_the_list_is_exported_as_it_is_shown(stage: Stage, tmp_path: Path) -> None:
    """Search and order are kept; it is on record once, with the number and the filter."""
    fill(stage)
    path = tmp_path / "liste.xlsx"
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await pilot.press("slash", *"partner", "down", "s", "down", "enter")
        await settle(pilot)
        shown = tab.table.render_line(1).text
        await export_to(pilot, path)
        assert any(f"3 Zeilen exportiert: {path}" in text for text in toasts(pilot))
    (sheet,) = load_workbook(path).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Nachname", "Vorname", "E-Mail", "Rolle", "Status", "Letzte Anmeldung"]
    assert {row[2] for row in rows[1:]} == {*INVITED, EXPIRED}
    assert str(rows[1][2]) in shown
    assert exports(stage) == [{"rows": [None, "3"], "searched": [None, "yes"]}]


async def test_the_format_follows_the_choice_and_the_choice_the_name(
    stage: Stage, tmp_path: Path
) -> None:
    """A letter on the choice gives the name its ending; a typed ending is what counts."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await pilot.press("x")
        await shows(pilot, ExportFileDialog)
        await settle(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportFileDialog)
        assert dialog.field.value.endswith("/Benutzer-2026-11-22.xlsx")
        await pilot.press("shift+tab", "c")
        await settle(pilot)
        assert dialog.field.value.endswith("/Benutzer-2026-11-22.csv")
        await pilot.press("tab", "enter")
        while isinstance(pilot.app.screen, ExportFileDialog | ExportProgress):
            await pilot.pause()
        await settle(pilot)
    lines = (tmp_path / "Benutzer-2026-11-22.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Nachname;Vorname;E-Mail;Rolle;Status;Letzte Anmeldung"
    assert len(lines) == 13


async def test_an_export_can_be_cancelled_and_leaves_nothing(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a file, nor half of one, nor an entry in the journal."""
    fill(stage)
    real, go_on = members.page, threading.Event()

    def held(ctx: Context, *args: Any, **kwargs: Any) -> list[MemberRow]:  # noqa: ANN401 - as given
        go_on.wait(10)
        return real(ctx, *args, **kwargs)

    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        monkeypatch.setattr(member_export, "PAGE", 5)
        monkeypatch.setattr(members, "page", held)
        await pilot.press("x")
        await shows(pilot, ExportFileDialog)
        await pilot.press("enter")
        await shows(pilot, ExportProgress)
        await pilot.press("escape")
        assert "abgebrochen" in said(pilot, "#line")
        go_on.set()
        while isinstance(pilot.app.screen, ExportProgress):
            await pilot.pause()
        await settle(pilot)
        assert any("abgebrochen" in text for text in toasts(pilot))
    assert [found.name for found in tmp_path.iterdir() if "Benutzer" in found.name] == []
    assert not list(tmp_path.glob(".tcm*"))
    assert exports(stage) == []


async def test_a_billing_administrator_exports_but_changes_no_role(
    stage: Stage, tmp_path: Path
) -> None:
    """Members without invitations, on record once; Ctrl+O does nothing."""
    fill(stage)
    person = member(stage, "Ruth", "Rechner", Role.BILLING_ADMIN)
    path = tmp_path / "liste.csv"
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_tab(pilot, person)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, OpenFileDialog)
        await export_to(pilot, path)
    assert exports(stage) == [{"rows": [None, "10"]}]
    assert EXPIRED not in path.read_text("utf-8-sig")


@pytest.mark.parametrize("name", ["Rollen aus Datei ändern", "Exportieren"])
async def test_palette_and_help_name_both(stage: Stage, name: str) -> None:
    """Neither has a place on the last line, so both must be found by their names."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await pilot.press("ctrl+p", *name.split(maxsplit=1)[0].lower())
        await settle(pilot)
        options = pilot.app.screen.query_one(OptionList).options
        assert str(options[0].prompt).split("  ")[0].strip() == name
        await pilot.press("escape", "f1")
        await settle(pilot)
        keys = [
            str(row.content)
            for row in pilot.app.screen.query(".help--key .help--text").results(Static)
        ]
        assert any(key.startswith(f"{name} – ") for key in keys)
