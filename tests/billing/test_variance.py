from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.invoice import Invoice, Line
from app.billing.variance import Cause, run_variance, totals_by_cause, variance, what_changed
from app.tax.request import ChargeKind
from tests.billing.records import a_line, a_tax_line, an_invoice


def _causes(now: Invoice | None, before: Invoice | None) -> dict[str, Decimal]:
    return {cause.value: amount for cause, amount in variance(now, before).by_cause().items()}


def _seats(quantity: str, price: str, amount: str) -> Line:
    return a_line(amount, quantity=quantity, unit_price=price)


def test_the_same_invoice_again_changed_nothing() -> None:
    assert variance(an_invoice(a_line()), an_invoice(a_line())).changes == ()


def test_a_service_that_came_is_new() -> None:
    now = an_invoice(a_line(), a_line("12.00", reference="S2"))
    assert _causes(now, an_invoice(a_line())) == {"new": Decimal("12.00")}


def test_a_service_that_went_has_ended() -> None:
    before = an_invoice(a_line(), a_line("12.00", reference="S2"))
    assert _causes(an_invoice(a_line()), before) == {"ended": Decimal("-12.00")}


def test_more_of_it_is_taken_at_the_old_price_and_dearer_at_the_new_quantity() -> None:
    now = an_invoice(_seats("5", "21.00", "105.00"))
    before = an_invoice(_seats("3", "20.00", "60.00"))
    assert _causes(now, before) == {"quantity": Decimal("40.00"), "price": Decimal("5.00")}


def test_first_days_that_are_gone_are_proration() -> None:
    first = a_line("21.29", unit_price="30.00", start=date(2026, 10, 10), end=date(2026, 11, 1))
    before = an_invoice(first, a_line("30.00"))
    assert _causes(an_invoice(a_line("30.00")), before) == {"proration": Decimal("-21.29")}


def test_a_quarter_that_is_not_on_this_invoice_has_not_ended() -> None:
    quarter = a_line("90.00", start=date(2026, 11, 1), end=date(2027, 2, 1), period_days=92)
    assert _causes(an_invoice(), an_invoice(quarter)) == {"proration": Decimal("-90.00")}


def test_a_service_of_an_older_invoice_that_comes_back_is_not_new() -> None:
    one = variance(an_invoice(a_line("90.00")), None, billed_earlier={"S1"})
    assert [change.cause for change in one.changes] == [Cause.PRORATION]


def test_one_time_charges_are_new_and_ended() -> None:
    now = an_invoice(a_line("5.00", kind=ChargeKind.ONE_TIME, reference="T-2"))
    before = an_invoice(a_line("7.00", kind=ChargeKind.ONE_TIME, reference="T-1"))
    assert _causes(now, before) == {"new": Decimal("5.00"), "ended": Decimal("-7.00")}


def test_credits_calls_and_taxes_are_their_own_causes() -> None:
    now = an_invoice(
        a_line("-4.00", kind=ChargeKind.CREDIT, reference="T-3"),
        a_line("9.50", kind=ChargeKind.USAGE, reference=""),
        taxes=(a_tax_line("1.10"),),
    )
    before = an_invoice(
        a_line("8.00", kind=ChargeKind.USAGE, reference=""), taxes=(a_tax_line("1.00"),)
    )
    assert _causes(now, before) == {
        "credit": Decimal("-4.00"),
        "usage": Decimal("1.50"),
        "tax": Decimal("0.10"),
    }


def test_an_account_without_invoice_this_time_is_in_the_run() -> None:
    gone, came = an_invoice(a_line(), account_number="A"), an_invoice(a_line(), account_number="B")
    found = run_variance([came], [gone])
    assert [(one.account_number, one.difference) for one in found] == [
        ("A", Decimal("-30.00")),
        ("B", Decimal("30.00")),
    ]


def test_invoices_of_further_runs_of_a_period_are_compared_together() -> None:
    before = [
        an_invoice(a_line(), taxes=(a_tax_line("1.00"),)),
        an_invoice(a_line("5.00", reference="S2"), taxes=(a_tax_line("0.20"),)),
    ]
    [one] = run_variance([an_invoice(a_line())], before)
    assert (one.before, one.by_cause()) == (
        Decimal("36.20"),
        {Cause.ENDED: Decimal("-5.00"), Cause.TAX: Decimal("-1.20")},
    )


def test_a_quantity_is_told_in_words() -> None:
    one = variance(
        an_invoice(_seats("18", "20.00", "360.00")), an_invoice(_seats("15", "20.00", "300.00"))
    )
    assert [change.label for change in one.changes] == ["Voice seat: 18 instead of 15"]


def test_a_price_is_told_in_words() -> None:
    one = variance(
        an_invoice(_seats("1", "20.125", "20.13")), an_invoice(_seats("1", "20.00", "20.00"))
    )
    assert one.changes[0].label == "Voice seat: 20.125 instead of 20.00 each"


def test_the_box_shows_the_largest_and_adds_up() -> None:
    lines = [a_line(f"{amount}.00", reference=f"S{amount}") for amount in range(1, 10)]
    box = what_changed(variance(an_invoice(*lines), None), most=3)
    assert [(change.label, change.amount) for change in box] == [
        ("Voice seat: new", Decimal("9.00")),
        ("Voice seat: new", Decimal("8.00")),
        ("7 other changes", Decimal("28.00")),
    ]


LINES = st.builds(
    a_line,
    st.decimals(-500, 500, places=2).map(str),
    kind=st.sampled_from(list(ChargeKind)),
    reference=st.sampled_from(["S1", "S2", "S3"]),
    quantity=st.decimals("0.0001", 20, places=4).map(str),
    unit_price=st.decimals(-50, 50, places=8).map(str),
    period_days=st.sampled_from([30, 31, 92, 365]),
)
INVOICES = st.none() | st.builds(
    lambda lines, taxes: an_invoice(*lines, taxes=tuple(taxes)),
    st.lists(LINES, max_size=6),
    st.lists(st.decimals(-9, 9, places=2).map(lambda amount: a_tax_line(str(amount))), max_size=3),
)


@given(now=INVOICES, before=INVOICES)
def test_the_causes_add_up_to_the_cent(now: Invoice | None, before: Invoice | None) -> None:
    one = variance(now, before)
    assert sum(one.by_cause().values(), Decimal(0)) == one.difference
    assert all(change.amount == round(change.amount, 2) for change in one.changes)


@given(now=INVOICES, before=INVOICES, most=st.integers(1, 6))
def test_the_box_adds_up_to_the_cent(
    now: Invoice | None, before: Invoice | None, most: int
) -> None:
    one = variance(now, before)
    box = what_changed(one, most=most)
    assert len(box) <= most
    assert sum((change.amount for change in box), Decimal(0)) == one.difference


@given(now=st.lists(INVOICES, max_size=1), before=st.lists(INVOICES, max_size=1))
def test_the_runs_causes_add_up(now: list[Invoice | None], before: list[Invoice | None]) -> None:
    found = run_variance([one for one in now if one], [one for one in before if one])
    assert sum(totals_by_cause(found).values(), Decimal(0)) == sum(
        (one.difference for one in found), Decimal(0)
    )
