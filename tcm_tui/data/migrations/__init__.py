"""The shape of the database through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Engine

HEAD: Final = "0006"
"""The newest revision; a test compares it with the scripts. Kept here because asking Alembic costs
as much as starting the program."""


def stored_revision(engine: Engine) -> str | None:
    """The revision the database has, None when it is empty."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def has_tables(engine: Engine) -> bool:
    """Whether anything stands in the database."""
    return bool(inspect(engine).get_table_names())


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Bring the database to `revision`, in one transaction."""
    from alembic import command  # noqa: PLC0415 - needed only when the shape is old
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "tcm_tui:data/migrations")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
