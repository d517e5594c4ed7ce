"""Payments as they come back: the program's own exports, or a list in columns of our own.

Known by their columns:

- our own: Payment ID, Date, Customer, Invoice, Amount; and Total, Reference, Method, Void. A row
  for each invoice that a payment settles; a row without an invoice is what is left of it.
- Xero's export of invoices: what is paid of each, by *InvoiceAmountPaid*.
- Sage 50 US's export of its receipts journal: a row for each *Invoice Paid*.
- Sage 50 UK's audit trail: SR and SA rows, on the invoice that their reference names.

Source: ``accounting-apis.md`` 4.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.billing.incoming import Allocation, BookPayment, PaymentKind
from app.connectors.accounting_files.paper import DayOrder
from app.connectors.accounting_files.tables import TableRow, rows_of

COLUMNS: Final = ("Payment ID", "Date", "Customer", "Invoice", "Amount")
"""Of a list of payments in our own columns."""

_NOTHING: Final = Decimal(0)
_YES: Final = frozenset({"y", "yes", "true", "1", "void", "voided"})
_UK_TYPES: Final = {"SR": 1, "SA": 1, "SP": -1}
"""Receipts, receipts on account, and money given back."""


@dataclass(slots=True, kw_only=True)
class _Slip:
    """A payment whose rows are being gathered."""

    row: TableRow
    id: str
    customer: str = ""
    paid_on: date | None = None
    reference: str = ""
    method: str = ""
    total: Decimal | None = None
    is_void: bool = False
    parts: list[tuple[str, Decimal]] = field(default_factory=list)
    """Invoice numbers, blank for what is left, and amounts."""


def payments(folder: Path, order: DayOrder, known: Sequence[str]) -> list[BookPayment]:
    """Every payment that the exports tell, whole; ``known``: the numbers of our invoices."""
    slips: dict[str, _Slip] = {}
    for row in rows_of(folder, "payments", "receipts", "invoices", "audit", word="PAYMENT"):
        for slip in _slips(row, order, frozenset(known)):
            _gather(slips, slip)
    return [_payment(slip) for slip in slips.values()]


def _gather(slips: dict[str, _Slip], slip: _Slip) -> None:
    """Rows of one payment in one file are one; a later file tells it anew."""
    before = slips.get(slip.id)
    if before is None or before.row.file_name != slip.row.file_name:
        slips[slip.id] = slip
        return
    before.parts += slip.parts
    before.is_void = before.is_void or slip.is_void
    before.total = before.total if slip.total is None else slip.total


def _slips(row: TableRow, order: DayOrder, known: frozenset[str]) -> Iterator[_Slip]:
    names = row.fields.keys()
    if "paymentid" in names:
        yield _own(row, order)
    elif "invoiceamountpaid" in names:
        yield from _xero(row, order)
    elif "invoicepaid" in names:
        yield from _sage50_us(row, order)
    elif "netamount" in names and "accountreference" in names:
        yield from _sage50_uk(row, order, known)
    else:
        raise row.problem(f"Its columns are not known; those of a list of our own: {COLUMNS}")


def _own(row: TableRow, order: DayOrder) -> _Slip:
    source_id, amount = row.get("payment id"), row.money("amount")
    if not source_id or amount is None:
        raise row.problem("It needs a payment ID and an amount")
    return _Slip(
        row=row,
        id=source_id,
        customer=row.get("customer"),
        paid_on=_day(row, order, "date"),
        reference=row.get("reference"),
        method=row.get("method"),
        total=row.money("total"),
        is_void=row.get("void").lower() in _YES,
        parts=[(row.get("invoice"), amount)],
    )


def _xero(row: TableRow, order: DayOrder) -> Iterator[_Slip]:
    """An invoice as Xero exports it; a row for each line, all with the same sum of payments."""
    number, paid = row.get("invoicenumber"), row.money("invoiceamountpaid") or _NOTHING
    is_void = row.get("status").lower() in {"voided", "deleted"}
    if not number or row.get("type").lower().startswith("credit"):
        return
    slip = _Slip(
        row=row,
        id=f"paid:{number}",
        customer=row.get("contactname"),
        paid_on=_day(row, order, "planneddate", "invoicedate"),
        total=paid,
        is_void=is_void or not paid,
    )
    # The sum stands on each line, and counts once: by the total alone.
    slip.parts = [(number, _NOTHING)]
    yield slip


def _sage50_us(row: TableRow, order: DayOrder) -> Iterator[_Slip]:
    """A distribution of a receipt; on the side of what is owed it is a credit, below zero."""
    amount = row.money("amount")
    if amount is None:
        return
    customer, reference = row.get("customer id"), row.get("reference", "check number")
    day = _day(row, order, "date")
    mark = row.get("transaction number", "receipt number") or f"{customer}/{reference}/{day}"
    parts = [(row.get("invoice paid"), -amount)]
    yield _Slip(
        row=row,
        id=mark,
        customer=customer,
        paid_on=day,
        reference=reference,
        method=row.get("payment method"),
        parts=parts,
    )


def _sage50_uk(row: TableRow, order: DayOrder, known: frozenset[str]) -> Iterator[_Slip]:
    """A receipt of the audit trail; which invoice it is for, its references alone can tell."""
    sign = _UK_TYPES.get(row.get("type").upper())
    amount = row.money("net amount")
    if sign is None or amount is None:
        return
    customer, day = row.get("account reference"), _day(row, order, "date")
    told = (row.get("reference"), row.get("extra reference"), row.get("details"))
    number = next((each for each in told if each in known), "")
    mark = row.get("no", "transaction number", "tran number")
    yield _Slip(
        row=row,
        id=mark or f"{customer}/{row.get('reference')}/{day}/{row.line}",
        customer=customer,
        paid_on=day,
        reference=row.get("reference"),
        parts=[(number, sign * amount)],
    )


def _payment(slip: _Slip) -> BookPayment:
    parts: dict[str, Decimal] = {}
    for number, amount in slip.parts:
        parts[number] = parts.get(number, _NOTHING) + amount
    if slip.id.startswith("paid:") and slip.total is not None:
        parts = {next(iter(parts)): slip.total}
    left = parts.pop("", _NOTHING)
    settled = sum(parts.values(), _NOTHING)
    if slip.total is not None:
        left = slip.total - settled
    total = settled + left
    if left < 0 < settled:
        raise slip.row.problem(f"Payment {slip.id} settles {settled}, and is of {total} in all")
    base = BookPayment(
        source_id=slip.id,
        customer_id=slip.customer or None,
        paid_on=slip.paid_on,
        reference=slip.reference,
        method=slip.method,
        raw=json.dumps(dict(slip.row.fields), ensure_ascii=False),
    )
    if slip.is_void:
        return replace(base, is_void=True)
    if total < 0:
        return replace(base, kind=PaymentKind.REFUND, total=-total)
    return replace(
        base,
        total=total,
        unapplied=left,
        allocations=tuple(
            Allocation(
                document_id=number, document_number=number, amount=amount, applied_on=slip.paid_on
            )
            for number, amount in parts.items()
            if amount
        ),
    )


def _day(row: TableRow, order: DayOrder, *names: str) -> date | None:
    """A day as the program writes it; one that begins with the year is read as such."""
    found = row.get(*names).split(" ")[0]
    if not found:
        return None
    is_iso = len(found.split("-")[0]) == len("2026")
    # Programs leave out the zero before a day, and the century.
    plain = found if is_iso else found.replace("-", "/").replace(".", "/")
    shapes = [DayOrder.YEAR_FIRST.value] if is_iso else [order.value, _other_century(order)]
    for shape in shapes:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise row.problem(f"“{found}” is no day")


def _other_century(order: DayOrder) -> str:
    return (
        order.value.replace("%Y", "%y") if "%Y" in order.value else order.value.replace("%y", "%Y")
    )
