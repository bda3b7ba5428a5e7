"""Registrations, second factors, old passwords, profiles; addresses count once they are verified.

Who has typed an address without owning it must not keep its owner away: unique is a verified one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SHORT = sa.String(255)
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
    for name in PROFILE:
        op.add_column("companies", sa.Column(name, SHORT, nullable=False, server_default=""))


def _index_outbox() -> None:
    """What left within the last minute is counted before more leaves."""
    op.create_index("ix_outbox_messages_sent_at", "outbox_messages", ["sent_at"])
