"""„Profil“: what the company tells of itself; administrators edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from tcm_tui.domain.company_profile import FIELD_LABELS, ProfileShown, value_text
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_, _
from tcm_tui.screens.host import host
from tcm_tui.screens.my_company.edit_dialog import EditProfile, Saved
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import company_profile
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_profile import CompanyProfile

GROUPS: Final = (
    (
        N_("UNTERNEHMEN"),
        ("description", "industry", "legal_form", "size", "founded", "vat_id", "register_number"),
    ),
    (N_("KONTAKT"), ("phone", "email", "website")),
    (N_("ANSCHRIFT"), ("street", "address_extra", "postcode", "city", "country")),
)
"""What stands together, under which heading; German sources."""
_NOTHING: Final = "–"


class ProfileSection(Section):
    """The profile to read, a line for each field."""

    heading: ClassVar[str] = N_("Profil")
    permissions: ClassVar = {"edit": Permission.COMPANY_EDIT}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e",
            "edit",
            N_("Bearbeiten"),
            id="my_company.edit",
            tooltip=N_("Öffnet das Profil des Unternehmens als Formular"),
        ),
    ]
    DEFAULT_CSS = """
    ProfileSection {
        & #company-name { text-style: bold; padding: 0 2; height: auto; }
        & #profile { height: 1fr; scrollbar-size-vertical: 1; }
        & .profile--heading { color: $text-muted; text-style: bold; padding: 1 2 0 2; }
        & .profile--line { height: auto; padding: 0 2; }
        & .profile--label { width: 18; color: $text-muted; }
        & .profile--value { width: 1fr; height: auto; }
        & .profile--value.-empty { color: $text-muted; }
    }
    .-low ProfileSection .profile--heading { padding: 0 2; }
    """

    def compose(self) -> ComposeResult:
        """The name, the groups, and for those who may the button."""
        yield Static(txt(""), id="company-name")
        with VerticalScroll(id="profile"):
            for heading, names in GROUPS:
                yield Static(txt(_(heading)), classes="profile--heading")
                for name in names:
                    with Horizontal(classes="profile--line"):
                        yield Static(txt(_(FIELD_LABELS[name])), classes="profile--label")
                        yield Static(txt(""), id=f"shown-{name}", classes="profile--value")
        if self.may(Permission.COMPANY_EDIT):
            with Horizontal(classes="section--buttons"):
                yield Button(txt(_("Bearbeiten")), "primary", id="edit-profile", compact=True)

    def focus_first(self) -> None:
        """Where one can scroll."""
        self.query_one("#profile").focus()

    def refresh_data(self) -> None:
        """Read again."""
        self._read()

    def action_edit(self) -> None:
        """Open the form with what stands there now."""
        self._read_to_edit()

    @on(Button.Pressed, "#edit-profile")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_edit()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self, quietly=True):
            self._show(await self.ask(company_profile.profile))

    def _show(self, found: ProfileShown) -> None:
        self.query_one("#company-name", Static).update(txt(found.name))
        for _heading, names in GROUPS:
            for name in names:
                stored = value_text(name, getattr(found.profile, name))
                line = self.query_one(f"#shown-{name}", Static)
                line.update(txt(stored or _NOTHING))
                line.set_class(not stored, "-empty")

    @work(group="submit", exclusive=True)
    async def _read_to_edit(self) -> None:
        with self.asking(self, quietly=True):
            self._edit(await self.ask(company_profile.profile))

    @work
    async def _edit(self, found: ProfileShown) -> None:
        place = host(self)
        dialog = EditProfile(found, self._store, zone=place.zone, year=place.clock().year)
        saved = await self.app.push_screen_wait(dialog)
        if saved is Saved.MINE:
            toast(self, _("Das Unternehmensprofil ist gespeichert."))
        if saved is not None:
            self.refresh_data()

    async def _store(self, values: CompanyProfile, version: int) -> ProfileShown:
        return await self.ask(company_profile.edit, values, version)
