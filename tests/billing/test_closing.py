from datetime import UTC, date, datetime
from decimal import Decimal

from app.billing.bill_run import RunState
from app.billing.closing import (
    ClosedMonth,
    ClosingFacts,
    charge_findings,
    closed_on,
    closed_words,
    closing_findings,
    month_name,
    refusal,
)
from app.billing.gates import Gate, GateName

OCTOBER = ClosedMonth(
    label="2026-10",
    closed_at=datetime(2026, 11, 2, 16, tzinfo=UTC),
    closed_by="dana",
    last_import=3,
)
CLOSED = {"2026-10": OCTOBER}


def codes(**facts: object) -> list[str]:
    made = ClosingFacts(label="2026-10", runs=[RunState.FINAL], **facts)  # type: ignore[arg-type]
    return [finding.code for finding in closing_findings(made)]


def test_a_month_that_is_billed_sent_and_proven_may_be_closed() -> None:
    assert codes() == []


def test_a_waived_gate_is_no_hindrance_and_an_open_one_is() -> None:
    gate = Gate(name=GateName.SUSPENDED_USAGE, count=3, amount=Decimal("1.20"))
    waived = Gate(name=GateName.NOT_REGISTERED, count=1, amount=Decimal(4), waiver="small")
    (finding,) = closing_findings(
        ClosingFacts(label="2026-10", runs=[RunState.FINAL], gates=[gate, waived])
    )
    assert (finding.code, finding.record) == ("gate_open", "suspended_usage")
    assert finding.message == "Suspended usage: 3 in the way, 1.20."


def test_every_run_must_be_final() -> None:
    facts = ClosingFacts(label="2026-10", runs=[RunState.FINAL, RunState.APPROVED])
    (finding,) = closing_findings(facts)
    assert finding.message == "Nothing of October 2026's run has left the house."
    assert codes(not_issued=2) == ["run_not_final"]


def test_what_is_not_billed_and_what_breaks_the_proof_are_named() -> None:
    assert codes(not_billed=1) == ["not_billed"]
    (finding,) = closing_findings(
        ClosingFacts(
            label="2026-10",
            runs=[RunState.FINAL],
            proof_closes=False,
            broken=["import 1, a.csv", "CF-1043"],
        )
    )
    assert finding.message == (
        "The proof of October 2026 does not close: import 1, a.csv, CF-1043."
    )
    assert codes(proof_closes=False) == ["proof_open"]


def test_a_month_without_a_run_has_nothing_to_close() -> None:
    assert [each.code for each in closing_findings(ClosingFacts(label="2026-10"))] == ["no_run"]


def test_a_refusal_names_the_month_since_when_by_whom_and_the_way_out() -> None:
    error = refusal(OCTOBER, what="Nothing was changed.")
    assert str(error) == (
        "Nothing was changed. October 2026 is closed since Nov 2, 2026 by dana. Put it on "
        "November 2026, or reopen October 2026 with a reason."
    )
    credit = refusal(OCTOBER, what="CF-1043 was not made void.", credit=True)
    assert credit.remedy == "Give a credit instead, or reopen October 2026 with a reason."


def test_a_day_lies_in_the_period_of_its_account() -> None:
    assert closed_on(date(2026, 10, 31), 1, CLOSED) is OCTOBER
    assert closed_on(date(2026, 11, 1), 1, CLOSED) is None
    assert closed_on(date(2026, 11, 14), 15, CLOSED) is OCTOBER
    assert closed_on(date(2026, 10, 14), 15, CLOSED) is None
    assert closed_on(date(2026, 10, 14), 1, {}) is None


def test_a_charge_in_a_closed_month_is_found_with_the_day_that_may_be() -> None:
    rows = [(4, "T-1", date(2026, 11, 3), 15), (5, "T-2", date(2026, 11, 15), 15)]
    (finding,) = charge_findings(rows, CLOSED)
    assert (finding.sheet, finding.row, finding.column, finding.record) == (
        "charges",
        4,
        "charged_on",
        "T-1",
    )
    assert finding.way_out == ("Date it 2026-11-15 or later, or reopen October 2026 with a reason.")


def test_months_have_names() -> None:
    assert month_name("2026-01") == "January 2026"
    assert closed_words(OCTOBER) == "October 2026 is closed since Nov 2, 2026 by dana."
