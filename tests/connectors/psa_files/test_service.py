from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.connectors.dealings import PaymentNews
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused
from tests.connectors.psa_files.desk import CUSTOMERS, port_of, records, write

TIME = (
    "id,customer_id,worked_on,hours,billable,billed,billed_reference\n"
    "1,201,2026-10-31,1.5,yes,no,\n"
    "2,201,2026-10-31,1.5,yes,yes,\n"
    "3,201,2026-10-31,1.5,yes,yes,1040\n"
)


def told(folder: Path) -> list[str]:
    text = (folder / "to-psa" / "told.csv").read_text(encoding="utf-8")
    return text.splitlines()[1:]


def test_an_empty_folder_gets_a_workbook_to_fill_in(tmp_path: Path) -> None:
    port = port_of(tmp_path)
    assert port.company().words == "psa.xlsx"
    assert (tmp_path / "psa.xlsx").exists()
    rights = [each for each in port.rights() if each.name.startswith("reads")]
    assert all(each.is_given for each in rights)
    assert records(port, PsaFamily.CUSTOMERS) == []


def test_the_name_is_the_fingerprint_wherever_the_folder_lies(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert port_of(tmp_path / "a").company().fingerprint == "Our PSA||"
    (tmp_path / "a").rename(tmp_path / "b")
    assert port_of(tmp_path / "b").company().fingerprint == "Our PSA||"


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=CUSTOMERS))
    first = list(port.pull(PsaFamily.CUSTOMERS, since=None))
    assert first[-1].is_whole
    (again,) = port.pull(PsaFamily.CUSTOMERS, since=first[-1].mark)
    assert (again.records, again.mark, again.is_whole) == ((), first[-1].mark, False)
    write(tmp_path, customers=CUSTOMERS.splitlines()[0] + "\n201,Alder,,\n")
    changed = list(port.pull(PsaFamily.CUSTOMERS, since=first[-1].mark))
    assert changed[-1].is_whole
    assert [each.source_id for each in changed[-1].records] == ["201"]


def test_a_sheet_that_is_not_there_makes_nothing_gone(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=CUSTOMERS))
    (page,) = port.pull(PsaFamily.TIME, since="kept")
    assert (page.records, page.mark, page.is_whole) == ((), "kept", False)


def test_a_large_sheet_comes_in_pages(tmp_path: Path) -> None:
    rows = "".join(f"{n},Customer {n}\n" for n in range(1201))
    port = port_of(write(tmp_path, customers=f"id,name\n{rows}"))
    pages = list(port.pull(PsaFamily.CUSTOMERS, since=None))
    assert [len(page.records) for page in pages] == [500, 500, 201]
    assert [page.mark is None for page in pages] == [True, True, False]


def test_nothing_is_taken_of_a_sheet_with_a_wrong_row(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=f"{CUSTOMERS}203,,,\n"))
    with pytest.raises(RemoteRefused, match="Row 4: name is blank"):
        next(port.pull(PsaFamily.CUSTOMERS, since=None))
    right = next(each for each in port.rights() if each.name == "reads customers")
    assert not right.is_given
    assert "Row 4" in right.why


def test_rights_tell_of_each_sheet(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=CUSTOMERS))
    found = {each.name: (each.is_given, each.why) for each in port.rights()}
    assert found["reads customers"] == (True, "2 rows.")
    assert found["reads time"] == (False, "There is no sheet time.")
    nowhere = port_of(tmp_path / "nowhere").rights()
    assert not any(each.is_given for each in nowhere if each.name.startswith("reads"))


def test_what_it_is_told_lies_in_a_file_for_import(tmp_path: Path) -> None:
    agreements, invoices = "id,customer_id\n505,201\n", "id,customer_id,number\n5001,201,P-1\n"
    sheets = {"customers": CUSTOMERS, "time": TIME, "agreements": agreements, "invoices": invoices}
    port = port_of(write(tmp_path, **sheets))
    news = PaymentNews(
        invoice_number="1042",
        paid_on=date(2026, 11, 20),
        amount=Decimal("187.50"),
        is_settled=True,
        reference="r1",
    )
    for _ in range(2):
        port.put_external_id("201", "10001")
        port.mark_billed(PsaFamily.TIME, "1", invoice_number="1042")
        port.put_invoice_reference(PsaFamily.AGREEMENTS, "505", invoice_number="1042")
        port.put_invoice_reference(PsaFamily.INVOICES, "5001", invoice_number="1042")
        port.put_payment("5001", news)
    assert told(tmp_path) == [
        "customers,201,external_id,10001,",
        "time,1,billed,yes,",
        "time,1,billed_reference,1042,",
        "agreements,505,external_id,1042,",
        "invoices,5001,our_number,1042,",
        "invoices,5001,paid,187.5,r1",
        "invoices,5001,closed,yes,r1",
        "invoices,5001,paid_on,2026-11-20,r1",
    ]
    port.close()


def test_of_what_is_in_no_sheet_nothing_is_told(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=CUSTOMERS))
    with pytest.raises(RemoteRefused, match="no row of that id"):
        port.put_external_id("203", "10003")
    with pytest.raises(RemoteRefused, match="time 7 is not in Our PSA"):
        port.mark_billed(PsaFamily.TIME, "7", invoice_number="1042")
    assert not (tmp_path / "to-psa").exists()
    write(tmp_path, customers=f"{CUSTOMERS}203,New,,\n")
    port.put_external_id("203", "10003")
    assert told(tmp_path) == ["customers,203,external_id,10003,"]


def test_our_number_is_read_back_before_it_was_imported_there(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, customers=CUSTOMERS))
    mark = list(port.pull(PsaFamily.CUSTOMERS, since=None))[-1].mark
    port.put_external_id("201", "10001")
    port.put_external_id("202", "77777")
    found: list[Any] = [
        each for page in port.pull(PsaFamily.CUSTOMERS, since=mark) for each in page.records
    ]
    # What stands in the sheet goes before what was told.
    assert [each.external_id for each in found] == ["10001", "10002"]


def test_what_another_has_billed_is_refused(tmp_path: Path) -> None:
    port = port_of(write(tmp_path, time=TIME))
    for number, why in (("2", "not by what"), ("3", "by 1040")):
        with pytest.raises(RemoteRefused, match=why):
            port.mark_billed(PsaFamily.TIME, number, invoice_number="1042")
    port.mark_billed(PsaFamily.TIME, "3", invoice_number="1040")
    port.mark_billed(PsaFamily.TIME, "1", invoice_number="1042")
    with pytest.raises(RemoteRefused, match="by 1042"):
        port_of(tmp_path).mark_billed(PsaFamily.TIME, "1", invoice_number="1043")


def test_what_has_no_column_is_not_allowed(tmp_path: Path) -> None:
    port = port_of(tmp_path)
    with pytest.raises(NotAllowed):
        port.mark_billed(PsaFamily.INVOICES, "1", invoice_number="1042")
    for family in (PsaFamily.TIME, PsaFamily.CUSTOMERS):
        with pytest.raises(NotAllowed):
            port.put_invoice_reference(family, "1", invoice_number="1042")
