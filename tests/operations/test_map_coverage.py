from decimal import Decimal
from pathlib import Path

from app.billing.coverage import Coverage
from app.billing.incoming import BookCustomer
from app.operations.map_coverage import billed_by_account, customer_coverage, last_month
from app.operations.map_customers import link_customer, not_needed
from app.operations.map_view import pairings_of
from app.operations.office import Office
from app.store.transaction import Transaction
from tests.operations.billed import approved, credited
from tests.operations.companies import GRANITE
from tests.operations.mapped import connect, tell

BOOKS = "xero"


def measured(conn: Transaction) -> Coverage:
    return customer_coverage(conn, pairings_of(conn, BOOKS))


def test_before_anything_is_billed_there_is_nothing_to_measure(office: Office) -> None:
    connect(office, BOOKS)
    with office.file.read() as conn:
        assert last_month(conn) == ("", [])
        assert measured(conn).share == Decimal(100)


def test_linked_customers_count_by_their_money(office: Office, tmp_path: Path) -> None:
    connect(office, BOOKS)
    tell(office, BOOKS, "customers", [BookCustomer(source_id="1", name=GRANITE.name)])
    approved(office, tmp_path)
    with office.file.read() as conn:
        found = measured(conn)
    assert (found.period, found.share, found.missing_amount) == (
        "2026-10",
        Decimal(0),
        Decimal("65.65"),
    )
    link_customer(office, BOOKS, ours="100", theirs="1")
    with office.file.read() as conn:
        found = measured(conn)
    assert (found.share, [each.key for each in found.missing]) == (Decimal("67.3"), ["200"])
    not_needed(office, BOOKS, ours="200", reason="pays cash")
    with office.file.read() as conn:
        found = measured(conn)
    assert (found.share, found.total) == (Decimal(100), Decimal("44.24"))


def test_the_last_month_is_measured(office: Office, tmp_path: Path) -> None:
    credited(approved(office, tmp_path))
    with office.file.read() as conn:
        period, heads = last_month(conn)
    assert (period, billed_by_account(heads)["100"]) == ("2026-11", Decimal("-44.00"))
