"""The keys of the program by the ids of their bindings, and what may be made of them.

`config.toml` names the ids under `[keys]`. They are written here a second time, beside the bindings
themselves, because the settings are checked before a screen is imported; a test holds both
together, and `docs/keys.md` too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTS: Final[Mapping[str, str]] = {
    "about.leave": "escape",
    "account.delete": "delete",
    "account.export": "x",
    "addresses.add": "n",
    "addresses.enter_code": "c",
    "addresses.make_primary": "p",
    "addresses.remove": "delete",
    "addresses.resend": "v",
    "administration.next": "ctrl+pagedown",
    "administration.previous": "ctrl+pageup",
    "administration.reload": "f5",
    "administration.tab_1": "1",
    "administration.tab_2": "2",
    "administration.tab_5": "5",
    "administration.tab_6": "6",
    "app.administration": "f3",
    "app.help": "f1",
    "app.name_menu": "f4",
    "app.palette": "ctrl+p",
    "app.quit": "ctrl+q",
    "app.undo": "ctrl+z",
    "change.go": "ctrl+s",
    "change.leave": "escape",
    "change.next": "right",
    "change.previous": "left",
    "change.rows": "f",
    "change.save": "ctrl+r",
    "change.to_rows": "up,down,pageup,pagedown",
    "choice.leave": "escape",
    "choice.open": "enter,space,down",
    "company_settings.leave_box": "escape",
    "compared.down": "down",
    "compared.mine": "left",
    "compared.next": "enter",
    "compared.switch": "space",
    "compared.theirs": "right",
    "compared.up": "up",
    "confirm.next": "right",
    "confirm.no": "escape",
    "confirm.previous": "left",
    "conflict.edit": "escape",
    "conflict.mine": "m",
    "conflict.take": "ctrl+s",
    "conflict.theirs": "a",
    "customers.leave": "escape",
    "customers.reload": "f5",
    "customers.search": "slash",
    "customers.visit": "enter",
    "details.close": "escape",
    "details.done": "enter",
    "details.edit": "e",
    "details.leave": "escape",
    "details.remove": "delete",
    "details.resend": "v",
    "details.reset": "w",
    "details.reset_factor": "z",
    "details.role": "r",
    "details.turn": "d",
    "directory.forget": "escape",
    "directory.jump": "a",
    "directory.search": "slash",
    "export.leave": "escape",
    "failed_mails.leave": "escape",
    "failed_mails.reload": "f5",
    "failed_mails.resend": "v",
    "failed_mails.resend_all": "ctrl+s",
    "feed.down": "j",
    "feed.last": "G",
    "feed.page_down": "ctrl+d",
    "feed.page_up": "ctrl+u",
    "feed.up": "k",
    "file.cancel": "escape",
    "file.choose": "ctrl+s",
    "files.down": "down,j",
    "files.first": "home",
    "files.last": "end",
    "files.open": "enter",
    "files.page_down": "pagedown",
    "files.page_up": "pageup",
    "files.parent": "backspace,left",
    "files.up": "up,k",
    "form.cancel": "escape",
    "form.submit": "ctrl+s",
    "help.leave": "escape",
    "help.search": "slash",
    "invite.again": "v",
    "invite.back": "shift+tab",
    "invite.choose_rows": "ctrl+l",
    "invite.delete": "delete",
    "invite.down": "down",
    "invite.edit": "tab",
    "invite.extend": "shift+down",
    "invite.extend_up": "shift+up",
    "invite.finish": "enter",
    "invite.first": "ctrl+home",
    "invite.import": "ctrl+o",
    "invite.last": "ctrl+end",
    "invite.next_row": "tab",
    "invite.page": "pagedown",
    "invite.page_up": "pageup",
    "invite.remove": "delete",
    "invite.role": "r",
    "invite.role_back": "shift+tab",
    "invite.role_up": "up",
    "invite.template": "ctrl+t",
    "invite.to_role": "tab",
    "invite.up": "up",
    "invite.verdicts": "ctrl+r",
    "jump.leave": "escape,enter,down,up",
    "jump.next": "right",
    "jump.previous": "left",
    "jump.shorten": "backspace",
    "link.follow": "enter,space",
    "locked.submit": "ctrl+s",
    "mailbox.leave": "escape",
    "mailbox.reload": "f5",
    "mailbox.search": "slash",
    "mailbox.use_code": "c",
    "mandate.close": "escape",
    "mandate.save": "s",
    "members.back": "escape",
    "members.edit": "e",
    "members.export": "x",
    "members.filter": "f",
    "members.invite": "n",
    "members.jump": "a",
    "members.remove": "delete",
    "members.resend": "v",
    "members.reset_factor": "z",
    "members.reset_password": "w",
    "members.role": "r",
    "members.role_file": "ctrl+o",
    "members.search": "slash",
    "members.sort": "s",
    "members.turn": "d",
    "menu.leave": "escape",
    "multi_choice.leave": "escape",
    "multi_choice.open": "enter,space,down",
    "multi_choice.tick": "space",
    "my_company.edit": "e",
    "overview.invite": "n",
    "overview.invite_many": "m",
    "overview.news": "escape",
    "overview.payment": "b",
    "overview.whose": "f",
    "palette.down": "down",
    "palette.leave": "escape,ctrl+p",
    "palette.up": "up",
    "path.complete": "tab",
    "path.list": "down",
    "payment.activate": "a",
    "payment.mandate": "o",
    "payment.reactivate": "w",
    "pick.choose": "ctrl+s",
    "pick.leave": "escape",
    "portal.help": "question_mark",
    "radio.next": "down",
    "radio.previous": "up",
    "radio.submit": "enter",
    "recovery_codes.close": "escape",
    "recovery_codes.save": "s",
    "reseller_deeds.leave": "escape",
    "reseller_deeds.reload": "f5",
    "resellers.link": "n",
    "resellers.show_deeds": "enter",
    "resellers.unlink": "delete",
    "role_file.invite": "n",
    "search.forget": "escape",
    "search.to_list": "down,enter",
    "second_factor.remove": "delete",
    "second_factor.renew_codes": "v",
    "second_factor.set_up": "n",
    "section_menu.go_in": "enter",
    "section_menu.next": "down,right",
    "section_menu.previous": "up,left",
    "sections.leave": "escape",
    "sections.next": "ctrl+pagedown",
    "sections.previous": "ctrl+pageup",
    "sections.reload": "f5",
    "sections.section_1": "1",
    "sections.section_2": "2",
    "sections.section_3": "3",
    "sections.section_4": "4",
    "sections.section_5": "5",
    "sections.section_6": "6",
    "sections.section_7": "7",
    "sessions.end": "delete",
    "sessions.end_others": "b",
    "signpost.follow": "enter,space",
    "signpost.next": "down",
    "signpost.previous": "up",
    "stack.go_in": "enter",
    "stack.next": "down",
    "stack.previous": "up",
    "step.follow": "enter,space",
    "step.next": "down",
    "step.previous": "up",
    "table.down": "down",
    "table.first": "home",
    "table.last": "end",
    "table.mark": "space",
    "table.mark_all": "asterisk",
    "table.page_down": "pagedown",
    "table.page_up": "pageup",
    "table.select": "enter",
    "table.unmark": "escape",
    "table.up": "up",
    "table.vim_down": "j",
    "table.vim_first": "g",
    "table.vim_half_down": "ctrl+d",
    "table.vim_half_up": "ctrl+u",
    "table.vim_last": "G",
    "table.vim_up": "k",
    "tick.submit": "enter",
    "tick.tick": "space",
}
"""Each binding's keys, separated by commas."""
_EVERYWHERE: Final = frozenset({"administration", "app", "portal"})
"""Areas whose keys work in others too."""
_WHERE_ONE_TYPES: Final = frozenset(
    {"administration", "app", "invite", "mailbox", "palette", "path", "search", "sections"}
)
"""Areas with keys that come before what a line of text takes."""
_CHARACTERS: Final = frozenset(
    {"ampersand", "asterisk", "at", "backslash", "colon", "comma", "full_stop", "minus"}
    | {"number_sign", "percent_sign", "plus", "question_mark", "semicolon", "slash", "space"}
    | {"underscore"}
)
"""Characters that have names, as Textual calls them."""
_NAMED: Final = (
    {"backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left"}
    | {"pagedown", "pageup", "right", "tab", "up"}
    | {f"f{number}" for number in range(1, 13)}
    | _CHARACTERS
)
_SAME_AS: Final = {"ctrl+i": "tab", "ctrl+m": "enter"}
"""What a terminal sends for both."""


