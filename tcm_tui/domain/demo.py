"""The sample company: who belongs to it. What happens to them is in `services.demo`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tcm_tui.domain.companies import CompanySize, Industry
from tcm_tui.domain.company_profile import CompanyProfile, LegalForm
from tcm_tui.domain.permissions import Role

COMPANY: Final = "Muster Maschinenbau GmbH"
DOMAIN: Final = "muster-maschinenbau.example"
PASSWORD: Final = "Demo-Passwort-2026"  # noqa: S105 - printed in the README
PROFILE: Final = CompanyProfile(
    description="Sondermaschinen für die Verpackung von Lebensmitteln.",
    industry=Industry.MANUFACTURING.value,
    legal_form=LegalForm.GMBH.value,
    size=CompanySize.UP_TO_249.value,
    founded="1987",
    vat_id="DE123456788",
    register_number="Bonn HRB 12345",
    phone="+49 228 12345",
    email=f"info@{DOMAIN}",
    website=f"https://www.{DOMAIN}",
    street="Am Werk 7",
    postcode="53113",
    city="Bonn",
    country="DE",
)
"""What the company tells of itself; all of it is made up."""
_A, _B, _U = Role.COMPANY_ADMIN, Role.BILLING_ADMIN, Role.USER


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the story, which `joined_days_ago` orders; at first of the sample company."""

    first_name: str
    last_name: str
    local_part: str
    role: Role
    joined_days_ago: int
    department: str
    disabled: bool = False
    domain: str = DOMAIN

    @property
    def email(self) -> str:
        """The address, in a domain that nobody can own."""
        return f"{self.local_part}@{self.domain}"

    @property
    def name(self) -> str:
        """„Anna Muster“."""
        return f"{self.first_name} {self.last_name}"


PEOPLE: Final = (
    DemoPerson("Anna", "Muster", "anna.muster", _A, 400, "Geschäftsführung"),
    DemoPerson("Jonas", "Becker", "jonas.becker", _B, 390, "Buchhaltung"),
    DemoPerson("Derya", "Çelik", "derya.celik", _U, 390, "Konstruktion"),
    DemoPerson("Ümit", "Groß", "uemit.gross", _U, 390, "Konstruktion"),
    DemoPerson("Sophie", "Jäger", "sophie.jaeger", _U, 390, "Vertrieb", disabled=True),
    DemoPerson("Lena", "Hoffmann", "lena.hoffmann", _U, 310, "Vertrieb"),
    DemoPerson("Paul", "Wagner", "paul.wagner", _A, 310, "IT"),
    DemoPerson("Marie", "Schulz", "marie.schulz", _B, 310, "Buchhaltung"),
    DemoPerson("Tim", "Krüger", "tim.krueger", _U, 310, "Fertigung"),
    DemoPerson("Clara", "Weiß", "clara.weiss", _U, 220, "Einkauf"),
    DemoPerson("Noah", "Zimmermann", "noah.zimmermann", _U, 220, "Fertigung"),
    DemoPerson("Elif", "Yıldız", "elif.yildiz", _U, 220, "Konstruktion"),
    DemoPerson("Jan", "Köhler", "jan.koehler", _U, 220, "Service", disabled=True),
    DemoPerson("Laura", "Möller", "laura.moeller", _U, 130, "Vertrieb"),
    DemoPerson("Felix", "Brandt", "felix.brandt", _U, 130, "Service"),
    DemoPerson("Agnieszka", "Łukasik", "agnieszka.lukasik", _U, 130, "Einkauf"),
    DemoPerson("Ben", "Hartmann", "ben.hartmann", _U, 130, "Fertigung"),
    DemoPerson("Nina", "Öztürk", "nina.oeztuerk", _U, 60, "Personal"),
    DemoPerson("David", "Schäfer", "david.schaefer", _U, 60, "Fertigung"),
    DemoPerson("Ida", "Winter", "ida.winter", _U, 60, "Marketing"),
    DemoPerson("Marek", "Novák", "marek.novak", _U, 21, "Service"),
    DemoPerson("Sara", "Lindqvist", "sara.lindqvist", _U, 21, "Marketing"),
    DemoPerson("Leon", "Vogel", "leon.vogel", _U, 4, "Konstruktion"),
    DemoPerson("Greta", "Sommer", "greta.sommer", _U, 1, "Vertrieb"),
)
"""Twenty-four members in all roles and states; the first founded the company."""


RESELLER: Final = "Nordlicht IT-Beratung GmbH"
_NORTH: Final = "nordlicht.example"
RESELLER_PEOPLE: Final = (
    DemoPerson("Henrik", "Nordmann", "henrik.nordmann", _A, 400, "Leitung", domain=_NORTH),
    DemoPerson("Mia", "Petersen", "mia.petersen", _U, 400, "Kundendienst", domain=_NORTH),
)
"""Who works for the Vertriebspartner of the sample company; the first founded it."""
LINKED_DAYS_AGO: Final = 263
RESETS: Final = {196: "clara.weiss", 34: "ben.hartmann"}
"""Days ago → who got a mail for a new password from the Vertriebspartner."""


@dataclass(frozen=True)
class DemoInvitation:
    """An invitation that nobody has accepted yet."""

    email: str
    role: Role
    sent_days_ago: int


INVITATIONS: Final = (
    DemoInvitation("extern@partner.example", _U, 12),
    DemoInvitation("m.keller@zulieferer.example", _U, 12),
    DemoInvitation(f"buchhaltung@{DOMAIN}", _B, 5),
    DemoInvitation(f"praktikum@{DOMAIN}", _U, 2),
    DemoInvitation("steuerbuero@kanzlei.example", _B, 20),
)
"""Two end soon, one has ended."""
