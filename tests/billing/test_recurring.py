from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.billing.billed import BilledService, billed_service, by_service
from app.billing.cycle import next_label, shift_label
from app.billing.invoice import Line
from app.billing.recurring import ServiceBook, once_lines, recurring_lines
from app.customers.service import Service
from app.tax.request import ChargeKind
from tests.billing.records import PRODUCTS, a_service


def _book(
    *services: Service, label: str = "2026-10", cycle_day: int = 1, billed: Sequence[Line] = ()
) -> ServiceBook:
    return ServiceBook(
        label=label,
        cycle_day=cycle_day,
        services=services,
        products=PRODUCTS,
        billed=by_service(billed_service(line) for line in billed),
    )


def _told(lines: Sequence[Line]) -> list[tuple[date, date, Decimal]]:
    return [(line.start, line.end, line.amount) for line in lines]


def test_in_advance_the_following_period_is_billed() -> None:
    assert _told(recurring_lines(_book(a_service()))) == [
        (date(2026, 11, 1), date(2026, 12, 1), Decimal("30.00"))
    ]


def test_in_arrears_the_period_itself_is_billed() -> None:
    assert _told(recurring_lines(_book(a_service("METER")))) == [
        (date(2026, 10, 1), date(2026, 11, 1), Decimal("31.00"))
    ]


def test_the_first_days_are_billed_with_the_following_period() -> None:
    service = a_service(starts_on=date(2026, 10, 10))
    assert _told(recurring_lines(_book(service))) == [
        (date(2026, 10, 10), date(2026, 11, 1), Decimal("21.29")),
        (date(2026, 11, 1), date(2026, 12, 1), Decimal("30.00")),
    ]


def test_the_first_days_are_not_billed_again() -> None:
    service = a_service(starts_on=date(2026, 10, 10))
    earlier = recurring_lines(_book(service, label="2026-09"))
    assert _told(recurring_lines(_book(service, billed=earlier))) == [
        (date(2026, 11, 1), date(2026, 12, 1), Decimal("30.00"))
    ]


def test_in_advance_days_before_the_first_run_are_not_billed() -> None:
    lines = recurring_lines(_book(a_service(starts_on=date(2026, 9, 30))))
    assert min(line.start for line in lines) == date(2026, 11, 1)


def test_the_cycle_day_moves_the_days() -> None:
    service = a_service(starts_on=date(2026, 10, 20))
    assert _told(recurring_lines(_book(service, cycle_day=15))) == [
        (date(2026, 10, 20), date(2026, 11, 15), Decimal("25.16")),
        (date(2026, 11, 15), date(2026, 12, 15), Decimal("30.00")),
    ]


def test_a_day_in_the_month_before_the_cycle_day_starts_nothing_in_this_period() -> None:
    service = a_service(starts_on=date(2026, 10, 14))
    lines = recurring_lines(_book(service, cycle_day=15))
    assert [line.start for line in lines] == [date(2026, 11, 15)]


def test_a_service_that_ended_is_billed_no_more() -> None:
    assert recurring_lines(_book(a_service(ends_on=date(2026, 11, 1)))) == []


def test_the_day_it_ends_on_is_not_covered() -> None:
    lines = recurring_lines(_book(a_service(ends_on=date(2026, 11, 16))))
    assert _told(lines) == [(date(2026, 11, 1), date(2026, 11, 16), Decimal("15.00"))]


def test_a_service_of_the_period_after_next_waits() -> None:
    assert recurring_lines(_book(a_service(starts_on=date(2026, 12, 1)))) == []


def test_without_proration_the_first_days_cost_the_full_price() -> None:
    lines = recurring_lines(_book(a_service("WHOLE", starts_on=date(2026, 10, 31))))
    assert [line.amount for line in lines] == [Decimal("12.00"), Decimal("12.00")]


def test_without_proration_the_covered_days_are_told_as_the_whole() -> None:
    lines = recurring_lines(_book(a_service("WHOLE", starts_on=date(2026, 10, 31))))
    assert [(line.covered_days, line.period_days) for line in lines] == [(1, 1), (30, 30)]


def test_without_proration_nothing_more_is_taken_of_a_period_billed_in_part() -> None:
    service = a_service("WHOLE", ends_on=date(2026, 11, 10))
    earlier = recurring_lines(_book(service))
    assert recurring_lines(_book(replace(service, ends_on=None), billed=earlier)) == []


def test_a_quarter_is_billed_with_the_run_before_its_first_period() -> None:
    service = a_service("QUARTER", starts_on=date(2026, 8, 1))
    assert _told(recurring_lines(_book(service))) == [
        (date(2026, 11, 1), date(2027, 2, 1), Decimal("90.00"))
    ]


def test_a_quarter_is_billed_with_no_other_run() -> None:
    service = a_service("QUARTER", starts_on=date(2026, 8, 1))
    runs = [recurring_lines(_book(service, label=label)) for label in ("2026-09", "2026-11")]
    assert runs == [[], []]


def test_the_first_quarter_is_billed_whole_in_the_run_of_its_first_day() -> None:
    service = a_service("QUARTER", starts_on=date(2026, 10, 10))
    assert _told(recurring_lines(_book(service))) == [
        (date(2026, 10, 10), date(2027, 1, 1), Decimal("81.20"))
    ]


def test_a_quarter_in_arrears_is_billed_with_the_run_of_its_last_period() -> None:
    service = a_service("QARREARS", starts_on=date(2026, 8, 1))
    lines = recurring_lines(_book(service))
    assert _told(lines) == [(date(2026, 8, 1), date(2026, 11, 1), Decimal("92.00"))]


