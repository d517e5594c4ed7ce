import gzip
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.files.archive import members
from app.progress import Silent
from app.tax.boundary_file import BoundaryReading, first_day, open_boundaries
from tests.tax.boundary_lines import address_line, zip_line


class Stopping:
    def step(self, done: int, total: int, note: str) -> None:
        raise Cancelled(done, total, note)


def opened(path: Path, *lines: str) -> BoundaryReading:
    path.write_text("\r\n".join([*lines, ""]), encoding="cp1252", newline="")
    (member,) = members(path)
    return open_boundaries(member)


def test_a_file_tells_its_state_and_quarter(tmp_path: Path) -> None:
    reading = opened(tmp_path / "COB2026Q4AUG27.csv", zip_line("80226"), zip_line("80227"))
    assert (reading.state, reading.vintage) == ("CO", "2026Q4")
    assert [each.zip_code for each in reading.records(Silent())] == [80226, 80227]


def test_a_file_of_another_name_tells_no_quarter(tmp_path: Path) -> None:
    assert opened(tmp_path / "boundaries.csv", zip_line("80226")).vintage == ""


def test_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "COB2026Q4AUG27.csv.gz"
    path.write_bytes(gzip.compress(f"{zip_line('80226')}\n".encode()))
    (member,) = members(path)
    assert len(list(open_boundaries(member).records(Silent()))) == 1


def test_what_cannot_be_used_is_counted_and_the_first_told(tmp_path: Path) -> None:
    lines = [zip_line("80226"), *["junk"] * 25]
    reading = opened(tmp_path / "a.csv", *lines)
    assert len(list(reading.records(Silent()))) == 1
    assert (reading.left_out, len(reading.unusable), reading.unusable[0].line) == (25, 20, 2)


def test_a_file_of_two_states_is_refused(tmp_path: Path) -> None:
    reading = opened(tmp_path / "a.csv", zip_line("80226"), zip_line("82001", state="56"))
    with pytest.raises(InputError, match=r"speaks of CO and of WY"):
        list(reading.records(Silent()))


@pytest.mark.parametrize("lines", [[], ["call_id,caller"], ["x"] * 60 + [zip_line("80226")]])
def test_another_file_is_refused(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(InputError, match="is no boundary file"):
        opened(tmp_path / "a.csv", *lines)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    reading = opened(tmp_path / "a.csv", address_line("1", "9", "|QUARRY|ST|"))
    with pytest.raises(Cancelled):
        list(reading.records(Stopping()))


def test_a_quarter_begins_on_a_day() -> None:
    assert first_day("2026Q4") == date(2026, 10, 1)
    assert first_day("2027Q1") == date(2027, 1, 1)
    assert first_day("") == date.min
