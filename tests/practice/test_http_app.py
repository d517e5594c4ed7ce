import threading
from decimal import Decimal
from typing import Any

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from app.practice.http_app import (
    HttpApp,
    Manners,
    Route,
    UnreadableBody,
    answer,
    read_json,
    refuse,
    text_answer,
    write_json,
)


def app_of(*routes: Route, **more: Any) -> HttpApp:  # noqa: ANN401  manners by name
    fold_case = more.pop("fold_case", False)
    manners = Manners(
        missing=lambda _: text_answer("missing", 404),
        wrong_method=lambda _: text_answer("method", 405),
        **more,
    )
    return HttpApp(routes, manners, fold_case=fold_case)


def client_of(app: HttpApp) -> httpx.Client:
    return httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://practice.test")


@pytest.mark.parametrize("text", ["0.10", "12345678901234567.89", "-3", "1.0"])
def test_numbers_keep_their_digits(text: str) -> None:
    assert write_json(read_json(text)) == text


def test_numbers_with_a_point_are_decimal() -> None:
    assert read_json('{"a": [1, 1.5]}') == {"a": [1, Decimal("1.5")]}
    assert isinstance(read_json("1.5"), Decimal)


@pytest.mark.parametrize("text", ["", "{", "NaN", "Infinity"])
def test_what_is_no_json_is_said(text: str) -> None:
    with pytest.raises(UnreadableBody):
        read_json(text)


def test_paths_in_any_case_and_with_a_slash_at_the_end() -> None:
    app = app_of(Route("GET", "/notes/<int:number>", _number), fold_case=True)
    with client_of(app) as client:
        assert client.get("/Notes/7/").json() == 7
        assert client.get("/notes/x").text == "missing"
        assert client.put("/notes/7").text == "method"
    assert app.requests == {"GET /notes/<int:number>": 1}


def test_paths_in_their_own_case() -> None:
    with client_of(app_of(Route("GET", "/Notes", lambda _: answer([])))) as client:
        assert client.get("/Notes").status_code == 200
        assert client.get("/notes").status_code == 404


def test_what_looks_at_each_request_first_may_refuse_it() -> None:
    def before(request: Request) -> None:
        if "key" not in request.headers:
            raise refuse({"error": "key"}, 401, headers={"X-Why": "none"})

    app = app_of(Route("GET", "/", lambda _: answer([])), before=before)
    with client_of(app) as client:
        assert client.get("/").headers["X-Why"] == "none"
        assert client.get("/", headers={"key": "k"}).json() == []


def test_more_at_once_than_allowed_are_refused() -> None:
    inside, leave = threading.Event(), threading.Event()

    def wait(_: Request) -> Response:
        inside.set()
        leave.wait(10)
        return answer("done")

    app = app_of(
        Route("GET", "/wait", wait), concurrent=1, crowded=lambda _: text_answer("crowded", 429)
    )
    answers: list[int] = []

    def ask() -> None:
        with client_of(app) as client:
            answers.append(client.get("/wait").status_code)

    first = threading.Thread(target=ask)
    first.start()
    assert inside.wait(10)
    ask()
    leave.set()
    first.join()
    assert answers == [429, 200]


def _number(_: Request, number: int) -> Response:
    return answer(number)
