"""How Autotask refuses: lists of error texts, most of them under status 500."""

from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.http_app import Refused, answer

THREADS: Final = 3
"""Simultaneous calls of one integration to one entity."""
THRESHOLD_WAIT_SECONDS: Final = 60


def errors(*texts: str, status: int = 500) -> Response:
    """The vendor's error body."""
    return answer({"errors": list(texts)}, status)


def invalid(*texts: str) -> Refused:
    """What is raised when a request is understood and not carried out: status 500 as well."""
    return Refused(errors(*texts))


def unauthorized() -> Refused:
    """What is raised for headers that belong to no API user."""
    return Refused(
        errors("The supplied credentials do not have access to this resource.", status=401)
    )


def forbidden(entity: str, verb: str) -> Refused:
    """What is raised for want of a permission; this one is told with status 500 too."""
    return invalid(
        f"The logged in Resource does not have the adequate permissions to {verb} this entity"
        f" type: {entity}."
    )


def missing(request: Request) -> Response:
    """The answer for a path that is no resource."""
    text = f"No HTTP resource was found that matches the request URI '{request.url}'."
    return answer({"Message": text}, 404)


def wrong_method(request: Request) -> Response:
    """The answer for a method that a resource does not take."""
    text = f"The requested resource does not support http method '{request.method}'."
    return answer({"Message": text}, 405)


def too_many_threads(_request: Request) -> Response:
    """The answer to a fourth call at once; its status is not 429."""
    return errors(
        f"Thread Threshold Exceeded: the Autotask API thread threshold of {THREADS} threads has"
        " been exceeded. (Itgenatr005)"
    )


def too_many_requests(seconds: int) -> Response:
    """The answer to every integration of a database whose hour is used up."""
    told = errors("The API request threshold of this database has been exceeded.", status=429)
    told.headers["Retry-After"] = str(seconds)
    return told


def server_error(_request: Request) -> Response:
    """The answer when the server itself fails."""
    return errors("An internal server error has occurred.")
