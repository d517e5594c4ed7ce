"""What replies of QuickBooks Online mean: faults in any status, XML of gateways, throttling.

Source: ``accounting-apis.md`` 1.3 and 1.5. Codes are told in brackets at the end of each reason, so
that who called may tell them apart (``has_code``).
"""

from collections.abc import Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from app.connectors.quickbooks.fields import Row, rows, text
from app.connectors.reply import Meaning, Reply, Verdict, told_wait
from app.errors import RemoteRefused

THROTTLED_SECONDS: Final = Decimal(60)
"""How long to wait where it says no time itself."""

NOT_FOUND: Final = "610"
STALE: Final = "5010"
DUPLICATE_NAME: Final = "6240"

_THROTTLE: Final = "throttleexceeded"
_TOKEN: Final = "3200"  # noqa: S105  a code, no token
_MEANINGS: Final[Mapping[str, Meaning]] = {
    "AuthenticationFault": Meaning.SIGN_IN,
    "AuthorizationFault": Meaning.REFUSED,
    "SystemFault": Meaning.BROKEN,
    "ValidationFault": Meaning.REFUSED,
}
_BY_CODE: Final[Mapping[str, Meaning]] = {
    "120": Meaning.REFUSED,
    "6190": Meaning.REFUSED,
    "10000": Meaning.BROKEN,
    _TOKEN: Meaning.SIGN_IN,
}
_REMEDIES: Final[Mapping[str, str]] = {
    "120": "Its user may not do this: ask the user who connected it, or connect as another.",
    NOT_FOUND: "It was deleted or made inactive: read the lists anew, and pair it again.",
    "2500": "The item, customer or terms that it names cannot be used: pair them again.",
    "6190": "The company's subscription has ended; nothing can be written until it is renewed.",
    DUPLICATE_NAME: "A customer, vendor or employee has the name already.",
}


def verdict(reply: Reply) -> Verdict | None:
    """What a reply means where that is not the usual."""
    fault = fault_of(reply.value)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS or _is_throttled(reply, fault):
        wait = told_wait(reply.headers)
        seconds = THROTTLED_SECONDS if wait is None else wait
        return Verdict(meaning=Meaning.WAIT, wait_seconds=seconds)
    if fault is None:
        return None
    return Verdict(meaning=_meaning(fault, reply), why=why_of(fault))


def fault_of(value: object) -> Row | None:
    """The fault at the top of an answer; some come with a small letter."""
    if not isinstance(value, Mapping):
        return None
    found = value.get("Fault", value.get("fault"))
    return found if isinstance(found, Mapping) else None


def why_of(fault: Row) -> str:
    """What a fault says: each error with its element and code, and what to do."""
    return " ".join(_words(error) for error in _errors(fault)) or "It gave a fault without words."


def codes_of(fault: Row) -> list[str]:
    """The codes of a fault."""
    return [text(error, "code") for error in _errors(fault)]


def has_code(refusal: RemoteRefused, code: str) -> bool:
    """Whether a refusal is by that code."""
    return f"({code})" in refusal.why


def means_closed_period(fault: Row) -> bool:
    """Whether a fault is the closing of a period, which comes under several codes."""
    said = " ".join(text(error, "Message") + text(error, "Detail") for error in _errors(fault))
    return "period" in said.lower() and "closed" in said.lower()


def is_unclear(fault: Row) -> bool:
    """Whether a fault leaves open what was done."""
    return _by_type(fault) is Meaning.BROKEN


def _meaning(fault: Row, reply: Reply) -> Meaning:
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return Meaning.SIGN_IN
    if reply.status == HTTPStatus.FORBIDDEN and "120" not in codes_of(fault):
        return Meaning.SIGN_IN
    return _by_type(fault)


def _by_type(fault: Row) -> Meaning:
    for code in codes_of(fault):
        if code in _BY_CODE:
            return _BY_CODE[code]
    kind = text(fault, "type").lower()
    named = (meaning for name, meaning in _MEANINGS.items() if name.lower().startswith(kind))
    return next(named, Meaning.REFUSED) if kind else Meaning.REFUSED


def _errors(fault: Row) -> list[Row]:
    return rows(fault, "Error") or rows(fault, "error")


def _words(error: Row) -> str:
    message = text(error, "Message") or text(error, "message")
    detail = text(error, "Detail") or text(error, "detail")
    code = text(error, "code")
    said = message if detail in {"", message} else f"{message}: {detail}"
    element = text(error, "element")
    where = f" at {element}" if element else ""
    remedy = _remedy(code, f"{message} {detail}".lower())
    return f"It says: {said.rstrip('.')}{where} ({code}).{f' {remedy}' if remedy else ''}"


def _remedy(code: str, said: str) -> str:
    if "period" in said and "closed" in said:
        return "The books are closed for that day: date it later, or open them."
    if code == STALE:
        return "Somebody has changed it meanwhile: pull, look at it, and plan anew."
    return _REMEDIES.get(code, "")


def _is_throttled(reply: Reply, fault: Row | None) -> bool:
    """Whether it was too many calls, which also comes as a fault of status 403."""
    is_failure = fault is not None or not reply.is_good
    return is_failure and _THROTTLE in "".join(reply.text.split()).lower()
