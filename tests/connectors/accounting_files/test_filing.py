"""Documents put into files: none twice, none cut in two."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from app.connectors.accounting_files.ledger import Ledger
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.accounting_files.cabinet import (
    CUSTOMER,
    DIAL_TONE,
    INVOICE,
    KEY,
    lay,
    many,
    opened,
    written,
)


def test_no_number_is_written_twice(tmp_path: Path) -> None:
    port = opened(tmp_path)
    first, again = port.create_invoices([(INVOICE, KEY), (INVOICE, KEY)])
    assert not isinstance(first, RemoteRefused)
    assert isinstance(again, RemoteRefused)
    with pytest.raises(RemoteRefused, match="stands in a file"):
        opened(tmp_path).create_invoice(INVOICE, key=KEY)
    assert list(written(tmp_path)) == ["invoices-0001.iif"]


def test_xero_takes_500_invoices_a_file(tmp_path: Path) -> None:
    port = opened(tmp_path, layout="xero-csv")
    assert len(port.create_invoices(many(501))) == 501
    files = written(tmp_path)
    assert list(files) == ["invoices-0001.csv", "invoices-0002.csv"]
    numbers = [
        {row["*InvoiceNumber"] for row in csv.DictReader(text.splitlines())}
        for text in files.values()
    ]
    assert [len(each) for each in numbers] == [500, 1]


def test_quickbooks_online_takes_1000_rows_a_file(tmp_path: Path) -> None:
    port = opened(tmp_path, layout="quickbooks-csv")
    port.create_invoices(many(30, lines=99))
    counts = [text.count("\r\n") - 1 for text in written(tmp_path).values()]
    assert counts == [990, 990, 990]
    port.create_invoices([(replace(e, number=f"M{e.number}"), key) for e, key in many(120)])
    counts = [text.count("\r\n") - 1 for text in written(tmp_path).values()]
    assert counts[3:] == [100, 20]


def test_a_new_customer_is_written_once(tmp_path: Path) -> None:
    port = opened(tmp_path)
    posted = port.create_customer(CUSTOMER, key=KEY)
    assert (posted.id, posted.number) == ("Harbor Dental", "T-1042")
    assert written(tmp_path) == {}
    port.create_invoices(many(1))
    port.create_invoice(INVOICE, key=KEY)
    first, second = written(tmp_path).values()
    assert "\r\nCUST\tHarbor Dental" in first
    assert "CUST" not in second


def test_addresses_come_from_the_list_or_from_us(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "customers.csv",
        "ContactName,EmailAddress,POCity\nHarbor Dental,x@y.example,Waco\n",
    )
    opened(tmp_path, layout="xero-csv").create_invoice(INVOICE, key=KEY)
    (text,) = written(tmp_path).values()
    row = next(csv.DictReader(text.splitlines()))
    assert (row["EmailAddress"], row["POCity"]) == ("x@y.example", "Waco")


def test_a_letter_that_the_file_cannot_hold_is_refused(tmp_path: Path) -> None:
    line = replace(DIAL_TONE, description="☎")
    with pytest.raises(RemoteRefused, match="the letter ☎"):
        opened(tmp_path).create_invoice(replace(INVOICE, lines=(line,)), key=KEY)
    assert written(tmp_path) == {}


def test_a_break_between_files_may_have_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = opened(tmp_path, layout="xero-csv")
    own = Ledger.add_file
    calls: list[object] = []

    def second_breaks(self: Ledger, *args: object, **named: object) -> str:
        calls.append(args)
        if len(calls) > 1:
            raise RemoteUnavailable("No room.")
        return own(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "add_file", second_breaks)
    with pytest.raises(RemoteUnavailable) as raised:
        port.create_invoices(many(501))
    assert raised.value.may_have_happened
    assert len(port.find_invoices([each.number for each, _ in many(501)])) == 500


def test_what_no_file_can_hold_is_refused_and_touches_no_other(tmp_path: Path) -> None:
    port = opened(tmp_path)
    wrong = replace(INVOICE, number="TB-1234567890")
    refused, made = port.create_invoices([(wrong, KEY), (INVOICE, KEY)])
    assert isinstance(refused, RemoteRefused)
    assert "more than 11 characters" in str(refused)
    assert not isinstance(made, RemoteRefused)
    assert port.find_invoices([wrong.number, INVOICE.number])[0].number == INVOICE.number


def test_a_customer_that_the_list_lacks_is_not_made_in_silence(tmp_path: Path) -> None:
    lay(tmp_path, "customers.csv", "ContactName\nSomebody Else\n")
    port = opened(tmp_path)
    with pytest.raises(RemoteRefused, match="whom QuickBooks Desktop lacks"):
        port.create_invoice(INVOICE, key=KEY)
    port.create_customer(CUSTOMER, key=KEY)
    assert port.create_invoice(INVOICE, key=KEY).id == INVOICE.number
