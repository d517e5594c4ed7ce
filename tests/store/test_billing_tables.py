import sqlite3

import pytest

from app.operations.office import Office
from app.store.database import raw
from tests.operations.companies import approve


def test_an_invoice_number_is_given_once(office: Office) -> None:
    approve(office)
    with office.write() as conn, pytest.raises(sqlite3.IntegrityError, match="invoice_number"):
        raw(conn).execute("UPDATE invoices SET invoice_number = 'CF-1043'")


def test_lines_belong_to_an_invoice(office: Office) -> None:
    approve(office)
    with office.write() as conn, pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        raw(conn).execute("DELETE FROM invoices WHERE id = 1")


def test_an_amount_is_a_whole_number(office: Office) -> None:
    approve(office)
    with office.write() as conn, pytest.raises(sqlite3.IntegrityError, match="cannot store REAL"):
        raw(conn).execute("UPDATE invoices SET total = 0.5")
