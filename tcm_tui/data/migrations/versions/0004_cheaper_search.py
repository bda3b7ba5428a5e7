"""A search on SQLite that costs half of what it did while many rows are written.

Triggers write down the rows themselves, `data.search_changes` makes numbers and words of all of
them in one go.
"""

from __future__ import annotations

from alembic import op

from tcm_tui.data import search_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = {"memberships": 0, "invitations": 1}
OPEN = {"memberships": "1", "invitations": "state = 'pending'"}
"""Which rows can be searched."""
AT_ONCE = 8 * 1024 * 1024
"""Bytes that a transaction collects for a full-text table before it writes them out."""


def upgrade() -> None:
    """Make the search of SQLite anew; PostgreSQL has its own."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for rows in OPEN:
        for event, row in (
            ("insert", "new"),
            ("delete", "old"),
            ("update", "old"),
            ("update", "new"),
        ):
            op.execute(f"DROP TRIGGER search_{rows}_{event}_{row}")
    op.execute("DROP TABLE search_changes")
    for key in search_changes.KEYS:
        op.execute(f"DROP TABLE search_{key}")
    _search()


def _search() -> None:
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
