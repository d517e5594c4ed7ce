"""Payments of Xero in our words."""

from decimal import Decimal
from typing import Any

import pytest

from app.billing.incoming import PaymentKind
from app.connectors.xero.settling import applied_to, credit, overpayment, payment, prepayment
from tests.connectors.xero.desk import a_credit, a_payment

Row = dict[str, Any]
ON_ONE: Row = {
    "AllocationID": "x-1",
    "Amount": Decimal("4.31"),
    "Date": "/Date(1791244800000+0000)/",
    "Invoice": {"InvoiceID": "i-1", "InvoiceNumber": "TB-42"},
}


def kept_apart(kind: str, **more: Any) -> Row:  # noqa: ANN401
    return {
        "Type": kind,
        "OverpaymentID": "o-1",
        "PrepaymentID": "o-1",
        "Status": "AUTHORISED",
        "Contact": {"ContactID": "c-1"},
        "Total": 46,
        "RemainingCredit": 40,
        "Allocations": [ON_ONE],
        **more,
    }


def test_payments_of_one_cheque_share_a_group() -> None:
    found = [
        payment(a_payment(Amount=10, PaymentID="p-1", BatchPaymentID="b-1")),
        payment(a_payment(Amount=5, PaymentID="p-2", BatchPayment={"BatchPaymentID": "b-1"})),
        payment(a_payment(Amount=5, PaymentID="p-3")),
    ]
    told = [(each.source_id, each.group_id) for each in found if each is not None]
    assert told == [("p-1", "b-1"), ("p-2", "b-1"), ("p-3", None)]


def test_a_payment_is_one_amount_on_one_invoice() -> None:
    found = payment(a_payment(Amount=Decimal("10.00")))
    assert found is not None
    assert (found.customer_id, found.deposit_account_id, found.reference) == (
        "c-1",
        "a-090",
        "chk 881",
    )
    assert [(each.document_id, each.amount) for each in found.allocations] == [("i-1", Decimal(10))]


def test_a_deleted_payment_settles_nothing() -> None:
    found = payment(a_payment(Amount=10, Status="DELETED"))
    assert found is not None
    assert (found.is_void, found.total) == (True, Decimal(0))
    assert not found.allocations


def test_what_suppliers_are_paid_is_none_of_ours() -> None:
    assert payment(a_payment(PaymentType="ACCPAYPAYMENT")) is None
    assert overpayment(kept_apart("SPEND-OVERPAYMENT")) is None
    assert credit(a_credit(Type="ACCPAYCREDIT")) is None


def test_overpayments_and_prepayments_are_payments_of_their_own() -> None:
    over = overpayment(kept_apart("RECEIVE-OVERPAYMENT"))
    ahead = prepayment(kept_apart("ARPREPAYMENT"))
    assert over is not None
    assert ahead is not None
    assert (over.kind, ahead.kind) == (PaymentKind.OVERPAYMENT, PaymentKind.PREPAYMENT)
    assert (over.total, over.unapplied) == (Decimal("44.31"), Decimal(40))
    assert [(each.document_id, each.amount) for each in over.allocations] == [
        ("i-1", Decimal("4.31"))
    ]


def test_a_voided_overpayment_settles_nothing() -> None:
    found = overpayment(kept_apart("AROVERPAYMENT", Status="VOIDED"))
    assert found is not None
    assert (found.is_void, found.total, found.unapplied) == (True, Decimal(0), Decimal(0))
    assert not found.allocations


@pytest.mark.parametrize(
    ("kind", "document", "on"),
    [
        ("ARCREDITPAYMENT", {"CreditNote": {"CreditNoteID": "n-1"}}, ["n-1"]),
        ("AROVERPAYMENTPAYMENT", {"Overpayment": {"OverpaymentID": "o-1"}}, []),
    ],
)
def test_a_refund_gives_money_back(kind: str, document: Row, on: list[str]) -> None:
    found = payment(a_payment(PaymentType=kind, Amount=5, **document))
    assert found is not None
    assert (found.kind, found.total) == (PaymentKind.REFUND, Decimal(5))
    assert [each.document_id for each in found.allocations] == on


def test_a_payment_that_names_no_document_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="names no InvoiceID"):
        payment(a_payment(Amount=5, Invoice={}))


def test_credit_on_invoices_is_a_payment_without_money() -> None:
    found = credit(a_credit(Allocations=[ON_ONE], Total=7, RemainingCredit=3))
    assert found is not None
    assert (found.kind, found.credit_note_id, found.total) == (
        PaymentKind.CREDIT,
        "n-1",
        Decimal("4.31"),
    )


def test_an_allocation_taken_back_counts_no_more() -> None:
    back = [{**ON_ONE, "IsDeleted": True}, {"AllocationID": "x-2", "Amount": 1}]
    row = a_credit(Allocations=back)
    found = credit(row)
    assert found is not None
    assert (found.is_gone, applied_to(row, "i-1")) == (True, Decimal(0))
    assert not found.allocations
    assert applied_to(a_credit(Allocations=[ON_ONE, ON_ONE]), "i-1") == Decimal("8.62")
