"""„Mitarbeitende“: how colleagues are reached, which everybody in the company may look up."""

from __future__ import annotations

from dataclasses import dataclass

from tcm_tui.domain.people import list_name
from tcm_tui.domain.text import sort_key


@dataclass(frozen=True)
class Colleague:
    """An active member, as far as it is anybody's business.

    `sort_name` is the stored key that pages continue from.
    """

    membership_id: int
    first_name: str
    last_name: str
    address: str
    phone: str
    department: str
    sort_name: str

    @property
    def name(self) -> str:
        """„Çelik, Derya“."""
        return list_name(self.first_name, self.last_name)


def first_at(text: str) -> Colleague:
    """Somebody who never was, for going to those whose name starts with `text`."""
    return Colleague(0, "", "", "", "", "", sort_key(text))
