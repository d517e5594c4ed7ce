"""Cisco CUCM: what ``rating-and-cdr.md`` 5.4 warns of."""

from pathlib import Path

import pytest

from app.errors import InputError
from app.usage.reading import ReadSettings
from app.usage.table import Direction, Reason
from tests.usage.call_files import call_file, read

NAMES = [
    "cdrRecordType",
    "globalCallID_callId",
    "dateTimeOrigination",
    "callingPartyNumber",
    "finalCalledPartyNumber",
    "dateTimeConnect",
    "dateTimeDisconnect",
    "pkid",
    "duration",
    "origDeviceName",
    "origIpAddr",
]
TYPES = "INTEGER,INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,UNIQUEIDENTIFIER"


def row(**facts: str) -> dict[str, str]:
    usual = {
        "cdrRecordType": "1",
        "globalCallID_callId": "5000123",
        "dateTimeOrigination": "1793631600",
        "callingPartyNumber": "2001",
        "finalCalledPartyNumber": "913105550123#",
        "dateTimeConnect": "1793631605",
        "dateTimeDisconnect": "1793631700",
        "pkid": "11111111-aaaa-4bbb-8ccc-000000000001",
        "duration": "95",
        "origDeviceName": "SEP001122334455",
        "origIpAddr": "-939458294",
    }
    return {**usual, **facts}


def text(*rows: dict[str, str], names: list[str] = NAMES, types: bool = True) -> str:
    lines = [",".join(names)]
    if types:
        lines.append(TYPES + ",INTEGER,VARCHAR(129),INTEGER")
    return "\n".join([*lines, *(",".join(one[name] for name in names) for one in rows)]) + "\n"


@pytest.mark.parametrize(("types", "line"), [(True, 3), (False, 2)])
def test_the_row_of_types_may_be_there_or_not(
    tmp_path: Path,
    types: bool,  # noqa: FBT001
    line: int,
) -> None:
    found = read(call_file(tmp_path, text(row(), types=types)))
    assert found.format.name == "cucm"
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
    assert found.calls.select("row", "call_id", "raw_seconds", "answered", "direction").rows() == [
        (line, "11111111-aaaa-4bbb-8ccc-000000000001", 95, True, Direction.UNKNOWN)
    ]


def test_columns_are_known_by_name_in_any_order(tmp_path: Path) -> None:
    usual = read(call_file(tmp_path, text(row(), types=False)))
    turned = read(call_file(tmp_path, text(row(), names=NAMES[::-1], types=False)))
    assert turned.calls.equals(usual.calls)


def test_access_code_and_hash_are_taken_off_the_called_number(tmp_path: Path) -> None:
    file = call_file(tmp_path, text(row()))
    assert read(file).column("called") == ["913105550123"]
    found = read(file, settings=ReadSettings("UTC", access_code="9"))
    assert found.column("called") == ["13105550123"]


def test_never_connected_is_never_answered(tmp_path: Path) -> None:
    file = call_file(tmp_path, text(row(dateTimeConnect="0", duration="0")))
    assert read(file).calls.select("answered", "raw_seconds").rows() == [(False, 0)]


def test_a_trunk_that_begins_the_call_tells_it_came_in(tmp_path: Path) -> None:
    file = call_file(tmp_path, text(row(origDeviceName="CUBE-TRUNK")))
    found = read(file, settings=ReadSettings("UTC", trunk_channels=("CUBE",)))
    assert found.column("direction") == [Direction.IN]


def test_a_duration_that_its_stamps_deny_is_held_and_told(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, text(row(duration="100"))))
    assert found.column("hold") == [Reason.BAD_DURATION]
    assert [finding.row for finding in found.warnings] == [3]


def test_quality_records_are_no_calls(tmp_path: Path) -> None:
    quality = "cdrRecordType,globalCallID_callManagerId,globalCallID_callId,numberPacketsSent\n"
    with pytest.raises(InputError, match=r"Not cucm: its first line lacks dateTimeOrigination"):
        read(call_file(tmp_path, quality + "2,1,5000123,900\n"))


def test_shifted_columns_are_refused(tmp_path: Path) -> None:
    rows = [row() for _ in range(3)]
    shifted = text(*rows).replace("\n1,5000123,", "\n1,")
    with pytest.raises(InputError, match="columns have shifted") as caught:
        read(call_file(tmp_path, shifted.replace("-939458294", "-939458294,0")), "cucm")
    assert "have shifted: column" in caught.value.what
