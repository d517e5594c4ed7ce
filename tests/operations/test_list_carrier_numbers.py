"""Carriers' lists of numbers come in whatever their columns are called."""

from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.list_carrier_numbers import import_carrier_list
from app.operations.office import Office
from app.store.counts import carrier_numbers


def write(folder: Path, text: str, name: str = "Mesa Carrier.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_a_list_replaces_the_carriers_last_one(office: Office, tmp_path: Path) -> None:
    first = "Telephone-Number,Account Number,Product\n303-555-0142,100,SEAT\n3035550143,,\n"
    found = import_carrier_list(office, write(tmp_path, first))
    assert (dict(found.carriers), found.findings) == ({"Mesa Carrier": 2}, ())
    import_carrier_list(office, write(tmp_path, "did\n3035550143-3035550145\n"))
    with office.file.read() as conn:
        numbers = carrier_numbers(conn)
    assert [each.number for each in numbers] == ["+13035550143", "+13035550144", "+13035550145"]
    assert {each.carrier for each in numbers} == {"Mesa Carrier"}


def test_rows_that_say_nothing_are_told(office: Office, tmp_path: Path) -> None:
    text = "number,account,product,carrier\nhello,100,,A\n3035550142,999,NONE,B\n"
    found = import_carrier_list(office, write(tmp_path, text))
    assert dict(found.carriers) == {"B": 1}
    assert [(each.row, each.column) for each in found.findings] == [
        (2, "number"),
        (3, "account"),
        (3, "product"),
    ]


def test_what_is_no_list_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column of numbers"):
        import_carrier_list(office, write(tmp_path, "name,price\na,1\n"))
    with pytest.raises(InputError, match="no column of numbers"):
        import_carrier_list(office, write(tmp_path, ""))
    with pytest.raises(InputError, match="cannot be read"):
        import_carrier_list(office, tmp_path / "none.csv")
