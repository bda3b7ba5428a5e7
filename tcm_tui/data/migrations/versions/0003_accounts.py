"""Registrations, second factors, old passwords, profiles; addresses count once they are verified.

Who has typed an address without owning it must not keep its owner away: unique is a verified one.
The journal is never changed, so what it told of people in words moves beside it, where it can be
deleted with them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SHORT = sa.String(255)
WORDS = {"first_name", "last_name", "address", "title", "phone", "department"}
"""What entries told of members in words."""
ENTRIES = sa.table(
    "audit_entries",
    *(sa.column(name) for name in ("id", "unit", "action", "subject_id")),
    sa.column("changes", sa.JSON()),
)
BESIDE = sa.table(
    "personal_changes",
    *(sa.column(name) for name in ("unit", "action", "subject_id", "user_id")),
    sa.column("changes", sa.JSON()),
)
MEMBERSHIPS = sa.table("memberships", sa.column("id"), sa.column("user_id"))
PROFILE = (
    "second_factor_roles",
    "email",
    "phone",
    "website",
    "industry",
    "size",
    "vat_id",
    "street",
    "address_extra",
    "postcode",
    "city",
    "country",
)


def upgrade() -> None:
    """Make the new tables, then widen the old ones."""
    _create_registrations()
    _create_old_passwords()
    _create_second_factors()
    _widen_addresses()
    _widen_tokens()
    _widen_people()
    _index_outbox()
    _index_failures()
    _index_actors()
    _create_personal_changes()
    _move_personal_words()


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("email", SHORT, nullable=False),
        sa.Column("canonical", SHORT, nullable=False),
        sa.Column("language", SHORT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
    )
    op.create_index("ix_registrations_canonical", "registrations", ["canonical"])


def _create_old_passwords() -> None:
    op.create_table(
        "old_passwords",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_old_passwords_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_old_passwords"),
    )
    op.create_index("ix_old_passwords_user_id", "old_passwords", ["user_id"])


def _create_second_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("set_up_at", INSTANT, nullable=False),
        sa.Column("last_step", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_second_factors_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_second_factors"),
        sa.UniqueConstraint("user_id", name="uq_second_factors_user_id"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("code_hash", SHORT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_recovery_codes_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
        sa.UniqueConstraint("user_id", "code_hash", name="uq_recovery_codes_user_id_code_hash"),
    )


def _widen_addresses() -> None:
    with op.batch_alter_table("email_addresses") as table:
        table.add_column(sa.Column("added_at", INSTANT, nullable=True))
        table.drop_constraint("uq_email_addresses_canonical", type_="unique")
        table.create_unique_constraint(
            "uq_email_addresses_user_id_canonical", ["user_id", "canonical"]
        )
    op.create_index(
        "uq_email_addresses_canonical",
        "email_addresses",
        ["canonical"],
        unique=True,
        sqlite_where=sa.text("verified_at IS NOT NULL"),
        postgresql_where=sa.text("verified_at IS NOT NULL"),
    )


def _widen_tokens() -> None:
    with op.batch_alter_table("tokens") as table:
        table.add_column(sa.Column("address_id", IDENTITY, nullable=True))
        table.add_column(sa.Column("registration_id", IDENTITY, nullable=True))
        table.create_foreign_key("fk_tokens_address_id", "email_addresses", ["address_id"], ["id"])
        table.create_foreign_key(
            "fk_tokens_registration_id", "registrations", ["registration_id"], ["id"]
        )
    op.create_index("ix_tokens_address_id", "tokens", ["address_id"])
    op.create_index("ix_tokens_registration_id", "tokens", ["registration_id"])


def _widen_people() -> None:
    op.add_column("users", sa.Column("theme", SHORT, nullable=True))
    op.add_column("users", sa.Column("password_levels", SHORT, nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("proved_at", INSTANT, nullable=True))
    op.add_column(
        "memberships",
        sa.Column("first_steps", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in PROFILE:
        op.add_column("companies", sa.Column(name, SHORT, nullable=False, server_default=""))


def _index_outbox() -> None:
    """What left within the last minute is counted before more leaves."""
    op.create_index("ix_outbox_messages_sent_at", "outbox_messages", ["sent_at"])


def _index_actors() -> None:
    """For „Aktivität“: what one did among what everybody did."""
    op.create_index("ix_audit_entries_actor_id_id", "audit_entries", ["actor_id", "id"])


def _index_failures() -> None:
    """Failed sign-ins of the last minutes are counted before another one is tried."""
    failed = sa.text("action = 'sign_in:fail'")
    op.create_index(
        "ix_audit_entries_sign_in_failed",
        "audit_entries",
        ["at"],
        sqlite_where=failed,
        postgresql_where=failed,
    )


def _create_personal_changes() -> None:
    op.create_table(
        "personal_changes",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("unit", SHORT, nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject_id", IDENTITY, nullable=True),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_personal_changes_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_personal_changes"),
    )
    op.create_index("ix_personal_changes_unit", "personal_changes", ["unit"])
    op.create_index("ix_personal_changes_user_id", "personal_changes", ["user_id"])


def _move_personal_words() -> None:
    """Take the words out of the journal, this once: it was never shipped with them."""
    connection = op.get_bind()
    found = connection.execute(
        sa.select(ENTRIES).where(
            ENTRIES.c.action.in_(["member:edit", "member:remove", "members:export"])
        )
    ).all()
    with _journal_open(connection):
        for entry in found:
            rest = {name: pair for name, pair in entry.changes.items() if name not in WORDS}
            if rest.pop("search", None):
                rest["searched"] = [None, "yes"]  # what was looked for is a name, often
            if rest != entry.changes:
                _put_beside(connection, entry)
                connection.execute(
                    ENTRIES.update().where(ENTRIES.c.id == entry.id).values(changes=rest)
                )


def _put_beside(connection: sa.Connection, entry: sa.Row[Any]) -> None:
    """Keep the words of an entry for the person they are about.

    Those of somebody who was removed since are dropped: their account is known no more.
    """
    words = {name: pair for name, pair in entry.changes.items() if name in WORDS}
    named = entry.changes.get("user")
    user_id = int(named[0]) if named else _member(connection, entry.subject_id)
    if words and user_id is not None:
        connection.execute(
            BESIDE.insert().values(
                unit=entry.unit,
                action=entry.action,
                subject_id=entry.subject_id,
                user_id=user_id,
                changes=words,
            )
        )


def _member(connection: sa.Connection, membership_id: int | None) -> int | None:
    """Who the member is, None where there is none any more."""
    return connection.scalar(
        sa.select(MEMBERSHIPS.c.user_id).where(MEMBERSHIPS.c.id == membership_id)
    )


@contextmanager
def _journal_open(connection: sa.Connection) -> Iterator[None]:
    """Let the journal be changed, in this transaction alone."""
    if connection.dialect.name == "sqlite":
        name = "audit_entries_no_update"
        wall = connection.scalar(
            sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
        )
        op.execute(f"DROP TRIGGER {name}")
        yield
        op.execute(str(wall))
    else:
        op.execute("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_closed")
        yield
        op.execute("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_closed")
