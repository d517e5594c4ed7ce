"""Carriers' lists and settlements, as they are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.billing.counts import CarrierNumber, CountAction, Settled
from app.store.counts import (
    billed_quantities,
    carrier_lists,
    carrier_numbers,
    drop_settled,
    keep_settled,
    replace_list,
    services_billed,
    settled_counts,
)
from app.store.database import CompanyFile
from app.values.period import Period

DAY = date(2026, 11, 2)
FIRST = CarrierNumber(carrier="Mesa", number="+13035550142", account_number="100")
SETTLED = Settled(
    action=CountAction.FREE,
    period="2026-10",
    contract=None,
    provisioned=Decimal(10),
    carrier=Decimal(9),
    until=DAY,
    reason="trial",
    at=datetime(2026, 11, 2, 16, tzinfo=UTC),
    by="ana",
)


def test_a_list_takes_the_place_of_the_last(company: CompanyFile) -> None:
    with company.write() as connection:
        other = replace(FIRST, carrier="Other", product_code="DID")
        replace_list(connection, "Mesa", [FIRST], on=DAY, file="a.csv")
        replace_list(connection, "Other", [other], on=DAY, file="b.csv")
        second = replace(FIRST, number="+13035550143", account_number=None)
        replace_list(connection, "Mesa", [second], on=DAY, file="c.csv")
        assert carrier_numbers(connection) == [second, other]
        assert [(each.carrier, each.file, each.numbers) for each in carrier_lists(connection)] == [
            ("Mesa", "c.csv", 1),
            ("Other", "b.csv", 1),
        ]
        replace_list(connection, "Mesa", [], on=DAY, file="d.csv")
        assert carrier_numbers(connection) == [other]


def test_the_last_settlement_counts(company: CompanyFile) -> None:
    with company.write() as connection:
        keep_settled(connection, "100", "SEAT", SETTLED)
        later = replace(SETTLED, action=CountAction.LOWER, until=None, carrier=None)
        keep_settled(connection, "100", "SEAT", later)
        keep_settled(connection, "100", "DID", SETTLED)
        assert settled_counts(connection) == {("100", "SEAT"): later, ("100", "DID"): SETTLED}
        drop_settled(connection, "100", "DID")
        assert set(settled_counts(connection)) == {("100", "SEAT")}


def test_without_invoices_nothing_is_billed(company: CompanyFile) -> None:
    with company.write() as connection:
        assert billed_quantities(connection, up_to="2026-10", since=date(2026, 10, 1)) == []
        days = Period(date(2026, 10, 1), date(2026, 11, 1))
        assert services_billed(connection, days) == set()
