"""How the Xero API refuses: validation per element, faults of the call, the gateway's problems.

There are no numeric business codes; the text is what tells. Source: accounting-apis.md 2.5.
"""

from typing import Final

from werkzeug.wrappers import Response

from app.practice.http_app import answer, text_answer
from app.practice.xero.values import Record, made_id

NOT_FOUND: Final = "The resource you're looking for cannot be found"


class InvalidElementError(Exception):
    """One element of a call that breaks rules, with the sentences that say so."""

    def __init__(self, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


class CallError(Exception):
    """A call that cannot be read or carried out as a whole."""

    def __init__(
        self, message: str, *, kind: str = "ValidationException", number: int = 10
    ) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.number = number


class MissingError(Exception):
    """No such record."""


def validation_body(elements: list[Record]) -> Record:
    """The body of a call that failed because of its elements."""
    return {
        "ErrorNumber": 10,
        "Type": "ValidationException",
        "Message": "A validation exception occurred",
        "Elements": elements,
    }


def call_refused(error: CallError) -> Response:
    """The answer to a call that could not be read."""
    body = {"ErrorNumber": error.number, "Type": error.kind, "Message": error.message}
    return answer(body, 400)


def not_found() -> Response:
    """The answer for a record or path that is not there: plain text."""
    return text_answer(NOT_FOUND, 404)


def problem(title: str, status: int, detail: str) -> Response:
    """The gateway's answer about tokens and tenants."""
    body: Record = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": made_id("problem", detail),
        "Extensions": {},
    }
    return answer(body, status)


def validation_errors(messages: tuple[str, ...]) -> list[Record]:
    """Sentences in the form in which elements carry them."""
    return [{"Message": message} for message in messages]
