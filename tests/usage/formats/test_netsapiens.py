"""NetSapiens: what ``rating-and-cdr.md`` 5.6 warns of."""

from pathlib import Path

from app.usage.table import Direction
from tests.usage.call_files import call_file, read

HEADER = (
    "Call Type,Domain,User,BTN,Time Start,Time Answer,Duration,Remote Number,Dialed Number,CallId,"
    "Orig IP,Term IP,Release Cause\n"
)


def row(
    kind: str,
    *,
    btn: str = "2125550142",
    remote: str = "13105550123",
    dialed: str = "13105550123",
    answer: str = "20261031 23:59:38",
    seconds: str = "95",
    call_id: str = "20261031235930000001-0a1b",
) -> str:
    return (
        f"{kind},acme.example,100,{btn},20261031 23:59:30,{answer},{seconds},{remote},{dialed},"
        f"{call_id},192.0.2.10,198.51.100.20,end\n"
    )


def test_a_termination_goes_out_from_the_btn(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, HEADER + row("Termination")))
    assert found.format.name == "netsapiens"
    assert found.starts() == ["2026-10-31T23:59:30+00:00"]
    assert found.calls.drop("started_us").rows() == [
        (
            2,
            "20261031235930000001-0a1b",
            95,
            "2125550142",
            "13105550123",
            "2125550142",
            Direction.OUT,
            True,
            None,
            0,
        )
    ]


def test_an_origination_comes_in(tmp_path: Path) -> None:
    text = HEADER + row("Origination", remote="16085550177", dialed="8005550199", btn="8005550199")
    found = read(call_file(tmp_path, text))
    assert found.calls.select("direction", "caller", "called", "billing_number").rows() == [
        (Direction.IN, "16085550177", "8005550199", "8005550199")
    ]


def test_a_missed_call_came_in_unanswered(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, HEADER + row("Missed", answer="", seconds="0")))
    assert found.calls.select("direction", "answered", "raw_seconds").rows() == [
        (Direction.IN, False, 0)
    ]


def test_a_repeated_record_keeps_its_key(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, HEADER + row("Termination") * 2))
    assert len(set(found.column("call_id"))) == 1
    assert found.column("row") == [2, 3]


def test_a_type_nobody_knows_is_malformed(tmp_path: Path) -> None:
    text = HEADER + row("Teleport") + row("Termination") * 3
    assert read(call_file(tmp_path, text)).reasons() == [(2, "bad_direction")]
