"""The words that lists and commands call roles by, German and English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.text import shown, sort_key
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN_WORD_MAX: Final = 40
"""A word from a file is cut to this many characters where a sentence quotes it."""

_PUNCTUATION: Final = re.compile(r"[\W_]+")
ROLE_WORDS: Final[Mapping[str, Role]] = {
    word: role
    for role, words in {
        Role.USER: "benutzer benutzerin benutzende user",
        Role.BILLING_ADMIN: (
            "rechnungsadministrator rechnungsadministratorin rechnungsadmin "
            "abrechnungsadministrator abrechnungsadministratorin abrechnungsadmin "
            "billingadministrator billingadmin"
        ),
        Role.COMPANY_ADMIN: (
            "unternehmensadministrator unternehmensadministratorin unternehmensadmin "
            "companyadministrator companyadmin"
        ),
    }.items()
    for word in words.split()
}
"""Role words without case, accents, blanks and punctuation.

„Admin“ alone is missing on purpose: it could mean either.
"""


def word_key(text: str) -> str:
    """`text` as headers and role words are compared: „E-Mail Adresse *“ is `emailadresse`."""
    return _PUNCTUATION.sub("", sort_key(text))


def quoted_word(text: str) -> str:
    """`text` from outside as a sentence may quote it: harmless and short."""
    safe = shown(text)
    return safe if len(safe) <= SHOWN_WORD_MAX else f"{safe[: SHOWN_WORD_MAX - 1]}…"


def role_of(word: str) -> Role | None:
    """The role that `word` names; None means that nothing stands there.

    Raises:
        Invalid: The word is none of `ROLE_WORDS`; the sentence names the portal's three.
    """
    if not word.strip():
        return None
    if (role := ROLE_WORDS.get(word_key(word))) is not None:
        return role
    user, billing, company = (role_label(role) for role in Role)
    raise Invalid(
        _("Rolle „{word}“ ist unbekannt: {user}, {billing} oder {company}.").format(
            word=quoted_word(word), user=user, billing=billing, company=company
        ),
        "role",
    )


def is_role_word(word: str) -> bool:
    """Whether `word` names a role."""
    return len(word) <= SHOWN_WORD_MAX and word_key(word) in ROLE_WORDS
