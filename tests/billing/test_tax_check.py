from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.record_findings import registration_findings
from app.billing.table_findings import no_rules
from app.billing.tax_check import TaxCheck, ask_engine, in_order, not_registered
from app.customers.service import Service
from app.findings import Finding
from app.tax.book import TaxBook, make_book
from app.tax.place import TaxPlace, place_of
from app.tax.registration import Registration
from app.tax.share import TaxShare
from tests.billing.records import a_service
from tests.billing.tax_demands import PLACE, demands, told
from tests.billing.taxes import a_book, a_percentage

TODAY = date(2026, 11, 1)
EVERYWHERE = (Registration(family="*", effective_from=date(2020, 1, 1)),)


def asked(book: TaxBook, *services: Service) -> list[Finding]:
    places: dict[str, TaxPlace] = {"10042-MAIN": place_of(PLACE)}
    found = ask_engine(book, demands(*services), places, TODAY)
    return [*found.findings, *not_registered(found.exposed)]


def test_what_is_decided_and_registered_is_in_order() -> None:
    assert asked(a_book(a_percentage())) == []


def test_an_undecided_category_is_told_once_with_its_accounts() -> None:
    services = [
        a_service(),
        a_service(service_code="S2", account_number="10043"),
        a_service(service_code="S3", account_number="10044"),
    ]
    [finding] = asked(a_book(a_percentage(category="DID")), *services)
    assert told([finding]) == [("error", "undecided_charge")]
    assert finding.message == (
        "No tax row of US/CO decides VOIP_FIXED: account 10042 and 2 more have it, first as S1."
    )
    assert finding.record == "VOIP_FIXED"


def test_a_share_that_a_row_asks_for() -> None:
    interstate = replace(a_percentage(), base_kind="INTERSTATE")
    assert told(asked(a_book(interstate))) == [("error", "share_missing")]
    share = TaxShare(
        category="VOIP_FIXED", effective_from=date(2026, 1, 1), interstate=Decimal("0.649")
    )
    book = make_book([(2, interstate)], shares=[(2, share)], registrations=EVERYWHERE)
    assert asked(book) == []
    measured = replace(share, source="actual", interstate=None)
    book = make_book([(2, interstate)], shares=[(2, measured)], registrations=EVERYWHERE)
    assert asked(book) == []


def test_a_tax_that_nobody_is_registered_for() -> None:
    [finding] = asked(a_book(a_percentage(), registered=False))
    assert told([finding]) == [("warning", "not_registered")]
    assert finding.message == (
        "CO-SALES US/CO reaches account 10042, but no registration covers it: nothing is collected."
    )


def test_a_row_that_cannot_be_computed() -> None:
    row = replace(a_percentage(), base_kind="COUNT")
    assert told(asked(a_book(row))) == [("error", "unsupported_rule")]


def test_errors_come_first_and_nothing_twice() -> None:
    odd = list(
        registration_findings(
            [
                Registration(
                    family="*", effective_from=date(2020, 1, 1), effective_to=date(2026, 1, 1)
                )
            ],
            TODAY,
        )
    )
    findings = in_order([*odd, no_rules(), *odd])
    assert told(findings) == [("error", "no_tax_rules"), ("warning", "registration_expired")]
    check = TaxCheck(day=TODAY, counts={}, findings=findings)
    assert (len(check.errors), len(check.warnings)) == (1, 1)
    assert check.by_code == {"no_tax_rules": 1, "registration_expired": 1}
