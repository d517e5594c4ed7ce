from dataclasses import replace
from datetime import date

from app.billing.billed import billed_service, by_service
from app.billing.recurring import ServiceBook, recurring_lines
from app.billing.unbilled import unbilled_services
from app.customers.service import Service
from app.findings import Severity
from tests.billing.records import PRODUCTS, a_service


def _book(service: Service, *final: str, label: str = "2026-10") -> ServiceBook:
    return ServiceBook(
        label=label,
        cycle_day=1,
        services=[service],
        products=PRODUCTS,
        final_labels=frozenset(final),
    )


def test_a_service_entered_after_its_run_is_named_with_its_days_and_money() -> None:
    found = unbilled_services(_book(a_service(starts_on=date(2026, 9, 16)), "2026-09"))
    told = [
        finding.message.removesuffix(" the run of 2026-09 would have billed it.")
        for finding in found
    ]
    assert told == [
        "Service S1 was never billed for 2026-09-16 up to 2026-10-01 (15.00);",
        "Service S1 was never billed for 2026-10-01 up to 2026-11-01 (30.00);",
    ]


def test_it_is_a_warning_about_the_service() -> None:
    [finding] = unbilled_services(_book(a_service("METER"), "2026-09"))
    assert (finding.severity, finding.sheet, finding.record) == (
        Severity.WARNING,
        "services",
        "S1",
    )


def test_days_before_the_first_run_of_the_file_are_not_named() -> None:
    assert unbilled_services(_book(a_service(starts_on=date(2026, 9, 16)))) == []


def test_days_that_were_billed_are_not_named() -> None:
    service = a_service(starts_on=date(2026, 9, 16))
    book = _book(service, "2026-09")
    lines = recurring_lines(replace(book, label="2026-09"))
    book = replace(book, billed=by_service(billed_service(line) for line in lines))
    assert unbilled_services(book) == []


def test_what_this_run_bills_is_not_named() -> None:
    assert unbilled_services(_book(a_service(), "2026-10", "2026-11", label="2026-10")) == []