def check_keymap(keys: Mapping[str, object]) -> dict[str, str]:
    """`keys`, id to keys separated by commas, with blanks removed.

    Raises:
        Invalid: An id or a key does not exist, or two things would share a key.
    """
    checked = {name: _check_keys(name, value) for name, value in keys.items()}
    for name in checked:
        _refuse_shared(name, checked)
    return checked


def _check_keys(name: str, value: object) -> str:
    if name not in DEFAULTS:
        raise Invalid(_unknown(name), "keys")
    if not isinstance(value, str):
        raise Invalid(_no_key(name, str(value)), "keys")
    keys = [one.strip() for one in value.split(",")]
    for key in keys:
        if not _exists(key):
            raise Invalid(_no_key(name, key), "keys")
        if _swallows(name, key):
            sentence = _(
                "keys: {name} darf nicht auf {key} liegen, das Zeichen würde beim Tippen fehlen."
            )
            raise Invalid(sentence.format(name=name, key=key), "keys")
    return ",".join(keys)


def _swallows(name: str, key: str) -> bool:
    """Whether `key` could no longer be typed where `name` works; what is so from the start may."""
    if name.partition(".")[0] not in _WHERE_ONE_TYPES or any(
        _is_character(one) for one in DEFAULTS[name].split(",")
    ):
        return False
    return _is_character(key)


