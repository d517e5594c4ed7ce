"""The lists of a bill run for people: the register, the journal, and call detail as a table."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.billing.invoice import Invoice
from app.billing.journal import Ledger, Posting
from app.documents.numerals import telephone
from app.documents.spreadsheets import (
    EXACT,
    MOMENT,
    MONEY,
    WHOLE,
    Cell,
    Sheet,
    TableColumn,
    TableFormat,
    write_table,
)
from app.documents.tax_groups import TaxGroup, tax_group
from app.documents.usage_detail_pdf import DetailCall
from app.values.money import ZERO, cents

_REGISTER: Final = (
    TableColumn(title="Account"),
    TableColumn(title="Name", width=34),
    TableColumn(title="Invoice"),
    TableColumn(title="Invoice date", width=12),
    TableColumn(title="Due date", width=12),
    TableColumn(title="State", width=10),
    TableColumn(title="Currency", width=9),
    TableColumn(title="Charges", number_format=MONEY),
    TableColumn(title="Taxes", number_format=MONEY),
    TableColumn(title="Government fees and universal service", width=22, number_format=MONEY),
    TableColumn(title="Company surcharges", width=19, number_format=MONEY),
    TableColumn(title="Total", number_format=MONEY),
)
_JOURNAL: Final = (
    TableColumn(title="Date", width=12),
    TableColumn(title="Invoice"),
    TableColumn(title="Account"),
    TableColumn(title="Name", width=34),
    TableColumn(title="Ledger", width=16),
    TableColumn(title="Code", width=16),
    TableColumn(title="Debit", number_format=MONEY),
    TableColumn(title="Credit", number_format=MONEY),
    TableColumn(title="Reverses", width=10),
)
_DETAIL: Final = (
    TableColumn(title="Number", width=18),
    TableColumn(title="Started", width=20, number_format=MOMENT),
    TableColumn(title="From", width=20),
    TableColumn(title="To", width=20),
    TableColumn(title="Place", width=28),
    TableColumn(title="Kind", width=28),
    TableColumn(title="Billed seconds", width=15, number_format=WHOLE),
    TableColumn(title="Amount", number_format=EXACT),
)
_LEDGERS: Final = {
    Ledger.RECEIVABLE: "Receivable",
    Ledger.REVENUE: "Revenue",
    Ledger.TAX_PAYABLE: "Tax payable",
    Ledger.PROVIDER_FEE: "Provider fee",
}


def write_register(
    path: Path,
    invoices: Sequence[Invoice],
    *,
    names: Mapping[str, str],
    fmt: TableFormat = TableFormat.XLSX,
) -> int:
    """Writes one row per invoice, and the sums; ``names`` by account number."""
    rows = [_register_row(invoice, names) for invoice in invoices]
    sums = [_sum(row[place] for row in rows) for place in range(7, len(_REGISTER))]
    totals = ["Total", None, None, None, None, None, None, *sums]
    sheet = Sheet(name="Bill run", totals=totals)
    return write_table(path, _REGISTER, rows=rows, fmt=fmt, guard=True, sheet=sheet)


def write_journal(
    path: Path,
    postings: Sequence[Posting],
    *,
    names: Mapping[str, str],
    fmt: TableFormat = TableFormat.XLSX,
) -> int:
    """Writes the postings and the sums of both sides; ``names`` by account number."""
    rows = [_journal_row(posting, names) for posting in postings]
    debit = _sum(posting.debit for posting in postings)
    credit = _sum(posting.credit for posting in postings)
    totals = ["Total", None, None, None, None, None, debit, credit, None]
    sheet = Sheet(name="Journal", totals=totals)
    return write_table(path, _JOURNAL, rows=rows, fmt=fmt, guard=True, sheet=sheet)


def write_call_detail(
    path: Path, calls: Sequence[DetailCall], *, masked: bool, fmt: TableFormat = TableFormat.XLSX
) -> int:
    """Writes one row per call, and the sums; numbers lose their last two digits where masked."""
    seconds = sum(call.seconds for call in calls)
    charge = _sum(call.charge for call in calls)
    totals = ["Total", None, None, None, None, None, seconds, charge]
    sheet = Sheet(name="Call detail", totals=totals)
    rows = (_detail_row(call, masked=masked) for call in calls)
    return write_table(path, _DETAIL, rows=rows, fmt=fmt, guard=True, sheet=sheet)


def _register_row(invoice: Invoice, names: Mapping[str, str]) -> list[Cell]:
    groups = dict.fromkeys(TaxGroup, ZERO)
    for line in invoice.tax_lines:
        groups[tax_group(line)] += line.amount
    return [
        invoice.account_number,
        names.get(invoice.account_number, ""),
        invoice.invoice_number or "",
        invoice.invoice_date,
        invoice.due_date,
        invoice.state.value,
        invoice.currency,
        cents(invoice.charges),
        *(cents(amount) for amount in groups.values()),
        cents(invoice.total),
    ]


def _journal_row(posting: Posting, names: Mapping[str, str]) -> list[Cell]:
    return [
        posting.posted_on,
        posting.invoice_number,
        posting.account_number,
        names.get(posting.account_number, ""),
        _LEDGERS[posting.ledger],
        posting.code,
        posting.debit or None,
        posting.credit or None,
        "yes" if posting.reverses else None,
    ]


def _detail_row(call: DetailCall, *, masked: bool) -> list[Cell]:
    return [
        telephone(call.number),
        call.started_at.replace(tzinfo=None),
        telephone(call.caller, masked=masked),
        telephone(call.called, masked=masked),
        call.place,
        call.kind,
        call.seconds,
        call.charge,
    ]


def _sum(cells: Iterable[Cell]) -> Decimal:
    return sum((cell for cell in cells if isinstance(cell, Decimal)), ZERO)
