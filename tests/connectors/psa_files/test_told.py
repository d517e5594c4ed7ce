from pathlib import Path

import pytest

from app.connectors.psa_files.told import FILE, FOLDER, Told
from app.customers.incoming import PsaFamily
from app.errors import RemoteUnavailable

HEAD = "sheet,id,column,value,reference\n"


def test_telling_twice_is_telling_once(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.tell(PsaFamily.CUSTOMERS, "201", {"external_id": "10001"})
    told.tell(PsaFamily.CUSTOMERS, "201", {"external_id": "10001"})
    Told(tmp_path).tell(PsaFamily.CUSTOMERS, "201", {"external_id": "10001"})
    text = (tmp_path / FOLDER / FILE).read_text(encoding="utf-8")
    assert text == f"{HEAD}customers,201,external_id,10001,\n"


def test_the_later_line_holds(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.tell(PsaFamily.INVOICES, "1", {"paid": "5.00"}, reference="a")
    told.tell(PsaFamily.INVOICES, "1", {"paid": "9.00"}, reference="b")
    assert Told(tmp_path).value(PsaFamily.INVOICES, "1", "paid") == "9.00"
    assert Told(tmp_path).value(PsaFamily.INVOICES, "2", "paid") is None
    assert len(told.digest_part(PsaFamily.INVOICES)) == 1


def test_a_line_half_written_is_not_counted_and_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    file = tmp_path / FOLDER / FILE
    file.write_text(f"{HEAD}customers,201,exter", encoding="utf-8")
    told = Told(tmp_path)
    assert told.value(PsaFamily.CUSTOMERS, "201", "external_id") is None
    told.tell(PsaFamily.CUSTOMERS, "201", {"external_id": "10001"})
    assert Told(tmp_path).value(PsaFamily.CUSTOMERS, "201", "external_id") == "10001"


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.tell(PsaFamily.CUSTOMERS, "=1+1", {"external_id": "-5"})
    text = (tmp_path / FOLDER / FILE).read_text(encoding="utf-8")
    assert "'=1+1" in text
    assert Told(tmp_path).value(PsaFamily.CUSTOMERS, "=1+1", "external_id") == "-5"


def test_a_file_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(RemoteUnavailable, match="cannot be"):
        Told(tmp_path).tell(PsaFamily.CUSTOMERS, "1", {"external_id": "1"})