def _is_character(key: str) -> bool:
    return len(key) == 1 or key in _CHARACTERS


def _unknown(name: str) -> str:
    import difflib  # noqa: PLC0415 - every start imports this module

    near = difflib.get_close_matches(name, DEFAULTS, n=1)
    if near:
        return _("keys: {name} gibt es nicht. Meinten Sie {near}?").format(
            name=shown(name), near=near[0]
        )
    return _("keys: {name} gibt es nicht. Alle Namen stehen in docs/keys.md.").format(
        name=shown(name)
    )


def _no_key(name: str, key: str) -> str:
    return _("keys: {key} ist keine Taste für {name}. Beispiele: i, f6, ctrl+n, delete.").format(
        key=shown(key) or _("„“"), name=name
    )


def _exists(key: str) -> bool:
    """Whether a terminal can send `key`, and tell it from others."""
    *modifiers, last = key.split("+")
    if key in _SAME_AS or len(set(modifiers)) != len(modifiers):
        return False
    if not set(modifiers) <= {"alt", "ctrl", "shift"}:
        return False
    if last in _NAMED:
        return True
    if not modifiers:
        return len(last) == 1 and last.isprintable() and last != " "
    return "shift" not in modifiers and len(last) == 1 and last.isascii() and last.islower()


def _refuse_shared(name: str, changed: Mapping[str, str]) -> None:
    """Refuse a key that already does something else where `name` works."""
    for other, default in DEFAULTS.items():
        if other == name or not _meet(name, other) or _common(DEFAULTS[name], default):
            continue
        if shared := _common(changed[name], changed.get(other, default)):
            sentence = _("keys: {key} gilt für {name} und für {other}.")
            raise Invalid(sentence.format(key=min(shared), name=name, other=other), "keys")


def _meet(one: str, other: str) -> bool:
    areas = {one.partition(".")[0], other.partition(".")[0]}
    return len(areas) == 1 or bool(areas & _EVERYWHERE)


def _common(one: str, other: str) -> set[str]:
    return set(one.split(",")) & set(other.split(","))
