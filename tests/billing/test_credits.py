from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.billing.charge import OneTimeCharge
from app.billing.credits import CreditBook, CreditedTaxes, DueCredit, credited_taxes
from app.billing.invoice import Invoice, Line
from app.billing.tax_adjustment import TaxAdjustment
from app.tax.engine import tax_invoice
from app.tax.request import ChargeKind
from app.tax.result import TaxLine
from app.tax.trace import RowTrace, TaxTrace
from tests.billing.records import a_charge, a_line, a_tax_line, an_invoice
from tests.tax.test_engine_laws import Case, cases


def _due(reference: str, amount: str, index: int = 0, credits_: str = "T-1") -> DueCredit:
    return DueCredit(
        charge=a_charge(reference, unit_price=amount, credits_=credits_),
        line=a_line(amount, kind=ChargeKind.CREDIT, reference=reference),
        line_index=index,
    )


def _book(
    *history: Invoice, charges: Sequence[OneTimeCharge] = (), same_invoice: Sequence[Line] = ()
) -> CreditBook:
    return CreditBook(charges=charges, history=history, cycle_day=1, same_invoice=same_invoice)


def _original(charge: str, *taxes: TaxLine) -> Invoice:
    return an_invoice(a_line(charge, kind=ChargeKind.ONE_TIME, reference="T-1"), taxes=taxes)


def _amounts(found: CreditedTaxes) -> list[Decimal]:
    return [tax.amount for tax in found.tax_lines]


E10 = _original("100.00", a_tax_line("38.10", base="100.00", parts=((0, "38.10"),)))
E11 = _original("1.00", a_tax_line("0.08", base="1.00", parts=((0, "0.08"),)))


def test_example_e10_at_the_rate_of_then() -> None:
    [tax] = credited_taxes([_due("T-2", "-40.00")], _book(E10)).tax_lines
    assert (tax.amount, tax.base, tax.rate) == (
        Decimal("-15.24"),
        Decimal(-40),
        Decimal("0.029"),
    )


def test_example_e10_the_rest_takes_the_remainder() -> None:
    found = credited_taxes([_due("T-2", "-40.00"), _due("T-3", "-60.00", 1)], _book(E10))
    assert _amounts(found) == [Decimal("-15.24"), Decimal("-22.86")]


def test_example_e11_the_last_credit_takes_the_remainder() -> None:
    due = [_due("T-2", "-0.33"), _due("T-3", "-0.33", 1), _due("T-4", "-0.34", 2)]
    found = credited_taxes(due, _book(E11))
    assert _amounts(found) == [Decimal("-0.03"), Decimal("-0.03"), Decimal("-0.02")]


def test_credits_of_earlier_invoices_are_remembered() -> None:
    earlier = an_invoice(
        a_line("-0.33", kind=ChargeKind.CREDIT, reference="T-2"),
        a_line("-0.33", kind=ChargeKind.CREDIT, reference="T-3"),
        taxes=(
            a_tax_line("-0.03", base="-0.33", parts=((0, "-0.03"),)),
            a_tax_line("-0.03", base="-0.33", parts=((1, "-0.03"),)),
        ),
    )
    charges = [a_charge(reference, credits_="T-1") for reference in ("T-2", "T-3", "T-4")]
    found = credited_taxes([_due("T-4", "-0.34")], _book(E11, earlier, charges=charges))
    assert _amounts(found) == [Decimal("-0.02")]


def test_taxes_of_an_earlier_credit_that_the_original_never_raised_are_left_alone() -> None:
    earlier = an_invoice(
        a_line("-0.33", kind=ChargeKind.CREDIT, reference="T-2"),
        taxes=(a_tax_line("-0.01", tax_code="CO-CITY", parts=((0, "-0.01"),)),),
    )
    charges = [a_charge("T-2", credits_="T-1"), a_charge("T-4", credits_="T-1")]
    found = credited_taxes([_due("T-4", "-0.67")], _book(E11, earlier, charges=charges))
    assert _amounts(found) == [Decimal("-0.08")]


def test_the_tax_stands_on_the_credits_line_and_on_no_other() -> None:
    found = credited_taxes([_due("T-2", "-40.00", 7)], _book(E10))
    assert (found.line_indexes, found.tax_lines[0].parts[0].line_index) == (frozenset({7}), 7)


