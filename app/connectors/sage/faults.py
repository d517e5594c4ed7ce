"""What replies of Sage Accounting mean, and what its lists of refusals say.

Source: ``accounting-apis.md`` 3.2. A refusal is a list of records, each with a severity, a code, a
message and the field concerned; their names begin with a dollar sign.
"""

from collections.abc import Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from app.connectors.reply import Meaning, Reply, Verdict, plain_words, told_wait, vendor_words
from app.connectors.row_values import text

_UNTOLD_WAIT: Final = Decimal(60)
"""The limit is of a minute where nothing else is told."""
_REFUSED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
LIABILITY_REMEDY: Final = (
    "An account of a sales line must be visible in sales: switch that on for it in the chart of "
    "accounts; where Sage still refuses a liability account, pair the tax with an income account "
    "kept for clearing, and move its sum to the liability by a journal."
)
_REMEDIES: Final = (
    ("ledger_account", LIABILITY_REMEDY),
    ("tax_amount", "Pair the lines with a rate that is not taxed."),
    ("tax_rate", "Pull the tax rates again: their ids differ by country."),
    ("lockdown", "The books are locked for that day: date it later, or move the lock."),
    ("void_reason", "Give a reason of up to 200 characters."),
)


def verdict(reply: Reply) -> Verdict | None:
    """What a reply means where that is not the usual."""
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = told_wait(reply.headers)
        return Verdict(
            meaning=Meaning.WAIT,
            why="It takes no more calls for this company now.",
            wait_seconds=_UNTOLD_WAIT if wait is None else wait,
        )
    if not reply.is_json or reply.is_good:
        return None
    if reply.status in _REFUSED:
        return Verdict(meaning=Meaning.REFUSED, why=why_of(reply.value))
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Verdict(meaning=Meaning.SIGN_IN, why=why_of(reply.value))
    return None


def why_of(value: object) -> str:
    """What a refusal says, each record with its field, and what to do where that is known."""
    listed = value if isinstance(value, list) else [value]
    rows = [each for each in listed if isinstance(each, Mapping)]
    said = list(dict.fromkeys(filter(None, map(_words, rows)))) or [vendor_words(value)]
    words = "; ".join(filter(None, said)) or "no reason"
    remedies = [remedy for sign, remedy in _REMEDIES if sign in words.lower()]
    return " ".join((f"It says: {words}.", *remedies))


def _words(row: Mapping[str, object]) -> str:
    message = plain_words(text(row, "$message")) or vendor_words(row)
    source = text(row, "$source")
    return f"{message} ({source})" if message and source else message or source
