from datetime import date
from decimal import Decimal

from app.connectors.autotask import reading_agreements
from app.connectors.autotask.lookups import Lookups
from app.connectors.autotask.reading import Ways
from app.connectors.autotask.reading_agreements import BUNDLES, SERVICES, span_of
from app.customers.incoming import PsaAgreementLine
from tests.connectors.autotask.desk import Desk, autotask_of, lists_of_company

CONTRACT = {
    "id": 9,
    "companyID": 174,
    "contractNumber": "CF-9",
    "contractName": "Voice",
    "contractType": 7,
    "status": 1,
    "contractPeriodType": "m",
    "startDate": "2024-06-01T00:00:00Z",
    "endDate": "2029-12-31T00:00:00Z",
    "billToCompanyID": 0,
    "billToCompanyContactID": 31,
}
LINE = {"id": 20, "contractID": 9, "serviceID": 1, "unitPrice": Decimal("2.50")}


def lookups() -> Lookups:
    return Lookups(autotask_of(Desk(lists_of_company())))


def units(start: str, end: str, count: int) -> dict[str, object]:
    return {"startDate": start, "endDate": end, "units": count, "price": Decimal(999)}


OCTOBER = units("2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z", 8)
NOVEMBER = units("2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z", 10)
DECEMBER = units("2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z", 10)
JANUARY = units("2027-01-01T00:00:00Z", "2027-01-31T00:00:00Z", 12)
TODAY = date(2026, 11, 23)


def line(*rows: dict[str, object], **changed: object) -> PsaAgreementLine:
    return reading_agreements.agreement_line(
        {**LINE, **changed},
        SERVICES,
        contract=CONTRACT,
        span=span_of(rows, TODAY),
        lookups=lookups(),
    )


def test_a_contract_is_an_agreement_whose_end_lies_outside() -> None:
    found = reading_agreements.agreement(CONTRACT, lookups(), Ways(), ())
    assert (found.kind, found.status, found.cycle) == ("Recurring Service", "Active", "Monthly")
    assert (found.starts_on, found.ends_on) == (date(2024, 6, 1), date(2030, 1, 1))
    assert (found.is_active, found.bill_to_id, found.billing_contact_id) == (True, None, "31")
    assert (found.base_amount, found.covered_hours) == (None, None)


def test_the_state_goes_by_its_word_before_its_number() -> None:
    assert not reading_agreements.is_active({"status": 0}, lookups())
    assert reading_agreements.is_active({"status": 1}, Lookups(autotask_of(Desk())))


def test_blocks_of_hours_are_covered_time() -> None:
    blocks: list[dict[str, object]] = [{"hours": Decimal("10.5")}, {"hours": 4}]
    found = reading_agreements.agreement(CONTRACT, lookups(), Ways(), blocks)
    assert found.covered_hours == Decimal("14.5")


def test_the_quantity_is_of_the_period_that_holds_the_day() -> None:
    found = line(JANUARY, OCTOBER, NOVEMBER)
    assert (found.quantity, found.valid_from, found.valid_to) == (
        Decimal(10),
        date(2026, 11, 1),
        date(2026, 12, 1),
    )


def test_a_period_that_goes_on_alike_makes_the_line_longer() -> None:
    found = line(NOVEMBER, DECEMBER, JANUARY)
    assert (found.quantity, found.valid_to) == (Decimal(10), date(2027, 1, 1))


def test_future_periods_exist_already_and_are_not_billed_before_they_begin() -> None:
    found = line(JANUARY)
    assert (found.quantity, found.valid_from) == (Decimal(12), date(2027, 1, 1))


def test_a_line_without_a_period_has_no_quantity() -> None:
    found = line()
    assert (found.quantity, found.is_billable, found.valid_from) == (Decimal(0), False, None)


def test_the_price_of_a_period_is_never_taken_for_the_price_of_one() -> None:
    assert line(NOVEMBER).unit_price == Decimal("2.50")


def test_the_line_says_what_is_to_stand_on_the_invoice() -> None:
    assert line(NOVEMBER, invoiceDescription="Ten numbers").description == "Ten numbers"
    found = line(NOVEMBER)
    assert (found.description, found.product_code) == ("Telephone number", "DID")
    assert (found.customer_id, found.product_id) == ("174", "service:1")
    assert (found.tax_code, found.cycle) == ("Taxable", "m")


def test_ids_of_services_and_bundles_stay_apart() -> None:
    row = {"id": 20, "contractID": 9, "serviceBundleID": 4, "unitPrice": 5, "adjustedPrice": 4}
    bundle = reading_agreements.agreement_line(
        row, BUNDLES, contract={}, span=None, lookups=lookups()
    )
    assert (line().source_id, bundle.source_id) == ("service:20", "bundle:20")
    assert (bundle.unit_price, bundle.is_billable) == (Decimal(4), False)
