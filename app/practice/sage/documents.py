"""Sales invoices and credit notes: lines, tax as it is told, drafts, changes, voids.

The vendor does not work out tax from a rate: the amount must be told unless the rate is none.
Source: accounting-apis.md 3.2.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.practice.sage.business import Business
from app.practice.sage.refusals import RefusedError, blank, unknown
from app.practice.sage.values import ZERO, Record, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What sets the two kinds of documents apart."""

    table: str
    name: str
    lines: str
    number: str
    prefix: str
    transaction_type: str


INVOICE: Final = Kind(
    table="sales_invoices",
    name="sales_invoice",
    lines="invoice_lines",
    number="invoice_number",
    prefix="SI-",
    transaction_type="SALES_INVOICE",
)
CREDIT_NOTE: Final = Kind(
    table="sales_credit_notes",
    name="sales_credit_note",
    lines="credit_note_lines",
    number="credit_note_number",
    prefix="SCN-",
    transaction_type="SALES_CREDIT_NOTE",
)
_LONGEST_REASON: Final = 200
_STATUSES: Final = ("DRAFT", "UNPAID")


def create_document(business: Business, kind: Kind, sent: Record) -> Record:
    """A new document with the business's own totals."""
    record = {k: v for k, v in sent.items() if v is not None}
    status = record.pop("status_id", None) or "UNPAID"
    if status not in _STATUSES:
        raise unknown(f"{kind.name}.status_id", status)
    _settle(business, kind, record)
    record |= {"status_id": status, "sent": bool(record.get("sent")), "total_paid": ZERO}
    if status == "DRAFT":
        record["outstanding_amount"] = record["total_amount"]
    else:
        _number(business, kind, record)
    business.add(kind.table, record)
    business.settle(record)
    return record


def update_document(business: Business, kind: Kind, found: Record, sent: Record) -> Record:
    """A changed document; not once it is settled in part, or void."""
    _refuse_uneditable(business, kind, found)
    business.refuse_closed(found["date"], source=f"{kind.name}.date")
    changes = {k: v for k, v in sent.items() if v is not None and k != "status_id"}
    record = {**found, **changes}
    if kind is INVOICE and "date" in changes and "due_date" not in changes:
        del record["due_date"]
    _settle(business, kind, record)
    found.update(record)
    business.touch(found)
    business.settle(found)
    return found


def release(business: Business, kind: Kind, found: Record) -> Record:
    """A draft made final: it gets its number."""
    if found["status_id"] != "DRAFT":
        raise RefusedError("Only drafts can be released", source=kind.name)
    found["status_id"] = "UNPAID"
    _number(business, kind, found)
    business.touch(found)
    business.settle(found)
    return found


def void(business: Business, kind: Kind, found: Record, *, reason: str | None) -> Record:
    """A draft is deleted; any other becomes void, for a reason, once nothing is allocated."""
    if found["status_id"] == "DRAFT":
        business.remove(found)
        return found
    if found["status_id"] == "VOID":
        raise RefusedError("The document is already void", source=kind.name)
    if not reason:
        raise blank("void_reason")
    if len(reason) > _LONGEST_REASON:
        raise RefusedError("is too long (maximum is 200 characters)", source="void_reason")
    business.refuse_closed(found["date"], source=f"{kind.name}.date")
    if any(True for _ in business.allocations_of(found["id"])):
        raise RefusedError(
            "The document cannot be voided because it has payments or allocations",
            source=kind.name,
        )
    make_void(business, found, reason=reason)
    return found


def make_void(business: Business, found: Record, *, reason: str) -> None:
    """Void a document without asking whether it may be."""
    found |= {"status_id": "VOID", "void_reason": reason}
    business.touch(found)
    business.settle(found)


def is_editable(business: Business, found: Record) -> bool:
    """Whether a document may still be changed."""
    is_settled = any(True for _ in business.allocations_of(found["id"]))
    return found["status_id"] != "VOID" and not is_settled


