"""FreeSWITCH: what ``rating-and-cdr.md`` 5.3 and 7 warn of."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from app.usage.reading import ReadSettings
from app.usage.table import Direction, Reason
from tests.usage.call_files import call_file, read

UTC = ReadSettings("UTC")
A = "3da8bf84-c133-4959-9e24-e72875cb33a1"
B = "f52c26f1-b018-4963-bf6d-a3111d1a0320"


def row(*extra: str, uuid: str = A, other: str = "", **facts: str) -> str:
    usual = {
        "answer": "2026-11-02 15:00:05",
        "end": "2026-11-02 15:01:40",
        "seconds": "95",
        "cause": "NORMAL_CLEARING",
        "account": "acme",
    }
    told = {**usual, **facts}
    fields = [
        "Pat",
        "3035550142",
        "13105550123",
        "default",
        "2026-11-02 15:00:00",
        told["answer"],
        told["end"],
        "100",
        told["seconds"],
        told["cause"],
        uuid,
        other,
    ]
    quoted = ",".join(f'"{field}"' for field in fields)
    last = ",".join(f'"{field}"' for field in [told["account"], *extra])
    return f"{quoted}, {last}\n"


@pytest.mark.parametrize("extra", [(), ("PCMU", "PCMU"), ("PCMU",) * 4, ("PCMU",) * 7])
def test_the_templates_share_their_first_columns(tmp_path: Path, extra: tuple[str, ...]) -> None:
    found = read(call_file(tmp_path, row(*extra)), settings=UTC)
    assert found.format.name == "freeswitch"
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
    assert found.calls.select("call_id", "raw_seconds", "billing_number", "answered").rows() == [
        (A, 95, "acme", True)
    ]


def test_talk_is_billed_whatever_the_cause_and_ringing_is_not(tmp_path: Path) -> None:
    text = row(cause="USER_BUSY") + row(answer="", end="2026-11-02 15:00:20", seconds="0")
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.calls.select("answered", "raw_seconds").rows() == [(True, 95), (False, 0)]


def test_early_media_is_no_answer(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, row(answer="", seconds="12")), settings=UTC)
    assert found.column("answered") == [False]


def test_the_second_leg_of_a_call_is_held(tmp_path: Path) -> None:
    text = row(uuid=A, other=B) + row(uuid=B, other=A) + row(uuid=A, other=B)
    found = read(call_file(tmp_path, text), settings=UTC, block_bytes=1)
    assert found.column("hold") == [0, Reason.PROBABLE_DUPLICATE, 0]


def test_the_asterisk_template_has_a_cause_for_a_disposition(tmp_path: Path) -> None:
    text = (
        '"acme","3035550142","13105550123","default","""Pat"" <3035550142>","sofia/internal/1",'
        '"sofia/external/2","bridge","sofia/gateway/x","2026-11-02 15:00:00",'
        '"2026-11-02 15:00:05","2026-11-02 15:01:40","100","95","NORMAL_CLEARING",'
        f'"DOCUMENTATION","{A}",""\n'
    )
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.format.name == "freeswitch-asterisk"
    assert found.calls.select("call_id", "raw_seconds", "answered").rows() == [(A, 95, True)]


def record(uuid: str = A, **variables: str) -> dict[str, Any]:
    usual = {
        "uuid": uuid,
        "accountcode": "acme",
        "start_epoch": "1793631600",
        "answer_epoch": "1793631605",
        "end_epoch": "1793631700",
        "duration": "100",
        "billsec": "95",
        "billmsec": "94540",
    }
    profile = {
        "caller_id_number": "%2B13035550142",
        "destination_number": "13105550123",
        "context": "public",
        "chan_name": "sofia/external/1",
    }
    earlier = {**profile, "destination_number": "s"}
    return {
        "core-uuid": "eb8bcdd2-d9eb-4f8f-80c3-1a4042aabe31",
        "channel_data": {"direction": "inbound"},
        "variables": {**usual, **variables},
        "callflow": [{"caller_profile": profile}, {"caller_profile": earlier}],
    }


def test_a_json_record_is_read_from_its_final_profile(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, json.dumps(record(), indent=1)))
    assert found.format.name == "freeswitch-json"
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
    assert found.calls.drop("started_us").rows() == [
        (1, A, 95, "+13035550142", "13105550123", "acme", Direction.UNKNOWN, True, None, 0)
    ]


@pytest.mark.parametrize("form", ["array", "lines", "base64", "form"])
def test_json_records_come_in_many_wrappings(tmp_path: Path, form: str) -> None:
    records = [record(A), record(B)]
    lines = [json.dumps(one) for one in records]
    text = {
        "array": json.dumps(records, indent=2),
        "lines": "\n".join(lines),
        "base64": "\n".join(base64.b64encode(line.encode()).decode() for line in lines),
        "form": "\n".join("cdr=" + line.replace("+", "%2B") for line in lines),
    }[form]
    found = read(call_file(tmp_path, text))
    assert found.format.name == "freeswitch-json"
    assert found.calls.select("row", "call_id").rows() == [(1, A), (2, B)]


def test_an_answer_at_zero_is_none(tmp_path: Path) -> None:
    text = json.dumps(record(answer_epoch="0", billsec="0"))
    assert read(call_file(tmp_path, text)).column("answered") == [False]


def test_a_record_without_answer_and_talk_time_is_unanswered_and_dated_by_its_creation(
    tmp_path: Path,
) -> None:
    text = json.dumps(
        {
            "core-uuid": "x",
            "variables": {"uuid": A, "accountcode": "1001"},
            "times": {"created_time": "1793631600250000", "answered_time": "0"},
        }
    )
    found = read(call_file(tmp_path, text))
    assert found.starts() == ["2026-11-02T15:00:00.250000+00:00"]
    assert found.calls.select("raw_seconds", "answered", "caller").rows() == [(0, False, "")]


def test_a_record_without_any_start_is_malformed(tmp_path: Path) -> None:
    text = json.dumps({"core-uuid": "x", "variables": {"uuid": A}})
    assert read(call_file(tmp_path, text)).reasons() == [(1, "bad_start")]


def test_an_answered_record_without_talk_time_is_malformed(tmp_path: Path) -> None:
    text = json.dumps(record(billsec=""))
    assert read(call_file(tmp_path, text)).reasons() == [(1, "bad_duration_text")]


def test_a_broken_record_costs_no_other(tmp_path: Path) -> None:
    lines = [json.dumps(record(A)), json.dumps(record(B))[:-5], json.dumps(record(B))]
    found = read(call_file(tmp_path, "\n".join(lines)))
    assert found.column("row") == [1, 3]
    assert found.reasons() == [(2, "wrong_fields")]


def test_the_lists_of_the_source_tell_what_came_in(tmp_path: Path) -> None:
    file = call_file(tmp_path, json.dumps(record()))
    found = read(file, settings=ReadSettings("UTC", inbound_contexts=("public",)))
    assert found.column("direction") == [Direction.IN]
