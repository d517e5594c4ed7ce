from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.proof import Tally
from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.clear_suspense import Selection, hold_suspense, write_off_suspense
from app.operations.office import Office
from app.operations.prove_period import prove_period
from app.store.database import raw
from tests.operations.companies import (
    A1,
    A2,
    DECEMBER,
    LATE,
    OCTOBER,
    STRANGER,
    approve,
    later,
    take_in,
)


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    """October is approved, with one call in suspense."""
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    return office


def tamper(office: Office, sql: str) -> None:
    with office.write() as conn:
        raw(conn).execute(sql)


def test_the_proof_closes_over_every_record(billed: Office) -> None:
    proof = prove_period(billed, "2026-10")
    assert (proof.closes, proof.broken, proof.missing) == (True, [], Tally())
    assert proof.records_in.calls == 9
    outcomes = proof.outcomes
    assert (outcomes.billed.calls, outcomes.billed.amount) == (5, Decimal("0.61"))
    assert (outcomes.suspended.calls, outcomes.not_chargeable.calls) == (1, 1)
    assert (outcomes.duplicate.calls, outcomes.malformed) == (1, 1)


def test_the_money_is_the_same_everywhere(billed: Office) -> None:
    sums = prove_period(billed, "2026-10").invoices
    assert (sums.lines, sums.charges, sums.revenue) == (Decimal("60.61"),) * 3
    assert (sums.tax_lines, sums.taxes, sums.tax_payable) == (Decimal("5.04"),) * 3
    assert (sums.total, sums.receivable) == (Decimal("65.65"),) * 2
    assert (sums.usage_exact, sums.calls_exact) == (Decimal("0.61"),) * 2


def test_calls_that_wait_are_told_by_why_they_do(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A2, LATE.replace("2026-10-31", "2026-11-01"))
    assert list(prove_period(office, "2026-10").outcomes.not_billed) == ["no_run_yet"]
    approve(office)
    take_in(office, tmp_path, A1, name="late.csv")
    waiting = prove_period(office, "2026-10").outcomes.not_billed
    assert {why: tally.calls for why, tally in waiting.items()} == {"late": 1, "no_run_yet": 1}


def test_calls_of_an_account_that_was_left_out_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    tamper(office, "UPDATE accounts SET terms = 'some day' WHERE account_number = '200'")
    tamper(office, "UPDATE setup_versions SET version = version + 1 WHERE area = 'setup'")
    approve(office, suspended_usage="one stranger", accounts_not_ready="Harbor is asked")
    proof = prove_period(office, "2026-10")
    assert (list(proof.outcomes.not_billed), proof.closes) == (["account_left_out"], True)


def test_calls_of_a_void_invoice_are_told(billed: Office) -> None:
    void_invoice(billed, "CF-1044", why="a wrong address")
    assert list(prove_period(billed, "2026-10").outcomes.not_billed) == ["invoice_void"]


def test_held_and_written_off_calls_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, STRANGER.replace("s1", "s2"))
    hold_suspense(office, Selection(call_ids=["s1"]), why="ask")
    write_off_suspense(office, Selection(call_ids=["s2"]), why="a test line")
    outcomes = prove_period(office, "2026-10").outcomes
    assert (outcomes.suspended, outcomes.held, outcomes.written_off) == (
        Tally(calls=1, seconds=60),
        Tally(calls=1, seconds=60),
        Tally(calls=1, seconds=60),
    )


def test_the_proof_of_a_later_period_closes_too(billed: Office, tmp_path: Path) -> None:
    take_in(billed, tmp_path, LATE, name="late.csv")
    with later(billed, DECEMBER) as december:
        approve(december, "2026-11", suspended_usage="one stranger")
        assert prove_period(december, "2026-11").closes
        assert prove_period(december, "2026-10").closes


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("DELETE FROM calls WHERE call_key = 's1'", "import 1, october.csv"),
        ("DELETE FROM malformed_rows", "import 1, october.csv"),
        ("UPDATE calls SET raw_seconds = 61 WHERE call_key = 'a5'", "import 1, october.csv"),
        ("UPDATE calls SET charge = charge + 1 WHERE call_key = 'a3'", "CF-1043"),
        ("UPDATE sealed_calls SET charge = charge + 1 WHERE charge > 10000000", "CF-1044"),
        ("UPDATE calls SET invoice_id = NULL WHERE call_key = 'b1'", "CF-1044"),
        ("UPDATE calls SET status = 2 WHERE call_key = 'a3'", "CF-1043"),
        ("UPDATE invoice_lines SET amount = amount + 1 WHERE amount = 4000000000", "CF-1043"),
        ("UPDATE invoice_tax_lines SET amount = amount + 1 WHERE invoice_id = 2", "CF-1044"),
        ("UPDATE invoices SET total = total + 1 WHERE id = 2", "CF-1044"),
        ("UPDATE invoice_lines SET exact = exact + 1 WHERE exact = 15000000", "CF-1043"),
    ],
)
def test_a_proof_that_does_not_close_names_the_record(
    billed: Office, sql: str, broken: str
) -> None:
    tamper(billed, sql)
    proof = prove_period(billed, "2026-10")
    assert not proof.closes
    assert broken in proof.broken


def test_a_period_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="is no bill period"):
        prove_period(office, "October")
