"""Invoices, credit memos and refund receipts: lines, totals, sales tax, numbers, voids, deletes.

Totals are the company's own sums, never the caller's. A line without a tax code is taxed where
automated sales tax is on. Source: accounting-apis.md 1.6.
"""

from decimal import Decimal

from app.practice.quickbooks.applications import (
    SETTLED,
    drop_applications,
    refresh_open,
    trim_applications,
)
from app.practice.quickbooks.books import Books, reference
from app.practice.quickbooks.faults import (
    bad_reference,
    bad_value,
    business,
    duplicate_number,
    missing,
    unsupported_operation,
    wrong_amount,
)
from app.practice.quickbooks.sales_tax import tax_detail
from app.practice.quickbooks.values import ZERO, Record, cents, days_later, read_day

SALES = ("Invoice", "CreditMemo", "RefundReceipt")
_KEPT_BY_BOOKS = (
    "Id",
    "SyncToken",
    "MetaData",
    "domain",
    "status",
    "sparse",
    "TotalAmt",
    "HomeTotalAmt",
    "Balance",
    "HomeBalance",
    "RemainingCredit",
    "LinkedTxn",
)
_OPEN_FIELDS = {"Invoice": ("Balance",), "CreditMemo": ("Balance", "RemainingCredit")}


def create_sale(
    books: Books, kind: str, body: Record, *, may_repeat_number: bool = False
) -> Record:
    """A new document with the company's own totals."""
    record = _writable(body)
    record.setdefault("TxnDate", books.today().isoformat())
    books.refuse_new_in_closed(record["TxnDate"])
    _number(books, kind, record, own_id=None, may_repeat=may_repeat_number)
    _settle(books, kind, record)
    record["LinkedTxn"] = []
    for field in _OPEN_FIELDS.get(kind, ()):
        record[field] = record["TotalAmt"]
    return books.add(kind, record)


def update_sale(
    books: Books, kind: str, body: Record, *, may_repeat_number: bool = False
) -> Record:
    """A changed document: sparse keeps what is not sent, a full update blanks it."""
    found = books.locked(kind, body)
    books.refuse_edit_in_closed(found["TxnDate"])
    sent = _writable(body)
    is_sparse = bool(body.get("sparse"))
    kept = _writable(found) if is_sparse else {"TxnDate": found["TxnDate"]}
    if is_sparse and "Line" in sent and "TxnTaxDetail" not in sent:
        kept.pop("TxnTaxDetail", None)
    record = {**kept, **sent}
    if is_sparse and "Line" not in sent:
        record["Line"] = [line for line in found["Line"] if line.get("Id")]
        record.setdefault("TxnTaxDetail", found.get("TxnTaxDetail"))
    books.refuse_new_in_closed(record["TxnDate"])
    _number(books, kind, record, own_id=found["Id"], may_repeat=may_repeat_number)
    _settle(books, kind, record)
    for field in [f for f in found if f not in record and f not in _KEPT_BY_BOOKS]:
        del found[field]
    found.update(record)
    if kind in SETTLED:
        trim_applications(books, kind, found)
        refresh_open(books, kind, found)
    books.touch(kind, found)
    return found


def delete_sale(books: Books, kind: str, record: Record) -> None:
    """Remove a document; money that was applied to it stays on account."""
    drop_applications(books, kind, record["Id"])
    books.remove(kind, record)


def zero(books: Books, kind: str, record: Record) -> None:
    """Void a document: its amounts become zero and its private note says so; no flag tells it."""
    for line in record["Line"]:
        line["Amount"] = ZERO
        if "SalesItemLineDetail" in line:
            line["SalesItemLineDetail"] |= {"UnitPrice": ZERO, "Qty": Decimal(0)}
    record["TotalAmt"] = ZERO
    for field in _OPEN_FIELDS.get(kind, ()):
        record[field] = ZERO
    if "TxnTaxDetail" in record:
        record["TxnTaxDetail"] = {"TotalTax": ZERO}
    note = record.get("PrivateNote", "")
    record["PrivateNote"] = f"Voided - {note}" if note else "Voided"
    books.touch(kind, record)


def void_sale(books: Books, kind: str, body: Record) -> Record:
    """A voided invoice; refused while a payment or credit is applied to it."""
    if kind != "Invoice":
        raise unsupported_operation("void")
    found = books.locked(kind, body)
    books.refuse_edit_in_closed(found["TxnDate"])
    if found["LinkedTxn"]:
        raise business("The transaction has linked payments or credits; unlink them to void it.")
    if not found.get("PrivateNote", "").startswith("Voided"):
        zero(books, kind, found)
    return found


