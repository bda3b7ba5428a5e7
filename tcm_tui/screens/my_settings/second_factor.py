"""„Zweiter Faktor“: set up, recovery codes, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.second_factor import RECOVERY_CODES, lost_key_text, missing_text
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.host import host
from tcm_tui.screens.recovery_codes import RecoveryCodes
from tcm_tui.screens.sections.section import Section
from tcm_tui.screens.set_up_factor import SetUpFactor
from tcm_tui.services import second_factor
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.second_factor import FactorStatus, NewFactor

SET_UP_ID: Final = "second_factor.set_up"


class SecondFactorSection(Section):
    """How one's second factor stands, and what can be done about it."""

    heading: ClassVar[str] = N_("Zweiter Faktor")
    brief: ClassVar[str] = N_("Faktor")
    topic: ClassVar[Topic] = Topic.SECOND_FACTOR
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "set_up", N_("Einrichten"), id=SET_UP_ID),
        Binding("v", "renew_codes", N_("Neue Codes"), id="second_factor.renew_codes"),
        Binding("delete", "remove_factor", N_("Entfernen"), id="second_factor.remove"),
    ]
    DEFAULT_CSS = """
    SecondFactorSection .second-factor--state { height: auto; padding: 0 2; }
    """

    _status: FactorStatus | None = None

    def compose(self) -> ComposeResult:
        """What it is for, how it stands, what can be done."""
        explanation = _(
            "Nach dem Passwort wird ein Code aus einer App auf Ihrem Telefon verlangt. Wer nur Ihr"
            " Passwort kennt, kommt damit nicht hinein."
        )
        yield Static(txt(explanation), classes="section--text")
        yield Static(classes="second-factor--state")
        with Horizontal(classes="section--buttons"):
            for action, label in (
                ("set_up", _("Einrichten")),
                ("renew_codes", _("Neue Codes")),
                ("remove_factor", _("Entfernen")),
            ):
                yield Button(txt(label), id=action.replace("_", "-"), compact=True)

    @property
    def _state(self) -> Static:
        """Where it is told how it stands."""
        return self.query_one(".second-factor--state", Static)

    def refresh_data(self) -> None:
        """Read how it stands."""
        self._read()

    def why_not(self, action: str) -> str:
        """What cannot be done as it stands."""
        now = self._status
        if now is None or action not in {"set_up", "renew_codes", "remove_factor"}:
            return super().why_not(action)
        if action == "set_up":
            return "" if now.available else missing_text()
        if now.set_up_at is None:
            return _("Es ist noch kein zweiter Faktor eingerichtet.")
        if action == "remove_factor" and now.required:
            return _("Ihr Unternehmen verlangt für Ihre Rolle einen zweiten Faktor.")
        return ""

    def verb(self, name: str) -> str:
        """Where there is one, another takes its place."""
        again = self._status is not None and self._status.set_up_at is not None
        return _("Neu einrichten") if name == SET_UP_ID and again else super().verb(name)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button and its key are one."""
        event.stop()
        {
            "set-up": self.action_set_up,
            "renew-codes": self.action_renew_codes,
            "remove-factor": self.action_remove_factor,
        }[str(event.button.id)]()

    def action_set_up(self) -> None:
        """Show a secret, ask for the first code, show the recovery codes."""
        self.run_worker(self._propose(), group="submit")

    def action_renew_codes(self) -> None:
        """Ten new recovery codes in the place of the old ones."""
        question = Confirm(
            _("Ihre bisherigen Wiederherstellungscodes gelten danach nicht mehr."),
            title=_("Neue Wiederherstellungscodes"),
            yes=_("Neue Codes erzeugen"),
        )
        self.run_worker(self._after(question, self._renew))

    def action_remove_factor(self) -> None:
        """Sign in by the password alone."""
        question = Confirm(
            _("Für die Anmeldung genügt danach das Passwort."),
            title=_("Zweiten Faktor entfernen"),
            yes=_("Zweiten Faktor entfernen"),
        )
        self.run_worker(self._after(question, self._remove))

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self._state):
            self._show(await self.ask(second_factor.status))

    def _show(self, now: FactorStatus) -> None:
        self._status = now
        text = "\n".join(state_lines(now, host(self).zone))
        self._state.update(txt(text))
        again = now.set_up_at is not None
        button = self.query_one("#set-up", Button)
        button.label = txt(_("Neu einrichten") if again else _("Einrichten"))
        button.refresh(layout=True)  # Textual leaves a button as wide as it was
        for one in self.query(Button):
            one.disabled = bool(self.why_not(str(one.id).replace("-", "_")))
        self.refresh_bindings()

    async def _after(
        self, question: Confirm, act: Callable[[], Coroutine[None, None, None]]
    ) -> None:
        if await self.app.push_screen_wait(question):
            self.run_worker(act(), group="submit")

    async def _propose(self) -> None:
        with self.asking(self._state):
            factor = await self.ask(second_factor.propose)
            self.run_worker(self._set_up(factor))

    async def _set_up(self, factor: NewFactor) -> None:
        async def take(code: str) -> tuple[str, ...]:
            return await self.ask(second_factor.set_up, factor.secret, code)

        codes = await self.app.push_screen_wait(SetUpFactor(factor, take))
        if codes is not None:
            await self._give(codes)

    async def _renew(self) -> None:
        with self.asking(self._state):
            codes = await self.ask(second_factor.renew_codes)
            self.run_worker(self._give(codes))

    async def _remove(self) -> None:
        with self.asking(self._state):
            await self.ask(second_factor.remove)
            toast(self, _("Zweiter Faktor entfernt"))
        self._read()

    async def _give(self, codes: Sequence[str]) -> None:
        """Show the codes, once."""
        app = host(self)
        email = app.signed_in.email if app.signed_in is not None else ""
        self._read()
        await self.app.push_screen_wait(RecoveryCodes(codes, email=email, jail=app.export_jail))


def state_lines(now: FactorStatus, zone: ZoneInfo) -> list[str]:
    """How a second factor stands, in words."""
    if now.set_up_at is None:
        lines = ["○ " + _("nicht eingerichtet")]
    else:
        moment = long_moment(now.set_up_at, zone)
        lines = [
            "● " + _("eingerichtet am {moment}").format(moment=moment),
            _("Wiederherstellungscodes: noch {n} von {all}").format(
                n=now.codes_left, all=RECOVERY_CODES
            ),
        ]
    if not now.readable:
        lines.append(f"! {lost_key_text()}")
    if now.required:
        lines.append(_("Ihr Unternehmen verlangt für Ihre Rolle einen zweiten Faktor."))
    if not now.available:
        lines.append(f"! {missing_text()}")
    return lines
