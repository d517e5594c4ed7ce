"""Bandwidth: what ``rating-and-cdr.md`` 5.10 warns of."""

from pathlib import Path

from app.usage.table import Direction, Reason
from tests.usage.call_files import call_file, read

HEADER = (
    "AccountNumber,CallStartDateTime,CallEndDateTime,CallType,CallSource,CallDestination,Duration,"
    "PerMinRate,Amount,DesinationRateCenter,CallID,BdrID\r\n"
)


def row(
    *,
    kind: str = "INTERSTATE",
    end: str = "2026/11/02 12:01:40 PM",
    seconds: str = "96",
    bdr: str = "58337670001",
) -> str:
    return (
        f"1234567,2026/11/02 12:00:05 PM,{end},{kind},12125550142,13105550123,{seconds},0.0060,"
        f"0.0096,BVHL,c1,{bdr}\r\n"
    )


def test_a_record_is_utc_on_a_twelve_hour_clock_with_its_cost(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, HEADER + row()))
    assert found.format.name == "bandwidth"
    assert found.starts() == ["2026-11-02T12:00:05+00:00"]
    assert found.calls.drop("started_us").rows() == [
        (
            2,
            "58337670001",
            96,
            "12125550142",
            "13105550123",
            "",
            Direction.OUT,
            True,
            960_000,
            0,
        )
    ]


def test_durations_rounded_up_to_six_seconds_fit_their_stamps(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, HEADER + row(seconds="96") + row(seconds="120")))
    assert found.column("hold") == [0, Reason.BAD_DURATION]


def test_an_origination_came_in(tmp_path: Path) -> None:
    kinds = ("TOLL-FREE ORIGINATION", "INTRASTATE", "INFORMATION")
    found = read(call_file(tmp_path, HEADER + "".join(row(kind=kind) for kind in kinds)))
    assert found.column("direction") == [Direction.IN, Direction.OUT, Direction.OUT]
