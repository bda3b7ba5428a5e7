"""Indexes that find members and invitations: by role and state, by sign-in, and by any letters.

SQLite: two full-text tables, one a sort key, whose rowids stand in the order of that key (see
`data.search_order`). Triggers write down what changes, `data.search_changes` passes it on.
PostgreSQL: trigrams.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy.exc import DBAPIError

from tcm_tui.data import search_changes
from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = {"memberships": 0, "invitations": 1}
OPEN = {"memberships": "1", "invitations": "state = 'pending'"}
"""Which rows can be searched."""
AT_ONCE = 8 * 1024 * 1024
"""Bytes that a transaction collects for a full-text table before it writes them out."""


def upgrade() -> None:
    """Make the indexes, and fill those that do not fill themselves."""
    op.create_index(
        "ix_memberships_company_id_role_state_sort_name_id",
        "memberships",
        ["company_id", "role", "state", "sort_name", "id"],
    )
    op.create_index(
        "ix_memberships_company_id_last_sign_in_at_id",
        "memberships",
        ["company_id", "last_sign_in_at", "id"],
    )
    op.create_index(
        "ix_invitations_company_id_state_role_sort_name_id",
        "invitations",
        ["company_id", "state", "role", "sort_name", "id"],
    )
    if op.get_bind().dialect.name == "sqlite":
        _search_sqlite()
    else:
        _search_postgresql()


def _search_sqlite() -> None:
    """Tables that hold threes of letters and rowids, nothing else, and what keeps them."""
    for key in search_changes.KEYS:
        op.execute(
            f"CREATE VIRTUAL TABLE search_{key} USING fts5(words, content='', detail=none,"
            " columnsize=0, tokenize='trigram case_sensitive 1')"
        )
        op.execute(
            f"INSERT INTO search_{key} (search_{key}, rank)"  # noqa: S608 - names of ours
            f" VALUES ('hashsize', {AT_ONCE})"
        )
    # Not straight into the full-text tables: a trigger may not, for whoever could change the
    # schema; and in the order of their rowids they take rows at a fraction of the cost.
    op.execute(
        "CREATE TABLE search_changes (number INTEGER PRIMARY KEY, command TEXT,"
        " kind INTEGER NOT NULL, id INTEGER NOT NULL, company_id INTEGER NOT NULL,"
        " sort_name TEXT NOT NULL, sort_address TEXT NOT NULL)"
    )
    search_changes.fill(
        op.get_bind(),
        " UNION ALL ".join(
            f"SELECT NULL AS command, {kind} AS kind, id, company_id, sort_name, sort_address,"  # noqa: S608 - names of this module
            f" 0 AS number FROM {rows} WHERE {OPEN[rows]}"
            for rows, kind in KINDS.items()
        ),
    )
    for rows, wanted in OPEN.items():
        _watch(rows, wanted)


def _watch(rows: str, wanted: str) -> None:
    """Triggers: members as long as they are, invitations as long as they are open."""
    changing = "company_id, sort_name, sort_address" + (", state" if wanted != "1" else "")
    for event, row, command in (
        ("INSERT", "NEW", "NULL"),
        ("DELETE", "OLD", "'delete'"),
        (f"UPDATE OF {changing}", "OLD", "'delete'"),
        (f"UPDATE OF {changing}", "NEW", "NULL"),
    ):
        # Of two triggers for one event, the one that takes away has to be first.
        when = "BEFORE" if row == "OLD" else "AFTER"
        name = f"search_{rows}_{event.split()[0].lower()}_{row.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} {when} {event} ON {rows}"  # noqa: S608 - as above
            f" WHEN {wanted.replace('state', f'{row}.state')} BEGIN"
            " INSERT INTO search_changes"
            " (command, kind, id, company_id, sort_name, sort_address) VALUES"
            f" ({command}, {KINDS[rows]}, {row}.id, {row}.company_id, {row}.sort_name,"
            f" {row}.sort_address); END"
        )


def _search_postgresql() -> None:
    """Trigrams of both keys, together with the company."""
    try:
        for extension in ("pg_trgm", "btree_gin"):
            op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    except DBAPIError as error:
        raise Unavailable(
            _(
                "Für die Suche braucht die Datenbank die Erweiterungen pg_trgm und btree_gin"
                " (Debian: im Paket postgresql enthalten). Installieren Sie sie, oder geben Sie"
                " dieser Rolle das Recht CREATE an der Datenbank."
            )
        ) from error
    for table in KINDS:
        op.create_index(
            f"ix_{table}_search",
            table,
            ["company_id", "sort_name", "sort_address"],
            postgresql_using="gin",
            postgresql_ops={"sort_name": "gin_trgm_ops", "sort_address": "gin_trgm_ops"},
        )
