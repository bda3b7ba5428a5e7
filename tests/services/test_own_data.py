"""I7: everything stored about a person, as JSON and xlsx, after the password; nothing secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from openpyxl import load_workbook

from tcm_tui.data.models import Base, RecoveryCode, SecondFactor
from tcm_tui.data.own_data import READINGS
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.own_data import FORMAT, PART_LABELS, Part
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sessions import ProofNeeded
from tcm_tui.services import addresses, own_data
from tcm_tui.services.member_profile import edit
from tests.builders import START, Clock, Person, add_company, add_invitation, add_member, signed_in

from .inviting import journal, mails

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.services.context import Context

LEFT_OUT: Final = {
    "assignments": {
        "id": "a number of ours",
        "membership_id": "the person",
        "invitation_id": "nobody's licence yet",
    },
    "audit_entries": {
        "id": "a number of ours",
        "unit": "a number of ours",
        "together": "how the feed shows it",
        "actor_id": "the person, or somebody else",
        "session_id": "told with the sessions",
        "reseller_id": "a number of ours",
    },
    "email_addresses": {
        "id": "a number of ours",
        "user_id": "the person",
        "canonical": "the same as the address, folded",
    },
    "invitations": {
        "id": "a number of ours",
        "canonical": "the same as the address, folded",
        "sort_name": "the same as the name, folded",
        "sort_address": "the same as the address, folded",
        "invited_by": "somebody else",
        "version": "how we tell changes apart",
    },
    "memberships": {
        "id": "a number of ours",
        "user_id": "the person",
        "sort_name": "the same as the name, folded",
        "sort_address": "the same as the address, folded",
        "version": "how we tell changes apart",
    },
    "old_passwords": {
        "id": "a number of ours",
        "user_id": "the person",
        "password_hash": "a secret",
    },
    "order_lines": {
        "id": "a number of ours",
        "edition_id": "told by its title",
    },
    "orders": {
        "id": "a number of ours",
        "user_id": "the person",
        "product_id": "told by the titles of what was ordered",
        "base_order_id": "a number of ours",
        "reseller_id": "a number of ours",
        "decided_by": "the person, or somebody else",
        "method_id": "the company's",
        "version": "how we tell changes apart",
    },
    "outbox_messages": {
        "id": "a number of ours",
        "company_id": "whose use case promised it",
        "canonical": "the same as the address, folded",
        "values": "holds codes until it is sent, nothing afterwards",
        "message_id": "a number of ours",
        "next_attempt_at": "how we deliver",
        "attempts": "how we deliver",
        "leased_until": "how we deliver",
        "leased_by": "how we deliver",
        "last_error": "how we deliver",
    },
    "personal_changes": {
        "id": "a number of ours",
        "unit": "a number of ours",
        "subject_id": "a number of ours",
        "user_id": "the person",
    },
    "recovery_codes": {"id": "a number of ours", "user_id": "the person", "code_hash": "a secret"},
    "registrations": {
        "id": "a number of ours",
        "canonical": "the same as the address, folded",
    },
    "second_factors": {
        "id": "a number of ours",
        "user_id": "the person",
        "secret": "a secret",
        "last_step": "a part of it",
    },
    "sessions": {
        "id": "a number of ours",
        "user_id": "the person",
        "reseller_id": "a number of ours",
    },
    "subscriptions": {
        "id": "a number of ours",
        "product_id": "the company's",
        "order_id": "a number of ours",
        "base_id": "a number of ours",
        "owner_id": "the person",
        "sort_name": "the same as the name, folded",
        "used": "counted from what others have",
        "term_months": "the company's",
        "charging": "the company's",
        "trial_until": "the company's",
        "cancelled_at": "the company's",
        "version": "how we tell changes apart",
    },
    "tokens": {
        "id": "a number of ours",
        "code_hash": "a secret",
        "user_id": "the person",
        "invitation_id": "a number of ours",
        "address_id": "a number of ours",
        "registration_id": "a number of ours",
    },
    "users": {"password_hash": "a secret", "version": "how we tell changes apart"},
}
"""What is stored and not in the file, with the reason."""
NOT_ABOUT_PEOPLE: Final = {
    "catalogue_origin",
    "companies",
    "editions",
    "installation",
    "invoices",
    "mandates",
    "payment_methods",
    "prices",
    "products",
    "reseller_links",
    "subscription_phases",
}


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Context:
    """A colleague with something of every kind, signed in."""
    person = add_member(ctx.database, anna.company_id, "derya.celik@m.example")
    hers = signed_in(ctx, person)
    elsewhere = add_company(ctx.database, "Anderswo AG")
    chief = add_member(ctx.database, elsewhere, "chef@a.example", role=Role.COMPANY_ADMIN)
    add_invitation(ctx.database, chief, person.email)
    addresses.add(hers, "derya@neu.example")
    edit(ctx, person.membership_id, ProfileValues(department="Einkauf"), 1)
    with ctx.database.transaction(writing=True) as session:
        session.add_all(
            [
                SecondFactor(user_id=person.user_id, secret=b"geheim", set_up_at=START),
                RecoveryCode(user_id=person.user_id, code_hash="geheim"),
            ]
        )
    return hers


def exported(ctx: Context, path: Path) -> dict[str, Any]:
    """The JSON file, read back."""
    found: dict[str, Any] = json.loads(own_data.export_to_file(ctx, path).read_text("utf-8"))
    return found


def test_i7_every_column_is_in_the_file_or_has_a_reason() -> None:
    """A table or column made later is found here, before anybody asks for their data."""
    told: dict[str, set[str]] = {}
    for reading in READINGS.values():
        told.setdefault(reading.model.__tablename__, set()).update(reading.columns)
    assert set(READINGS) == set(Part) == set(PART_LABELS)
    assert told.keys() == LEFT_OUT.keys()
    assert set(Base.metadata.tables) == told.keys() | NOT_ABOUT_PEOPLE
    for name, columns in told.items():
        stored = set(Base.metadata.tables[name].columns.keys())
        assert columns | LEFT_OUT[name].keys() == stored, name
        assert not columns & LEFT_OUT[name].keys(), name


def test_i7_the_json_file_has_the_promised_shape(derya: Context, tmp_path: Path) -> None:
    """Every part, every value by its name, instants with their zone."""
    found = exported(derya, tmp_path / "ich.json")
    assert list(found) == ["format", "created_at", *Part]
    assert (found["format"], found["created_at"]) == (FORMAT, START.isoformat())
    for part, reading in READINGS.items():
        names = ["company" if name == "company_id" else name for name in reading.columns]
        assert all(list(row) == names for row in found[part])
    assert found["person"][0]["last_name"] == "Celik"
    assert [(row["address"], row["is_primary"]) for row in found["addresses"]] == [
        ("derya.celik@m.example", True),
        ("derya@neu.example", False),
    ]
    assert found["memberships"][0]["company"] == "Muster Maschinenbau GmbH"
    assert found["memberships"][0]["role"] == "user"
    assert found["invitations"][0]["company"] == "Anderswo AG"
    assert found["sessions"][0]["host"] == "testhost"
    assert found["codes"][0]["purpose"] == "address"
    assert [row["action"] for row in found["activity"]] == ["address:add"]
    assert [row["action"] for row in found["done_to_you"]] == ["member:edit"]
    assert {"action": "member:edit", "changes": {"department": ["", "Einkauf"]}} in found[
        "in_words"
    ]


def test_i7_no_secret_and_nobody_else_is_in_it(
    derya: Context, anna: Person, tmp_path: Path
) -> None:
    """Hashes, codes and keys stay where they are; so does who did it."""
    path = own_data.export_to_file(derya, tmp_path / "ich.json")
    text = path.read_text("utf-8")
    assert "geheim" not in text
    assert str(mails(derya)[-1].values["code"]) not in text
    assert anna.email not in text
    assert "argon2" not in text
    assert path.stat().st_mode & 0o777 == 0o600


def test_i7_the_workbook_says_the_same(derya: Context, tmp_path: Path) -> None:
    """A line a value, and no formula."""
    found = exported(derya, tmp_path / "ich.json")
    path = own_data.export_to_file(derya, tmp_path / "ich.xlsx")
    sheet = load_workbook(path).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == ("Bereich", "Nr.", "Angabe", "Wert")
    values = sum(len(row) for part in Part for row in found[part])
    extra = sum(len(row) for row in found["activity"][:1])  # the first export is in it by now
    assert len(rows) == values + extra
    assert ("E-Mail-Adressen", 2, "address", "derya@neu.example") in rows
    assert ("E-Mail-Adressen", 1, "is_primary", "ja") in rows


def test_i7_an_export_is_written_down_and_asks_for_the_password(
    derya: Context, clock: Clock, tmp_path: Path
) -> None:
    """Once each; without the password there is no file."""
    own_data.export_to_file(derya, tmp_path / "ich.json")
    (entry,) = journal(derya, AuditAction.OWN_DATA_EXPORTED)
    assert entry.changes == {"format": [None, "json"]}
    with pytest.raises(Invalid):
        own_data.export_to_file(derya, tmp_path / "ich.json")
    assert len(journal(derya, AuditAction.OWN_DATA_EXPORTED)) == 1
    clock.forward(minutes=6)
    with pytest.raises(ProofNeeded):
        own_data.export_to_file(derya, tmp_path / "spaet.json")
    assert not (tmp_path / "spaet.json").exists()
