"""„Meine Angaben“: name, language and colours, and what one is in this company."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import Horizontal
from textual.widgets import Static

from tcm_tui.domain.account import OwnConflict, OwnData, OwnValues
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.looks import LANGUAGE_NAMES, THEME_LABELS
from tcm_tui.domain.member_profile import (
    TEXT_MAX,
    ProfileValues,
    check_department,
    check_title,
)
from tcm_tui.domain.people import NAME_MAX, check_name
from tcm_tui.domain.phone import PHONE_MAX, check_phone
from tcm_tui.i18n import N_, _
from tcm_tui.screens.compared_row import Compared, compared, differing
from tcm_tui.screens.conflict_dialog import Way, settle
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.form_section import FormSection
from tcm_tui.services import account
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App, ComposeResult
    from textual.widget import Widget

_TEXTS = ("first_name", "last_name", "title", "department", "phone")
_CHOICES = ("language", "theme")


class OwnDataSection(FormSection):
    """The form; saved values are in force at once."""

    heading: ClassVar[str] = N_("Meine Angaben")
    brief: ClassVar[str] = N_("Angaben")
    button: ClassVar[str] = N_("Speichern")

    _stored: OwnData | None = None
    """What stood there when the form was filled in, or what somebody stored since."""
    _before: OwnValues | None = None
    """What stood there before somebody else stored something."""

    def compose_form(self) -> ComposeResult:
        """The person, and below what they are here."""
        with Horizontal(classes="form--row"):
            yield _name_field(_("Vorname"), "first_name")
            yield _name_field(_("Nachname"), "last_name")
        with Horizontal(classes="form--row"):
            languages = list(LANGUAGE_NAMES.items())
            yield ChoiceField(_("Sprache"), languages, languages[0][0], name="language")
            yield ChoiceField(_("Farben"), _themes(), None, name="theme")
        yield Static(txt(""), id="here", classes="section--heading")
        with Horizontal(classes="form--row"):
            yield _text_field(_("Position"), "title", check_title)
            yield _text_field(_("Abteilung"), "department", check_department)
        with Horizontal(classes="form--row"):
            yield Field(_("Telefon"), name="phone", rule=check_phone, max_length=PHONE_MAX)

    def refresh_data(self) -> None:
        """Read what is stored; what somebody is typing stays, and saving it will tell."""
        if not self.unsaved:
            self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        try:
            found = await self.ask(account.own_data)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.say(refusal.message)
            return
        if not self.unsaved:
            self._fill(found)

    def _fill(self, found: OwnData) -> None:
        """Show what is stored."""
        self._stored = found
        self._put(_flat(found.values))
        here = _("In diesem Unternehmen: {company}").format(company=found.company)
        self.query_one("#here", Static).update(txt(here))
        self.kept()

    def _put(self, values: Mapping[str, Any]) -> None:
        """Fill the fields in."""
        for name in _TEXTS:
            self.query_one(f"#{name}", Field).value = values[name]
        for name in _CHOICES:
            self.query_one(f"#{name}", ChoiceField).choice.value = values[name]

    def _values(self) -> OwnValues:
        texts = {name: self.query_one(f"#{name}", Field).value for name in _TEXTS}
        choices = {name: self.query_one(f"#{name}", ChoiceField).value for name in _CHOICES}
        return _own({**texts, **choices})

    async def submit(self) -> None:
        """Store it; that something else of the person was changed does not matter.

        Raises:
            DomainError: A rule is broken, or somebody else changed the same.
        """
        while self._stored is not None:
            before = self._stored
            try:
                now = await self.ask(account.save_own_data, self._values(), before.versions)
            except OwnConflict as conflict:
                self._before, self._stored = before.values, conflict.theirs
                if before.values != conflict.theirs.values:
                    raise
            else:
                self._fill(now)
                self._in_force(before.values, now.values)
                return

    def show(self, refusal: DomainError) -> None:
        """Somebody else's values are shown beside one's own; all else as in every form."""
        if isinstance(refusal, OwnConflict):
            self._settle(refusal)
        else:
            super().show(refusal)

    @work(group="leave", exclusive=True)
    async def _settle(self, conflict: OwnConflict) -> None:
        """Go on with what is chosen of both."""
        mine, theirs = _flat(self._values().checked()), _flat(conflict.theirs.values)
        differences = _compared(mine, theirs, _flat(self._before or conflict.theirs.values))
        settled = await settle(self, conflict, theirs, differences, host(self).zone)
        self._put({**mine, **settled.values})
        if settled.way is Way.EDIT:
            self.say(conflict.message)
        else:
            self.action_submit()

    def _in_force(self, before: OwnValues, now: OwnValues) -> None:
        """Say that it is saved; name, colours and language count from now on."""
        place = host(self)
        place.remember(now)
        if now.theme != before.theme:
            place.wear(now.theme)
        if now.language == before.language:
            _say_saved(self)
        else:
            self.app.call_later(_speak, self.app, now.language)


async def _speak(app: App[Any], wanted: str) -> None:
    """Speak another language; what is said from then on is in that one."""
    await host(app).speak(wanted)
    _say_saved(app.screen)


def _say_saved(place: Widget) -> None:
    toast(place, _("Ihre Angaben sind gespeichert."))


def _name_field(label: str, name: str) -> Field:
    return Field(label, name=name, rule=lambda text: check_name(text, name), max_length=NAME_MAX)


def _text_field(label: str, name: str, rule: Callable[[str], str]) -> Field:
    return Field(label, name=name, rule=rule, max_length=TEXT_MAX)


def _themes() -> list[tuple[str | None, str]]:
    """Each with what it is called."""
    ours = ((name, _(label)) for name, label in THEME_LABELS.items())
    return [(None, _("passend zum Terminal")), *ours]


def _flat(values: OwnValues) -> dict[str, Any]:
    """All of them by their names."""
    flat = asdict(values)
    return {**flat, **flat.pop("profile")}


def _own(flat: Mapping[str, Any]) -> OwnValues:
    """Made of what `_flat` gives."""
    profile = ProfileValues(**{one.name: flat[one.name] for one in fields(ProfileValues)})
    own = {name: value for name, value in flat.items() if not hasattr(profile, name)}
    return OwnValues(**own, profile=profile)


def _compared(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], before: Mapping[str, Any]
) -> list[Compared]:
    """The fields that differ, in words."""
    words: dict[str, Mapping[Any, str]] = {"language": LANGUAGE_NAMES, "theme": dict(_themes())}
    labels = {
        "first_name": _("Vorname"),
        "last_name": _("Nachname"),
        "language": _("Sprache"),
        "theme": _("Farben"),
        "title": _("Position"),
        "department": _("Abteilung"),
        "phone": _("Telefon"),
    }

    def told(values: Mapping[str, Any], name: str) -> str:
        return words[name][values[name]] if name in words else values[name]

    return differing(
        compared(name, label, told(mine, name), told(theirs, name), before=told(before, name))
        for name, label in labels.items()
    )
