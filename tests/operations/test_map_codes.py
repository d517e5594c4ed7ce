from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookItem,
    BookTerms,
)
from app.customers.incoming import PsaProduct, PsaTerms
from app.customers.matching import MatchState
from app.errors import InputError
from app.operations.map_codes import CodeKind, CodeRow, coverage, pair_code, show_codes
from app.operations.map_customers import undo_map_change
from app.operations.office import Office
from tests.operations.billed import approved
from tests.operations.companies import copied
from tests.operations.mapped import connect, tell

PSA = "connectwise"
BOOKS = "quickbooks"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(template, tmp_path / "cedar.switchbook") as office:
        approved(office, tmp_path)
        connect(office, PSA)
        connect(office, BOOKS)
        books(office, "4010", "4050", "4060")
        yield office


def books(office: Office, *codes: str) -> None:
    income = [
        BookAccount(source_id=f"A{code}", code=code, name=code, kind=BookAccountKind.INCOME)
        for code in codes
    ]
    taxes = BookAccount(source_id="A9", code="2200", name="Taxes", kind=BookAccountKind.LIABILITY)
    tell(office, BOOKS, "accounts", [*income, taxes])


def codes(office: Office, system: str, kind: CodeKind) -> dict[str, CodeRow]:
    return {each.code: each for each in show_codes(office, system).rows if each.kind is kind}


def test_every_charge_of_the_month_has_its_place(office: Office) -> None:
    found = coverage(office, BOOKS)
    assert (found.period, found.share, found.missing) == ("2026-10", Decimal(100), ())
    assert found.total == Decimal("65.65")
    seats = codes(office, BOOKS, CodeKind.REVENUE)["4010"]
    assert (seats.state, seats.reason, seats.theirs and seats.theirs.id) == (
        MatchState.EXACT,
        "Same number",
        "A4010",
    )


def test_what_lacks_is_told_with_its_money_and_paired(office: Office) -> None:
    books(office, "4050", "4060")
    found = coverage(office, BOOKS)
    assert found.share < 100
    assert [(each.kind, each.key) for each in found.missing] == [("revenue", "4010")]
    assert found.missing_amount == found.missing[0].amount > 0
    change = pair_code(office, BOOKS, kind=CodeKind.REVENUE, code="4010", theirs="A4060")
    assert coverage(office, BOOKS).share == Decimal(100)
    assert codes(office, BOOKS, CodeKind.REVENUE)["4010"].state is MatchState.LINKED
    redo = undo_map_change(office, change)
    assert coverage(office, BOOKS).share < 100
    undo_map_change(office, redo)
    assert coverage(office, BOOKS).share == Decimal(100)
    pair_code(office, BOOKS, kind=CodeKind.REVENUE, code="4010", theirs="")
    assert coverage(office, BOOKS).share < 100


def test_only_what_is_there_is_paired(office: Office) -> None:
    with pytest.raises(InputError, match="has no A1 for revenue"):
        pair_code(office, BOOKS, kind=CodeKind.REVENUE, code="4010", theirs="A1")
    with pytest.raises(InputError, match="item is not paired there"):
        pair_code(office, BOOKS, kind=CodeKind.ITEM, code="A4010", theirs="I1")


def test_items_are_made_on_the_way(office: Office) -> None:
    tell(office, BOOKS, "items", [BookItem(source_id="I1", name="Seats", account_id="A4010")])
    items = codes(office, BOOKS, CodeKind.ITEM)
    assert items["A4010"].state is MatchState.EXACT
    assert items["A9"].reason == "It is made with the first posting"
    found = coverage(office, BOOKS)
    assert found.share == Decimal(100)
    assert {each.kind for each in found.missing} == {"item"}


def test_terms_go_by_days_or_by_a_pair(office: Office) -> None:
    tell(office, BOOKS, "terms", [BookTerms(source_id="3", name="House", days=14)])
    terms = codes(office, BOOKS, CodeKind.TERMS)
    assert terms["Net 30"].state is MatchState.NEW
    pair_code(office, BOOKS, kind=CodeKind.TERMS, code="Net 30", theirs="3")
    assert codes(office, BOOKS, CodeKind.TERMS)["Net 30"].state is MatchState.LINKED
    tell(office, PSA, "terms", [PsaTerms(source_id="1", name="30 days", days=30)])
    assert codes(office, PSA, CodeKind.TERMS)["Net 30"].reason == "As many days"


def test_products_of_a_psa_go_by_their_code(office: Office) -> None:
    told = [
        PsaProduct(source_id="1", code="seat", name="Seat"),
        PsaProduct(source_id="2", code="LABOR", name="Labor"),
        PsaProduct(source_id="3", code="LABOR", name="Labor too"),
    ]
    tell(office, PSA, "products", told)
    products = codes(office, PSA, CodeKind.PRODUCT)
    assert products["SEAT"].state is MatchState.EXACT
    assert (products["LABOR"].state, products["LABOR"].theirs) == (MatchState.AMBIGUOUS, None)
    assert not products["CALLS"].is_wanted
    assert coverage(office, PSA).share == Decimal(100)
    pair_code(office, PSA, kind=CodeKind.PRODUCT, code="LABOR", theirs="3")
    assert codes(office, PSA, CodeKind.PRODUCT)["LABOR"].state is MatchState.LINKED
