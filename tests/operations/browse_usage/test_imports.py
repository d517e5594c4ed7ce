from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.browse_usage.imports import bad_rows, list_imports, save_bad_rows
from app.operations.import_usage import Choices, import_usage
from app.operations.office import Office
from tests.operations.companies import (
    BILLABLE,
    HEADER,
    LATE,
    OCTOBER,
    UNREADABLE,
    approve,
    calls_by_key,
    take_in,
)


def test_imports_are_listed_the_newest_first_with_what_became_of_their_rows(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, LATE, name="late.csv")
    late, october = list_imports(office)
    assert (late.file, late.records, late.charge) == ("late.csv", 1, Decimal("0.12"))
    assert (october.records, october.malformed) == (9, 1)
    assert [october.count(word) for word in ("rated", "suspended", "duplicate", "nothing")] == [
        5,
        1,
        1,
        0,
    ]
    assert october.charge == Decimal("1.30")
    assert october.first_at is not None
    assert october.invoices == ()


def test_the_invoices_that_keep_an_import_from_being_undone_are_named(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert list_imports(office)[0].invoices == ("CF-1043", "CF-1044")


def test_bad_rows_are_saved_mended_and_imported_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    (bad,) = bad_rows(office, 1)
    assert (bad.row, bad.raw) == (9, UNREADABLE)
    place = tmp_path / "bad rows.csv"
    assert save_bad_rows(office, 1, place) == 1
    assert place.read_text().splitlines() == [HEADER, UNREADABLE]
    place.write_text(place.read_text().replace("yesterday", "2026-10-09T15:00:00Z"))
    (result,) = import_usage(office, [place], choices=Choices(source="pbx"))
    assert result.outcomes == {"rated": 1}
    assert "m1" in calls_by_key(office)


def test_a_place_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, UNREADABLE)
    with pytest.raises(InputError, match="could not be written"):
        save_bad_rows(office, 1, tmp_path / "no folder" / "bad.csv")
