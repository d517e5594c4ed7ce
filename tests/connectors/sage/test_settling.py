"""Receipts, refunds and allocations in our words."""

from decimal import Decimal

import pytest

from app.billing.incoming import PaymentKind
from app.connectors.row_values import Row
from app.connectors.sage.settling import Artefact, allocation, payment, put_on, told_kind
from tests.connectors.sage.counter import a_receipt, an_allocation


def told(artefact: Row) -> Artefact:
    found = told_kind(artefact)
    assert found is not None
    return found


def test_what_is_left_of_a_receipt_is_on_account() -> None:
    found = payment(a_receipt(), told)
    assert (found.total, found.unapplied) == (Decimal("50.00"), Decimal("17.69"))
    assert [(e.document_id, e.amount) for e in found.allocations] == [("i1", Decimal("32.31"))]


def test_money_on_account_is_put_on_later() -> None:
    parts = [
        {"artefact": {"id": "o1", "$path": "/contact_payments/p1"}, "amount": "-17.69"},
        {"artefact": {"id": "i2", "$path": "/sales_invoices/i2"}, "amount": "17.69"},
    ]
    later = allocation(an_allocation(allocated_artefacts=parts), told)
    assert (later.kind, later.total, later.group_id) == (
        PaymentKind.OVERPAYMENT,
        Decimal("17.69"),
        "o1",
    )
    used = payment(a_receipt(payment_on_account={"id": "o1", "outstanding_amount": "0.00"}), told)
    assert used.total + later.total == Decimal("50.00")


def test_an_allocation_of_credit_moves_no_money() -> None:
    found = allocation(an_allocation(), told)
    assert (found.kind, found.credit_note_id, found.total) == (
        PaymentKind.CREDIT,
        "n1",
        Decimal("7.31"),
    )
    assert [each.is_credit_note for each in found.allocations] == [True, False]
    assert found.source_id == "allocation:x1"


@pytest.mark.parametrize("sign", ["-", ""])
def test_how_much_is_put_on_is_the_same_however_it_is_signed(sign: str) -> None:
    row = an_allocation()
    row["allocated_artefacts"][0]["amount"] = f"{sign}7.31"
    assert put_on([row], credit_note_id="n1", invoice_id="i1") == Decimal("7.31")
    gone = {**row, "deleted_at": "2026-10-22T10:00:00Z"}
    assert put_on([gone], credit_note_id="n1", invoice_id="i1") == 0


def test_a_refund_is_money_given_back() -> None:
    found = payment(
        a_receipt(
            transaction_type={"id": "CUSTOMER_REFUND"},
            allocated_artefacts=[
                {"artefact": {"id": "n1", "$path": "/sales_credit_notes/n1"}, "amount": "50.00"}
            ],
            payment_on_account=None,
        ),
        told,
    )
    assert (found.kind, found.total, found.unapplied) == (
        PaymentKind.REFUND,
        Decimal("50.00"),
        Decimal(0),
    )


def test_a_discount_settles_too() -> None:
    part = {
        "artefact": {"id": "i1", "$path": "/sales_invoices/i1"},
        "amount": "30.00",
        "discount": "2.31",
    }
    found = payment(a_receipt(allocated_artefacts=[part], payment_on_account=None), told)
    assert found.allocations[0].amount == Decimal("32.31")


def test_a_deleted_receipt_settles_nothing() -> None:
    found = payment(a_receipt(deleted_at="2026-10-22T10:00:00Z"), told)
    assert (found.is_gone, found.is_void, found.total, found.allocations) == (
        True,
        True,
        Decimal(0),
        (),
    )


def test_an_artefact_without_a_path_is_not_guessed() -> None:
    assert told_kind({"id": "i1"}) is None
    assert (
        told_kind({"links": [{"href": "https://x.example/sales_invoices/i1"}]}) is Artefact.INVOICE
    )
