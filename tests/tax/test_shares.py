from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.request import TaxRequest, TrafficShare
from app.tax.rule_row import BaseKind
from app.tax.share import TaxShare
from app.tax.shares import Split, part_of, split_of
from tests.tax.builders import ANY_DAY, SAFE_HARBOR, a_book, a_request

DAY = date(2026, 2, 1)


def split(category: str, *shares: TaxShare, request: TaxRequest | None = None) -> Split | None:
    return split_of(a_book([], shares=shares), request or a_request([]), category, DAY)


@pytest.mark.parametrize(
    ("category", "parts"),
    [
        ("TOLL_INTERSTATE", (1, 0, 0)),
        ("TOLL_INTL", (0, 1, 0)),
        ("TOLL_INTRASTATE", (0, 0, 1)),
        ("LOCAL", (0, 0, 1)),
        ("INTERNET_ACCESS", (0, 0, 0)),
        ("EQUIP_SALE", (0, 0, 0)),
        ("EQUIP_RENT", (0, 0, 0)),
        ("PROF_SERVICE", (0, 0, 0)),
        ("INSTALL", (0, 0, 0)),
        ("SMS", (0, 0, 0)),
        ("NON_TAXABLE", (0, 0, 0)),
        ("VOIP_NON_INTERCONNECTED", (0, 0, 0)),
    ],
)
def test_what_no_table_needs_to_tell(category: str, parts: tuple[int, int, int]) -> None:
    assert split(category) == tuple(Fraction(part) for part in parts)


@pytest.mark.parametrize("category", ["VOIP_FIXED", "DID", "TOLL_FREE", "FEE_PAPER", "FEATURE"])
def test_what_a_table_must_tell(category: str) -> None:
    assert split(category) is None


def test_the_rest_is_intrastate() -> None:
    share = TaxShare(
        category="voip_fixed",
        effective_from=ANY_DAY,
        interstate=Decimal("0.6"),
        international=Decimal("0.1"),
    )
    assert split("VOIP_FIXED", share) == (Fraction(3, 5), Fraction(1, 10), Fraction(3, 10))


def test_the_category_must_be_the_same() -> None:
    assert split("VOIP_NON", *SAFE_HARBOR) is None


def test_the_row_in_force_counts() -> None:
    ended = TaxShare(
        category="DID",
        effective_from=ANY_DAY,
        effective_to=date(2026, 1, 31),
        interstate=Decimal(1),
    )
    assert split("DID", ended) is None


def test_of_several_rows_the_latest_counts() -> None:
    older = TaxShare(category="DID", effective_from=ANY_DAY, interstate=Decimal(1))
    newer = TaxShare(category="DID", effective_from=DAY, interstate=Decimal(0))
    assert split("DID", newer, older) == (Fraction(0), Fraction(0), Fraction(1))


def test_an_actual_share_is_the_measured_one() -> None:
    actual = TaxShare(category="DID", effective_from=ANY_DAY, source="actual")
    measured = TaxRequest(
        account_number="1",
        customer_class="business",
        invoice_date=DAY,
        charges=(),
        locations={},
        actual_shares={
            "DID": TrafficShare(interstate=Fraction(1, 3), international=Fraction(1, 6))
        },
    )
    assert split("DID", actual) is None
    assert split("DID", actual, request=measured) == (
        Fraction(1, 3),
        Fraction(1, 6),
        Fraction(1, 2),
    )


def test_a_row_that_tells_nothing() -> None:
    assert split("DID", TaxShare(category="DID", effective_from=ANY_DAY)) is None


@pytest.mark.parametrize(
    ("base", "part"),
    [
        (BaseKind.INTERSTATE, Fraction(3, 5)),
        (BaseKind.INTERNATIONAL, Fraction(1, 10)),
        (BaseKind.INTERSTATE_INTL, Fraction(7, 10)),
        (BaseKind.INTRASTATE, Fraction(3, 10)),
    ],
)
def test_the_part_a_base_takes(base: BaseKind, part: Fraction) -> None:
    assert part_of((Fraction(3, 5), Fraction(1, 10), Fraction(3, 10)), base) == part
