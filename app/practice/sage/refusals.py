"""How the Sage Accounting API refuses: a list of errors, each with its source.

The shape is the one seen in vendor material; see accounting-apis.md 3.2.
"""

from werkzeug.wrappers import Response

from app.practice.http_app import answer
from app.practice.sage.values import Record


class RefusedError(Exception):
    """One refusal: status, code, sentence and the field it is about."""

    def __init__(
        self, message: str, *, source: str = "", code: str = "ValidationError", status: int = 422
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.code = code
        self.status = status

    def response(self) -> Response:
        """The refusal as an answer."""
        body: Record = {
            "$severity": "error",
            "$dataCode": self.code,
            "$message": self.message,
            "$source": self.source,
        }
        return answer([body], self.status)


def not_found() -> RefusedError:
    """No such record."""
    return RefusedError("Record not found", code="RecordNotFound", status=404)


def blank(source: str) -> RefusedError:
    """A required field that was not sent."""
    return RefusedError("can't be blank", source=source)


def unknown(source: str, value: object) -> RefusedError:
    """An id that names nothing."""
    return RefusedError(f"{value} is not a valid value", source=source, code="UnexpectedValue")
