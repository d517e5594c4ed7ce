"""What replies of Xero mean, and what it says of an element that it refuses.

Source: ``accounting-apis.md`` 2.3 and 2.5. There are no codes: it is told by words, and those are
handed on.
"""

from decimal import Decimal
from http import HTTPStatus
from typing import Final

from app.connectors.reply import Meaning, Reply, Verdict, plain_words, told_wait, vendor_words
from app.connectors.xero.fields import Row, at, rows, text

_DAY: Final = "day"
_UNTOLD_SECONDS: Final = {_DAY: Decimal(3600)}
"""How long to wait where a limit is named without a time: of a day, too long to sit through."""
_LIMITS: Final = {
    _DAY: "for today",
    "minute": "in this minute",
    "appminute": "in this minute, of all companies of this program",
    "concurrent": "at the same time",
}
_REMEDIES: Final = (
    ("locked", "The books are locked for that day: date it later, or move the lock date."),
    ("lock date", "The books are locked for that day: date it later, or move the lock date."),
    ("has a payment or credit note", "Take the payment or credit off it first."),
    ("not a valid code for this document", "Pair the code with an account that lines may use."),
    ("cannot be used with account code", "Pair the tax code with NONE."),
    ("must be unique", "It is there already: link it."),
)


def verdict(reply: Reply) -> Verdict | None:
    """What a reply means where that is not the usual."""
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _too_many(reply)
    if reply.status == HTTPStatus.BAD_REQUEST and reply.is_json:
        return Verdict(meaning=Meaning.REFUSED, why=why_of(reply.value))
    if reply.status == HTTPStatus.FORBIDDEN:
        words = vendor_words(reply.value) if reply.is_json else plain_words(reply.text)
        detail = text(reply.value, "Detail") or words or "no reason"
        why = (
            f"It says: {detail}. The organisation is not connected, or the scopes do not allow it."
        )
        return Verdict(meaning=Meaning.SIGN_IN, why=why)
    if reply.status == HTTPStatus.UNAUTHORIZED:
        detail = text(reply.value, "Detail") or text(reply.value, "Title") or "no reason"
        return Verdict(meaning=Meaning.SIGN_IN, why=f"It says: {detail}.")
    return None


def why_of(value: object) -> str:
    """What a refusal says: each element's words and what to do, or the words at the top."""
    said = [words for row in rows(value, "Elements") for words in element_words(row)]
    top = text(value, "Message") or text(value, "Detail") or text(value, "Title")
    return sentence(said or [top or "no reason"])


def element_words(row: Row) -> list[str]:
    """What is wrong with one element, by its own words and those of its lines."""
    own = [text(each, "Message") for each in rows(row, "ValidationErrors")]
    inner = [
        text(each, "Message")
        for name in ("LineItems", "Allocations", "Addresses")
        for line in rows(row, name)
        for each in rows(line, "ValidationErrors")
    ]
    return [words for words in dict.fromkeys((*own, *inner)) if words]


def is_refused(row: Row) -> bool:
    """Whether an element of an answer of status 200 was refused."""
    if text(row, "StatusAttributeString") == "ERROR":
        return True
    has_errors = at(row, "HasErrors") is True or at(row, "HasValidationErrors") is True
    return has_errors and bool(element_words(row))


def sentence(said: list[str]) -> str:
    """Its words as a sentence, and what to do where that is known."""
    words = "; ".join(each.rstrip(".") for each in said)
    remedies = [remedy for sign, remedy in _REMEDIES if sign in words.lower()]
    return " ".join((f"It says: {words}.", *dict.fromkeys(remedies)))


def _too_many(reply: Reply) -> Verdict:
    problem = reply.headers.get("x-rate-limit-problem", "").lower()
    wait = told_wait(reply.headers)
    return Verdict(
        meaning=Meaning.WAIT,
        why=f"It takes no more calls {_LIMITS.get(problem, 'at the moment')}.",
        wait_seconds=_UNTOLD_SECONDS.get(problem) if wait is None else wait,
    )
