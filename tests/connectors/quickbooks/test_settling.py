"""Payments of QuickBooks Online in our words."""

from decimal import Decimal
from typing import Any

from app.billing.incoming import PaymentKind
from app.connectors.quickbooks.settling import linked_payments, payment, put_on, refund
from tests.connectors.quickbooks.desk import a_payment


def line(amount: str, kind: str, document: str) -> dict[str, Any]:
    return {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": document, "TxnType": kind}]}


def test_what_is_not_applied_is_kept_apart() -> None:
    row = a_payment(
        TotalAmt=Decimal("50.00"),
        UnappliedAmt=Decimal("17.69"),
        Line=[line("32.31", "Invoice", "130")],
    )
    found = payment(row)
    assert (found.total, found.unapplied, found.reference) == (
        Decimal("50.00"),
        Decimal("17.69"),
        "chk 881",
    )
    assert [(each.document_id, each.amount) for each in found.allocations] == [
        ("130", Decimal("32.31"))
    ]


def test_a_payment_of_zero_puts_credit_on_an_invoice() -> None:
    lines = [line("4.31", "Invoice", "130"), line("4.31", "CreditMemo", "140")]
    found = payment(a_payment(TotalAmt=0, UnappliedAmt=0, Line=lines))
    assert (found.kind, found.credit_note_id) == (PaymentKind.CREDIT, "140")
    assert (found.total, found.is_void) == (Decimal("4.31"), False)
    assert [each.is_credit_note for each in found.allocations] == [False, True]


def test_cash_and_credit_together_settle_one_invoice() -> None:
    lines = [line("50.00", "Invoice", "130"), line("30.00", "CreditMemo", "140")]
    found = payment(a_payment(TotalAmt=Decimal("20.00"), UnappliedAmt=0, Line=lines))
    assert (found.kind, found.total) == (PaymentKind.PAYMENT, Decimal("50.00"))


def test_a_journal_entry_is_owed_or_gives_credit_by_the_sum() -> None:
    owed = payment(
        a_payment(TotalAmt=50, UnappliedAmt=0, Line=[line("50", "JournalEntry", "7")])
    ).allocations
    given = payment(
        a_payment(
            TotalAmt=0,
            UnappliedAmt=0,
            Line=[line("50", "Invoice", "130"), line("50", "JournalEntry", "7")],
        )
    ).allocations
    assert [(each.document_id, each.is_credit_note) for each in owed] == [("JournalEntry:7", False)]
    assert [each.is_credit_note for each in given] == [False, True]


def test_a_void_payment_settles_nothing() -> None:
    row = a_payment(TotalAmt=0, UnappliedAmt=0, Line=[], PrivateNote="Voided")
    found = payment(row)
    assert found.is_void
    assert not found.allocations
    assert found.total == 0


def test_a_deleted_payment_holds_its_id_alone() -> None:
    found = payment({"Id": "2359", "domain": "QBO", "status": "Deleted"})
    assert (found.source_id, found.is_gone, found.is_void) == ("2359", True, True)


def test_a_refund_is_none_of_the_payments() -> None:
    found = refund({"Id": "190", "TotalAmt": Decimal("5.00"), "TxnDate": "2026-10-20"})
    assert (found.source_id, found.kind, found.total) == (
        "refund:190",
        PaymentKind.REFUND,
        Decimal("5.00"),
    )
    assert refund({"Id": "190", "status": "Deleted"}).is_gone


def test_credit_that_one_payment_puts_on_several_is_no_more_than_both_have() -> None:
    lines = [
        line("10", "Invoice", "130"),
        line("20", "Invoice", "131"),
        line("15", "CreditMemo", "140"),
        line("15", "CreditMemo", "141"),
    ]
    found = [payment(a_payment(TotalAmt=0, UnappliedAmt=0, Line=lines))]
    assert put_on(found, credit_note_id="140", invoice_id="130") == 10
    assert put_on(found, credit_note_id="140", invoice_id="131") == 15
    assert put_on(found, credit_note_id="140", invoice_id="199") == 0
    assert found[0].credit_note_id is None


def test_an_invoice_names_its_payments_once() -> None:
    linked = [{"TxnId": "190", "TxnType": "Payment"}, {"TxnId": "190", "TxnType": "Payment"}]
    assert linked_payments({"LinkedTxn": [*linked, {"TxnId": "3", "TxnType": "Estimate"}]}) == [
        "190"
    ]
