"""Asks Rev.io PSA: the exchange of a key for a token, lists in their several shapes, probes.

Source: ``psa-apis.md`` 4.A. Nothing is asked for that was not seen to be there.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from app.connectors.auth import AccessToken
from app.connectors.http import Ask, Client
from app.connectors.json_value import write_json
from app.connectors.reply import Answer, Meaning, Reply, Verdict, plain_words, vendor_words
from app.connectors.row_values import Row, row_of, rows_of, text
from app.errors import RemoteRefused

TITLE: Final = "Rev.io PSA"
PAGE_SIZE: Final = 500

EXCHANGE: Final = "/api/v1/auth/api-key/exchange"
CUSTOMERS: Final = "/billing/api/v1/customers"
CONTACTS: Final = "/billing/api/v1/contacts"
TICKETS: Final = "/psac/api/v1/ticket-list"

_LIST_NAMES: Final = ("items", "records", "results")
_ABSENT: Final = frozenset(
    {
        int(HTTPStatus.NOT_FOUND),
        int(HTTPStatus.FORBIDDEN),
        int(HTTPStatus.METHOD_NOT_ALLOWED),
        int(HTTPStatus.NOT_IMPLEMENTED),
    }
)
"""Statuses by which a tenant has not, or does not give, what is asked for."""
_QUOTA_WAIT: Final = Decimal(60)
_JWT_PARTS: Final = 3


def exchange_verdict(reply: Reply) -> Verdict | None:
    """What differs at the exchange: any 4xx but too many calls is a bad key."""
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return None
    is_bad = HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Verdict(meaning=Meaning.SIGN_IN) if is_bad else None


def verdict(reply: Reply) -> Verdict | None:
    """What differs: the gateway's quota comes as a 403, which else tells what is not given."""
    if reply.status == HTTPStatus.FORBIDDEN:
        words = said(reply)
        if "quota" in words.lower():
            return Verdict(meaning=Meaning.WAIT, why=f"It says: {words}.", wait_seconds=_QUOTA_WAIT)
        return Verdict(meaning=Meaning.ANSWER)
    return None


def said(reply: Reply | Answer) -> str:
    """What the system says in an answer that is none."""
    return vendor_words(reply.value) or plain_words(reply.text)


def exchanged(client: Client, key: str) -> AccessToken:
    """A token for the key, with the moment at which it ends by its own claim."""
    words = "The sign-in"
    ask = Ask(
        method="POST",
        path=EXCHANGE,
        words=words,
        body=write_json({"apiKey": key}),
        may_repeat=True,
    )
    found = row_of(row_of(client.ask(ask).value, words=words).get("data"), words=words)
    token = text(found, "token")
    if not token:
        raise RemoteRefused(
            f"{words}: {TITLE} gave no token.",
            "Its answer holds none where one is known to stand.",
            "Look at api_url in the connection's settings.",
        )
    return AccessToken(value=token, expires_at=expiry_of(token))


def expiry_of(token: str) -> datetime | None:
    """The moment in the claim ``exp``; None where it cannot be read, so until it is refused."""
    parts = token.split(".")
    if len(parts) != _JWT_PARTS:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError, binascii.Error):
        return None


def listed(value: object, *, words: str) -> list[Row]:
    """The rows of a list: an array under ``data``, or under one of three names within it."""
    data = value.get("data") if isinstance(value, Mapping) and "data" in value else value
    if isinstance(data, Mapping):
        name = next((each for each in _LIST_NAMES if each in data), None)
        if name is None:
            return [data] if data else []
        data = data[name]
    return rows_of(data, words=words)


class Revio:
    """One tenant's Rev.io PSA: the host of its bills and contacts, and that of its tickets."""

    def __init__(self, billing: Client, tickets: Client) -> None:
        """They may be one host; each signs for itself."""
        self._billing = billing
        self._tickets = tickets

    def close(self) -> None:
        """Ends the connection."""
        self._billing.close()
        self._tickets.close()

    def probed(self, path: str, words: str) -> str:
        """Why a list is not there for this tenant, in words; blank where it is."""
        answer = self._asked(path, words, page=1, size=1)
        if answer.status in _ABSENT:
            heard = said(answer)
            return f"status {answer.status}{f', saying: {heard}' if heard else ''}"
        listed(answer.value, words=words)
        return ""

    def pages(self, path: str, words: str) -> Iterator[list[Row]]:
        """The rows of a list page by page; a list that knows no pages comes at once.

        RemoteRefused where this tenant has no such list.
        """
        number, before = 1, None
        while True:
            answer = self._asked(path, words, page=number, size=PAGE_SIZE)
            if answer.status in _ABSENT:
                raise not_there(words, answer)
            rows = listed(answer.value, words=words)
            if rows and rows == before:
                # It answers every page alike: what there is has been seen.
                return
            yield rows
            if len(rows) != PAGE_SIZE:
                return
            number, before = number + 1, rows

    def _asked(self, path: str, words: str, *, page: int, size: int) -> Answer:
        client = self._tickets if path == TICKETS else self._billing
        ask = Ask(
            method="GET",
            path=path,
            words=words,
            query=(("page", str(page)), ("perPage", str(size))),
            may_repeat=True,
            answers=_ABSENT,
        )
        return client.ask(ask)


def not_there(words: str, answer: Answer) -> RemoteRefused:
    """That a tenant has not what was asked for."""
    heard = said(answer)
    return RemoteRefused(
        f"{words}: this tenant of {TITLE} does not give it.",
        f"It gave status {answer.status}{f', saying: {heard}' if heard else ''}.",
        "Read it from a spreadsheet by the system psa-files.",
    )
