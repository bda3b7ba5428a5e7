"""Indexes that find members and invitations: by role and state, by sign-in, and by any letters.

SQLite: two full-text tables, one a sort key, whose rowids stand in the order of that key (see
`data.members.search_order`). Triggers write down what changes, `data.search_changes` passes it on.
PostgreSQL: trigrams.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy.exc import DBAPIError

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEPARATORS = ",.@-_'+/()&"
LETTERS = 6
KEYS = {
    "sort_name": ((" ", "!", ",", "-"), " ,"),
    "sort_address": ((" ", ".", "/"), "."),
}
"""For each key the classes of characters below „a“, and those of them that hold one alone."""
KINDS = {"memberships": 0, "invitations": 1}
OPEN = {"memberships": "1", "invitations": "state = 'pending'"}
"""Which rows can be searched."""


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
    for key in KEYS:
        op.execute(
            f"CREATE VIRTUAL TABLE search_{key} USING fts5(words, content='', detail=none,"
            " columnsize=0, tokenize='trigram case_sensitive 1')"
        )
    # Not straight into the full-text tables: a trigger may not, for whoever could change the
    # schema; and in the order of their rowids they take rows at a fraction of the cost.
    op.execute(
        "CREATE TABLE search_changes (number INTEGER PRIMARY KEY, command TEXT,"
        " sort_name INTEGER NOT NULL, sort_address INTEGER NOT NULL, words TEXT NOT NULL)"
    )
    for rows, wanted in OPEN.items():
        for key in KEYS:
            op.execute(
                f"INSERT INTO search_{key} (rowid, words)"  # noqa: S608 - names of this module
                f" SELECT {_rowid(rows, key)}, {_words()} FROM {rows} WHERE {wanted} ORDER BY 1"
            )
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
        numbers = ", ".join(_rowid(rows, key, f"{row}.") for key in KEYS)
        op.execute(
            f"CREATE TRIGGER {name} {when} {event} ON {rows}"  # noqa: S608 - as above
            f" WHEN {wanted.replace('state', f'{row}.state')} BEGIN"
            " INSERT INTO search_changes (command, sort_name, sort_address, words)"
            f" VALUES ({command}, {numbers}, {_words(f'{row}.')}); END"
        )


def _words(row: str = "") -> str:
    """Every word behind two blanks, then three characters that stand for the company."""
    text = f"{row}sort_name || ' ' || {row}sort_address"
    for separator in SEPARATORS:
        text = f"replace({text}, '{separator.replace(chr(39), chr(39) * 2)}', ' ')"
    company = ", ".join(
        f"57344 + ({row}company_id >> {bits}) % 4096" if bits else f"57344 + {row}company_id % 4096"
        for bits in (24, 12, 0)
    )
    return f"'  ' || replace({text}, ' ', '  ') || char({company})"


def _rowid(rows: str, key: str, row: str = "") -> str:
    """How the key begins, the kind, the id."""
    return f"(({_begins(key, f'{row}{key}', 1)}) << 33) | {KINDS[rows] << 32} | {row}id"


def _begins(key: str, column: str, place: int) -> str:
    """The number of the letters from `place` on, five bits each.

    What follows is written down once, however many classes of characters go on with it: a trigger
    makes room for all of its text with every row.
    """
    classes, single = KEYS[key]
    letter = f"substr({column}, {place}, 1)"
    shift = 5 * (LETTERS - place)
    base = len(classes)
    cases = [f"WHEN {letter} = '' THEN 0"]
    for number, below in enumerate((*classes[1:], "a"), start=1):
        cases.append(f"WHEN {letter} < '{below}' THEN {number << shift}")
    cases.append(f"WHEN {letter} > 'z' THEN {base + 27 << shift}")
    number_of_letter = (
        f"CASE {' '.join(cases)} ELSE (unicode({letter}) - {ord('a') - base - 1}) << {shift} END"
    )
    if place == LETTERS:
        return number_of_letter
    alone = ", ".join(f"'{one}'" for one in single)
    return (
        f"({number_of_letter}) | CASE WHEN {letter} BETWEEN 'a' AND 'z' OR {letter} IN ({alone})"
        f" THEN {_begins(key, column, place + 1)} ELSE 0 END"
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
