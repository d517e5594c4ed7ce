from datetime import date

from app.customers.location import ServiceLocation
from app.documents.invoice.seller_numbers import seller_numbers
from app.tax.registration import Registration


def a_place(region: str = "ON", country: str = "CA") -> ServiceLocation:
    return ServiceLocation(
        location_code="L",
        account_number="1",
        address_line1="488 Queen Street West",
        city="Toronto",
        region=region,
        postal_code="M5V 2A1",
        country=country,
    )


def registered(
    family: str, number: str | None, region: str | None = None, country: str = "CA"
) -> Registration:
    return Registration(
        country=country,
        region=region,
        family=family,
        registration_number=number,
        effective_from=date(2024, 1, 1),
    )


GST = registered("GST", "12345 RT0001")
HST = registered("HST", "12345 RT0001")
QST = registered("QST", "67890 TQ0001", "QC")


def test_one_number_of_two_taxes_stands_once() -> None:
    assert seller_numbers([HST, GST], [a_place()]) == (("GST/HST", "12345 RT0001"),)


def test_a_provinces_number_stands_on_invoices_of_that_province() -> None:
    assert seller_numbers([GST, QST], [a_place("QC")]) == (
        ("GST", "12345 RT0001"),
        ("QST", "67890 TQ0001"),
    )
    assert seller_numbers([GST, QST], [a_place()]) == (("GST", "12345 RT0001"),)


def test_an_invoice_of_the_states_has_none() -> None:
    assert seller_numbers([GST], [a_place("CO", "US")]) == ()


def test_other_families_and_countries_have_none() -> None:
    rows = [
        registered("E911", "Q-8", "QC"),
        registered("GST", None),
        registered("GST", "99-1", country="US"),
    ]
    assert seller_numbers(rows, [a_place("QC")]) == ()


def test_one_registration_for_all_families_is_named_once() -> None:
    assert seller_numbers([registered("*", "12345 RT0001")], [a_place()]) == (
        ("GST", "12345 RT0001"),
    )
