"""What of a PSA's time and charges is billed here, and why the rest is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.charge import OneTimeCharge
from app.billing.consolidation import (
    NOT_OWED,
    Verdict,
    Why,
    hand_entered,
    is_own,
    judged,
    sums,
)
from app.billing.psa_work import Work
from app.customers.incoming import PsaFamily
from app.values.money import ZERO, cents
from tests.billing.psa_things import DESK, HOURS, SALE


def why(work: Work, **changed: object) -> Why:
    return judged(work, replace(DESK, **changed)).why  # type: ignore[arg-type]


def test_hours_become_a_row_of_their_day() -> None:
    verdict = judged(HOURS, DESK)
    assert verdict.row == OneTimeCharge(
        reference="PSA:desk:time:7",
        account_number="100",
        location_code="100-GLD",
        product_code="LABOR",
        charged_on=date(2026, 10, 7),
        quantity=Decimal("1.5"),
        unit_price=Decimal(125),
        description="Oct 7: Moved 4 phones (ticket 21877)",
    )
    assert verdict.words == "It goes on the next invoice."
    assert is_own(verdict.row.reference)


def test_a_charge_takes_the_linked_product_and_the_first_location() -> None:
    verdict = judged(replace(SALE, site_id="s9"), DESK)
    assert verdict.row is not None
    assert (verdict.row.product_code, verdict.row.location_code) == ("SEAT", "100-MAIN")


def test_an_amount_of_the_psa_that_hours_and_rate_do_not_give_stays() -> None:
    verdict = judged(replace(HOURS, amount=Decimal("187.51")), DESK)
    assert verdict.row is not None
    assert (verdict.row.quantity, verdict.row.unit_price) == (Decimal(1), Decimal("187.51"))
    assert verdict.row.description == "Oct 7: Moved 4 phones (ticket 21877), 1.5 hours at 125"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"is_gone": True}, Why.GONE),
        ({"customer_id": None}, Why.NOT_LINKED),
        ({"customer_id": "c2"}, Why.NOT_CONSOLIDATED),
        ({"agreement_id": "a", "amount": ZERO}, Why.COVERED),
        ({"is_billable": False}, Why.NOT_BILLABLE),
        ({"is_billed": True, "billed_reference": "PSA-1"}, Why.BILLED_THERE),
        ({"is_approved": False}, Why.NOT_APPROVED),
        ({"day": None}, Why.NO_DAY),
        ({"amount": None}, Why.NOT_PRICED),
        ({"amount": ZERO}, Why.ZERO),
        ({"amount": Decimal(-5)}, Why.NEGATIVE),
    ],
)
def test_each_hindrance_has_its_name(changed: dict[str, object], expected: Why) -> None:
    verdict = judged(replace(HOURS, **changed), DESK)  # type: ignore[arg-type]
    assert verdict.why is expected
    assert verdict.row is None
    assert verdict.words.endswith(".")


def test_what_lacks_here_is_said() -> None:
    assert why(HOURS, time_product=None) is Why.NO_PRODUCT
    assert why(HOURS, location_of={}, first_location={}) is Why.NO_LOCATION
    assert why(replace(SALE, product_id=None, product_code="Thing")) is Why.NO_PRODUCT
    assert why(HOURS, go_live=date(2026, 11, 2)) is Why.BEFORE_GO_LIVE
    # The invoice of October is dated the first of November.
    assert why(HOURS, go_live=date(2026, 11, 1)) is Why.BILLED
    assert judged(replace(SALE, product_id=None, product_code="X"), DESK).words.endswith("X.")
    assert "time" in judged(HOURS, replace(DESK, time_product=None)).words


def test_our_own_mark_is_no_bill_of_theirs() -> None:
    marked = replace(HOURS, is_billed=True, billed_reference="CF-1")
    assert why(marked, marked=frozenset({marked.key})) is Why.BILLED
    assert judged(marked, DESK).words == "It is billed there already: CF-1."


def test_a_reduction_is_billed_and_negative_time_is_not() -> None:
    verdict = judged(replace(SALE, unit_price=Decimal(-20), amount=Decimal(-40)), DESK)
    assert verdict.row is not None
    assert verdict.row.unit_price == -20


def test_covered_work_is_shown_without_a_price_where_that_was_decided() -> None:
    shown = replace(DESK, shows_covered=True)
    covered = replace(HOURS, agreement_id="a", quantity=ZERO, amount=ZERO)
    verdict = judged(covered, shown)
    assert verdict.why is Why.SHOWN
    assert verdict.row is not None
    assert (verdict.row.quantity, verdict.row.unit_price) == (Decimal("1.5"), Decimal(0))
    assert judged(replace(covered, is_approved=False), shown).why is Why.COVERED
    assert judged(covered, replace(shown, time_product=None)).why is Why.COVERED


def test_rows_that_people_entered_are_found_once() -> None:
    row = OneTimeCharge(
        reference="T-1",
        account_number="100",
        location_code="100-MAIN",
        product_code="LABOR",
        charged_on=date(2026, 10, 7),
        quantity=Decimal("1.5"),
    )
    twin = replace(HOURS, source_id="70")
    named = replace(SALE, our_reference="S-1")
    other = replace(row, reference="S-1", product_code="SEAT", quantity=Decimal(9))
    free = replace(HOURS, source_id="1", is_billable=False)
    found = hand_entered([free, HOURS, twin, named], [row, other], DESK, {"LABOR": Decimal(125)})
    assert found == {HOURS.key: "T-1", named.key: "S-1"}
    assert why(HOURS, by_hand=found) is Why.HERE_ALREADY
    assert why(twin, by_hand=found) is Why.BILLED


works = st.builds(
    Work,
    family=st.sampled_from([PsaFamily.TIME, PsaFamily.CHARGES]),
    source_id=st.text("0123456789", min_size=1, max_size=6),
    customer_id=st.sampled_from([None, "c1", "c2", "c3"]),
    agreement_id=st.sampled_from([None, "a"]),
    site_id=st.sampled_from([None, "s1", "s9"]),
    product_id=st.sampled_from([None, "p-7", "p-8"]),
    product_code=st.sampled_from(["", "FW", "fw"]),
    day=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    quantity=st.none() | st.decimals(-10, 100, places=5),
    hours=st.decimals(0, 10, places=2),
    unit_price=st.none() | st.decimals(-10, 300, places=3),
    amount=st.none() | st.decimals(-100, 1000, places=2),
    text=st.just("work"),
    is_billable=st.booleans(),
    is_approved=st.booleans(),
    is_billed=st.booleans(),
    billed_reference=st.just(""),
    is_gone=st.booleans(),
)


@given(st.lists(works, max_size=30), st.booleans())
def test_billed_and_left_out_are_all_there_is_to_the_cent(
    every: list[Work],
    shows_covered: bool,  # noqa: FBT001  drawn
) -> None:
    desk = replace(DESK, shows_covered=shows_covered, go_live=date(2026, 6, 1))
    verdicts = [judged(each, desk) for each in every]
    by_why = sums(verdicts)
    assert sum(by_why.values(), ZERO) == sum((each.worth for each in every), ZERO)
    rows = sum((billed(each) for each in verdicts), ZERO)
    assert rows == by_why.get(Why.BILLED, ZERO)
    for each in verdicts:
        assert (each.row is not None) is (each.why in {Why.BILLED, Why.SHOWN})
        if each.why in {*NOT_OWED, Why.SHOWN} and each.row is not None:
            assert each.row.unit_price == 0


def billed(verdict: Verdict) -> Decimal:
    """What the row comes to on an invoice."""
    if verdict.row is None or verdict.row.unit_price is None:
        return ZERO
    return cents(Fraction(verdict.row.quantity) * Fraction(verdict.row.unit_price))
