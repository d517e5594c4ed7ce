from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.store.database import CompanyFile, raw
from app.store.payment_events import PaymentEvent, PaymentEventKind, add_events, payment_events

EVENT = PaymentEvent(
    system="xero",
    source_id="P1",
    event=PaymentEventKind.PART,
    account_number="100",
    invoice_number="CF-1",
    happened_on=date(2026, 11, 1),
    learned_at=datetime(2026, 11, 2, 16, tzinfo=UTC),
    amount=Decimal("10.00"),
    before=Decimal(0),
    after=Decimal("10.00"),
    currency="USD",
    reference="1001",
    words="Of CF-1, 5.00 is open.",
)


def test_events_are_told_the_newest_first(company: CompanyFile) -> None:
    other = PaymentEvent(
        system="xero",
        source_id="P2",
        event=PaymentEventKind.RECEIVED,
        account_number="200",
        invoice_number=None,
        happened_on=None,
        learned_at=EVENT.learned_at,
        amount=Decimal(3),
    )
    with company.write() as conn:
        add_events(conn, [])
        add_events(conn, [EVENT, other])
        assert payment_events(conn) == [other, EVENT]
        assert payment_events(conn, account_number="200") == [other]
        assert payment_events(conn, invoice_number="CF-1") == [EVENT]


def test_they_are_only_ever_added_to(company: CompanyFile) -> None:
    with company.write() as conn:
        add_events(conn, [EVENT])
    with pytest.raises(Exception, match="only ever added to"), company.write() as conn:
        raw(conn).execute("UPDATE payment_events SET amount = 0")
