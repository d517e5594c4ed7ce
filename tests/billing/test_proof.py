from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.proof import ImportSums, InvoiceSums, Outcomes, Tally, prove

BILLED = Tally(calls=80, seconds=4800, amount=Decimal("8.4375"))
OUTCOMES = Outcomes(
    billed=BILLED,
    not_billed={
        "later_period": Tally(calls=5, seconds=300, amount=Decimal("0.50")),
        "left_out": Tally(calls=2, seconds=60, amount=Decimal("0.10")),
    },
    suspended=Tally(calls=4, seconds=90),
    held=Tally(calls=1, seconds=30),
    written_off=Tally(calls=1, seconds=7),
    not_chargeable=Tally(calls=6, seconds=0),
    duplicate=Tally(calls=1, seconds=60),
    malformed=1,
)
IMPORT = ImportSums(
    name="october.csv",
    records_in=Tally(calls=100, seconds=5317, amount=Decimal("9.0375")),
    outcomes=OUTCOMES,
)
INVOICE = InvoiceSums(
    name="CF-1043",
    lines=Decimal("38.44"),
    tax_lines=Decimal("1.11"),
    charges=Decimal("38.44"),
    taxes=Decimal("1.11"),
    total=Decimal("39.55"),
    receivable=Decimal("39.55"),
    revenue=Decimal("38.44"),
    tax_payable=Decimal("1.11"),
    usage_exact=Decimal("8.4375"),
    calls_exact=Decimal("8.4375"),
)


def test_it_closes_when_every_record_has_one_outcome() -> None:
    proof = prove([IMPORT], [INVOICE], billed_calls=BILLED)
    assert (proof.closes, proof.broken) == (True, [])


def test_held_calls_are_counted_once() -> None:
    assert OUTCOMES.total.calls == 100


@pytest.mark.parametrize(
    "records_in",
    [
        Tally(calls=101, seconds=5317, amount=Decimal("9.0375")),
        Tally(calls=100, seconds=5318, amount=Decimal("9.0375")),
        Tally(calls=100, seconds=5317, amount=Decimal("9.0376")),
    ],
)
def test_a_record_second_or_amount_that_is_missing_names_its_import(records_in: Tally) -> None:
    broken = replace(IMPORT, records_in=records_in, name="late.csv")
    proof = prove([IMPORT, broken], [INVOICE], billed_calls=BILLED + BILLED)
    assert (proof.closes, proof.broken) == (False, ["late.csv"])


def test_two_errors_that_cancel_out_are_found() -> None:
    more = replace(IMPORT, name="a", records_in=IMPORT.records_in + Tally(calls=1))
    less = replace(IMPORT, name="b", records_in=IMPORT.records_in - Tally(calls=1))
    proof = prove([more, less], [], billed_calls=BILLED + BILLED)
    assert (proof.missing, proof.closes) == (Tally(), False)


@pytest.mark.parametrize(
    "column",
    [
        "lines",
        "tax_lines",
        "charges",
        "taxes",
        "total",
        "receivable",
        "revenue",
        "tax_payable",
        "usage_exact",
        "calls_exact",
    ],
)
def test_an_invoice_that_differs_anywhere_is_named(column: str) -> None:
    cent_more = getattr(INVOICE, column) + Decimal("0.01")
    wrong = replace(INVOICE, name="CF-1044", **{column: cent_more})
    proof = prove([IMPORT], [INVOICE, wrong], billed_calls=BILLED)
    assert (proof.closes, proof.broken) == (False, ["CF-1044"])


def test_calls_billed_are_those_on_the_invoices() -> None:
    fewer = BILLED - Tally(calls=1)
    assert not prove([IMPORT], [INVOICE], billed_calls=fewer).closes


def test_nothing_at_all_closes() -> None:
    assert prove([], [], billed_calls=Tally()).closes


TALLIES = st.builds(
    Tally,
    calls=st.integers(0, 1000),
    seconds=st.integers(-50, 10**6),
    amount=st.decimals(0, 10**4, places=6),
)
ALL_OUTCOMES = st.builds(
    Outcomes,
    billed=TALLIES,
    not_billed=st.dictionaries(st.sampled_from(["later_period", "no_run"]), TALLIES),
    suspended=TALLIES,
    written_off=TALLIES,
    not_chargeable=TALLIES,
    duplicate=TALLIES,
    malformed=st.integers(0, 9),
)


@given(parts=st.lists(ALL_OUTCOMES, max_size=4))
def test_imports_that_close_close_together(parts: list[Outcomes]) -> None:
    imports = [ImportSums(name="x", records_in=part.total, outcomes=part) for part in parts]
    billed = sum((part.billed for part in parts), Tally())
    proof = prove(imports, [], billed_calls=billed)
    assert proof.closes
    assert proof.records_in == proof.outcomes.total
