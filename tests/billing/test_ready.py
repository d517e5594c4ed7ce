from dataclasses import replace
from datetime import date

from app.billing.assembly import AccountRecords, RunBook
from app.billing.ready import run_readiness
from app.findings import Finding
from app.tax.book import make_book
from app.tax.exemption import Exemption
from tests.billing.records import (
    COMPANY,
    PRODUCTS,
    a_charge,
    a_location,
    a_number,
    a_service,
    an_account,
)
from tests.billing.taxes import a_book

BOOK = RunBook(
    label="2026-10",
    company=COMPANY,
    products=PRODUCTS,
    locations={"10042-MAIN": a_location()},
    taxes=a_book(),
)
READY = AccountRecords(
    account=an_account(),
    locations=[a_location()],
    services=[a_service()],
    numbers=[a_number()],
    charges=[a_charge()],
)


def _codes(records: AccountRecords, book: RunBook = BOOK) -> list[str]:
    return [finding.code for finding in _check(records, book)]


def _check(records: AccountRecords, book: RunBook) -> list[Finding]:
    return run_readiness(
        records, book, plan_products={"BUSINESS": "CALLS"}, parents={"10042": None}
    )


def test_an_account_with_all_it_needs_is_ready() -> None:
    assert _codes(READY) == []


def test_the_companys_terms_stand_in() -> None:
    book = replace(BOOK, company=replace(COMPANY, terms="when you can"))
    assert [(each.code, each.sheet) for each in _check(READY, book)] == [("terms", "company")]


def test_a_service_of_the_period_billed_in_advance_is_looked_at() -> None:
    records = replace(READY, services=[a_service("CALLS", starts_on=date(2026, 11, 30))])
    assert _codes(records) == ["usage_service"]


def test_a_service_of_later_is_not_looked_at_yet() -> None:
    records = replace(READY, services=[a_service("CALLS", starts_on=date(2026, 12, 1))])
    assert _codes(records) == []


def test_a_cycle_day_that_is_none_is_told_and_stops_nothing() -> None:
    assert _codes(replace(READY, account=an_account(bill_cycle_day=31))) == ["bill_cycle"]


def test_certificates_are_warned_of_while_the_account_is_open() -> None:
    exemption = Exemption(
        account_number="10042",
        certificate_number="98-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=date(2026, 1, 1),
        expires_on=date(2026, 10, 31),
    )
    book = replace(BOOK, taxes=make_book([], exemptions=[exemption]))
    assert _codes(READY, book) == ["certificate_expired"]
    earlier = replace(book, invoice_date=date(2026, 10, 31))
    assert _codes(READY, earlier) == ["certificate_expiring"]
    closed = replace(READY, account=an_account(closed_on=date(2026, 11, 1)))
    assert "certificate_expired" not in _codes(closed, book)
