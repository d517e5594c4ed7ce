"""Twilio: what ``rating-and-cdr.md`` 5.10 and 7 warn of."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.usage.table import Direction, Reason
from tests.usage.call_files import call_file, read

NAMES = [
    "sid",
    "parent_call_sid",
    "account_sid",
    "to",
    "from",
    "phone_number_sid",
    "status",
    "start_time",
    "end_time",
    "duration",
    "price",
    "price_unit",
    "direction",
    "answered_by",
    "forwarded_from",
]


def call(number: int = 1, **facts: str | None) -> dict[str, Any]:
    usual: dict[str, str | None] = {
        "sid": f"CA{number:032x}",
        "parent_call_sid": "",
        "account_sid": "AC01",
        "to": "+13105550123",
        "from": "+12125550142",
        "phone_number_sid": "",
        "status": "completed",
        "start_time": "Mon, 02 Nov 2026 15:00:05 +0000",
        "end_time": "Mon, 02 Nov 2026 15:01:40 +0000",
        "duration": "95",
        "price": "-0.02800",
        "price_unit": "USD",
        "direction": "outbound-api",
        "answered_by": "",
        "forwarded_from": "",
    }
    return {**usual, **facts}


def as_csv(*calls: dict[str, Any]) -> str:
    lines = [",".join(NAMES)]
    lines += [",".join(f'"{one[name] or ""}"' for name in NAMES) for one in calls]
    return "\n".join(lines) + "\n"


SHAPES: dict[str, Callable[..., str]] = {
    "csv": as_csv,
    "lines": lambda *calls: "\n".join(map(json.dumps, calls)),
    "array": lambda *calls: json.dumps(calls, indent=2),
    "page": lambda *calls: json.dumps({"calls": calls, "page": 0}, indent=2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_call_is_the_same_in_every_shape(tmp_path: Path, shape: str) -> None:
    found = read(call_file(tmp_path, SHAPES[shape](call(1), call(2))))
    assert found.format.name == "twilio"
    assert found.starts() == ["2026-11-02T15:00:05+00:00"] * 2
    first = 2 if shape == "csv" else 1
    assert found.column("row") == [first, first + 1]
    assert found.calls.drop("row", "started_us").row(0) == (
        f"CA{1:032x}",
        95,
        "+12125550142",
        "+13105550123",
        "",
        Direction.OUT,
        True,
        2_800_000,
        0,
    )


def test_a_price_comes_later(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, as_csv(call(price=""))))
    assert found.column("cost") == [None]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_child_of_another_call_is_held_if_it_was_answered(tmp_path: Path, shape: str) -> None:
    parent = f"CA{1:032x}"
    child = call(2, parent_call_sid=parent, direction="outbound-dial")
    unanswered = call(
        3, parent_call_sid=parent, status="no-answer", duration=None, end_time=None, price=None
    )
    found = read(call_file(tmp_path, SHAPES[shape](call(1), child, unanswered)))
    assert found.column("hold") == [0, Reason.PROBABLE_DUPLICATE, 0]
    assert found.column("answered") == [True, True, False]


def test_sip_addresses_give_their_number_or_stay_as_they_are(tmp_path: Path) -> None:
    text = as_csv(call(1, to="sip:+13105550123@acme.example"), call(2, to="sip:desk@acme.example"))
    found = read(call_file(tmp_path, text))
    assert found.column("called") == ["+13105550123", "sip:desk@acme.example"]


def test_what_is_inbound_came_in(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, as_csv(call(direction="inbound"))))
    assert found.column("direction") == [Direction.IN]


def test_a_call_that_never_began_is_dated_by_its_creation(tmp_path: Path) -> None:
    created = "Mon, 02 Nov 2026 15:00:00 +0000"
    one = call(status="canceled", start_time=None, duration="0") | {"date_created": created}
    found = read(call_file(tmp_path, json.dumps(one)))
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
