"""A connection to a mail server that never waits longer than it was told to."""

from __future__ import annotations

import smtplib
import socket
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ssl

    from typing_extensions import Buffer

    from tcm_tui.mail.outcome import FinishedMail

_READ: Final = 4096
_READY: Final = 220
_DONE: Final = range(250, 253)


class PatientConnection(smtplib.SMTP):
    """smtplib's, with `patience` seconds for each answer as a whole, not for each byte of it.

    `until` is the monotonic instant at which everything ends, whatever is under way.
    """

    def __init__(self, patience: float, until: float) -> None:
        # An own name without asking name servers, which may not answer for minutes.
        super().__init__(local_hostname=_own_name(), timeout=patience)
        self._patience = patience
        self.until = until

    def reach(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        """Connect, with `context` encrypted from the first byte on, and hear the banner.

        Raises:
            SMTPConnectError: The server does not want to talk.
            OSError: There is no (good) connection.
        """
        self.sock = socket.create_connection((host, port), self._left())
        if context is not None:
            self.sock = context.wrap_socket(self.sock, server_hostname=host)
        answer = self.getreply()
        if answer[0] != _READY:
            raise smtplib.SMTPConnectError(*answer)
        self.introduce()

    def encrypt(self, host: str, context: ssl.SSLContext) -> None:
        """STARTTLS; whatever was said before does not count any more.

        Raises:
            SMTPResponseException: Not now.
            OSError: The certificate is not good, or the connection is gone.
        """
        answer = self.docmd("STARTTLS")
        if answer[0] != _READY or self.sock is None:
            raise smtplib.SMTPResponseException(*answer)
        self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.file = None  # what came before the encryption may have been slipped in
        self.introduce()

    def introduce(self) -> None:
        """EHLO.

        Raises:
            SMTPHeloError: The server does not know it.
        """
        answer = self.ehlo()
        if answer[0] not in _DONE:
            raise smtplib.SMTPHeloError(*answer)

    def hand_over(self, mail: FinishedMail) -> None:
        """One mail to one recipient.

        Raises:
            SMTPResponseException: The server refuses it.
            SMTPNotSupportedError: The address is beyond ASCII, and the server's mail is not.
            OSError: The connection does not work (any more).
        """
        options = ["BODY=8BITMIME"] if self.has_extn("8bitmime") else []
        if not (mail.recipient + mail.sender).isascii():
            options.append("SMTPUTF8")
        _check(self.mail(mail.sender, options))
        _check(self.rcpt(mail.recipient))
        # smtplib sends bytes as they are, and on the wire lines end with both.
        _check(self.data(b"\r\n".join(mail.content.splitlines())))

    def say_goodbye(self) -> None:
        """QUIT, and close whatever the answer is."""
        try:
            self.docmd("QUIT")
        except OSError:
            pass  # it is gone already
        finally:
            self.close()

    def send(self, s: Buffer | str) -> None:
        """Write, with the time that is left."""
        if self.sock is not None:
            self.sock.settimeout(self._left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, all of it within the time that is left."""
        if self.file is None:
            self.file = _Lines(self)
        self.file.end = time.monotonic() + self._left()
        return super().getreply()

    def more(self, end: float) -> bytes:
        """The next bytes before `end`, b"" when there will be none."""
        left = end - time.monotonic()
        if self.sock is None or left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        return self.sock.recv(_READ)

    def _left(self) -> float:
        left = min(self._patience, self.until - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left


class _Lines:
    """The answers of a server line by line, for `smtplib.SMTP.file`."""

    def __init__(self, connection: PatientConnection) -> None:
        self._connection = connection
        self._read = b""
        self.end = 0.0

    def readline(self, limit: int) -> bytes:
        """A line, at most `limit` bytes; b"" when the server has hung up."""
        while b"\n" not in self._read and len(self._read) < limit:
            more = self._connection.more(self.end)
            if not more:
                break
            self._read += more
        size = min(self._read.find(b"\n") + 1 or len(self._read), limit)
        line, self._read = self._read[:size], self._read[size:]
        return line

    def close(self) -> None:
        """Nothing of its own is open."""


def _check(answer: tuple[int, bytes]) -> None:
    if answer[0] not in _DONE:
        raise smtplib.SMTPResponseException(*answer)


def _own_name() -> str:
    name = socket.gethostname()
    return name if name.isascii() and name.replace("-", "").replace(".", "").isalnum() else "client"
