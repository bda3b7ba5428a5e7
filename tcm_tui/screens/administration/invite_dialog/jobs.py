"""What the dialog asks others to do: look up, send, read and write files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.services import invite_lists
from tcm_tui.services.invite_lists import Cancellation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    from tcm_tui.domain.invitations import BulkResult, InvitationDraft, KnownAddresses
    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context


@dataclass
class Reading:
    """A file being read: how far it is, and the way to end it.

    The reading thread sets `rows`, the dialog looks at it now and then.
    """

    rows: int = 0
    cancellation: Cancellation = field(default_factory=Cancellation)

    def told(self, rows: int) -> None:
        """So many rows were read."""
        self.rows = rows


@dataclass(frozen=True, kw_only=True)
class InviteJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        look_up: Which of these canonical addresses are members, invited, or look like a
            member's; each comes with the name beside it.
        send: Invites; what cannot be invited comes back with its reason.
        read_list: The rows of a file.
        save_template: Writes an empty list to fill in.
        save_verdicts: Writes the rows with their verdicts.
        import_jail: The only folder files are read from; None allows any.
        export_jail: The only folder files are written to; None allows any.
    """

    look_up: Callable[[Mapping[str, str]], Awaitable[KnownAddresses]]
    send: Callable[[Sequence[InvitationDraft]], Awaitable[BulkResult]]
    read_list: Callable[[Path, Reading], Awaitable[ParsedRows]]
    save_template: Callable[[Path], Awaitable[Path]]
    save_verdicts: Callable[[Path, InviteList], Awaitable[Path]]
    import_jail: Path | None = None
    export_jail: Path | None = None

    @classmethod
    def asking(
        cls, ask: Ask, *, import_jail: Path | None = None, export_jail: Path | None = None
    ) -> InviteJobs:
        """The real ones: use cases run by `ask`, files in a thread."""

        async def read_list(path: Path, reading: Reading) -> ParsedRows:
            return await asyncio.to_thread(
                invite_lists.read_list,
                path,
                jail=import_jail,
                progress=reading.told,
                cancellation=reading.cancellation,
            )

        # Replacing a file was agreed to where it was chosen, so both may overwrite.
        async def save_template(path: Path) -> Path:
            return await asyncio.to_thread(
                invite_lists.save_template, path, overwrite=True, jail=export_jail
            )

        async def save_verdicts(path: Path, invitations: InviteList) -> Path:
            return await asyncio.to_thread(
                invite_lists.save_verdicts, path, invitations, overwrite=True, jail=export_jail
            )

        return cls(
            look_up=lambda names: ask(_look_up, names),
            send=lambda drafts: ask(_invite_many, drafts),
            read_list=read_list,
            save_template=save_template,
            save_verdicts=save_verdicts,
            import_jail=import_jail,
            export_jail=export_jail,
        )


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _look_up(ctx: Context, names: Mapping[str, str]) -> KnownAddresses:
    from tcm_tui.services.invitations import look_up  # noqa: PLC0415 - see above

    return look_up(ctx, names.keys(), names)


def _invite_many(ctx: Context, drafts: Sequence[InvitationDraft]) -> BulkResult:
    from tcm_tui.services.invitations import invite_many  # noqa: PLC0415 - see above

    return invite_many(ctx, drafts)