def test_a_quarter_in_arrears_waits_until_its_last_period() -> None:
    assert recurring_lines(_book(a_service("QARREARS", starts_on=date(2026, 9, 1)))) == []


def test_a_quarter_in_arrears_that_ends_is_billed_in_the_run_of_its_last_day() -> None:
    service = a_service("QARREARS", starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 11))
    assert _told(recurring_lines(_book(service))) == [
        (date(2026, 10, 1), date(2026, 10, 11), Decimal("10.00"))
    ]


def test_an_arrears_service_whose_last_day_is_the_last_of_the_period_before_is_over() -> None:
    service = a_service("METER", ends_on=date(2026, 10, 1))
    assert recurring_lines(_book(service)) == []


def test_a_year_is_billed_with_the_run_before_its_first_period() -> None:
    service = a_service("YEAR", starts_on=date(2025, 11, 1))
    assert _told(recurring_lines(_book(service))) == [
        (date(2026, 11, 1), date(2027, 11, 1), Decimal("365.00"))
    ]


def test_the_price_of_the_service_goes_before_the_products() -> None:
    lines = recurring_lines(_book(a_service(unit_price="21.95", quantity="18")))
    assert [line.amount for line in lines] == [Decimal("395.10")]


def test_a_price_of_zero_is_a_price() -> None:
    lines = recurring_lines(_book(a_service(unit_price="0")))
    assert [line.amount for line in lines] == [Decimal(0)]


def test_a_new_price_leaves_the_billed_period_alone() -> None:
    earlier = recurring_lines(_book(a_service()))
    dearer = a_service(unit_price="40.00")
    assert recurring_lines(_book(dearer, billed=earlier)) == []


def test_days_added_to_a_billed_period_are_billed_by_a_further_run_of_it() -> None:
    earlier = recurring_lines(_book(a_service(ends_on=date(2026, 11, 16))))
    assert _told(recurring_lines(_book(a_service(), billed=earlier))) == [
        (date(2026, 11, 16), date(2026, 12, 1), Decimal("15.00"))
    ]


def test_a_line_tells_all_it_needs() -> None:
    [line] = recurring_lines(_book(a_service(quantity="2")))
    assert (line.kind, line.gl_code, line.tax_category, line.description, line.reference) == (
        ChargeKind.RECURRING,
        "4010",
        "VOIP_FIXED",
        "Voice seat",
        "S1",
    )


def test_a_once_product_is_billed_in_full_in_the_run_of_its_first_day() -> None:
    lines = once_lines(_book(a_service("SETUP", starts_on=date(2026, 10, 31))))
    assert [(line.kind, line.start, line.end, line.amount) for line in lines] == [
        (ChargeKind.ONE_TIME, date(2026, 10, 31), date(2026, 11, 1), Decimal("150.00"))
    ]


def test_a_once_product_of_another_period_is_not_billed() -> None:
    services = [
        a_service("SETUP", service_code=str(day), starts_on=day)
        for day in (date(2026, 9, 30), date(2026, 11, 1))
    ]
    assert once_lines(_book(*services)) == []


def test_a_once_product_that_was_called_off_is_not_billed() -> None:
    day = date(2026, 10, 5)
    assert once_lines(_book(a_service("SETUP", starts_on=day, ends_on=day))) == []


def test_a_once_product_is_billed_once() -> None:
    service = a_service("SETUP", starts_on=date(2026, 10, 31))
    assert once_lines(_book(service, billed=once_lines(_book(service)))) == []


def test_a_usage_product_among_services_bills_nothing() -> None:
    book = _book(a_service("CALLS"))
    assert [*recurring_lines(book), *once_lines(book)] == []


SERVICES = st.builds(
    a_service,
    st.sampled_from(["SEAT", "METER", "QUARTER", "QARREARS", "YEAR"]),
    starts_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ends_on=st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    quantity=st.just("1"),
)


@given(service=SERVICES, cycle_day=st.integers(1, 28))
def test_over_all_runs_each_day_is_billed_exactly_once(service: Service, cycle_day: int) -> None:
    billed: list[Line] = []
    label = "2025-11"
    while label < "2029-03":
        book = _book(service, label=label, cycle_day=cycle_day, billed=billed)
        billed += recurring_lines(book)
        label = next_label(label)
    ends_on = service.ends_on or max(line.end for line in billed)
    assert sum(line.covered_days for line in billed) == (ends_on - service.starts_on).days
    assert sum(
        (Fraction(line.covered_days, line.period_days) for line in billed), Fraction(0)
    ) <= Fraction(48)


@given(service=SERVICES, cycle_day=st.integers(1, 28), months=st.integers(0, 20))
def test_the_same_run_again_bills_nothing(service: Service, cycle_day: int, months: int) -> None:
    label = shift_label("2026-01", months)
    first = recurring_lines(_book(service, label=label, cycle_day=cycle_day))
    again = _book(service, label=label, cycle_day=cycle_day, billed=first)
    assert recurring_lines(again) == []


def test_a_credit_does_not_free_its_days() -> None:
    credit = BilledService(
        service_code="S1",
        start=date(2026, 11, 1),
        end=date(2026, 12, 1),
        quantity=Decimal(1),
        unit_price=Decimal("-30.00"),
        amount=Decimal("-30.00"),
        period_days=30,
        credit=True,
    )
    billed = [billed_service(line) for line in recurring_lines(_book(a_service()))]
    book = replace(_book(a_service()), billed={"S1": [*billed, credit]})
    assert recurring_lines(book) == []
