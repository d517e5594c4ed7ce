"""Lists as programs export them."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.connectors.accounting_files.tables import (
    TableRow,
    digest_of,
    files_of,
    plain_name,
    rows_of,
)
from app.errors import RemoteRefused
from tests.connectors.accounting_files.cabinet import ACCOUNTS_IIF, lay


def test_a_column_is_known_whatever_its_marks() -> None:
    assert plain_name("*Contact Name") == plain_name("ContactName") == "contactname"
    row = TableRow(file_name="a.csv", line=2, fields={"contactname": "Ann", "email": ""})
    assert row.get("email", "*ContactName") == "Ann"


def test_amounts_are_read_however_they_are_written() -> None:
    row = TableRow(file_name="a.csv", line=2, fields={"a": "$1,200.50", "b": "(5.00)", "c": "x"})
    assert (row.money("a"), row.money("b"), row.money("d")) == (
        Decimal("1200.50"),
        Decimal("-5.00"),
        None,
    )
    with pytest.raises(RemoteRefused, match=r"a.csv, line 2"):
        row.money("c")


def test_csv_and_interchange_files_are_read_alike(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.iif", ACCOUNTS_IIF)
    lay(tmp_path, "accounts-2.csv", "\ufeffCode;Name\r\n4010;Café\r\n\r\n")
    lay(tmp_path, "customers.csv", "Name\nAnn\n")
    found = list(rows_of(tmp_path, "accounts", word="ACCNT"))
    assert [each.get("name") for each in found] == [
        "Accounts Receivable",
        "Voice Revenue",
        "USF Payable",
        "Café",
    ]
    assert (found[3].file_name, found[3].line) == ("accounts-2.csv", 2)


def test_old_letters_are_read(tmp_path: Path) -> None:
    lay(tmp_path, "accounts.csv", "")
    (tmp_path / "exported" / "accounts.csv").write_bytes("Name\nCafé\n".encode("cp1252"))
    (found,) = rows_of(tmp_path, "accounts", word="ACCNT")
    assert found.get("name") == "Café"


def test_nothing_exported_is_nothing(tmp_path: Path) -> None:
    assert files_of(tmp_path, "accounts") == []
    lay(tmp_path, "accounts.xlsx", "no list")
    assert files_of(tmp_path, "accounts") == []


def test_a_digest_changes_with_a_file(tmp_path: Path) -> None:
    before = digest_of(tmp_path, tmp_path / "ledger")
    lay(tmp_path, "accounts.csv", "Name\nA\n")
    after = digest_of(tmp_path, tmp_path / "ledger")
    (tmp_path / "ledger").write_text("x", "utf-8")
    assert len({before, after, digest_of(tmp_path, tmp_path / "ledger")}) == 3
