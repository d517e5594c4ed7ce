"""Mail by SMTP: one session, letter by letter, and what the server said to each.

A letter counts as taken only by the server's answer to the whole of it. Where the connection ends
after the letter has begun to leave and before that answer, nobody knows: it may have arrived.
"""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from typing import Final

from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded

_ANSWER_SECONDS: Final = 60
_GOOD: Final = 2
"""Hundreds of the code of an answer that took what was said."""
_GO_ON: Final = 3
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file in a letter."""

    name: str
    content: bytes
    kind: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail; addresses are checked before."""

    message_id: str
    """Without brackets; another try of the same letter has the same."""
    sender: str
    sender_name: str
    to: Sequence[str]
    reply_to: Sequence[str]
    bcc: Sequence[str]
    """They get a copy and stand nowhere in it."""
    subject: str
    text: str
    dated: datetime
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are given up, and how the way there is kept from being read."""

    host: str
    port: int
    security: str
    """starttls, tls or none."""
    user: str = ""
    password: str = ""
    answer_seconds: int = _ANSWER_SECONDS


class Session:
    """A connection to the server, signed in."""

    def __init__(self, server: MailServer, smtp: smtplib.SMTP) -> None:
        self._server = server
        self._smtp = smtp

    def send(self, letter: Letter) -> str:
        """Gives a letter up; the server's answer once it took it.

        RemoteRefused with the server's words where it did not take it; RemoteUnavailable where the
        connection ended, which tells whether the letter may have arrived.
        """
        content = written(letter)
        what = f"The mail to {', '.join(letter.to)}"
        try:
            self._refuse_unless(_GOOD, self._smtp.mail(letter.sender), what)
            for address in (*letter.to, *letter.bcc):
                self._refuse_unless(_GOOD, self._smtp.rcpt(address), f"{what} ({address})")
            self._refuse_unless(_GO_ON, self._smtp.docmd("DATA"), what)
        except (OSError, smtplib.SMTPException) as problem:
            raise self._gone(problem, may_have_happened=False) from problem
        return self._give(content, f"{what} was refused.")

    def _give(self, content: bytes, what: str) -> str:
        try:
            self._smtp.send(dotted(content))
            code, words = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            raise self._gone(problem, may_have_happened=True) from problem
        if code // 100 != _GOOD:
            raise RemoteRefused(what, _told(code, words))
        return _told(code, words)

    def _refuse_unless(self, hundreds: int, answer: tuple[int, bytes], what: str) -> None:
        """Goes on where the server agreed; else begins anew, so that the next letter can follow."""
        code, words = answer
        if code // 100 == hundreds:
            return
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()
        raise RemoteRefused(f"{what} was refused.", _told(code, words))

    def _gone(self, problem: Exception, *, may_have_happened: bool) -> RemoteUnavailable:
        return RemoteUnavailable(
            f"The connection to {self._server.host} ended.",
            f"{problem}.".replace("..", "."),
            "Look whether the mail arrived." if may_have_happened else "Send the rest later.",
            may_have_happened=may_have_happened,
        )


@contextmanager
def mail_session(server: MailServer) -> Iterator[Session]:
    """A session with the server.

    RemoteUnavailable where it cannot be reached; RemoteRefused where it does not keep the way as
    asked; SignInNeeded where it does not take the user and password.
    """
    smtp = _connected(server)
    try:
        yield Session(server, smtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    what = f"{server.host}, port {server.port}, could not be reached."
    safe = ssl.create_default_context()
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.answer_seconds, context=safe
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.answer_seconds)
    except ssl.SSLError as problem:
        raise _not_safe(server, problem) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise RemoteUnavailable(
            what, f"{problem}.", "Check the server's name, the port and your network."
        ) from problem
    try:
        _begin(server, smtp, safe)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _begin(server: MailServer, smtp: smtplib.SMTP, safe: ssl.SSLContext) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=safe)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as problem:
        raise SignInNeeded(
            f"{server.host} did not take the user and password.",
            _told(problem.smtp_code, problem.smtp_error),
            "Type the password again; some providers want one made for programs.",
        ) from problem
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as problem:
        raise _not_safe(server, problem) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise RemoteUnavailable(
            f"{server.host} ended the connection.", f"{problem}.", "Try again later."
        ) from problem


def _not_safe(server: MailServer, problem: Exception) -> RemoteRefused:
    return RemoteRefused(
        f"The way to {server.host} cannot be kept safe.",
        f"{problem}.",
        "Choose the way that your provider names: STARTTLS on port 587, or TLS on 465.",
    )


def written(letter: Letter) -> bytes:
    """The letter as it goes over the wire; hidden copies stand nowhere in it."""
    made = EmailMessage(policy=SMTP_POLICY)
    made["From"] = formataddr((letter.sender_name, letter.sender))
    made["To"] = ", ".join(letter.to)
    if letter.reply_to:
        made["Reply-To"] = ", ".join(letter.reply_to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.dated)
    made["Message-ID"] = f"<{letter.message_id}>"
    made.set_content(letter.text)
    for each in letter.attachments:
        main, _, sub = each.kind.partition("/")
        made.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    return made.as_bytes()


def dotted(content: bytes) -> bytes:
    """The content with its end; a line that begins with a dot gets another (RFC 5321, 4.5.2)."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    doubled = ended.replace(b"\r\n.", b"\r\n..")
    return (b"." + doubled if doubled.startswith(b".") else doubled) + b".\r\n"


def _told(code: int, words: bytes | str) -> str:
    """The server's words with its code, on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:_LONGEST]
