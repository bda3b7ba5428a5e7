"""The catalogue, orders, subscriptions with their phases, and who has a licence."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
SHORT = sa.String(255)
SORT_KEY = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
CATEGORIES = (
    "backup",
    "business",
    "collaboration",
    "communication",
    "creative",
    "development",
    "infrastructure",
    "office",
    "security",
)
ORDER_STATES = ("declined", "discarded", "open", "placed", "requested")
TERMS = "term_months IN (1, 12, 24)"


def upgrade() -> None:
    """Make the new tables; nothing could be written into the first form of subscriptions."""
    op.drop_table("subscriptions")
    _create_catalogue()
    _create_orders()
    _create_subscriptions()
    _create_phases()
    _create_assignments()


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _charging() -> sa.Column[str]:
    return sa.Column("charging", _words("charging", "monthly", "yearly"), nullable=False)


def _create(
    table: str,
    *parts: sa.Column[Any] | sa.Constraint,
    to: dict[str, str] | None = None,
) -> None:
    """Make a table with a number of its own, and foreign keys from column to table."""
    references = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
        for column, target in (to or {}).items()
    ]
    op.create_table(
        table,
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        *parts,
        *references,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=name)  # the convention puts the table before it


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


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


def _create_catalogue() -> None:
    _create(
        "products",
        sa.Column("key", SHORT, nullable=False),
        sa.Column("name", SHORT, nullable=False),
        sa.Column("provider", SHORT, nullable=False),
        sa.Column("category", _words("category", *CATEGORIES), nullable=False),
        sa.Column("summary", SHORT, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("licence_cap", sa.Integer(), nullable=True),
        sa.Column("trial_days", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _unique("products", "key"),
        _check("licence_cap", "licence_cap IS NULL OR licence_cap > 0"),
        _check("trial_days", "trial_days >= 0"),
    )
    _create(
        "editions",
        sa.Column("product_id", IDENTITY, nullable=False),
        sa.Column("key", SHORT, nullable=False),
        sa.Column("name", SHORT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("min_licences", sa.Integer(), nullable=False),
        sa.Column("max_licences", sa.Integer(), nullable=True),
        sa.Column("is_add_on", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        _unique("editions", "key"),
        _unique("editions", "product_id", "place"),
        _check("min_licences", "min_licences >= 1"),
        _check("max_licences", "max_licences IS NULL OR max_licences >= min_licences"),
        to={"product_id": "products"},
    )
    _create(
        "prices",
        sa.Column("edition_id", IDENTITY, nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        _charging(),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        _unique("prices", "edition_id", "term_months", "charging"),
        _check("term_months", TERMS),
        _check("cents", "cents >= 0"),
        to={"edition_id": "editions"},
    )
    op.create_table(
        "catalogue_origin",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("packaged_version", sa.Integer(), nullable=False),
        sa.Column("imported_at", INSTANT, nullable=True),
        _check("one_row", "number = 1"),
        sa.PrimaryKeyConstraint("number", name="pk_catalogue_origin"),
    )


def _create_orders() -> None:
    _create(
        "orders",
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("product_id", IDENTITY, nullable=False),
        sa.Column("reseller_id", IDENTITY, nullable=True),
        sa.Column("base_order_id", IDENTITY, nullable=True),
        sa.Column("state", _words("order_state", *ORDER_STATES), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        _charging(),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("name", SHORT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("method_id", IDENTITY, nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("term_months", TERMS),
        to={
            "company_id": "companies",
            "user_id": "users",
            "product_id": "products",
            "reseller_id": "companies",
            "base_order_id": "orders",
            "decided_by": "users",
            "method_id": "payment_methods",
        },
    )
    columns = ["company_id", "user_id", "product_id"]
    _partial_index("uq_orders_open", "orders", "state = 'open'", columns, unique=True)
    op.create_index("ix_orders_company_id_state_id", "orders", ["company_id", "state", "id"])
    _create(
        "order_lines",
        sa.Column("order_id", IDENTITY, nullable=False),
        sa.Column("edition_id", IDENTITY, nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("title", SHORT, nullable=False),
        sa.Column("unit_cents", sa.BigInteger(), nullable=False),
        _unique("order_lines", "order_id", "edition_id"),
        _check("licences", "licences >= 1"),
        to={"order_id": "orders", "edition_id": "editions"},
    )


def _create_subscriptions() -> None:
    _create(
        "subscriptions",
        sa.Column("company_id", IDENTITY, nullable=False),
        sa.Column("product_id", IDENTITY, nullable=False),
        sa.Column("order_id", IDENTITY, nullable=False),
        sa.Column("base_id", IDENTITY, nullable=True),
        sa.Column("owner_id", IDENTITY, nullable=True),
        sa.Column("name", SHORT, nullable=False),
        sa.Column("sort_name", SORT_KEY, nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        _charging(),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("trial_until", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("term_months", TERMS),
        _check("seats", "used >= 0 AND used <= licences"),
        to={
            "company_id": "companies",
            "product_id": "products",
            "order_id": "orders",
            "base_id": "subscriptions",
            "owner_id": "users",
        },
    )
    for column in ("ends_on", "product_id", "owner_id"):
        op.create_index(
            f"ix_subscriptions_company_id_{column}", "subscriptions", ["company_id", column]
        )
    _partial_index("ix_subscriptions_base", "subscriptions", "base_id IS NOT NULL", ["base_id"])


def _create_phases() -> None:
    _create(
        "subscription_phases",
        sa.Column("subscription_id", IDENTITY, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("edition_id", IDENTITY, nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("unit_cents", sa.BigInteger(), nullable=False),
        _check("licences", "licences >= 1"),
        to={"subscription_id": "subscriptions", "edition_id": "editions"},
    )
    op.create_index(
        "ix_subscription_phases_subscription_id_from_on_id",
        "subscription_phases",
        ["subscription_id", "from_on", "id"],
    )


def _create_assignments() -> None:
    _create(
        "assignments",
        sa.Column("subscription_id", IDENTITY, nullable=False),
        sa.Column("membership_id", IDENTITY, nullable=True),
        sa.Column("invitation_id", IDENTITY, nullable=True),
        sa.Column("assigned_at", INSTANT, nullable=False),
        _unique("assignments", "subscription_id", "membership_id"),
        _unique("assignments", "subscription_id", "invitation_id"),
        _check("one_holder", "(membership_id IS NULL) <> (invitation_id IS NULL)"),
        to={
            "subscription_id": "subscriptions",
            "membership_id": "memberships",
            "invitation_id": "invitations",
        },
    )
    for holder in ("membership", "invitation"):
        _partial_index(
            f"ix_assignments_{holder}",
            "assignments",
            f"{holder}_id IS NOT NULL",
            [f"{holder}_id"],
        )
