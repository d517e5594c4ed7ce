"""Sage 50: the sales journal of the US program and the audit trail of the UK one, as CSV.

Source: ``accounting-apis.md`` 4.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from app.billing.outgoing import OutgoingCustomer
from app.connectors.accounting_files.paper import (
    MANY,
    DayOrder,
    Document,
    Frame,
    Layout,
    csv_text,
    due_on,
    is_credit,
    money,
    plain,
    remark,
)

US_COLUMNS: Final = (
    "Customer ID",
    "Invoice/CM #",
    "Credit Memo",
    "Date",
    "Date Due",
    "Accounts Receivable Account",
    "Number of Distributions",
    "Description",
    "G/L Account",
    "Tax Type",
    "Amount",
)
"""In the order of the vendor's list; the user ticks these once and saves them as a template."""
UK_COLUMNS: Final = (
    "Type",
    "Account Reference",
    "Nominal A/C Ref",
    "Department Code",
    "Date",
    "Reference",
    "Details",
    "Net Amount",
    "Tax Code",
    "Tax Amount",
    "Exchange Rate",
    "Extra Reference",
    "User Name",
    "Project Refn",
    "Cost Code Refn",
)

_UK_LONGEST_DETAILS: Final = 60
_UK_LONGEST_REFERENCE: Final = 30
"""In characters, by the vendor's tables of import fields; a longer text stops the import."""


def us_written(
    documents: Sequence[Document], _customers: Sequence[OutgoingCustomer], frame: Frame
) -> str:
    """A row for each distribution; sales are credits, and credits are below zero."""
    rows = (row for document in documents for row in _us_rows(document, frame))
    return csv_text((US_COLUMNS, *rows))


def _us_rows(document: Document, frame: Frame) -> Iterator[Sequence[str]]:
    sign = 1 if is_credit(document) else -1
    for line in document.lines:
        yield (
            document.customer_id,
            document.number,
            "TRUE" if is_credit(document) else "FALSE",
            frame.day(document.dated_on),
            frame.day(due_on(document)),
            frame.receivable,
            str(len(document.lines)),
            plain(line.description),
            line.account_id,
            line.tax_code_id or frame.tax_code,
            money(sign * line.amount),
        )


def uk_written(
    documents: Sequence[Document], _customers: Sequence[OutgoingCustomer], frame: Frame
) -> str:
    """Rows of one type, account, day and reference are one document: SI owed, SC given back."""
    rows = (row for document in documents for row in _uk_rows(document, frame))
    return csv_text((UK_COLUMNS, *rows))


def _uk_rows(document: Document, frame: Frame) -> Iterator[Sequence[str]]:
    for line in document.lines:
        yield (
            "SC" if is_credit(document) else "SI",
            document.customer_id,
            line.account_id,
            "0",
            frame.day(document.dated_on),
            document.number,
            plain(line.description)[:_UK_LONGEST_DETAILS],
            money(line.amount),
            line.tax_code_id or frame.tax_code,
            "0.00",
            "1",
            remark(document)[:_UK_LONGEST_REFERENCE],
            "",
            "",
            "",
        )


SAGE50_US: Final = Layout(
    key="sage50-us",
    title="Sage 50 US",
    suffix="csv",
    encoding="cp1252",
    tax_code="2",
    days=DayOrder.MONTH_FIRST_SHORT,
    most_documents=MANY,
    most_rows=MANY,
    longest_number=20,
    longest_customer=20,
    needs_tax_code=True,
    needs_receivable=True,
    advice=(
        "Tick the columns of the header in the import screen in its order, and save them as a "
        "template; the first row is a header."
    ),
    makes_customers=False,
    customers_by_number=True,
    written=us_written,
)
SAGE50_UK: Final = Layout(
    key="sage50-uk",
    title="Sage 50 UK",
    suffix="csv",
    encoding="cp1252",
    tax_code="T9",
    days=DayOrder.DAY_FIRST,
    most_documents=MANY,
    most_rows=MANY,
    longest_number=_UK_LONGEST_REFERENCE,
    longest_customer=8,
    needs_tax_code=True,
    # An audit trail has a type for what is given back; an amount below zero has none.
    takes_lines_below_zero=False,
    advice="The first row is a header: say so in the wizard.",
    makes_customers=False,
    customers_by_number=True,
    written=uk_written,
)
