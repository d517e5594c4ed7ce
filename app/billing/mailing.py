"""How an invoice goes out by e-mail or on paper: its states, its words, whom it is written to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from string import Formatter
from typing import Final

from app.errors import InputError


class Way(Enum):
    """How an invoice goes out."""

    MAIL = "mail"
    PRINT = "print"


class MailState(Enum):
    """How far an invoice is on its way out."""

    QUEUED = "queued"
    """To be sent; nothing has left."""
    SENDING = "sending"
    """Noted before it leaves; where it stays, nobody knows whether it arrived."""
    SENT = "sent"
    """The server took it."""
    REFUSED = "refused"
    """The server did not take it, and said why."""
    UNKNOWN = "unknown"
    """It was sent, and no answer came: look before sending it again."""
    TO_PRINT = "to_print"
    PRINTED = "printed"


class Security(Enum):
    """How the way to the server is kept from being read."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""The usual ports."""

SUBJECT: Final = "Invoice {number} from {company}"
BODY: Final = (
    "Hello {contact},\n\n"
    "attached is invoice {number} of {date} for {period}: {total}, due on {due}.\n\n"
    "Questions: {phone}\n\n"
    "{company}\n"
)
FIELDS: Final = {
    "customer": "the customer's name",
    "contact": "whom to write to; else the customer's name",
    "account": "the account number",
    "number": "the invoice's number",
    "date": "the invoice's date",
    "period": "the month that is billed",
    "total": "the invoice's total, with its currency",
    "due": "the day it is due",
    "company": "your company's name",
    "phone": "your number for questions",
}
"""What may stand in braces in a subject and a text."""

DETAIL_HINT: Final = (
    "Call detail tells whom your customer called: the law protects it (47 U.S.C. 222). Send it "
    "only where the customer asked for it in writing, and only to the address they named; a file "
    "that opens with a password is safer."
)

_ADDRESS: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]*[^@\s,;<>\".]")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server, who writes, and in which words. Its password is in the keyring alone."""

    server: str = ""
    port: int = PORTS[Security.STARTTLS]
    security: Security = Security.STARTTLS
    user: str = ""
    """Blank: the server asks for no sign-in."""
    sender: str = ""
    """The address that invoices come from."""
    sender_name: str = ""
    reply_to: str = ""
    bcc: str = ""
    """Who gets a hidden copy of each."""
    subject: str = SUBJECT
    body: str = BODY

    @property
    def is_set(self) -> bool:
        """Whether mail can be sent."""
        return bool(self.server and self.sender)


def checked_mail(settings: MailSettings) -> MailSettings:
    """The settings; InputError names the first that cannot be used."""
    if not settings.server.strip():
        raise InputError("Mail needs a server.", "", "Your provider names it, smtp.example.com.")
    if not 0 < settings.port < 2**16:
        raise InputError(f"{settings.port} is no port.", "", "587 with STARTTLS, 465 with TLS.")
    if "\n" in settings.subject or "\r" in settings.subject:
        raise InputError("The subject has more than one line.", "", "Write it in one.")
    addresses(settings.sender, what="The sender", at_least=1)
    for text, what in ((settings.reply_to, "Answers to"), (settings.bcc, "Hidden copies to")):
        addresses(text, what=what)
    for template in (settings.subject, settings.body):
        filled(template, dict.fromkeys(FIELDS, ""))
    return settings


def addresses(text: str, *, what: str, at_least: int = 0) -> list[str]:
    """The addresses in a text, parted by commas or semicolons; InputError for what is none."""
    found = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    wrong = next((each for each in found if not _ADDRESS.fullmatch(each)), None)
    if wrong is not None:
        raise InputError(
            f"{what}: \u201c{wrong}\u201d is no e-mail address.",
            "",
            "Write it as name@example.com.",
        )
    if len(found) < at_least:
        raise InputError(f"{what}: an e-mail address is missing.", "", "Type it.")
    return found


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its fields filled in; InputError names a field that there is not."""
    made = []
    try:
        parts = list(Formatter().parse(template))
    except ValueError as problem:
        raise InputError(
            "A brace in the words of the mail stands alone.", f"{problem}.", "Double it: {{ or }}."
        ) from problem
    for text, name, form, conversion in parts:
        made.append(text)
        if name is None:
            continue
        if name not in values or form or conversion:
            raise InputError(
                f"There is no field {{{name}}} in the words of the mail.",
                "",
                f"Fields are: {', '.join(sorted(FIELDS))}.",
            )
        made.append(values[name])
    return "".join(made)


def one_line(text: str) -> str:
    """A text as a header may hold it."""
    return " ".join(text.split())


def ways_of(delivery: str, address: str | None) -> tuple[Way, ...]:
    """How an account's invoices go out; without an address those for mail are printed."""
    has_address = bool((address or "").strip())
    return {
        "email": (Way.MAIL,) if has_address else (Way.PRINT,),
        "print": (Way.PRINT,),
        "both": (Way.MAIL, Way.PRINT) if has_address else (Way.PRINT,),
        "none": (),
    }.get(delivery, ())
