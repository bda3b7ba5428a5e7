"""Fields for passwords: nothing copied out, nothing cut short, rules that tick off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.known_words import too_close_to_owner, widely_known
from tcm_tui.domain.passwords import PASSWORD_MAX, PasswordLevel, Rule, check_password, rules
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult

TYPING_PAUSE: Final = 0.12
"""Seconds without a key before a password is rated: rating takes up to 100 ms of a core."""
_TWO_COLUMNS: Final = 72
"""Cells from which two columns of rules fit."""
_RATED_MAX: Final = 72
"""zxcvbn refuses longer texts; what comes after only makes it stronger."""
_WEAK: Final = 1
"""What is refused as known or as close to its owner is never shown as stronger."""
_STRENGTHS: Final = (N_("sehr schwach"), N_("schwach"), N_("mittel"), N_("gut"), N_("sehr gut"))


class SecretInput(FieldInput):
    """A line of dots that gives its text to nobody but the program (SECURITY.md A11, B3)."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int | None = PASSWORD_MAX,
        extract: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(
            value, placeholder=placeholder, max_length=max_length or PASSWORD_MAX, extract=extract
        )
        self.password = True

    def take_lines(self, lines: list[str]) -> None:
        """Insert a pasted line; of several none, for half a password is a wrong one."""
        if len(lines) > 1:
            self.note(_("Mehrere Zeilen sind kein Passwort. Es wurde nichts eingefügt."))
        else:
            super().take_lines(lines)

    def action_copy(self) -> None:
        """Say that a password is not copied."""
        self.note(_("Passwörter werden nicht kopiert."))

    def action_cut(self) -> None:
        """Say that a password is not copied; it is not deleted either."""
        self.action_copy()


class SecretField(Field):
    """A labelled password that exists already: no rules but the one given."""

    input_class: ClassVar[type[FieldInput]] = SecretInput

    def clear(self) -> None:
        """Empty it, as a lock of the screen asks for."""
        self.value = ""
        self.clear_line()


@dataclass(frozen=True)
class Rating:
    """What can be said of a password: its rules, and how strong it is from 0 to 4."""

    rules: list[Rule]
    strength: int | None


def rate(password: str, levels: Iterable[PasswordLevel], words: Iterable[str]) -> Rating:
    """Rules and strength of `password`; takes up to 100 ms, so call it in a thread."""
    words = list(words)
    found = rules(password, levels, words)
    if not password:
        return Rating(found, None)
    from zxcvbn import zxcvbn  # noqa: PLC0415 - costs 60 ms

    score = int(zxcvbn(password[:_RATED_MAX], user_inputs=words)["score"])
    guessed_first = widely_known(password) or too_close_to_owner(password, words)
    return Rating(found, min(score, _WEAK) if guessed_first else score)


class PasswordField(SecretField):
    """A password to be chosen: its rules tick off while typing and a bar shows its strength.

    Args:
        label: What to fill in.
        name: The domain's name of the field.
        levels: „Passwortvorgaben“ of all companies the person belongs to.
        words: Gives name, address and company of the owner as they are known by now.
    """

    DEFAULT_CSS = """
    PasswordField {
        & .field--rules { layout: grid; grid-size: 2; height: auto; padding: 0 2; }
        & .field--rules { grid-rows: 1; grid-columns: 40 1fr; }
        &.-narrow .field--rules { grid-size: 1; grid-columns: 1fr; }
        & .field--rules Static { color: $text-muted; }
        & .field--rules .-met { color: $text-success; }
        & .field--strength { padding: 0 2; margin-bottom: 1; color: $text-muted; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        name: str,
        levels: Iterable[PasswordLevel],
        words: Callable[[], Iterable[str]],
    ) -> None:
        self._levels = tuple(levels)
        self._words = words
        super().__init__(label, name=name, rule=self._keeps_rules)
        self._rules = [Static() for _rule in rules("", self._levels)]
        self._bar = Static(classes="field--strength")

    def compose(self) -> ComposeResult:
        """Label, input, line, rules, bar."""
        yield from super().compose()
        with Container(classes="field--rules"):
            yield from self._rules
        yield self._bar

    def on_mount(self) -> None:
        """Show the rules before anything is typed."""
        self._show(Rating(rules("", self._levels), None))

    def on_resize(self) -> None:
        """One rule beside the other, as long as none is cut."""
        self.set_class(self.size.width < _TWO_COLUMNS, "-narrow")

    def changed(self) -> None:
        """Rate what is typed, once the typing pauses."""
        super().changed()
        self._rate()

    @work(group="load", exclusive=True)
    async def _rate(self) -> None:
        await asyncio.sleep(TYPING_PAUSE)
        self._show(await asyncio.to_thread(rate, self.value, self._levels, self._words()))

    def _keeps_rules(self, password: str) -> str:
        return check_password(password, self._levels, self._words(), self.name or "password")

    def _show(self, rating: Rating) -> None:
        for line, rule in zip(self._rules, rating.rules, strict=True):
            line.set_class(rule.met, "-met")
            line.update(txt(f"{'✓' if rule.met else '○'} {rule.sentence}"))
        self._bar.update(strength_bar(rating.strength))


def strength_bar(strength: int | None) -> Content:
    """„Stärke ━━━━━━ gut“; the word says it to those who see no colour."""
    if strength is None:
        return txt(f"{_('Stärke')} {'─' * 10}")
    style = ("$text-error", "$text-error", "$text-warning", "$text-success", "$text-success")
    filled = 2 * (strength + 1)
    return Content.assemble(
        f"{_('Stärke')} ",
        ("━" * filled, style[strength]),
        "─" * (10 - filled),
        f" {_(_STRENGTHS[strength])}",
    )
