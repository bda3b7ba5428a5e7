"""The whole portal for a test: a database of its own, a clock that stands still, no mail worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual.events import Paste

from tcm_tui.app import MarketplaceApp
from tcm_tui.bootstrap import Portal, StartPortal, post
from tcm_tui.config import Settings
from tcm_tui.domain.demo_sign_in import DemoSignIn
from tcm_tui.domain.permissions import Role
from tcm_tui.services.mail_worker import Worker
from tests.builders import PASSWORD, add_member
from tests.waiting import settle

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

__all__ = ["NEVER", "Stage", "settle", "sign_in"]

NEVER = 86_400.0
"""Seconds: what happens every so often shall not happen by itself in a test."""


@dataclass(frozen=True)
class Stage:
    """Everything the portal stands on.

    Args:
        nobody: The context before signing in.
        clock: Its clock.
        anna: The administrator of „Muster Maschinenbau GmbH“.
        folder: The data folder.
    """

    nobody: Context
    clock: Clock
    anna: Person
    folder: Path

    @property
    def settings(self) -> Settings:
        """German, dark, local mode."""
        return Settings(data_dir=self.folder, config_dir=self.folder, theme="tcm-dark")

    def app(
        self,
        *,
        demo: bool = False,
        code: str | None = None,
        settings: Settings | None = None,
        **options: Any,  # noqa: ANN401 - those of MarketplaceApp
    ) -> MarketplaceApp:
        """The portal, about to show „Anmelden“.

        Args:
            demo: Whether Anna is offered and filled in.
            code: As from `tcm-tui open CODE`.
            settings: Others than the usual ones.
            options: Those of MarketplaceApp.
        """
        people = ((self.anna.name, Role.COMPANY_ADMIN, self.anna.email),)
        start = StartPortal(
            settings or self.settings,
            demo=DemoSignIn(people, PASSWORD) if demo else None,
            code=code,
        )
        options = {
            "open_data": self.open,
            "clock": self.clock,
            "watch_every": NEVER,
            **options,
        }
        return MarketplaceApp(start, **options)

    def colleague(self, role: Role) -> Person:
        """Derya of the same company, who signs in with the same password."""
        return add_member(
            self.nobody.database,
            self.anna.company_id,
            "derya.celik@muster-maschinenbau.example",
            role=role,
            password_hash=self.nobody.hasher.hash(PASSWORD),
        )

    def open(self) -> Portal:
        """The data, with a worker that sleeps: mails stay in the outbox."""
        deliverer, letterhead = post(self.settings)
        return Portal(replace(self.nobody), Worker(self.nobody, deliverer, letterhead))


async def sign_in(pilot: Pilot[None], person: Person | None = None) -> None:
    """Sign in; as `person`, or as whoever is filled in."""
    await settle(pilot)
    if person is not None:  # pasted: to type it would take three times as long as all the rest
        await pilot.press("ctrl+u")
        pilot.app.post_message(Paste(person.email))
        await settle(pilot)
        await pilot.press("enter")
        pilot.app.post_message(Paste(PASSWORD))
        await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
