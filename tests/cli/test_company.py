"""`tcm-tui company`: „Unternehmenseinstellungen“ read and changed without a screen."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from tcm_tui.data.models import Company
from tcm_tui.domain.company_profile import PROFILE_FIELDS
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tests.builders import Person, add_member

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

AT_FIRST: Final[dict[str, Any]] = {
    "name": "Muster Maschinenbau GmbH",
    "password_level": "standard",
    "second_factor_roles": [],
    "idle_minutes": 15,
    "default_role": "user",
    "buyers": "admins",
    "passwords_affected": 1,
    "factors_affected": 0,
    **dict.fromkeys(PROFILE_FIELDS),
}
PROFILE: Final = {
    "description": "Fräst und dreht.",
    "industry": "manufacturing",
    "legal_form": "gmbh_co_kg",
    "size": "10-49",
    "founded": 1998,
    "vat_id": "DE136695976",
    "register_number": "Bonn HRB 12345",
    "phone": "+49 228 1810",
    "email": "info@muster-maschinenbau.example",
    "website": "https://www.muster-maschinenbau.example",
    "street": "Am Kai 7",
    "address_extra": "Halle 3",
    "postcode": "53113",
    "city": "Bonn",
    "country": "DE",
}


@pytest.fixture(autouse=True)
def _people(data: Database, boss: Person, password_hash: str) -> None:
    """Two members."""
    role = Role.BILLING_ADMIN
    add_member(data, boss.company_id, "b@k.example", role=role, password_hash=password_hash)


def stored(data: Database, boss: Person) -> Company:
    """The company as it stands."""
    with data.transaction(writing=False) as session:
        return session.get_one(Company, boss.company_id)


def shown(run: Run) -> dict[str, Any]:
    """What a program reads."""
    found: dict[str, Any] = json.loads(run.as_anna("company", "show", "--json").out)
    return found


def test_settings_as_json(run: Run, data: Database, boss: Person) -> None:
    """One object with stable names and values."""
    with data.transaction(writing=True) as session:
        asked = frozenset({Role.BILLING_ADMIN, Role.USER})
        session.get_one(Company, boss.company_id).second_factor_roles = asked
        session.flush()
    found = shown(run)
    assert found == AT_FIRST | {
        "second_factor_roles": ["user", "billing_admin"], "factors_affected": 1
    }  # fmt: skip
    assert list(found) == list(AT_FIRST)
    assert found["second_factor_roles"] == ["user", "billing_admin"]
    assert found["factors_affected"] == 1


def test_settings_for_people(run: Run) -> None:
    """The portal's words, a line for each."""
    lines = run.as_anna("company", "show").out.splitlines()
    assert len(lines) == len(AT_FIRST)
    assert lines[1].split() == ["Passwortvorgaben", "Standard"]
    assert lines[2].split() == ["Zweiter", "Faktor", "für", "–"]
    assert lines[4].split() == ["Rolle", "in", "Einladungen", "Benutzer"]
    assert lines[5].endswith("  nur Administratoren")
    assert lines[8].split() == ["Beschreibung", "–"]
    assert {line.index(line.split("  ")[-1].strip()) for line in lines} == {
        lines[0].index("Muster")
    }


def test_settings_as_csv(run: Run) -> None:
    """A heading and one line."""
    run.as_anna("company", "set", "--second-factor", "user", "--second-factor", "billing_admin")
    out = run.as_anna("company", "show", "--csv").out
    heading, line = csv.reader(io.StringIO(out), delimiter=";")
    assert heading == list(AT_FIRST)
    assert line[2:4] == ["user billing_admin", "15"]


def test_what_is_named_changes_and_nothing_else(run: Run, data: Database, boss: Person) -> None:
    """The answer is what stands then; whom it affects is said beside it."""
    ended = run.as_anna(
        "company", "set", "--password-level", "long", "--second-factor", "Rechnungsadministrator",
        "--json",
    )  # fmt: skip
    assert ended.code == 0
    assert json.loads(ended.out) == shown(run)
    assert "1 Person richtet bei der nächsten Anmeldung einen zweiten Faktor ein." in ended.err
    found = stored(data, boss)
    assert found.password_level is PasswordLevel.LONG
    assert found.second_factor_roles == {Role.BILLING_ADMIN}
    assert (found.idle_minutes, found.default_role) == (15, Role.USER)
    run.as_anna("company", "set", "--idle-minutes", "5", "--default-role", "billing_admin")
    found = stored(data, boss)
    assert (found.idle_minutes, found.default_role) == (5, Role.BILLING_ADMIN)
    assert found.second_factor_roles == {Role.BILLING_ADMIN}
    run.as_anna("company", "set", "--no-second-factor")
    assert stored(data, boss).second_factor_roles == frozenset()


