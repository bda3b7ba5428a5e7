"""Companies, people, invitations, sessions, journal and outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SHORT = sa.String(255)
SORT_KEY = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
WORD = sa.String(60)


def words(name: str, *values: str) -> sa.Enum:
    """A closed vocabulary as text with a CHECK."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make every table, then close the journal against changes."""
    _create_installation()
    _create_companies()
    _create_users()
    _create_email_addresses()
    _create_memberships()
    _create_sessions()
    _create_invitations()
    _create_tokens()
    _create_audit_entries()
    _create_outbox_messages()
    _close_journal()


def _create_installation() -> None:
    op.create_table(
        "installation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identifier", SHORT, nullable=False),
        sa.Column("kind", words("installation_kind", "demo", "real"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("number = 1", name="one_row"),
        sa.PrimaryKeyConstraint("number", name="pk_installation"),
    )


def _create_companies() -> None:
    op.create_table(
        "companies",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("name", SHORT, nullable=False),
        sa.Column("skeleton", SHORT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column(
            "password_level",
            words("password_level", "standard", "medium", "strict", "long"),
            nullable=False,
        ),
        sa.Column(
            "default_role", words("role", "user", "billing_admin", "company_admin"), nullable=False
        ),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
    )


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("first_name", SHORT, nullable=False),
        sa.Column("last_name", SHORT, nullable=False),
        sa.Column("language", SHORT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("password_set_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("window_started_at", INSTANT, nullable=True),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )


def _create_email_addresses() -> None:
    op.create_table(
        "email_addresses",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("address", SHORT, nullable=False),
        sa.Column("canonical", SHORT, nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("verified_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_email_addresses_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_email_addresses"),
        sa.UniqueConstraint("canonical", name="uq_email_addresses_canonical"),
    )
    op.create_index("ix_email_addresses_user_id", "email_addresses", ["user_id"])
    op.create_index(
        "uq_email_addresses_primary",
        "email_addresses",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("is_primary"),
        postgresql_where=sa.text("is_primary"),
    )


def _create_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("role", words("role", "user", "billing_admin", "company_admin"), nullable=False),
        sa.Column("state", words("membership_state", "active", "disabled"), nullable=False),
        sa.Column("sort_name", SORT_KEY, nullable=False),
        sa.Column("sort_address", SORT_KEY, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("title", SHORT, nullable=False),
        sa.Column("phone", SHORT, nullable=False),
        sa.Column("department", SHORT, nullable=False),
        sa.Column("last_sign_in_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_memberships_company_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_memberships_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.UniqueConstraint("company_id", "user_id", name="uq_memberships_company_id_user_id"),
    )
    op.create_index(
        "ix_memberships_company_id_sort_address_id",
        "memberships",
        ["company_id", "sort_address", "id"],
    )
    op.create_index(
        "ix_memberships_company_id_sort_name_id", "memberships", ["company_id", "sort_name", "id"]
    )
    op.create_index("ix_memberships_company_id_state", "memberships", ["company_id", "state"])
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("host", SHORT, nullable=False),
        sa.Column("unix_user", SHORT, nullable=False),
        sa.Column("ssh_connection", SHORT, nullable=True),
        sa.Column("locked_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_sessions_company_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_company_id", "sessions", ["company_id"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("email", SHORT, nullable=False),
        sa.Column("canonical", SHORT, nullable=False),
        sa.Column("role", words("role", "user", "billing_admin", "company_admin"), nullable=False),
        sa.Column(
            "state",
            words("invitation_state", "accepted", "expired", "pending", "revoked"),
            nullable=False,
        ),
        sa.Column("first_name", SHORT, nullable=False),
        sa.Column("last_name", SHORT, nullable=False),
        sa.Column("sort_name", SORT_KEY, nullable=False),
        sa.Column("sort_address", SORT_KEY, nullable=False),
        sa.Column("invited_by", IDENTITY, nullable=False),
        sa.Column("invited_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_invitations_company_id"),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name="fk_invitations_invited_by"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    )
    op.create_index(
        "ix_invitations_company_id_state_expires_at",
        "invitations",
        ["company_id", "state", "expires_at"],
    )
    op.create_index(
        "ix_invitations_company_id_state_sort_address_id",
        "invitations",
        ["company_id", "state", "sort_address", "id"],
    )
    op.create_index(
        "ix_invitations_company_id_state_sort_name_id",
        "invitations",
        ["company_id", "state", "sort_name", "id"],
    )
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["company_id", "canonical"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _create_tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column(
            "purpose",
            words("token_purpose", "address", "invitation", "password_reset", "registration"),
            nullable=False,
        ),
        sa.Column("code_hash", SHORT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=True),
        sa.Column("invitation_id", IDENTITY, nullable=True),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("voided_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_tokens_invitation_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("code_hash", name="uq_tokens_code_hash"),
    )
    op.create_index("ix_tokens_invitation_id", "tokens", ["invitation_id"])
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])


def _create_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("unit", SHORT, nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("subject_id", IDENTITY, nullable=True),
        sa.Column("company_id", IDENTITY, nullable=True),
        sa.Column("actor_id", IDENTITY, nullable=True),
        sa.Column("session_id", IDENTITY, nullable=True),
        sa.Column("together", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("unix_user", SHORT, nullable=False),
        sa.Column("ssh_connection", SHORT, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_audit_entries_actor_id"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_audit_entries_company_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index(
        "ix_audit_entries_feed",
        "audit_entries",
        ["company_id", "id"],
        sqlite_where=sa.text("together > 0"),
        postgresql_where=sa.text("together > 0"),
    )
    op.create_index("ix_audit_entries_company_id_id", "audit_entries", ["company_id", "id"])
    op.create_index(
        "ix_audit_entries_subject_subject_id", "audit_entries", ["subject", "subject_id"]
    )


def _create_outbox_messages() -> None:
    op.create_table(
        "outbox_messages",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("recipient", SHORT, nullable=False),
        sa.Column("canonical", SHORT, nullable=False),
        sa.Column("language", SHORT, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("message_id", SHORT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("state", words("mail_state", "failed", "pending", "sent"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("leased_by", SHORT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_outbox_messages_company_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_messages"),
    )
    op.create_index(
        "ix_outbox_messages_canonical_kind_created_at",
        "outbox_messages",
        ["canonical", "kind", "created_at"],
    )
    op.create_index(
        "ix_outbox_messages_company_id_state", "outbox_messages", ["company_id", "state"]
    )
    op.create_index(
        "ix_outbox_messages_state_next_attempt_at_id",
        "outbox_messages",
        ["state", "next_attempt_at", "id"],
    )


def _close_journal() -> None:
    """Audit entries are insert-only on both databases (SECURITY.md D7)."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entries_no_{what.lower()} BEFORE {what} ON audit_entries"
                " BEGIN SELECT RAISE(ABORT, 'audit entries are insert-only'); END"
            )
        # REPLACE deletes without asking the trigger for DELETE.
        op.execute(
            "CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries"
            " WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)"
            " BEGIN SELECT RAISE(ABORT, 'audit entries are insert-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_entries_closed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit entries are insert-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_closed()"
    )
