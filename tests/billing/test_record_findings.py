from dataclasses import replace
from datetime import date

import pytest

from app.billing.record_findings import (
    certificate_findings,
    location_findings,
    registration_findings,
)
from app.customers.location import ServiceLocation
from app.findings import Finding
from app.tax.book import TaxBook, make_book
from app.tax.exemption import Exemption
from app.tax.place import place_of
from app.tax.registration import Registration
from tests.billing.tax_demands import PLACE, told
from tests.billing.taxes import a_book, a_percentage

TODAY = date(2026, 11, 1)


def placed(location: ServiceLocation, book: TaxBook) -> list[Finding]:
    return list(location_findings([location], {location.location_code: place_of(location)}, book))


COUNTY = make_book([(2, replace(a_percentage(), county_fips="059"))])
NO_COUNTY = replace(PLACE, postal_code="99999")


def test_a_county_that_a_row_asks_for_is_an_error() -> None:
    [finding] = placed(NO_COUNTY, COUNTY)
    assert told([finding]) == [("error", "jurisdiction_unknown")]
    assert (finding.record, finding.column) == ("10042-MAIN", "county_fips")


def test_a_county_that_nobody_asks_for_yet_is_a_warning() -> None:
    assert told(placed(NO_COUNTY, a_book(a_percentage()))) == [("warning", "county_not_verified")]


def test_a_city_answer_that_nobody_asks_for_yet_is_a_warning() -> None:
    place = replace(PLACE, county_fips="059", inside_city=None)
    assert told(placed(place, a_book(a_percentage()))) == [("warning", "city_not_verified")]


def test_a_place_that_is_known_is_not_told_of() -> None:
    assert placed(replace(PLACE, county_fips="059"), COUNTY) == []


def test_a_post_office_box_is_no_place_of_service() -> None:
    place = replace(PLACE, county_fips="059", address_line1="PO Box 12")
    assert told(placed(place, COUNTY)) == [("error", "post_box")]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (None, []),
        (date(2027, 1, 1), []),
        (date(2026, 12, 31), ["registration_expiring"]),
        (date(2026, 10, 31), ["registration_expired"]),
    ],
)
def test_registrations_that_end(last: date | None, code: list[str]) -> None:
    each = Registration(
        family="SALES", region="CO", effective_from=date(2020, 1, 1), effective_to=last
    )
    assert [found.code for found in registration_findings([each], TODAY)] == code


def test_certificates_without_document() -> None:
    each = Exemption(
        account_number="10042",
        certificate_number="98-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=date(2026, 1, 1),
    )
    none: set[tuple[str, str]] = set()
    assert told(certificate_findings([each], none, TODAY)) == [
        ("warning", "certificate_without_file")
    ]
    assert list(certificate_findings([each], {("10042", "98-1")}, TODAY)) == []
    over = replace(each, expires_on=date(2026, 10, 31))
    assert told(certificate_findings([over], none, TODAY)) == [("warning", "certificate_expired")]
