"""Receipts and refunds, payments on account, and later allocations between open artefacts.

Source: accounting-apis.md 3.2. The sign of a credit's part in an allocation is not told there, so
both are taken: the kind of artefact decides, and parts are kept as amounts.
"""

from decimal import Decimal
from typing import Final

from app.practice.sage.business import Business
from app.practice.sage.refusals import RefusedError, blank, unknown
from app.practice.sage.values import ZERO, Record, rounded

RECEIPT: Final = "CUSTOMER_RECEIPT"
REFUND: Final = "CUSTOMER_REFUND"
ALLOCATION: Final = "CUSTOMER_ALLOCATION"
_SOURCE: Final = "contact_payment"


def create_payment(business: Business, sent: Record) -> Record:
    """A receipt or refund; of a receipt the rest becomes a payment on account."""
    record = {k: v for k, v in sent.items() if v is not None}
    _check(business, record)
    parts = _parts(business, record, record.get("allocated_artefacts") or [], source=_SOURCE)
    _check_sum(record, parts)
    record["allocated_artefacts"] = parts
    business.add("contact_payments", record)
    _put_on_account(business, record)
    _settle(business, parts)
    return record


def update_payment(business: Business, found: Record, sent: Record) -> Record:
    """A changed payment; its allocations are those sent, or stay."""
    _refuse_used(business, found)
    business.refuse_closed(found["date"], source=f"{_SOURCE}.date")
    record = {**found, **{k: v for k, v in sent.items() if v is not None}}
    _check(business, record)
    before = found["allocated_artefacts"]
    found["allocated_artefacts"] = []
    _settle(business, before)
    try:
        wanted = sent.get("allocated_artefacts")
        parts = _parts(business, record, before if wanted is None else wanted, source=_SOURCE)
        _check_sum(record, parts)
    except RefusedError:
        found["allocated_artefacts"] = before
        _settle(business, before)
        raise
    found.update({**record, "allocated_artefacts": parts})
    _take_off_account(business, found)
    _put_on_account(business, found)
    business.touch(found)
    _settle(business, parts)
    return found


def delete_payment(business: Business, found: Record) -> None:
    """Delete a payment; what it settled is open again."""
    _refuse_used(business, found)
    business.refuse_closed(found["date"], source=f"{_SOURCE}.date")
    _take_off_account(business, found)
    business.remove(found)
    _settle(business, found["allocated_artefacts"])


def create_allocation(business: Business, sent: Record) -> Record:
    """An allocation of credits to invoices: both sides come to the same amount."""
    record = {k: v for k, v in sent.items() if v is not None}
    source = "contact_allocation"
    if record["transaction_type_id"] != ALLOCATION:
        raise unknown(f"{source}.transaction_type_id", record["transaction_type_id"])
    business.referred("contacts", record["contact_id"], source=f"{source}.contact_id")
    record.setdefault("date", business.today().isoformat())
    business.refuse_closed(record["date"], source=f"{source}.date")
    parts = _parts(business, record, record["allocated_artefacts"], source=source)
    sides = {True: ZERO, False: ZERO}
    for part in parts:
        sides[part["kind"] == "sales_invoices"] += abs(part["amount"])
    if sides[True] != sides[False] or not sides[True]:
        raise RefusedError(
            "The allocated amounts must balance", source=f"{source}.allocated_artefacts"
        )
    record["allocated_artefacts"] = parts
    business.add("contact_allocations", record)
    _settle(business, parts)
    return record


def delete_allocation(business: Business, found: Record) -> None:
    """Delete an allocation."""
    business.refuse_closed(found["date"], source="contact_allocation.date")
    business.remove(found)
    _settle(business, found["allocated_artefacts"])


def on_account(business: Business, payment: Record) -> Record | None:
    """The payment on account that a receipt left, if any."""
    key = payment.get("payment_on_account_id")
    return business.tables["payments_on_account"].get(key) if key else None


