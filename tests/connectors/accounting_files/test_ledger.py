"""The ledger of a folder: all or nothing, whatever breaks."""

import json
from pathlib import Path

import pytest

from app.connectors.accounting_files.ledger import LEDGER, OUT, Ledger
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.accounting_files.cabinet import CREDIT, CUSTOMER, INVOICE, KEY


def ledger(folder: Path, company: str = "Cedar") -> Ledger:
    return Ledger(folder=folder, layout="quickbooks-desktop", company=company)


def add(of: Ledger) -> str:
    return of.add_file(b"text", "iif", [(INVOICE, KEY)], kept=of.read())


def test_what_was_written_is_known_again(tmp_path: Path) -> None:
    of = ledger(tmp_path)
    assert add(of) == "invoices-0001.iif"
    of.add_file(b"more", "iif", [(CREDIT, KEY)], kept=of.read())
    (entry,) = of.read().find(["TB-42", "TC-7"], is_credit_note=False)
    assert (entry.document, entry.key, entry.file_name) == (INVOICE, KEY, "invoices-0001.iif")
    (note,) = of.read().all(is_credit_note=True)
    assert (note.document, note.file_name) == (CREDIT, "credit-notes-0002.iif")
    assert (tmp_path / OUT / "invoices-0001.iif").read_bytes() == b"text"


def test_customers_wait_for_a_file(tmp_path: Path) -> None:
    of = ledger(tmp_path)
    of.add_customer("Harbor Dental", CUSTOMER, of.read())
    assert of.read().unwritten == {"Harbor Dental": CUSTOMER}
    add(of)
    assert (of.read().unwritten, of.read().customers) == ({}, {"Harbor Dental": CUSTOMER})


def test_a_break_before_the_ledger_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = ledger(tmp_path)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "_append", broken)
        with pytest.raises(KeyboardInterrupt):
            add(of)
    assert of.read().entries == {}
    assert [each.name for each in (tmp_path / OUT).iterdir()] == ["invoices-0001.iif.part"]
    add(of)
    assert [each.name for each in (tmp_path / OUT).iterdir()] == ["invoices-0001.iif"]


def test_a_break_after_the_ledger_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = ledger(tmp_path)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", broken)
        with pytest.raises(RemoteUnavailable) as raised:
            add(of)
    assert raised.value.may_have_happened
    assert len(of.read().find(["TB-42"], is_credit_note=False)) == 1
    assert [each.name for each in (tmp_path / OUT).iterdir()] == ["invoices-0001.iif"]


def test_a_line_cut_off_does_not_count(tmp_path: Path) -> None:
    of = ledger(tmp_path)
    add(of)
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"file": "invoices-0002.i')
    assert of.read().files == ["invoices-0001.iif"]
    of.add_customer("Harbor Dental", CUSTOMER, of.read())
    assert path.read_bytes().startswith(whole)
    assert [json.loads(each) for each in path.read_text("utf-8").splitlines()][-1]["id"]


def test_a_damaged_ledger_stops_everything(tmp_path: Path) -> None:
    of = ledger(tmp_path)
    add(of)
    path = tmp_path / LEDGER
    path.write_text(path.read_text("utf-8").replace("TB-42", '"'), "utf-8")
    with pytest.raises(RemoteRefused, match="Line 2"):
        of.read()
    path.write_text('{"ledger": "switchbook-ledger-9"}\n', "utf-8")
    with pytest.raises(RemoteRefused, match="newer program"):
        of.read()


def test_a_folder_is_of_one_company(tmp_path: Path) -> None:
    add(ledger(tmp_path))
    with pytest.raises(RemoteRefused, match="holds the files of Cedar"):
        ledger(tmp_path, "Other").read()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / OUT).write_text("a file", "utf-8")
    with pytest.raises(RemoteUnavailable) as raised:
        add(ledger(tmp_path))
    assert not raised.value.may_have_happened
    (tmp_path / LEDGER).mkdir()
    with pytest.raises(RemoteUnavailable):
        ledger(tmp_path).read()
