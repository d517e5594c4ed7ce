"""The thread limit: at most three calls at once of one integration to one entity."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.wrappers import Request

from app.practice.autotask.database import CHILDREN
from app.practice.autotask.refusals import THREADS, too_many_threads
from app.practice.http_app import Wsgi

_FREE: Final = {"", "zoneinformation"}


@dataclass(slots=True)
class ThreadGate:
    """An application that lets no more calls in than the limit; the status is not 429."""

    inner: Wsgi
    _calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401  as WSGI has it
        """Answer, or refuse a fourth call."""
        request = Request(environ)
        entity = _entity(request.path)
        if entity in _FREE:
            return self.inner(environ, start_response)
        key = (request.headers.get("ApiIntegrationCode", ""), entity)
        with self._lock:
            self._calls[key] += 1
            is_crowded = self._calls[key] > THREADS
        try:
            if is_crowded:
                # Read whole, so that it does not become the next request of a kept connection.
                request.get_data()
                return too_many_threads(request)(environ, start_response)
            return self.inner(environ, start_response)
        finally:
            with self._lock:
                self._calls[key] -= 1


def _entity(path: str) -> str:
    """The entity that a call counts for, metadata too; children count for the entity they are."""
    match path.lower().split("/"):
        case ["", "atservicesrest", _, parent, _, part, *_] if (parent, part) in CHILDREN:
            return CHILDREN[parent, part].path.lower()
        case ["", "atservicesrest", _, entity, *_]:
            return entity
    return ""