def _check(business: Business, record: Record) -> None:
    if record["transaction_type_id"] not in {RECEIPT, REFUND}:
        raise unknown(f"{_SOURCE}.transaction_type_id", record["transaction_type_id"])
    contact = business.referred("contacts", record["contact_id"], source=f"{_SOURCE}.contact_id")
    business.referred(
        "bank_accounts", record["bank_account_id"], source=f"{_SOURCE}.bank_account_id"
    )
    if record.get("payment_method_id"):
        business.referred(
            "payment_methods", record["payment_method_id"], source=f"{_SOURCE}.payment_method_id"
        )
    business.refuse_closed(record["date"], source=f"{_SOURCE}.date")
    record["total_amount"] = rounded(record["total_amount"])
    if record["total_amount"] <= 0:
        raise RefusedError("must be greater than 0", source=f"{_SOURCE}.total_amount")
    record["currency_id"] = contact["currency_id"]


def _parts(business: Business, holder: Record, sent: list[Record], *, source: str) -> list[Record]:
    found: list[Record] = []
    path = f"{source}.allocated_artefacts"
    for one in sent:
        if not one.get("artefact_id"):
            raise blank(f"{path}.artefact_id")
        if one.get("amount") is None:
            raise blank(f"{path}.amount")
        kind, artefact = business.artefact(one["artefact_id"], source=f"{path}.artefact_id")
        if artefact["contact_id"] != holder["contact_id"]:
            raise RefusedError("belongs to another contact", source=f"{path}.artefact_id")
        if artefact.get("status_id") in {"DRAFT", "VOID"}:
            raise RefusedError("is a draft or void", source=f"{path}.artefact_id")
        amount, discount = rounded(one["amount"]), rounded(one.get("discount") or ZERO)
        already = sum((abs(p["amount"]) for p in found if p["artefact_id"] == artefact["id"]), ZERO)
        too_much = abs(amount) + discount + already > artefact["outstanding_amount"]
        if not amount or too_much:
            raise RefusedError(
                "must not be zero or greater than the outstanding amount", source=f"{path}.amount"
            )
        if kind == "sales_invoices" and amount < 0:
            raise RefusedError("must be greater than 0", source=f"{path}.amount")
        part = {"artefact_id": artefact["id"], "amount": amount, "kind": kind}
        part["id"] = one.get("id") or business.new_id("allocated_artefacts")
        found.append(part | ({"discount": discount} if source == _SOURCE else {}))
    return found


def _check_sum(record: Record, parts: list[Record]) -> None:
    owed = record["transaction_type_id"] == RECEIPT
    total: Decimal = ZERO
    for part in parts:
        is_invoice = part["kind"] == "sales_invoices"
        total += abs(part["amount"]) if is_invoice == owed else -abs(part["amount"])
    if total > record["total_amount"]:
        raise RefusedError(
            "must not be greater than the total amount", source=f"{_SOURCE}.allocated_artefacts"
        )
    if not owed and total != record["total_amount"]:
        raise RefusedError(
            "A refund must be allocated in full", source=f"{_SOURCE}.allocated_artefacts"
        )
    record["left"] = record["total_amount"] - total


def _put_on_account(business: Business, payment: Record) -> None:
    left = payment.pop("left")
    if left <= 0:
        return
    held = business.add(
        "payments_on_account",
        {
            "contact_id": payment["contact_id"],
            "date": payment["date"],
            "reference": payment.get("reference", ""),
            "total_amount": left,
            "net_amount": left,
            "tax_amount": ZERO,
            "currency_id": payment["currency_id"],
            "status_id": "UNPAID",
        },
    )
    business.settle(held)
    payment["payment_on_account_id"] = held["id"]


def _take_off_account(business: Business, payment: Record) -> None:
    held = on_account(business, payment)
    if held is not None:
        business.remove(held)
        del payment["payment_on_account_id"]


def _refuse_used(business: Business, payment: Record) -> None:
    held = on_account(business, payment)
    if held is not None and any(True for _ in business.allocations_of(held["id"])):
        raise RefusedError(
            "The payment on account has been allocated; remove the allocation first",
            source=_SOURCE,
            code="RecordNotEditable",
        )


def _settle(business: Business, parts: list[Record]) -> None:
    for part in parts:
        record = business.tables[part["kind"]].get(part["artefact_id"])
        if record is not None:
            business.settle(record)
