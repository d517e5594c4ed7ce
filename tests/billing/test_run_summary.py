from decimal import Decimal

from app.billing.gates import Gate, GateName
from app.billing.run_summary import read_summary, summary_of, summary_text

GATES = (
    Gate(
        name=GateName.SUSPENDED_USAGE,
        count=7,
        amount=Decimal("1.25"),
        records=tuple("abcdefg"),
        waiver="a test",
    ),
    Gate(name=GateName.HELD_IN_REVIEW, count=1, amount=Decimal(9), waiver="a dispute"),
)


def test_a_summary_is_read_back_as_it_was_kept() -> None:
    summary = summary_of([], GATES, mark=17)
    assert read_summary(summary_text(summary)) == summary
    assert (summary.invoices, summary.total, summary.left_out) == (0, Decimal(0), 0)
    assert summary.mark == 17


def test_the_first_records_and_the_reasons_of_holds_are_kept() -> None:
    suspended, held = summary_of([], GATES, mark=0).gates
    assert (suspended.records, suspended.held) == (tuple("abcde"), None)
    assert held.held == "a dispute"


def test_where_none_was_kept_there_is_none() -> None:
    assert read_summary(None) is None