def test_only_the_part_of_the_line_that_is_credited_comes_back() -> None:
    original = an_invoice(
        a_line("60.00", kind=ChargeKind.ONE_TIME, reference="T-9"),
        a_line("40.00", kind=ChargeKind.ONE_TIME, reference="T-1"),
        taxes=(a_tax_line("8.25", base="100.00", parts=((0, "4.95"), (1, "3.30"))),),
    )
    [tax] = credited_taxes([_due("T-2", "-40.00")], _book(original)).tax_lines
    assert (tax.amount, tax.base) == (Decimal("-3.30"), Decimal(-40))


def test_a_fee_per_unit_comes_back_only_with_the_last_credit() -> None:
    fee = a_tax_line("1.25", base=None, units="1", parts=((0, "1.25"),))
    due = [_due("T-2", "-10.00"), _due("T-3", "-20.00", 1)]
    found = credited_taxes(due, _book(_original("30.00", fee)))
    assert [(tax.amount, tax.parts[0].line_index) for tax in found.tax_lines] == [
        (Decimal("-1.25"), 1)
    ]


def test_a_month_of_a_service_is_named_by_its_period() -> None:
    history = an_invoice(
        a_line("30.00", start=date(2026, 10, 1), end=date(2026, 11, 1)),
        a_line("30.00", start=date(2026, 11, 1), end=date(2026, 12, 1)),
        taxes=(a_tax_line("6.00", base="60.00", parts=((0, "3.00"), (1, "3.00"))),),
    )
    due = _due("T-2", "-30.00", credits_="S1@2026-10")
    assert _amounts(credited_taxes([due], _book(history))) == [Decimal("-3.00")]


def _corrected(taxes: TaxLine, *, of_credit: bool = False) -> TaxAdjustment:
    trace = TaxTrace(
        row=RowTrace(),
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 1),
        reverses="CF-1043",
        adjusts=True,
        part=Fraction(1, 2) if of_credit else None,
    )
    line = replace(taxes, trace=trace)
    return TaxAdjustment(account_number="10042", invoice_number="CF-1043", line=line)


RESTATED = (
    _corrected(a_tax_line("-38.10", base="-100.00", parts=((0, "-38.10"),))),
    _corrected(
        replace(a_tax_line("20.00", base="100.00", parts=((0, "20.00"),)), rate=Decimal("0.2"))
    ),
)


def test_a_corrected_tax_comes_back_at_the_corrected_rate() -> None:
    book = replace(_book(E10), corrections=RESTATED)
    [tax] = credited_taxes([_due("T-2", "-40.00")], book).tax_lines
    assert (tax.rate, tax.amount, tax.base) == (Decimal("0.2"), Decimal("-8.00"), Decimal(-40))


def test_what_a_correction_made_of_an_earlier_credit_is_remembered() -> None:
    earlier = an_invoice(
        a_line("-40.00", kind=ChargeKind.CREDIT, reference="T-2"),
        taxes=(a_tax_line("-15.24", base="-40.00", parts=((0, "-15.24"),)),),
        invoice_number="CF-1044",
    )
    corrections = (
        *RESTATED,
        _corrected(a_tax_line("15.24", base="40.00", parts=((0, "15.24"),)), of_credit=True),
        _corrected(
            replace(a_tax_line("-8.00", base="-40.00", parts=((0, "-8.00"),)), rate=Decimal("0.2")),
            of_credit=True,
        ),
    )
    charges = [a_charge(reference, credits_="T-1") for reference in ("T-2", "T-3")]
    book = replace(_book(E10, earlier, charges=charges), corrections=corrections)
    found = credited_taxes([_due("T-3", "-60.00")], book)
    assert _amounts(found) == [Decimal("-12.00")]


def test_corrections_of_other_lines_and_invoices_are_left_alone() -> None:
    other = replace(RESTATED[1], invoice_number="CF-1")
    elsewhere = _corrected(a_tax_line("9.00", parts=((5, "9.00"),)))
    book = replace(_book(E10), corrections=(other, elsewhere))
    assert _amounts(credited_taxes([_due("T-2", "-40.00")], book)) == [Decimal("-15.24")]


def test_what_was_never_billed_here_is_named() -> None:
    [finding] = credited_taxes([_due("T-2", "-40.00")], _book()).findings
    assert (finding.code, finding.sheet, finding.record) == (
        "credit_without_original",
        "charges",
        "T-2",
    )


