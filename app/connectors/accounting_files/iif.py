"""QuickBooks Desktop's interchange file: tabs, header rows with an exclamation mark, sums of 0.

Source: ``accounting-apis.md`` 4. Nothing is taxable and no word asks QuickBooks for tax of its own.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.billing.outgoing import OutgoingCustomer, OutgoingInvoice
from app.connectors.accounting_files.paper import (
    MANY,
    DayOrder,
    Document,
    Frame,
    Layout,
    due_on,
    is_credit,
    money,
    name_in_file,
    plain,
    remark,
)

TRNS: Final = (
    "TRNSTYPE",
    "DATE",
    "ACCNT",
    "NAME",
    "AMOUNT",
    "DOCNUM",
    "MEMO",
    "NAMEISTAXABLE",
    "DUEDATE",
    "TERMS",
)
SPL: Final = (
    "TRNSTYPE",
    "DATE",
    "ACCNT",
    "NAME",
    "AMOUNT",
    "MEMO",
    "QNTY",
    "PRICE",
    "INVITEM",
    "TAXABLE",
)
CUST: Final = (
    "NAME",
    "BADDR1",
    "BADDR2",
    "BADDR3",
    "BADDR4",
    "BADDR5",
    "PHONE1",
    "EMAIL",
    "CONT1",
    "TERMS",
    "TAXABLE",
    "COMPANYNAME",
)
_NO: Final = "N"


def written(
    documents: Sequence[Document], customers: Sequence[OutgoingCustomer], frame: Frame
) -> str:
    """The file's text; new customers stand before the documents that name them."""
    rows: list[Sequence[str]] = []
    if customers:
        rows.append(("!CUST", *CUST))
        rows += (("CUST", *_customer(each, frame)) for each in customers)
    rows += (("!TRNS", *TRNS), ("!SPL", *SPL), ("!ENDTRNS",))
    for document in documents:
        rows += _transaction(document, frame)
    return "".join("\t".join(map(_field, row)) + "\r\n" for row in rows)


def _transaction(document: Document, frame: Frame) -> Iterator[Sequence[str]]:
    """What is owed on one side, each line with the other sign: together they come to 0."""
    kind = "CREDIT MEMO" if is_credit(document) else "INVOICE"
    sign = -1 if is_credit(document) else 1
    day, name = frame.day(document.dated_on), document.customer_id
    terms = document.terms_id if isinstance(document, OutgoingInvoice) else None
    yield (
        "TRNS",
        kind,
        day,
        frame.receivable,
        name,
        money(sign * document.total),
        document.number,
        remark(document),
        _NO,
        frame.day(due_on(document)),
        frame.terms.get(terms or "", ""),
    )
    left = sign * document.total
    for line in document.lines:
        left -= sign * line.amount
        yield (
            "SPL",
            kind,
            day,
            line.account_id,
            name,
            money(-sign * line.amount),
            line.description,
            str(-sign),
            money(line.amount),
            line.item_id or "",
            _NO,
        )
    if left != Decimal(0):
        message = f"{document.number} does not come to 0 but to {left}"
        raise ValueError(message)
    yield ("ENDTRNS",)


def _customer(customer: OutgoingCustomer, frame: Frame) -> Sequence[str]:
    address = customer.address
    last = " ".join(filter(None, (address.region, address.postal_code)))
    town = ", ".join(filter(None, (address.city, last)))
    return (
        # As the transactions name it, or QuickBooks would make another.
        name_in_file(customer),
        customer.name,
        address.line1,
        ", ".join(filter(None, (address.line2, address.line3))),
        town,
        address.country,
        customer.phone or "",
        customer.email or "",
        customer.contact_name or "",
        frame.terms.get(customer.terms_id or "", ""),
        _NO,
        customer.name,
    )


def _field(words: str) -> str:
    """A field without tabs, line ends or quotes, all of which would break the row."""
    return plain(words).replace('"', "'")


IIF: Final = Layout(
    key="quickbooks-desktop",
    title="QuickBooks Desktop",
    suffix="iif",
    encoding="cp1252",
    receivable="Accounts Receivable",
    days=DayOrder.MONTH_FIRST,
    most_documents=MANY,
    most_rows=MANY,
    longest_number=11,
    longest_customer=41,
    needs_items=True,
    needs_receivable=True,
    advice=(
        "An import cannot be undone, and payments do not come back by it: back up before each."
    ),
    makes_customers=True,
    written=written,
)
