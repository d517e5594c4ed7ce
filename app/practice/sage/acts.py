"""What somebody else does in the business, and the whole state for a look from outside."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from app.practice.sage.business import Business
from app.practice.sage.documents import CREDIT_NOTE, INVOICE, Kind, make_void, update_document
from app.practice.sage.refusals import RefusedError
from app.practice.sage.settlements import (
    RECEIPT,
    create_payment,
    delete_allocation,
    delete_payment,
    on_account,
    update_payment,
)
from app.practice.sage.shown import contact_balance
from app.practice.sage.values import Record
from app.practice.serving import Act


def acts(business: Business) -> Mapping[str, Act]:
    """What somebody else can do to a document or payment named by its reference or number."""
    return {
        "pay": lambda number, amount: _pay(business, number, amount),
        "edit": lambda number, amount: _edit(business, number, amount),
        "void": lambda number, _: _void(business, number),
        "delete": lambda number, _: _delete(business, number),
        "close_books": lambda day, _: _close(business, day),
    }


def state(business: Business) -> Record:
    """Contacts, invoices, payments and credits with their references, totals and balances."""
    return {
        "customers": [
            {
                "id": record["id"],
                "name": record["name"],
                "reference": record.get("reference", ""),
                "balance": contact_balance(business, record["id"]),
            }
            for record in business.all("contacts")
        ],
        "invoices": [_told(INVOICE, one) for one in business.all("sales_invoices")],
        "credits": [_told(CREDIT_NOTE, one) for one in business.all("sales_credit_notes")],
        "payments": [_told_payment(business, one) for one in business.all("contact_payments")],
        "allocations": [
            {"id": one["id"], "date": one["date"], "allocations": _told_parts(one)}
            for one in business.all("contact_allocations")
        ],
        "deleted": [
            {"kind": table, "id": record["id"], "at": record["deleted_at"].isoformat()}
            for table, records in business.tables.items()
            for record in records.values()
            if "deleted_at" in record
        ],
    }


def _told(kind: Kind, record: Record) -> Record:
    return {
        "id": record["id"],
        "number": record.get("reference", ""),
        "own_number": record.get(kind.number, ""),
        "customer_id": record["contact_id"],
        "date": record["date"],
        "total": record["total_amount"],
        "tax": record["tax_amount"],
        "balance": record["outstanding_amount"],
        "status": record["status_id"],
    }


def _told_payment(business: Business, record: Record) -> Record:
    held = on_account(business, record)
    return {
        "id": record["id"],
        "number": record.get("reference", ""),
        "customer_id": record["contact_id"],
        "date": record["date"],
        "amount": record["total_amount"],
        "kind": record["transaction_type_id"],
        "on_account": held["outstanding_amount"] if held else 0,
        "allocations": _told_parts(record),
    }


def _told_parts(record: Record) -> list[Record]:
    return [
        {"kind": part["kind"], "id": part["artefact_id"], "amount": part["amount"]}
        for part in record["allocated_artefacts"]
    ]


def _found(business: Business, number: str) -> tuple[str, Record]:
    """The newest record of a number; one that is void only where no other has it."""
    fields = {
        "sales_invoices": ("reference", "invoice_number", "id"),
        "sales_credit_notes": ("reference", "credit_note_number", "id"),
        "contact_payments": ("reference", "id"),
    }
    void: list[tuple[str, Record]] = []
    for table, names in fields.items():
        for record in reversed(list(business.all(table))):
            if number and number in {record.get(name) for name in names}:
                if record.get("status_id") != "VOID":
                    return table, record
                void.append((table, record))
    if void:
        return void[0]
    message = f"no invoice, credit note or payment {number}"
    raise LookupError(message)


def _pay(business: Business, number: str, amount: Decimal | None) -> Record:
    table, invoice = _found(business, number)
    if table != "sales_invoices" or invoice["status_id"] not in {"UNPAID", "PART_PAID"}:
        message = f"{number} is no open invoice"
        raise ValueError(message)
    due = invoice["outstanding_amount"]
    wanted = due if amount is None else amount
    sent: Record = {
        "transaction_type_id": RECEIPT,
        "contact_id": invoice["contact_id"],
        "bank_account_id": next(business.all("bank_accounts"))["id"],
        "date": business.today().isoformat(),
        "total_amount": wanted,
        "reference": f"Receipt {len(business.tables['contact_payments']) + 1}",
        "allocated_artefacts": [{"artefact_id": invoice["id"], "amount": min(wanted, due)}],
    }
    payment = _as_value_error(lambda: create_payment(business, sent))
    return _told(INVOICE, invoice) | {"payment": _told_payment(business, payment)}


def _edit(business: Business, number: str, amount: Decimal | None) -> Record:
    table, record = _found(business, number)
    if table == "contact_payments":
        record["reference"] = f"{record.get('reference', '')} *"[:25]
        business.touch(record)
        return _told_payment(business, record)
    kind = INVOICE if table == "sales_invoices" else CREDIT_NOTE
    sent: Record = {"notes": "Edited by somebody else"}
    if amount is not None:
        lines = [_as_sent(line) for line in record[kind.lines]]
        sent[kind.lines] = [
            {**lines[0], "quantity": Decimal(1), "unit_price": amount},
            *lines[1:],
        ]
    _as_value_error(lambda: update_document(business, kind, record, sent))
    return _told(kind, record)


def _as_sent(line: Record) -> Record:
    return {k: v for k, v in line.items() if k not in {"id", "net_amount", "total_amount"}}


def _void(business: Business, number: str) -> Record:
    table, record = _found(business, number)
    if table == "contact_payments":
        return _delete(business, number)
    kind = INVOICE if table == "sales_invoices" else CREDIT_NOTE
    # A person has to take the money off first.
    for holding, holder, _ in list(business.allocations_of(record["id"])):
        if holding == "contact_payments":
            _take_off(business, holder, record["id"])
        elif "deleted_at" not in holder:
            delete_allocation(business, holder)
    make_void(business, record, reason="Voided by somebody else")
    return _told(kind, record)


def _take_off(business: Business, payment: Record, key: str) -> None:
    kept = [part for part in payment["allocated_artefacts"] if part["artefact_id"] != key]
    sent = {"allocated_artefacts": kept}
    _as_value_error(lambda: update_payment(business, payment, sent))


def _delete(business: Business, number: str) -> Record:
    table, record = _found(business, number)
    if table != "contact_payments":
        if record["status_id"] != "DRAFT":
            # What is final cannot be deleted there: it is voided.
            return _void(business, number)
        business.remove(record)
    else:
        _as_value_error(lambda: _deleted(business, record))
    return {"id": record["id"], "number": number, "deleted": True, "kind": table}


def _deleted(business: Business, record: Record) -> Record:
    delete_payment(business, record)
    return record


def _close(business: Business, day: str) -> Record:
    """Close the year up to a day, or open all again with ''; ValueError for no day."""
    business.settings.lockdown_date = date.fromisoformat(day) if day else None
    return {"closed_on": day}


def _as_value_error(action: Callable[[], Record]) -> Record:
    try:
        return action()
    except RefusedError as error:
        message = f"{error.message} ({error.source})"
        raise ValueError(message) from error
