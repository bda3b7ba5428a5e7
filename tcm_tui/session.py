"""The open data and who is signed in: the one way from the screens to the use cases."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.sessions import SessionLocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.bootstrap import Portal
    from tcm_tui.domain.permissions import Standing
    from tcm_tui.domain.sign_in import NextStep, SignedIn
    from tcm_tui.services.context import Context

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


class Session:
    """Opens the data in a thread and runs use cases in threads.

    Args:
        open_data: Blocking; a DomainError of it comes out of every `ask`.
        on_role_change: Called when `signed_in` got another role: a use case found it changed.

    Make it inside the running event loop.
    """

    def __init__(self, open_data: Callable[[], Portal], on_role_change: Callable[[], None]) -> None:
        self._open_data = open_data
        self._on_role_change = on_role_change
        self._heard: tuple[SignedIn, Standing] | None = None
        self._portal: asyncio.Future[Portal] = asyncio.get_running_loop().create_future()
        self._uncovered = asyncio.Event()
        self._uncovered.set()
        self.signed_in: SignedIn | None = None

    @property
    def is_open(self) -> bool:
        """Whether the data can be asked without waiting."""
        return self._portal.done()

    async def open(self) -> None:
        """Open the data.

        Raises:
            DomainError: It cannot be used; the sentence says what to do.
        """
        try:
            portal = await asyncio.to_thread(self._open_data)
        except Exception as error:
            self._portal.set_exception(error)
            self._portal.exception()  # looked at: whoever asks meets it, or nobody asks
            raise
        self._portal.set_result(portal)

    def cover(self, covered: bool) -> None:
        """While something lies over the screens, answers wait.

        What continues below could otherwise close the wrong screen: Textual's `dismiss` takes the
        one on top, and that may be the lock.
        """
        if covered:
            self._uncovered.clear()
        else:
            self._uncovered.set()

    async def ask(
        self,
        use_case: Callable[Concatenate[Context, Args], Answer],
        *args: Args.args,
        **kwargs: Args.kwargs,
    ) -> Answer:
        """Run `use_case` for whoever is signed in, when no screen covers others.

        Raises:
            DomainError: What it refused.
        """
        try:
            while True:
                await self._uncovered.wait()  # a locked session answers nothing
                try:
                    return await self.ask_covered(use_case, *args, **kwargs)
                except SessionLocked:
                    if self._uncovered.is_set():
                        raise  # the lock did not come in between
        finally:
            await self._uncovered.wait()
            self._mirror_role()

    async def ask_covered(
        self,
        use_case: Callable[Concatenate[Context, Args], Answer],
        *args: Args.args,
        **kwargs: Args.kwargs,
    ) -> Answer:
        """The same for what covers the others.

        Raises:
            DomainError: What it refused.
        """
        portal = await asyncio.shield(self._portal)
        ctx, take_back = self._context(portal).cancellable()
        try:
            return await asyncio.to_thread(use_case, ctx, *args, **kwargs)
        except asyncio.CancelledError:
            take_back()  # nobody waits any more: what is being read ends in the database, too
            raise

    async def sign_in(self, email: str, password: str) -> SignedIn | NextStep:
        """Sign in, as far as the password alone does; nothing changes here until `enter`.

        Raises:
            DomainError: Refused, or the data cannot be used.
        """
        return await self.ask(_sign_in, email, password)

    async def first_run(self) -> bool:
        """Whether nobody has an account in the open data yet.

        Raises:
            DomainError: The data cannot be used.
        """
        return await self.ask(_first_run)

    async def enter(self, signed_in: SignedIn) -> None:
        """Act as `signed_in` from now on; whoever was signed in before is signed out."""
        now = self.signed_in
        # Not by identity: what is shown of somebody may have changed since they came in.
        if now is not None and now.session_id != signed_in.session_id:
            await self.sign_out()
        self.signed_in = signed_in

    async def sign_out(self) -> None:
        """Let nobody be signed in."""
        if self.signed_in is not None:
            await self.ask_covered(_sign_out)
        self.signed_in = None

    async def lock(self) -> None:
        """Write down that the screen is locked.

        Raises:
            DomainError: The session has ended meanwhile.
        """
        await self.ask_covered(_lock)

    async def unlock(self, password: str) -> None:
        """Check the password of whoever is signed in.

        Raises:
            DomainError: Wrong, or the session has ended meanwhile.
        """
        await self.ask_covered(_unlock, password)

    async def close(self) -> None:
        """End the session and close the data, as far as it was opened."""
        if not self._portal.done() or self._portal.exception() is not None:
            return
        await self.sign_out()
        await asyncio.to_thread(self._portal.result().close)

    def _context(self, portal: Portal) -> Context:
        if self.signed_in is None:
            return portal.context
        from tcm_tui.services.transaction import Actor  # noqa: PLC0415 - brings SQLAlchemy

        who = self.signed_in
        actor = Actor(who.user_id, who.company_id, who.session_id)
        return portal.context.as_actor(actor, on_role=partial(self._hear_role, who))

    def _hear_role(self, who: SignedIn, role: Standing) -> None:
        """Keep what a use case found, in whose thread this runs, until no screen covers others."""
        if role is not who.role:
            self._heard = (who, role)

    def _mirror_role(self) -> None:
        """Let the screens show what whoever is signed in may do now."""
        heard, self._heard = self._heard, None
        now = self.signed_in
        if heard is None or now is None or now.session_id != heard[0].session_id:
            return
        if now.role is not heard[1]:
            self.signed_in = replace(now, role=heard[1])
            self._on_role_change()


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _sign_in(ctx: Context, email: str, password: str) -> SignedIn | NextStep:
    from tcm_tui.services.sign_in import sign_in  # noqa: PLC0415 - see above

    return sign_in(ctx, email, password)


def _first_run(ctx: Context) -> bool:
    from tcm_tui.services.registration import first_run  # noqa: PLC0415 - see above

    return first_run(ctx)


def _sign_out(ctx: Context) -> None:
    """End the session; one that has ended already, or whose database is gone, tells nobody."""
    from tcm_tui.services.sign_in import sign_out  # noqa: PLC0415 - see above

    with suppress(DomainError):
        sign_out(ctx)


def _lock(ctx: Context) -> None:
    from tcm_tui.services.sign_in import lock  # noqa: PLC0415 - see above

    lock(ctx)


def _unlock(ctx: Context, password: str) -> None:
    from tcm_tui.services.sign_in import unlock  # noqa: PLC0415 - see above

    unlock(ctx, password)
