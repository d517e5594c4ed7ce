"""Which payment settles which document, and what stays open: read off the payments' lines alone."""

from collections import defaultdict
from decimal import Decimal

from app.practice.quickbooks.books import Books
from app.practice.quickbooks.values import ZERO, Record

CREDITS = ("CreditMemo",)
SETTLED = ("Invoice", "CreditMemo")


def linked(line: Record) -> tuple[str, str]:
    """The kind and id of the document that a payment's line is applied to."""
    link = line["LinkedTxn"][0]
    return link["TxnType"], link["TxnId"]


def applied(books: Books, kind: str, key: str) -> list[tuple[Record, Decimal]]:
    """The payments applied to a document, each with its amount."""
    return [
        (payment, line["Amount"])
        for payment in books.all("Payment")
        for line in payment["Line"]
        if linked(line) == (kind, key)
    ]


def refresh_open(books: Books, kind: str, record: Record) -> bool:
    """Work out a document's open amount and links again; whether they changed."""
    payments = applied(books, kind, record["Id"])
    opened = record["TotalAmt"] - sum((amount for _, amount in payments), ZERO)
    links = [{"TxnId": payment["Id"], "TxnType": "Payment"} for payment, _ in payments]
    before = (record.get("Balance"), record.get("LinkedTxn"))
    record["Balance"] = opened
    record["LinkedTxn"] = links
    if kind in CREDITS:
        record["RemainingCredit"] = opened
    return before != (opened, links)


def refresh_documents(books: Books, keys: set[tuple[str, str]]) -> None:
    """Work out again each of these documents, and count the change where there is one."""
    for kind, key in sorted(keys):
        record = books.find(kind, key)
        if record is not None and refresh_open(books, kind, record):
            books.touch(kind, record)


def settle_unapplied(payment: Record) -> None:
    """Work out a payment's unapplied amount from its lines."""
    net = ZERO
    for line in payment["Line"]:
        kind, _ = linked(line)
        net += -line["Amount"] if kind in CREDITS else line["Amount"]
    payment["UnappliedAmt"] = payment["TotalAmt"] - net


def drop_applications(books: Books, kind: str, key: str) -> None:
    """Leave the money of a deleted document's payments unapplied."""
    for payment, _ in applied(books, kind, key):
        payment["Line"] = [line for line in payment["Line"] if linked(line) != (kind, key)]
        settle_unapplied(payment)
        books.touch("Payment", payment)


def trim_applications(books: Books, kind: str, record: Record) -> None:
    """Free what payments hold beyond a document's new total."""
    excess = sum((a for _, a in applied(books, kind, record["Id"])), ZERO) - record["TotalAmt"]
    for payment in reversed(list(books.all("Payment"))):
        for line in payment["Line"]:
            if excess <= 0 or linked(line) != (kind, record["Id"]):
                continue
            freed = min(excess, line["Amount"])
            line["Amount"] -= freed
            excess -= freed
            payment["Line"] = [one for one in payment["Line"] if one["Amount"]]
            settle_unapplied(payment)
            books.touch("Payment", payment)


def customer_balances(books: Books) -> dict[str, Decimal]:
    """What each customer owes: open invoices less open credits and unapplied money."""
    owed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for invoice in books.all("Invoice"):
        owed[invoice["CustomerRef"]["value"]] += invoice["Balance"]
    for memo in books.all("CreditMemo"):
        owed[memo["CustomerRef"]["value"]] -= memo["Balance"]
    for payment in books.all("Payment"):
        owed[payment["CustomerRef"]["value"]] -= payment["UnappliedAmt"]
    return owed
