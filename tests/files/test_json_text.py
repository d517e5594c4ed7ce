import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.files.json_text import MAX_OBJECT_LETTERS, json_objects, looks_like_json


def _values(text: str, cut: int = 10**6) -> list[dict[str, Any] | None]:
    parts = [text[at : at + cut] for at in range(0, len(text), cut)]
    return [found.value for found in json_objects(parts, name="calls")]


@pytest.mark.parametrize("cut", [1, 7, 10**6])
@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}\n{"a": 2}\n',
        '[{"a": 1}, {"a": 2}]',
        '[\n  {"a": 1},\n  {"a": 2}\n]\n',
        '\ufeff{"a": 1}{"a": 2}',
        base64.b64encode(b'{"a": 1}\n{"a": 2}\n').decode(),
        base64.b64encode(b'{"a": 1, "b": 0}').decode()
        + "\n"
        + base64.b64encode(b'{"a": 2, "b": 0}').decode(),
        "cdr=%7B%22a%22%3A+1%7D\ncdr=%7B%22a%22%3A+2%7D",
    ],
)
def test_objects_come_one_after_another_in_an_array_or_packed(text: str, cut: int) -> None:
    found = _values(text, cut)
    assert [value and value["a"] for value in found] == [1, 2]


@pytest.mark.parametrize("cut", [1, 7, 10**6])
def test_a_broken_object_costs_no_other(cut: int) -> None:
    assert _values('{"a": 1}\n{"a" 2, "b": {}}\n{"a": 3}\n', cut) == [{"a": 1}, None, {"a": 3}]
    assert _values('[\n {"a": 1},\n {"a" 2, "b": {}},\n {"a": 3}\n]', cut) == [
        {"a": 1},
        None,
        {"a": 3},
    ]


def test_a_file_cut_off_ends_with_a_broken_object() -> None:
    found = list(json_objects(['{"a": 1}\n{"a": "2'], name="calls"))
    assert [(item.number, item.value) for item in found] == [(1, {"a": 1}), (2, None)]
    assert found[1].text == '{"a": "2'


def test_an_object_past_all_reason_is_refused() -> None:
    parts = ('{"a": "' if at == 0 else "x" * 2**20 for at in range(20))
    with pytest.raises(InputError, match="record 1"):
        list(json_objects(parts, name="calls"))
    assert MAX_OBJECT_LETTERS < 20 * 2**20


@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5) | st.integers()), max_size=8),
    st.integers(1, 30),
)
def test_whatever_was_written_is_read(records: list[dict[str, Any]], cut: int) -> None:
    assert _values("\n".join(map(json.dumps, records)), cut) == records
    assert _values(json.dumps(records), cut) == records


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["", ' {"a": 1}'], True),
        (["["], True),
        ([base64.b64encode(b'{"core-uuid": "x", "variables": {}}').decode()], True),
        (["call_id,started_at"], False),
        ([], False),
    ],
)
def test_json_is_told_by_its_beginning(head: list[str], expected: bool) -> None:  # noqa: FBT001
    assert looks_like_json(head) is expected


def test_objects_nested_past_all_reason_are_broken_ones() -> None:
    deep = '{"a":' * 100_000
    assert _values('{"a": 1}\n' + deep + '\n{"a": 2}\n') == [{"a": 1}, None, {"a": 2}]


def test_text_that_only_looks_packed_is_broken() -> None:
    assert _values("A" * 17 + "\n") == [None]
