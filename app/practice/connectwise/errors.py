"""Refusals in this vendor's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from app.practice.http_app import Refused, answer, refuse, text_answer

MISSING_PAGE = (
    "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head>"
    "<body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field."""

    code: str
    message: str
    field: str


def invalid(resource: str, problems: Sequence[Problem]) -> Refused:
    """400 for a body, a filter or a patch that does not hold."""
    return refuse(
        {
            "code": "InvalidObject",
            "message": f"{resource} object is invalid",
            "errors": [
                {
                    "code": each.code,
                    "message": each.message,
                    "resource": resource,
                    "field": each.field,
                }
                for each in problems
            ],
        },
        400,
    )


def unauthenticated() -> Response:
    """401 for keys or a client id that do not hold."""
    return answer({"code": "ConnectWiseApi", "message": "UserNotAuthenticated", "errors": []}, 401)


def unidentified() -> Response:
    """401 for a call without the integration's client id."""
    return answer(
        {"code": "Unauthorized", "message": "The clientId header is missing or no GUID"}, 401
    )


def denied() -> Refused:
    """403 where the member's security role has no right at all."""
    return refuse(
        {
            "code": "SecurityDenied",
            "message": "You do not have security permission to perform this action.",
            "errors": [],
        },
        403,
    )


def not_found(resource: str, own_id: int) -> Refused:
    """404 for a record that is not there, or not for this member."""
    return refuse({"code": "NotFound", "message": f"{resource} {own_id} not found"}, 404)


def missing_page(_: Request) -> Response:
    """404 as the web server words it, in HTML: an unknown path or an old codebase."""
    return text_answer(MISSING_PAGE, 404, content_type="text/html")


def wrong_method(request: Request) -> Response:
    """405 for a method that the list does not take."""
    message = f"The requested resource does not support http method '{request.method}'."
    return answer({"message": message}, 405)


def too_long() -> Refused:
    """414 for an address beyond what the gateway takes, in HTML."""
    page = "<html><body><h1>414 Request-URI Too Large</h1></body></html>"
    return Refused(text_answer(page, 414, content_type="text/html"))


def throttled(seconds: int) -> Response:
    """429 of the layer before the API: no JSON, only Retry-After tells."""
    return text_answer(
        "error code: 1015", 429, headers={"Retry-After": str(seconds)}, content_type="text/plain"
    )


def broken(_: Request) -> Response:
    """500 as under load: the word timeout tells that a retry helps."""
    return answer(
        {"code": "ConnectWiseApi", "message": "An error has occurred: timeout expired"}, 500
    )
