"""„Lastschrift“: whether an IBAN can be debited, and which bank keeps the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.payment_checks import compact
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from schwifty import IBAN

_SEPA: Final = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT"
    " NL NO PL PT RO RS SE SI SK SM VA"
)
SEPA: Final = frozenset(_SEPA.split())
"""Letters at the beginning of the IBANs that SEPA reaches (EPC409-09)."""
_ALL_BANKS_KNOWN: Final = frozenset({"DE"})
"""Where every bank is published (Deutsche Bundesbank): one that is not on the list is none."""
_GROUP: Final = 4
_COUNTRY: Final = 2


@dataclass(frozen=True)
class IbanLook:
    """An IBAN while it is being typed.

    Args:
        grouped: In groups of four.
        valid: Whether it is complete and its check digits fit.
        bank: Who keeps the account, "" when that is not known (yet).
        bic: Of that bank.
        hint: What is wrong, or to be looked at, as a sentence; "" while more is to come.
    """

    grouped: str = field(repr=False)
    valid: bool
    bank: str
    bic: str
    hint: str


@dataclass(frozen=True)
class Bank:
    """Who keeps an account; both "" when it is not known."""

    name: str
    bic: str


def grouped_iban(iban: str) -> str:
    """„DE89 3704 0044 0532 0130 00“."""
    return " ".join(iban[start : start + _GROUP] for start in range(0, len(iban), _GROUP))


def look_at_iban(text: str) -> IbanLook:
    """What there is to say of `text` so far."""
    iban = compact(text)
    try:
        check_iban(text)
    except Invalid as refusal:
        settled = _is_settled(iban)
        return IbanLook(grouped_iban(iban), False, "", "", refusal.message if settled else "")
    bank = _described(_parsed(iban), short=True)
    hint = "" if bank.name else _unknown_bank()
    return IbanLook(grouped_iban(iban), True, bank.name, bank.bic, hint)


def check_iban(value: str) -> str:
    """`value` as an IBAN without blanks, of an account that SEPA reaches.

    A bank that is not known is a reason to refuse only where the list of banks is complete.

    Raises:
        Invalid: It is none, in a sentence that says what is wrong; its field is `iban`.
    """
    iban = compact(value)
    if not iban:
        raise Invalid(_("Geben Sie die IBAN ein."), "iban")
    if not (iban.isascii() and iban.isalnum() and iban[:_COUNTRY].isalpha()):
        raise Invalid(
            _("Eine IBAN beginnt mit zwei Buchstaben; danach stehen nur Buchstaben und Ziffern."),
            "iban",
        )
    if iban[:_COUNTRY] not in SEPA:
        raise Invalid(
            _("Von Konten mit {country} lässt sich nicht mit SEPA abbuchen.").format(
                country=iban[:_COUNTRY]
            ),
            "iban",
        )
    _check_digits(iban)
    if iban[:_COUNTRY] in _ALL_BANKS_KNOWN and not bank_of(iban).name:
        raise Invalid(_unknown_bank(), "iban")
    return iban


def bank_of(iban: str) -> Bank:
    """Who keeps the account of a checked IBAN."""
    return _described(_parsed(iban), short=False)


def _unknown_bank() -> str:
    return _("Diese Bank kennen wir nicht. Prüfen Sie die IBAN noch einmal.")


def _check_digits(iban: str) -> None:
    from schwifty.exceptions import InvalidLength, SchwiftyException  # noqa: PLC0415 - costs 60 ms

    account = _parsed(iban)
    try:
        account.validate()
    except InvalidLength as error:
        raise Invalid(
            _("Eine IBAN mit {country} hat {length} Stellen, nicht {count}.").format(
                country=iban[:_COUNTRY], length=account.spec.iban_length, count=len(iban)
            ),
            "iban",
        ) from error
    except SchwiftyException as error:
        raise Invalid(_("Die IBAN stimmt nicht. Prüfen Sie die Stellen."), "iban") from error


def _parsed(iban: str) -> IBAN:
    from schwifty import IBAN  # noqa: PLC0415 - costs 60 ms

    return IBAN(iban, allow_invalid=True)


def _described(account: IBAN, *, short: bool) -> Bank:
    name = account.bank_short_name if short else account.bank_name
    return Bank(name or account.bank_name or "", str(account.bic or ""))


def _is_settled(iban: str) -> bool:
    """Whether nothing that follows could make it right."""
    country = iban[:_COUNTRY]
    if len(country) < _COUNTRY or not (iban.isascii() and iban.isalnum()):
        return bool(iban) and not (iban.isascii() and iban.isalpha())
    if country not in SEPA:
        return True
    return len(iban) >= _parsed(iban).spec.iban_length
