"""A practice system in process for httpx; its time-outs are those that httpx raises."""

from typing import Any

import httpx


class PracticeTransport(httpx.BaseTransport):
    """Calls a WSGI application; silence becomes a read time-out."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401  any WSGI application
        self._inner = httpx.WSGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._inner.handle_request(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