def _refuse_uneditable(business: Business, kind: Kind, found: Record) -> None:
    if not is_editable(business, found):
        raise RefusedError(
            "The document cannot be edited because it is void or has payments or allocations",
            source=kind.name,
            code="RecordNotEditable",
        )


def _number(business: Business, kind: Kind, record: Record) -> None:
    prefix = record.get(f"{kind.number}_prefix") or kind.prefix
    number = record.get(kind.number) or f"{prefix}{business.next_number(kind.number)}"
    for other in business.all(kind.table):
        if other is not record and other.get(kind.number) == number:
            raise RefusedError("has already been taken", source=f"{kind.name}.{kind.number}")
    record[kind.number] = number


def _settle(business: Business, kind: Kind, record: Record) -> None:
    source = f"{kind.name}.contact_id"
    contact = business.referred("contacts", record["contact_id"], source=source)
    if "CUSTOMER" not in contact["contact_type_ids"]:
        raise RefusedError("is not a customer", source=source)
    currency = record.get("currency_id") or contact["currency_id"]
    if currency != contact["currency_id"]:
        raise unknown(f"{kind.name}.currency_id", currency)
    record["currency_id"] = currency
    record["contact_name"] = record.get("contact_name") or contact["name"]
    record["contact_reference"] = record.get("contact_reference") or contact.get("reference", "")
    business.refuse_closed(record["date"], source=f"{kind.name}.date")
    if kind is INVOICE:
        _settle_due_date(record, contact)
    lines = [_line(business, kind, line) for line in record[kind.lines]]
    if not lines:
        raise blank(f"{kind.name}.{kind.lines}")
    record[kind.lines] = lines
    for field in ("net_amount", "tax_amount", "total_amount"):
        record[field] = sum((line[field] for line in lines), ZERO)
    if record["total_amount"] < 0:
        raise RefusedError("must not be negative", source=f"{kind.name}.total_amount")


def _settle_due_date(record: Record, contact: Record) -> None:
    day = date.fromisoformat(record["date"])
    if not record.get("due_date"):
        record["due_date"] = (day + timedelta(days=contact["credit_days"])).isoformat()
    if record["due_date"] < record["date"]:
        raise RefusedError("must be on or after the date", source="sales_invoice.due_date")


def _line(business: Business, kind: Kind, sent: Record) -> Record:
    source = f"{kind.name}.{kind.lines}"
    account = business.referred(
        "ledger_accounts", sent["ledger_account_id"], source=f"{source}.ledger_account_id"
    )
    if not account["visible_in_sales"] or account["is_control_account"]:
        raise RefusedError(
            "The ledger account cannot be used in sales", source=f"{source}.ledger_account_id"
        )
    rate = _rate(business, sent, account, source=source)
    net = _net(sent, source=source)
    tax = sent.get("tax_amount")
    if tax is None:
        if rate["percentage"]:
            raise blank(f"{source}.tax_amount")
        tax = ZERO
    if tax and not rate["percentage"]:
        raise RefusedError("must be zero for this tax rate", source=f"{source}.tax_amount")
    tax = rounded(tax)
    return {
        **sent,
        "id": business.new_id(kind.lines),
        "quantity": sent.get("quantity") or Decimal(1),
        "tax_rate_id": rate["id"],
        "net_amount": net,
        "tax_amount": tax,
        "total_amount": net + tax,
    }


def _rate(business: Business, sent: Record, account: Record, *, source: str) -> Record:
    key = sent.get("tax_rate_id") or account.get("tax_rate_id")
    if not key:
        raise blank(f"{source}.tax_rate_id")
    return business.referred("tax_rates", key, source=f"{source}.tax_rate_id")


def _net(sent: Record, *, source: str) -> Decimal:
    gross = (sent.get("quantity") or Decimal(1)) * sent["unit_price"]
    net = rounded(gross - (sent.get("discount_amount") or ZERO))
    told = sent.get("net_amount")
    if told is not None and rounded(told) != net:
        raise RefusedError("does not equal quantity by price", source=f"{source}.net_amount")
    return net
