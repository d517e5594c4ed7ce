from datetime import date

from app.values.sheet import SheetRow
from app.workbook.outlook import Current
from app.workbook.tax_oddities import tax_oddities
from tests.workbook.examples import a_row, current_of, outlook

TODAY = date(2026, 11, 1)
TAX = a_row("taxes")


def found(
    current: Current | None = None, **rows: SheetRow | list[SheetRow]
) -> list[tuple[str, str, int | None]]:
    findings = tax_oddities(outlook(current, **rows), today=TODAY)
    return [(each.code, each.sheet, each.row) for each in findings]


def test_rows_in_order_are_not_told_of() -> None:
    assert (
        found(
            taxes=TAX,
            tax_shares=a_row("tax_shares"),
            registrations=a_row("registrations"),
            exemptions=a_row("exemptions", expires_on=""),
        )
        == []
    )


def test_an_election_is_told_of() -> None:
    shares: list[SheetRow] = [
        a_row("tax_shares"),
        a_row("tax_shares", category="VOIP_NOMADIC", interstate="0.2", source="study"),
    ]
    assert found(tax_shares=shares) == [("several_elections", "tax_shares", 3)]


def test_an_election_is_held_against_the_company_file() -> None:
    current = current_of(tax_shares=a_row("tax_shares"))
    study = a_row("tax_shares", category="VOIP_NOMADIC", interstate="0.2", source="study")
    assert found(current, tax_shares=study) == [("several_elections", "tax_shares", 2)]


def test_families_that_no_row_has() -> None:
    assert found(
        taxes=TAX,
        registrations=a_row("registrations", family="UUT"),
        exemptions=a_row("exemptions", family="UUT", expires_on=""),
    ) == [
        ("family_without_rule", "registrations", 2),
        ("family_without_rule", "exemptions", 2),
    ]


def test_certificates_that_soon_end_or_ended() -> None:
    rows: list[SheetRow] = [
        a_row("exemptions", certificate_number="1", expires_on="2026-12-31"),
        a_row("exemptions", certificate_number="2", family="E911", expires_on="2026-10-31"),
        a_row("exemptions", certificate_number="3", account_number="7", expires_on=""),
    ]
    assert found(exemptions=rows) == [
        ("certificate_expiring", "exemptions", 2),
        ("certificate_expired", "exemptions", 3),
    ]


def test_a_certificate_of_the_company_file_is_not_told_of() -> None:
    current = current_of(exemptions=a_row("exemptions", expires_on="2026-10-31"))
    assert (
        found(
            current,
            exemptions=a_row("exemptions", certificate_number="9", family="E911", expires_on=""),
        )
        == []
    )


FEE = a_row(
    "taxes",
    tax_code="RRF",
    tax_name="",
    bill_label="Regulatory Recovery Fee",
    class_="PROVIDER_FEE",
    family="REG",
)
PRODUCT = a_row("products", product_code="RRF", tax_category="FEE_RRF", price="1.50")


def test_a_fee_that_stands_twice() -> None:
    assert found(taxes=FEE, products=PRODUCT) == [("fee_twice", "taxes", 2)]
    assert found(current_of(taxes=FEE), products=PRODUCT) == [("fee_twice", "products", 2)]
    assert found(current_of(taxes=FEE, products=PRODUCT), taxes=TAX) == []


def test_a_fee_that_is_not_charged_stands_once() -> None:
    free = a_row("products", product_code="RRF", tax_category="FEE_RRF", price="0")
    assert found(taxes=FEE, products=free) == []
    charge = a_row("charges", product_code="RRF")
    assert found(taxes=FEE, products=free, charges=charge) == [("fee_twice", "taxes", 2)]
