"""Mail to a server: one connection a round, one recipient a mail, an end to every wait."""

from __future__ import annotations

import smtplib
import ssl
import time
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.mail_server import SmtpSecurity
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _, ngettext
from tcm_tui.mail.connection import PatientConnection
from tcm_tui.mail.outcome import NotNow, Refused

if TYPE_CHECKING:
    from tcm_tui.domain.mail_server import SmtpServer
    from tcm_tui.mail.outcome import FinishedMail

COMMAND_TIMEOUT: Final = 10.0
"""Seconds that connecting and each command may take (SECURITY.md G2)."""
MAIL_TIMEOUT: Final = 45.0
"""Seconds that a mail may take in all, connecting included: what began last in a batch still ends
before the lease does."""
PER_MINUTE: Final = 300
"""Mails that leave within a minute at most, of all processes together (PRODUCT.md section 10)."""
BATCH: Final = 10
"""Mails of one claim: a killed process delivers at most this many again."""
WORDS_MAX: Final = 300
"""Characters kept of what a server said."""
_SAYS_MAX: Final = 100_000
_CLOSING: Final = 421
_PERMANENT: Final = range(500, 600)
_ABOUT_US: Final = frozenset({530, 534, 535, 538})
"""Permanent answers that speak of how we sign in, not of the mail: the operator mends it."""


class SmtpDeliverer:
    """Hands mails to a server; used by one thread at a time.

    A server that cannot be spoken to is not asked again before the round is over: with every
    mail of a long queue waiting for it in turn, a round would take hours.

    Raises:
        OSError: `ca_file` cannot be read or holds no certificate.
    """

    batch = BATCH
    per_minute: int | None = PER_MINUTE

    def __init__(self, server: SmtpServer, *, timeout: float = COMMAND_TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout
        self._context = ssl.create_default_context(cafile=server.ca_file)
        self._connection: PatientConnection | None = None
        self._away: NotNow | None = None

    def deliver(self, mail: FinishedMail) -> None:
        """Hand `mail` over; it is in the server's care once this returns.

        Raises:
            NotNow: The server is away, or asks to wait. It may even have the mail: the next try
                carries the same Message-ID.
            Refused: The server refuses this mail for good.
        """
        connection = self._connected()
        try:
            connection.hand_over(mail)
        except smtplib.SMTPResponseException as error:
            self._recover(error.smtp_code)
            raise _refusal(error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(_("Der Mailserver nimmt diese Adresse nicht an.")) from error
        except OSError as error:
            self._drop()
            raise _trouble(error, self._timeout) from error

    def settle(self) -> None:
        """Nothing: what the server has accepted is in its care."""

    def close(self) -> None:
        """Say goodbye; a server that was away is tried anew in the next round."""
        self._away = None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.until = time.monotonic() + self._timeout
            connection.say_goodbye()

    def _connected(self) -> PatientConnection:
        """The connection of this round, opened when there is none."""
        if self._away is not None:
            raise self._away
        until = time.monotonic() + MAIL_TIMEOUT
        if self._connection is None:
            try:
                self._connection = _open(self._server, self._context, self._timeout, until)
            except NotNow as error:
                self._away = error
                raise
        self._connection.until = until
        return self._connection

    def _recover(self, code: int) -> None:
        """Be ready for the next mail after one was refused."""
        try:
            if code == _CLOSING or self._connection is None:
                self._drop()
            else:
                self._connection.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _open(
    server: SmtpServer, context: ssl.SSLContext, patience: float, until: float
) -> PatientConnection:
    """A connection that mail can be handed to.

    Raises:
        NotNow: There is none to be had; the sentence says why. Even what a server calls
            permanent here is not about the mail: it waits until the operator has mended it.
    """
    connection = PatientConnection(patience, until)
    try:
        _greet(connection, server, context)
    except smtplib.SMTPAuthenticationError as error:
        connection.close()
        # Not in the server's words: some repeat what they were sent, and that is the password.
        raise NotNow(
            _("Der Mailserver lehnt die Anmeldung ab ({code}).").format(code=error.smtp_code)
        ) from None
    except smtplib.SMTPResponseException as error:
        connection.close()
        raise NotNow(_words(error)) from error
    except OSError as error:
        connection.close()
        raise _trouble(error, patience) from error
    return connection


def _greet(connection: PatientConnection, server: SmtpServer, context: ssl.SSLContext) -> None:
    implicit = server.security is SmtpSecurity.TLS
    connection.reach(server.host, server.port, context if implicit else None)
    if server.security is SmtpSecurity.STARTTLS:
        if not connection.has_extn("starttls"):
            raise NotNow(_("Der Mailserver bietet kein STARTTLS an."))
        connection.encrypt(server.host, context)
    if server.user:
        if not connection.has_extn("auth"):
            raise NotNow(_("Der Mailserver bietet keine Anmeldung an."))
        connection.login(server.user, server.password)


def _refusal(error: smtplib.SMTPResponseException) -> NotNow | Refused:
    """What a refusal of one mail means: 5xx is for good, anything else may change."""
    for_good = error.smtp_code in _PERMANENT and error.smtp_code not in _ABOUT_US
    return Refused(_words(error)) if for_good else NotNow(_words(error))


def _words(error: smtplib.SMTPResponseException) -> str:
    """„550 5.1.1 No such user“: in the server's words, harmless and on one line."""
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    one_line = " ".join(f"{error.smtp_code} {text}".split())
    return clean_text(one_line, max_len=_SAYS_MAX)[:WORDS_MAX]


def _trouble(error: OSError, patience: float) -> NotNow:
    """What a connection that does not work means, in words without names of machines."""
    if isinstance(error, NotNow):
        return error
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__  # smtplib says the same of a wait that was too long
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotNow(
            _("Das Zertifikat des Mailservers gilt nicht: {why}").format(why=error.verify_message)
        )
    if isinstance(error, TimeoutError):
        return NotNow(
            ngettext(
                "Der Mailserver antwortet nicht binnen {n} Sekunde.",
                "Der Mailserver antwortet nicht binnen {n} Sekunden.",
                round(patience),
            ).format(n=round(patience))
        )
    if isinstance(error, smtplib.SMTPException | ConnectionResetError | BrokenPipeError):
        return NotNow(_("Der Mailserver hat die Verbindung getrennt."))
    return NotNow(
        _("Der Mailserver ist nicht erreichbar: {why}").format(
            why=error.strerror or type(error).__name__
        )
    )
