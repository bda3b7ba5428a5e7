"""Payment methods, resellers, the whole profile of a company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SHORT = sa.String(255)
KINDS = ("telekom_invoice", "mobile_invoice", "credit_card", "paypal", "direct_debit")


def upgrade() -> None:
    """Make the new tables, then widen the old ones."""
    _create_payment_methods()
    _create_mandates()
    _create_subscriptions()
    _create_invoices()
    _create_reseller_links()
    _widen_companies()
    _widen_sessions()
    op.add_column("audit_entries", sa.Column("reseller_id", IDENTITY, nullable=True))
    _partial_index(
        "ix_audit_entries_reseller",
        "audit_entries",
        "reseller_id IS NOT NULL",
        [
            "company_id",
            "reseller_id",
            "id",
        ],
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _partial_index(
    name: str, table: str, where: str, columns: list[str], *, unique: bool = False
) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _create_payment_methods() -> None:
    op.create_table(
        "payment_methods",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("kind", _words("payment_kind", *KINDS), nullable=False),
        sa.Column("state", _words("payment_state", "active", "former"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("activated_at", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=True),
        *(
            sa.Column(name, SHORT, nullable=False)
            for name in ("holder", "last_four", "iban_start", "brand")
        ),
        sa.Column("expires_on", sa.Date(), nullable=True),
        *(
            sa.Column(name, SHORT, nullable=False)
            for name in ("bank", "bic", "provider", "provider_token")
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", SHORT, nullable=False),
        *(
            sa.Column(f"billing_{name}", SHORT, nullable=False)
            for name in ("company", "street", "postcode", "city", "country", "vat_id")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_payment_methods_company_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payment_methods"),
    )
    op.create_index("ix_payment_methods_company_id_id", "payment_methods", ["company_id", "id"])
    _partial_index(
        "uq_payment_methods_active",
        "payment_methods",
        "state = 'active'",
        ["company_id"],
        unique=True,
    )


def _create_mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("method_id", IDENTITY, nullable=False),
        sa.Column("reference", SHORT, nullable=False),
        sa.Column("consented_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["method_id"], ["payment_methods.id"], name="fk_mandates_method_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mandates"),
        sa.UniqueConstraint("method_id", name="uq_mandates_method_id"),
        sa.UniqueConstraint("reference", name="uq_mandates_reference"),
    )


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("product", SHORT, nullable=False),
        sa.Column("edition", SHORT, nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_subscriptions_company_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index(
        "ix_subscriptions_company_id_ends_on", "subscriptions", ["company_id", "ends_on"]
    )


def _create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("number", SHORT, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_invoices_company_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoices"),
        sa.UniqueConstraint("number", name="uq_invoices_number"),
    )
    op.create_index("ix_invoices_company_id_issued_on", "invoices", ["company_id", "issued_on"])
    _partial_index("ix_invoices_open", "invoices", "paid_on IS NULL", ["company_id", "due_on"])


def _create_reseller_links() -> None:
    op.create_table(
        "reseller_links",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("reseller_id", IDENTITY, nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_reseller_links_company_id"
        ),
        sa.ForeignKeyConstraint(
            ["reseller_id"], ["companies.id"], name="fk_reseller_links_reseller_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reseller_links"),
    )
    op.create_index(
        "ix_reseller_links_reseller_id_company_id", "reseller_links", ["reseller_id", "company_id"]
    )
    _partial_index(
        "uq_reseller_links_open",
        "reseller_links",
        "ended_at IS NULL",
        ["company_id", "reseller_id"],
        unique=True,
    )


def _widen_companies() -> None:
    # In words of SQL: Alembic would make the whole table anew on SQLite, for the sake of a CHECK.
    op.execute(
        "ALTER TABLE companies ADD COLUMN buyers VARCHAR(40) DEFAULT 'admins' NOT NULL"
        " CONSTRAINT ck_companies_buyers CHECK (buyers IN ('admins', 'everybody'))"
    )
    op.add_column("companies", sa.Column("partner_number", SHORT, nullable=True))
    op.create_index("uq_companies_partner_number", "companies", ["partner_number"], unique=True)
    op.add_column(
        "companies", sa.Column("description", sa.Text(), nullable=False, server_default="")
    )
    for name in ("legal_form", "register_number"):
        op.add_column("companies", sa.Column(name, SHORT, nullable=False, server_default=""))
    op.add_column("companies", sa.Column("founded", sa.Integer(), nullable=True))


def _widen_sessions() -> None:
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("reseller_id", IDENTITY, nullable=True))
        table.create_foreign_key("fk_sessions_reseller_id", "companies", ["reseller_id"], ["id"])