def test_name_buyers_and_every_field_of_the_profile(run: Run, data: Database, boss: Person) -> None:
    """All of it at once; people read words where programs read values."""
    words = [f"--{name.replace('_', '-')}={value}" for name, value in PROFILE.items()]
    ended = run.as_anna(
        "company", "set", "--name", "Muster SE", "--buyers", "everybody", *words, "--json"
    )
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found == shown(run) == AT_FIRST | PROFILE | {"name": "Muster SE", "buyers": "everybody"}
    company = stored(data, boss)
    assert (company.name, company.buyers) == ("Muster SE", Buyers.EVERYBODY)
    assert (company.founded, company.city) == (1998, "Bonn")
    told = run.as_anna("company", "show").out
    for word in ("alle Mitarbeitenden", "GmbH & Co. KG", "10 bis 49 Mitarbeitende", "Deutschland"):
        assert f"  {word}\n" in told


def test_nothing_given_empties_a_field(run: Run, data: Database, boss: Person) -> None:
    """Of those named; a list of words has no word for it."""
    run.as_anna("company", "set", "--city", "Bonn", "--street", "Am Kai 7", "--industry", "trade")
    ended = run.as_anna("company", "set", "--street", "", "--industry", "")
    assert ended.code == 0
    company = stored(data, boss)
    assert (company.street, company.industry, company.city) == ("", "", "Bonn")


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_one_refused_field_leaves_everything_as_it_was(
    run: Run, data: Database, boss: Person, dry: tuple[str, ...]
) -> None:
    """Also the settings named beside it."""
    version = stored(data, boss).version
    refused = run.as_anna("company", "set", "--name", "Muster SE", "--vat-id", "DE123456789", *dry)
    assert refused.code == 1
    assert refused.err.startswith("tcm-tui: ")
    refused = run.as_anna("company", "set", "--name", "  ", "--city", "Bonn", *dry)
    assert (refused.code, refused.err) == (1, "tcm-tui: Bitte ausfüllen.\n")
    assert stored(data, boss).version == version


def test_a_dry_run_changes_nothing(run: Run, data: Database, boss: Person) -> None:
    """It says whom it would affect."""
    version = stored(data, boss).version
    ended = run.as_anna(
        "company", "set", "--second-factor", "company_admin", "--phone", "0228 1810",
        "--dry-run", "--json",
    )  # fmt: skip
    found = json.loads(ended.out)
    assert (found["factors_affected"], found["phone"]) == (1, "+49 228 1810")
    assert "Es wurde nichts geändert." in ended.err
    assert stored(data, boss).version == version


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--password-level", "weak"),
        ("--idle-minutes", "0"),
        ("--idle-minutes", "61"),
        ("--second-factor", "Chefin"),
        ("--buyers", "nobody"),
        ("--industry", "magic"),
        ("--second-factor", "user", "--no-second-factor"),
    ],
)
def test_c10_nothing_but_what_there_is_can_be_set(
    run: Run, data: Database, boss: Person, words: tuple[str, ...]
) -> None:
    """Levels are closed, minutes have bounds: a mistake of usage."""
    version = stored(data, boss).version
    assert run.as_anna("company", "set", *words).code == 2
    assert stored(data, boss).version == version


@pytest.mark.parametrize("words", [("show",), ("set", "--idle-minutes", "5")])
def test_only_administrators_of_the_company_may(
    run: Run, terminal: Terminal, words: tuple[str, ...]
) -> None:
    """A refusal in one line."""
    refused = run("company", *words, *terminal.as_person("b@k.example"))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "tcm-tui: Das ist mit Ihrer Rolle nicht möglich.\n"