def test_more_than_was_billed_is_refused() -> None:
    found = credited_taxes([_due("T-2", "-40.00"), _due("T-3", "-60.01", 1)], _book(E10))
    assert [finding.record for finding in found.findings] == ["T-3"]


def test_a_credit_that_charges_is_refused() -> None:
    assert credited_taxes([_due("T-2", "40.00")], _book(E10)).findings


def test_a_name_with_an_at_sign_that_is_no_period_is_a_reference() -> None:
    history = an_invoice(
        a_line("10.00", kind=ChargeKind.ONE_TIME, reference="mail@home"),
        taxes=(a_tax_line("1.00", base="10.00", parts=((0, "1.00"),)),),
    )
    due = _due("T-2", "-10.00", credits_="mail@home")
    assert _amounts(credited_taxes([due], _book(history))) == [Decimal("-1.00")]


def test_a_credit_of_the_same_invoice_is_left_to_its_own_rules() -> None:
    same = [a_line("100.00", kind=ChargeKind.ONE_TIME, reference="T-1")]
    found = credited_taxes([_due("T-2", "-40.00")], _book(same_invoice=same))
    assert found == CreditedTaxes()


def test_a_tax_line_of_zero_with_parts_gives_its_part_back() -> None:
    original = an_invoice(
        a_line("10.00", kind=ChargeKind.ONE_TIME, reference="T-1"),
        a_line("-10.00", kind=ChargeKind.CREDIT, reference="T-8"),
        taxes=(a_tax_line("0.00", base="0", parts=((0, "1.00"), (1, "-1.00"))),),
    )
    assert _amounts(credited_taxes([_due("T-2", "-10.00")], _book(original))) == [Decimal("-1.00")]


@given(
    cents=st.integers(1, 10**5),
    tax_cents=st.integers(0, 10**4),
    cuts=st.lists(st.integers(1, 10**5), max_size=5),
)
def test_crediting_everything_gives_back_exactly_what_was_taken(
    cents: int, tax_cents: int, cuts: list[int]
) -> None:
    tax = Decimal(tax_cents) / 100
    original = _original(str(Decimal(cents) / 100), a_tax_line(str(tax), parts=((0, str(tax)),)))
    steps = [0, *sorted({cut for cut in cuts if cut < cents}), cents]
    due = [
        _due(f"C-{index}", str(Decimal(first - second) / 100), index)
        for index, (first, second) in enumerate(pairwise(steps))
    ]
    found = credited_taxes(due, _book(original))
    assert sum(_amounts(found), Decimal(0)) == -tax
    assert all(amount <= 0 for amount in _amounts(found))


@given(cases(lowest=1, bundled=False))
def test_crediting_a_taxed_invoice_whole_gives_every_tax_back(case: Case) -> None:
    charges = [
        replace(charge, reference=f"T-{index}", index=index)
        for index, charge in enumerate(case.request.charges)
    ]
    taxed = tax_invoice(replace(case.request, charges=tuple(charges)), case.book).lines
    original = an_invoice(
        *(
            a_line(str(charge.amount), kind=ChargeKind.ONE_TIME, reference=charge.reference)
            for charge in charges
        ),
        taxes=taxed,
    )
    due = [
        _due(f"C-{charge.index}", str(-charge.amount), charge.index, credits_=charge.reference)
        for charge in charges
    ]
    left: dict[tuple[str, str], Decimal] = {}
    for line in (*taxed, *credited_taxes(due, _book(original)).tax_lines):
        key = (line.tax_code, line.jurisdiction)
        left[key] = left.get(key, Decimal(0)) + line.amount
    assert not any(left.values())


def test_a_credit_keeps_what_it_reverses_and_how_much_of_it() -> None:
    trace = TaxTrace(
        row=RowTrace(),
        first_day=date(2025, 12, 1),
        last_day=date(2025, 12, 1),
        charged=10000,
        own=10000,
        tax=3810,
    )
    [tax] = _original("100.00", a_tax_line("38.10", base="100.00", parts=((0, "38.10"),))).tax_lines
    original = _original("100.00", replace(tax, trace=trace))
    [back] = credited_taxes([_due("T-2", "-40.00")], _book(original)).tax_lines
    assert back.trace == replace(
        trace,
        charged=-4000,
        own=-4000,
        tax=-1524,
        reverses="CF-1043",
        part=Fraction(2, 5),
    )