def is_voided(record: Record) -> bool:
    """Whether a document was voided: nothing in it but the note and the zeros tells."""
    return not record["TotalAmt"] and str(record.get("PrivateNote", "")).startswith("Voided")


def _writable(body: Record) -> Record:
    return {k: v for k, v in body.items() if k not in _KEPT_BY_BOOKS}


def _number(
    books: Books, kind: str, record: Record, *, own_id: str | None, may_repeat: bool
) -> None:
    number = record.get("DocNumber")
    if not number:
        record.pop("DocNumber", None)
        if not books.settings.numbers_by_hand:
            record["DocNumber"] = _next_number(books, kind)
        return
    if may_repeat or not books.settings.warns_of_duplicate_numbers:
        return
    for other in books.all(kind):
        if other.get("DocNumber") == number and other["Id"] != own_id:
            raise duplicate_number(number, kind=kind, holder=other["Id"])


def _next_number(books: Books, kind: str) -> str:
    taken = [int(r["DocNumber"]) for r in books.all(kind) if r.get("DocNumber", "").isdecimal()]
    return str(max(taken, default=1000) + 1)


def _settle(books: Books, kind: str, record: Record) -> None:
    if "CustomerRef" not in record:
        raise missing("CustomerRef")
    customer = books.referred("Customer", record["CustomerRef"], element="CustomerRef")
    record["CustomerRef"] = reference(customer)
    _settle_currency(record, customer)
    if kind == "RefundReceipt":
        if "DepositToAccountRef" not in record:
            raise missing("DepositToAccountRef")
        books.referred("Account", record["DepositToAccountRef"], element="DepositToAccountRef")
    lines = _lines(books, record)
    subtotal = sum((line["Amount"] for line in lines), ZERO)
    detail = tax_detail(books.settings, lines, record.get("TxnTaxDetail"), customer)
    record["TxnTaxDetail"] = detail
    total = subtotal + detail["TotalTax"]
    if total < 0:
        raise business("The transaction amount must not be negative.")
    record["Line"] = [
        *lines,
        {"Amount": subtotal, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}},
    ]
    record["TotalAmt"] = total
    if "BillAddr" not in record and "BillAddr" in customer:
        record["BillAddr"] = customer["BillAddr"]
    if kind == "Invoice":
        _settle_due_date(books, record, customer)


def _settle_currency(record: Record, customer: Record) -> None:
    sent = record.get("CurrencyRef", {}).get("value", customer["CurrencyRef"]["value"])
    if sent != customer["CurrencyRef"]["value"]:
        raise business("The currency of the transaction is not the currency of the customer.")
    record["CurrencyRef"] = customer["CurrencyRef"]


def _settle_due_date(books: Books, record: Record, customer: Record) -> None:
    wanted = record.get("SalesTermRef") or customer.get("SalesTermRef")
    day = read_day(record["TxnDate"])
    term = books.referred("Term", wanted, element="SalesTermRef") if wanted else None
    if term is not None:
        record["SalesTermRef"] = reference(term)
    if "DueDate" not in record and day is not None:
        days = int(term["DueDays"]) if term and "DueDays" in term else 30
        record["DueDate"] = days_later(day, days).isoformat()


def _lines(books: Books, record: Record) -> list[Record]:
    sent = [one for one in record.get("Line", []) if one.get("DetailType") != "SubTotalLineDetail"]
    if not sent:
        raise missing("Line")
    found = []
    for number, line in enumerate(sent, start=1):
        kind = line.get("DetailType")
        if kind is None:
            raise missing("Line.DetailType")
        if kind == "DescriptionOnly":
            settled = {**line, "Amount": ZERO}
        elif kind == "SalesItemLineDetail":
            settled = _item_line(books, line)
        else:
            raise bad_value("Line.DetailType", kind)
        found.append({**settled, "Id": str(number), "LineNum": number})
    return found


def _item_line(books: Books, line: Record) -> Record:
    detail = dict(line.get("SalesItemLineDetail") or {})
    if "Amount" not in line:
        raise missing("Line.Amount")
    amount = cents(line["Amount"])
    if "UnitPrice" in detail:
        quantity = detail.setdefault("Qty", Decimal(1))
        if cents(quantity * detail["UnitPrice"]) != amount:
            raise wrong_amount()
    if "ItemRef" not in detail:
        raise missing("Line.SalesItemLineDetail.ItemRef")
    element = "Line.SalesItemLineDetail.ItemRef"
    item = books.referred("Item", detail["ItemRef"], element=element)
    if item["Type"] == "Category":
        raise bad_reference(element, item["Id"], what="Categories cannot be used")
    detail["ItemRef"] = reference(item)
    detail["ItemAccountRef"] = item["IncomeAccountRef"]
    return {**line, "Amount": amount, "SalesItemLineDetail": detail}
