from datetime import date

from app.tax.book import TaxBook
from app.tax.engine import tax_invoice
from app.tax.request import TaxRequest
from app.tax.share import TaxShare
from tests.tax.builders import (
    ANY_DAY,
    a_book,
    a_charge,
    a_place,
    a_request,
    a_rule,
    decided,
    fusf,
    numbered,
)


def told(request: TaxRequest, book: TaxBook) -> tuple[str, str, int | None, str]:
    (finding,) = tax_invoice(request, book).problems
    return finding.code, finding.record, finding.row, finding.message


def test_an_undecided_charge_names_charge_category_and_place() -> None:
    request = a_request([a_charge("1.00", reference="SVC-1")])
    assert told(request, a_book([a_rule("A", "0.1", state="YY")])) == (
        "undecided_charge",
        "SVC-1",
        None,
        "No tax row of US/XX decides VOIP_FIXED: charge SVC-1 of account 1 at location L.",
    )


def test_a_missing_share_names_the_category_and_the_day() -> None:
    request = a_request([a_charge("1.00", "DID")])
    book = a_book([a_rule("A", "0.1", base_kind="INTRASTATE")])
    assert told(request, book) == (
        "share_missing",
        "DID",
        None,
        "A asks for the INTRASTATE share of DID, and no row of tax_shares covers 2026-02-01.",
    )


def test_a_share_to_be_measured_names_its_row() -> None:
    request = a_request([a_charge("1.00", "DID")])
    share = TaxShare(category="DID", effective_from=ANY_DAY, source="actual")
    book = a_book([a_rule("A", "0.1", base_kind="INTRASTATE")], shares=[share])
    assert told(request, book)[:3] == ("share_missing", "DID", 2)


def test_a_missing_factor_names_the_quarter() -> None:
    request = a_request([a_charge("1.00")], on=date(2026, 4, 1))
    assert told(request, a_book([fusf(), decided()])) == (
        "usf_factor_missing",
        "2026Q2",
        None,
        "No FUSF row covers 2026-04-01, in 2026Q2.",
    )


def test_a_row_that_cannot_be_computed_is_named_once() -> None:
    request = a_request(numbered(a_charge("1.00"), a_charge("2.00")))
    book = a_book([decided(), a_rule("A", "0.1", base_kind="COUNT", unit_kind="LINE")])
    assert told(request, book)[:3] == ("unsupported_rule", "A", 3)


def test_an_unknown_place_names_the_location() -> None:
    request = a_request([a_charge("1.00")], places=[a_place(inside_city=None)])
    code, record, _, message = told(request, a_book([a_rule("A", "0.1", place_fips="20000")]))
    assert (code, record) == ("jurisdiction_unknown", "L")
    assert message.startswith("Nobody has said whether location L lies inside the city's limits")
