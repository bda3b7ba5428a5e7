"""`tcm-tui locate`: where things are."""

from __future__ import annotations

import re

import click

from tcm_tui.cli.options import Command, settings
from tcm_tui.i18n import _

_PASSWORD = re.compile(r"(//[^/@:]*):[^/]*@|([?&]password=)[^&]*")
PLACES = ("config", "data", "database", "log", "mail")


@click.command(
    "locate",
    cls=Command,
    help=_("Zeigt, wo Einstellungen und Daten liegen."),
)
@click.argument(
    "place", required=False, metavar="[config|data|database|log|mail]", type=click.Choice(PLACES)
)
def locate(place: str | None) -> None:
    """Write one path, or all of them with their names."""
    found = settings()
    local = found.database_url is None
    paths = {
        "config": str(found.config_dir / "config.toml"),
        "data": str(found.data_dir),
        "database": str(found.database_file) if local else without_password(found.url),
        "log": str(found.log_file),
        "mail": str(found.mail_dir),
    }
    if place:
        click.echo(paths[place])
    else:
        for name, path in paths.items():
            click.echo(f"{name:<10}{path}")


def without_password(url: str) -> str:
    """`url` as it may be shown."""
    return _PASSWORD.sub(lambda hit: f"{hit[1]}@" if hit[1] else f"{hit[2]}…", url)
