from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.billed import billed_service, by_service
from app.billing.invoice import Line
from app.billing.recurring import ServiceBook, recurring_lines
from app.billing.unused import unused_credits
from app.customers.service import Service
from app.tax.request import ChargeKind
from tests.billing.records import PRODUCTS, a_service


def _book(service: Service, billed: Sequence[Line] = (), label: str = "2026-11") -> ServiceBook:
    return ServiceBook(
        label=label,
        cycle_day=1,
        services=[service],
        products=PRODUCTS,
        billed=by_service(billed_service(line) for line in billed),
    )


def _billed(service: Service, label: str = "2026-10") -> list[Line]:
    return recurring_lines(_book(service, label=label))


def _told(lines: Sequence[Line]) -> list[tuple[date, date, Decimal]]:
    return [(line.start, line.end, line.amount) for line in lines]


def test_the_next_run_credits_the_unused_days() -> None:
    billed = _billed(a_service())
    ended = a_service(ends_on=date(2026, 11, 11))
    [credit] = unused_credits(_book(ended, billed))
    assert (credit.kind, credit.start, credit.end, credit.amount, credit.unit_price) == (
        ChargeKind.CREDIT,
        date(2026, 11, 11),
        date(2026, 12, 1),
        Decimal("-20.00"),
        Decimal("-30.00"),
    )


def test_they_are_credited_once() -> None:
    billed = _billed(a_service())
    ended = a_service(ends_on=date(2026, 11, 11))
    billed += unused_credits(_book(ended, billed))
    assert unused_credits(_book(ended, billed, "2026-12")) == []


def test_they_are_credited_at_the_price_and_quantity_billed_then() -> None:
    billed = _billed(a_service(unit_price="60.00", quantity="2"))
    ended = a_service(unit_price="10.00", quantity="9", ends_on=date(2026, 11, 16))
    assert [line.amount for line in unused_credits(_book(ended, billed))] == [Decimal("-60.00")]


def test_an_end_moved_forward_credits_the_days_between() -> None:
    billed = _billed(a_service())
    billed += unused_credits(_book(a_service(ends_on=date(2026, 11, 21)), billed))
    earlier_end = a_service(ends_on=date(2026, 11, 11))
    assert _told(unused_credits(_book(earlier_end, billed))) == [
        (date(2026, 11, 11), date(2026, 11, 21), Decimal("-10.00"))
    ]


def test_a_service_that_never_began_gives_everything_back() -> None:
    service = a_service(starts_on=date(2026, 11, 10))
    billed = _billed(service)
    gone = replace(service, ends_on=date(2026, 11, 10))
    assert [line.amount for line in unused_credits(_book(gone, billed))] == [Decimal("-21.00")]


def test_an_end_that_was_known_when_it_was_billed_gives_nothing_back() -> None:
    service = a_service(ends_on=date(2026, 11, 11))
    assert unused_credits(_book(service, _billed(service))) == []


def test_a_service_without_end_gives_nothing_back() -> None:
    assert unused_credits(_book(a_service(), _billed(a_service()))) == []


def test_a_service_in_arrears_gives_nothing_back() -> None:
    billed = _billed(a_service("METER"))
    assert unused_credits(_book(a_service("METER", ends_on=date(2026, 10, 5)), billed)) == []


def test_without_proration_a_used_day_keeps_the_full_price() -> None:
    billed = _billed(a_service("WHOLE"))
    assert unused_credits(_book(a_service("WHOLE", ends_on=date(2026, 11, 2)), billed)) == []


def test_without_proration_a_period_not_used_at_all_comes_back_whole() -> None:
    billed = _billed(a_service("WHOLE"))
    ended = a_service("WHOLE", ends_on=date(2026, 11, 1))
    assert [line.amount for line in unused_credits(_book(ended, billed))] == [Decimal("-12.00")]


def test_the_rest_of_a_year_comes_back_by_its_days() -> None:
    year = a_service("YEAR", starts_on=date(2026, 11, 1))
    billed = _billed(year)
    ended = replace(year, ends_on=date(2027, 1, 1))
    assert _told(unused_credits(_book(ended, billed))) == [
        (date(2027, 1, 1), date(2027, 11, 1), Decimal("-304.00"))
    ]


@given(
    price=st.decimals("0.01", "999.99", places=2),
    ends=st.lists(st.dates(date(2026, 11, 1), date(2026, 12, 5)), min_size=1, max_size=4),
)
def test_credits_never_give_back_more_than_was_billed(price: Decimal, ends: list[date]) -> None:
    service = a_service(unit_price=str(price))
    billed = _billed(service)
    for end in [*sorted(ends, reverse=True), date(2026, 11, 1)]:
        billed += unused_credits(_book(replace(service, ends_on=end), billed))
    assert Decimal(0) <= sum(line.amount for line in billed) <= Decimal("0.04")
