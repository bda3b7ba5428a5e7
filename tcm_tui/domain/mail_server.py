"""The server that takes our mail: what may be set, and what not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

PORT_MAX: Final = 65_535


class SmtpSecurity(StrEnum):
    """How the connection to a mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS: Final = {SmtpSecurity.NONE: 25, SmtpSecurity.STARTTLS: 587, SmtpSecurity.TLS: 465}
"""Where such a server usually listens."""


@dataclass(frozen=True)
class SmtpServer:
    """The server that takes our mail.

    Args:
        host: Its name, which its certificate must carry.
        port: Where it listens; 0 means where servers of its kind usually do.
        security: How the connection is protected.
        user: Who signs in, "" for nobody.
        password: Theirs.
        ca_file: Whom to trust for its certificate; None means whom this machine trusts.
    """

    host: str
    port: int = 0
    security: SmtpSecurity = SmtpSecurity.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if not self.port:
            object.__setattr__(self, "port", PORTS[self.security])

    def check(self) -> None:
        """Refuse what cannot work or would give codes and passwords away.

        Raises:
            Invalid: The sentence names the setting.
        """
        if not 0 < self.port <= PORT_MAX:
            raise Invalid(_("smtp_port ist eine Zahl von 1 bis 65535."))
        if self.security is SmtpSecurity.NONE and not _on_this_machine(self.host):
            raise Invalid(
                _(
                    "smtp_security = none gilt nur für einen Mailserver auf diesem Rechner:"
                    " E-Mails enthalten Codes. Nehmen Sie starttls oder tls."
                )
            )
        if bool(self.user) != bool(self.password):
            raise Invalid(_("smtp_user und smtp_password_file gehören zusammen."))
        if not (self.user + self.password).isascii():
            raise Invalid(_("smtp_user und das Passwort dazu dürfen nur ASCII-Zeichen enthalten."))


def _on_this_machine(host: str) -> bool:
    import ipaddress  # noqa: PLC0415 - rarely needed, and every start reads settings

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
