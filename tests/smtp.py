"""A mail server on this machine that behaves as a test wants, and that can be stopped and started.

It keeps its port, so that a program that was pointed at it finds it again::

    with MailServer() as server:
        ...                       # the program sends to 127.0.0.1, server.port
        server.stop()             # nobody listens, every connection is gone
        server.start()            # on the same port
        server.letters[-1].recipients
"""

# ruff: noqa: N802 - the library finds commands by the names of methods

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import default
from functools import partial
from typing import TYPE_CHECKING, Any, AnyStr, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

HOST = "127.0.0.1"
SILENCE = "(silence)"
"""An answer that never comes."""
DROP = "(drop)"
"""Instead of an answer the connection ends."""
SECONDS = 10
"""After which a server that does not start or stop is a fault of the test."""


@dataclass(frozen=True)
class Letter:
    """What a client handed over: the envelope as it came over the wire, and every byte."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The content as a mail program reads it."""
        return BytesParser(policy=default).parsebytes(self.content)


@dataclass
class MailServer:
    """A server for mail on loopback, in a thread of its own.

    Args:
        tls: Its certificate; with it STARTTLS is offered, or, `implicit`, spoken from the start.
        implicit: See `tls`.
        accounts: Passwords by user; with any, nobody sends unless signed in (but where `implicit`).
        answers: What it answers in place of doing its work: "BANNER", "EHLO", "STARTTLS", "AUTH",
            "MAIL", "RCPT", "DATA" and "." (after the content, which is kept all the same) →
            a reply like "451 4.3.0 Später", `SILENCE` or `DROP`.
        utf8: Whether addresses beyond ASCII are offered.
    """

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    accounts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    utf8: bool = True
    letters: list[Letter] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    """Every command of every client, in the order they came, BANNER for a new connection."""
    port: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _sessions: set[_Conversation] = field(default_factory=set)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; the port is the same every time."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="smtp", daemon=True)
        self._thread.start()
        assert ready.wait(SECONDS), "the mail server did not start"

    def stop(self) -> None:
        """Listen no more, and drop every connection; what was received stays known."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(SECONDS)
            assert not self._thread.is_alive(), "the mail server did not stop"
            self._loop = None

    def times(self, command: str) -> int:
        """How often a command came."""
        return self.commands.count(command)

    def _run(self, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, self.port))
        self.port = listener.getsockname()[1]
        context = self.tls if self.implicit else None
        server = loop.run_until_complete(
            loop.create_server(lambda: _Conversation(self, loop), sock=listener, ssl=context)
        )
        self._loop = loop
        loop.call_soon(ready.set)
        loop.run_forever()
        loop.run_until_complete(self._end(server))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        for session in list(self._sessions):
            session.drop()
        await server.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class _Conversation(SMTP):
    """One connection; asks the plan of the test before it does its work."""

    def __init__(self, plan: MailServer, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            _Tray(plan),
            hostname="mail.marketplace.example",
            enable_SMTPUTF8=plan.utf8,
            tls_context=None if plan.implicit else plan.tls,
            # The library warns of its own check when the encryption is not its own.
            auth_required=bool(plan.accounts) and not plan.implicit,
            auth_require_tls=not plan.implicit,
            authenticator=partial(_signs_in, plan.accounts),
            loop=loop,
        )
        self._plan = plan
        self._greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember who is connected."""
        super().connection_made(transport)
        self._plan._sessions.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget who is gone."""
        self._plan._sessions.discard(self)
        super().connection_lost(error)

    def drop(self) -> None:
        """End the connection without a word."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def push(self, status: AnyStr) -> None:
        """Say something, the banner first."""
        if not self._greeted:
            self._greeted = True
            if await self.interferes("BANNER"):
                return
        await super().push(status)

    async def interferes(self, step: str) -> bool:
        """Note the command; whether the test has planned something else for it."""
        self._plan.commands.append(step)
        answer = self._plan.answers.get(step)
        if answer is None:
            return False
        await self.behave(answer)
        return True

    async def behave(self, answer: str) -> None:
        """Answer as planned."""
        if answer == SILENCE:
            await asyncio.Event().wait()  # until the server or the client gives up
        elif answer == DROP:
            self.drop()
        else:
            await super().push(answer)

    async def smtp_EHLO(self, hostname: str) -> None:
        """EHLO, unless planned otherwise."""
        if not await self.interferes("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        """STARTTLS, unless planned otherwise."""
        if not await self.interferes("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        """AUTH, unless planned otherwise."""
        if not await self.interferes("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        """MAIL, unless planned otherwise."""
        if not await self.interferes("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        """RCPT, unless planned otherwise."""
        if not await self.interferes("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        """DATA, unless planned otherwise."""
        if not await self.interferes("DATA"):
            await super().smtp_DATA(arg)


def _signs_in(
    accounts: dict[str, str],
    _server: object,
    _session: Session,
    _envelope: Envelope,
    _how: str,
    data: object,
) -> AuthResult:
    known = (
        isinstance(data, LoginPassword)
        and accounts.get(data.login.decode()) == data.password.decode()
    )
    return AuthResult(success=known, handled=False)


@dataclass
class _Tray:
    """Keeps what arrives."""

    plan: MailServer

    async def handle_DATA(
        self, server: _Conversation, _session: Session, envelope: Envelope
    ) -> str | None:
        """Keep a letter, then answer, as planned or well."""
        assert envelope.mail_from is not None
        assert isinstance(envelope.content, bytes)
        letter = Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content)
        self.plan.letters.append(letter)
        self.plan.commands.append(".")
        answer = self.plan.answers.get(".")
        if answer in {SILENCE, DROP}:
            await server.behave(answer)
        return answer or "250 2.0.0 OK"


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """A fresh certificate for `names`: the server's context, and the file a client trusts it by.

    A name may be an IP address.
    """
    from cryptography import x509  # noqa: PLC0415 - a tenth of a second
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mail server of a test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "mail.crt", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


def _name(text: str) -> Any:  # noqa: ANN401 - two kinds of names that share no useful type
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
