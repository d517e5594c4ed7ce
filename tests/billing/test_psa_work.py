"""Records of a PSA as work."""

from datetime import date
from decimal import Decimal

from app.billing.psa_work import work_of
from app.customers.incoming import PsaCharge, PsaFamily, PsaTimeEntry


def test_time_is_priced_by_its_amount_or_by_hours_and_rate() -> None:
    entry = PsaTimeEntry(
        source_id="7",
        customer_id="c1",
        ticket_id="21877",
        worked_on=date(2026, 10, 7),
        hours=Decimal(2),
        billable_hours=Decimal("0.333"),
        rate=Decimal(125),
        text="Moved\n  4 phones",
        is_billable=True,
    )
    work = work_of(entry)
    assert (work.key, work.amount, work.text) == (
        ("time", "7"),
        Decimal("41.63"),
        "Moved 4 phones (ticket 21877)",
    )
    assert work.is_time
    bare = PsaTimeEntry(source_id="8", agreement_id="a", work_type="Remote")
    assert (work_of(bare).amount, work_of(bare).worth) == (None, Decimal(0))
    assert work_of(bare).is_covered
    assert work_of(bare).text == "Remote"


def test_a_charge_keeps_our_name_of_it() -> None:
    charge = PsaCharge(
        source_id="product:4401",
        product_code="PHONE",
        quantity=Decimal(2),
        unit_price=Decimal(129),
        amount=Decimal("258.004"),
        external_id="S-4401",
        is_billable=True,
    )
    work = work_of(charge)
    assert work.family is PsaFamily.CHARGES
    assert (work.amount, work.our_reference, work.is_approved) == (
        Decimal("258.00"),
        "S-4401",
        True,
    )
    assert not work.is_covered


def test_long_words_are_cut_before_the_ticket() -> None:
    work = work_of(PsaTimeEntry(source_id="1", ticket_id="5", text="x" * 400))
    assert len(work.text) == 180
    assert work.text.endswith(" (ticket 5)")
