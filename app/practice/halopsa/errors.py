"""Refusals in this vendor's several shapes."""

from werkzeug.wrappers import Request, Response

from app.practice.http_app import Refused, answer, refuse, text_answer


def exception(class_name: str, message: str) -> Refused:
    """400 as an exception of the server's own language."""
    return refuse({"ClassName": f"System.{class_name}", "Message": message}, 400)


def described(error: str, description: str, status: int = 400) -> Refused:
    """400 or 401 as sign-in words it."""
    return refuse({"error": error, "error_description": description}, status)


def coded(code: int, message: str) -> Refused:
    """400 for a rule of the business."""
    return refuse({"resultCode": code, "errorMessage": message}, 400)


def plain(message: str) -> Refused:
    """400 as plain text."""
    return Refused(text_answer(message, 400))


def server_error(message: str) -> Refused:
    """500, which also stands for a bad tenant or a field of the wrong type."""
    return Refused(text_answer(message, 500))


def forbidden() -> Refused:
    """403 without a body: the application or its agent has no right here."""
    return Refused(text_answer("", 403))


def missing(_: Request) -> Response:
    """404 for a wrong path and for a missing id alike."""
    return text_answer("", 404)


def wrong_method(_: Request) -> Response:
    """405 without a body."""
    return text_answer("", 405)


def unauthorized(_: Request | None = None) -> Response:
    """401 without a body: the token is unknown, expired or revoked."""
    return text_answer("", 401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def throttled(_: Request | None = None) -> Response:
    """429; nothing tells how long to wait."""
    return text_answer("Too many requests", 429)


def broken(_: Request) -> Response:
    """500 as under load."""
    return answer({"Message": "An error has occurred."}, 500)
