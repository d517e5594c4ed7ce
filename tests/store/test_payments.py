from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.store.database import CompanyFile
from app.store.payments import (
    StoredAllocation,
    StoredPayment,
    keep_payment,
    last_paid_on,
    paid_by_invoice,
    payment_of,
    payments_in,
)

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
PART = StoredAllocation(
    document_id="B1",
    invoice_number="CF-1",
    amount=Decimal("10.00"),
    applied_on=date(2026, 11, 5),
    uses_credit=False,
)
PAYMENT = StoredPayment(
    source_id="P1",
    kind="payment",
    state="standing",
    account_number="100",
    customer_id="C1",
    paid_on=date(2026, 11, 4),
    total=Decimal("15.00"),
    unapplied=Decimal("5.00"),
    currency="USD",
    reference="chk 881",
    method="",
    allocations=(PART,),
)


def test_a_payment_told_twice_counts_once(company: CompanyFile) -> None:
    with company.write() as conn:
        assert keep_payment(conn, "xero", PAYMENT, at=NOW) is None
        assert keep_payment(conn, "xero", PAYMENT, at=NOW) == PAYMENT
        assert paid_by_invoice(conn) == {"CF-1": Decimal("10.00")}
        assert last_paid_on(conn) == {"CF-1": date(2026, 11, 5)}
        assert payments_in(conn, "xero", account_number="100") == [PAYMENT]
        assert payments_in(conn, "xero", account_number="200") == []


def test_a_payment_that_changed_is_replaced_whole(company: CompanyFile) -> None:
    more = replace(PART, amount=Decimal("15.00"), applied_on=None)
    later = replace(PAYMENT, unapplied=Decimal(0), allocations=(more,))
    with company.write() as conn:
        keep_payment(conn, "xero", PAYMENT, at=NOW)
        assert keep_payment(conn, "xero", later, at=NOW) == PAYMENT
        assert paid_by_invoice(conn) == {"CF-1": Decimal("15.00")}
        assert last_paid_on(conn) == {"CF-1": date(2026, 11, 4)}
        assert payment_of(conn, "xero", "P1") == later


def test_what_is_deleted_or_elsewhere_settles_nothing(company: CompanyFile) -> None:
    elsewhere = replace(PART, invoice_number=None)
    with company.write() as conn:
        keep_payment(conn, "xero", replace(PAYMENT, state="deleted"), at=NOW)
        other = replace(PAYMENT, source_id="P2", allocations=(elsewhere,))
        keep_payment(conn, "xero", other, at=NOW)
        assert paid_by_invoice(conn) == {}
