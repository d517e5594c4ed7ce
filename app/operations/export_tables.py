"""Lists as files: calls, suspense, invoices, lines, taxes, journal, audit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import polars as pl

from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.invoice import UsageCounts
from app.billing.journal import journal
from app.documents.spreadsheets import Cell, TableFormat, write_table
from app.documents.whole_file import put_in_place
from app.errors import InputError
from app.operations.call_listing import USAGE_COLUMNS, list_calls, malformed_rows
from app.operations.office import Office
from app.store import audit
from app.store.invoices import StoredInvoice, load_invoices, void_days
from app.store.transaction import Transaction

FORMATS: Final = ("csv", "xlsx", "parquet")

_INVOICE: Final = (
    "invoice_number",
    "account_number",
    "run",
    "period",
    "state",
    "period_start",
    "period_end",
    "invoice_date",
    "due_date",
    "currency",
    "charges",
    "taxes",
    "total",
)
_LINE: Final = (
    "invoice_number",
    "account_number",
    "line",
    "kind",
    "product_code",
    "gl_code",
    "location_code",
    "description",
    "quantity",
    "unit_price",
    "amount",
    "from",
    "to",
    "reference",
    "late",
    "call_class",
    "calls",
    "billed_seconds",
    "allowance_seconds",
    "exact",
)
_TAX: Final = (
    "invoice_number",
    "account_number",
    "tax_code",
    "bill_label",
    "class",
    "family",
    "jurisdiction",
    "location_code",
    "base",
    "units",
    "units_counted",
    "exempt_amount",
    "certificate_number",
    "rate",
    "amount",
)
_JOURNAL: Final = (
    "posted_on",
    "invoice_number",
    "account_number",
    "ledger",
    "code",
    "debit",
    "credit",
    "reverses",
)
_AUDIT: Final = (
    "id",
    "at",
    "actor",
    "operation",
    "area",
    "record",
    "action",
    "before",
    "after",
    "reason",
    "origin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int


def export_table(
    office: Office, what: str, path: Path, *, file_format: str, period: str | None = None
) -> Exported:
    """Writes one of ``TABLES`` to a file that is there whole or not at all.

    ``period`` narrows to a bill period. InputError for an unknown table or format, and a period
    that is none.
    """
    if period is not None:
        bill_period(period, FIRST_CYCLE_DAY)
    if what not in TABLES:
        raise InputError(f"There is no table {what}.", "", f"Tables are: {', '.join(TABLES)}.")
    if file_format not in FORMATS:
        raise InputError(
            f"There is no format {file_format}.", "", f"Formats are: {', '.join(FORMATS)}."
        )
    with office.file.read() as conn:
        frame = TABLES[what](office, conn, period)
    _write(frame, path, file_format)
    return Exported(path=path, rows=frame.height)


def _write(frame: pl.DataFrame, path: Path, file_format: str) -> None:
    if file_format == "xlsx":
        write_table(path, frame.columns, rows=_typed_rows(frame), fmt=TableFormat.XLSX)
        return
    with put_in_place(path) as part:
        if file_format == "csv":
            frame.write_csv(part)
        else:
            frame.write_parquet(part)


def _typed_rows(frame: pl.DataFrame) -> Iterable[Sequence[Cell]]:
    """Rows for people: amounts as numbers, everything else as it is."""
    amounts = {i for i, name in enumerate(frame.columns) if name in _AMOUNTS}
    for row in frame.iter_rows():
        yield [
            Decimal(cell) if i in amounts and cell not in {None, ""} else cell
            for i, cell in enumerate(row)
        ]


_AMOUNTS: Final = frozenset(
    [
        "charges",
        "taxes",
        "total",
        "quantity",
        "unit_price",
        "amount",
        "exact",
        "base",
        "units",
        "units_counted",
        "exempt_amount",
        "rate",
        "debit",
        "credit",
        "gross_charge",
        "charge",
        "cost",
    ]
)


def _usage(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    calls = list_calls(conn, office.rating_setup(conn))
    if period is not None:
        calls = calls.filter(pl.col("bill_period") == _months(period))
        return calls.select(USAGE_COLUMNS)
    listed = calls.sort("import_id", "row").select(USAGE_COLUMNS)
    return pl.concat([listed, malformed_rows(conn)], how="diagonal_relaxed").select(USAGE_COLUMNS)


def _suspense(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    calls = _usage(office, conn, period)
    return calls.filter(pl.col("status").is_in(["suspended", "written_off"]))


def _months(period: str) -> int:
    first = bill_period(period, FIRST_CYCLE_DAY).start
    return first.year * 12 + first.month - 1


def _stored(conn: Transaction, period: str | None) -> list[StoredInvoice]:
    return [each for each in load_invoices(conn) if period in {None, each.period}]


def _invoices(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    return _frame(
        _INVOICE,
        (
            (
                each.invoice.invoice_number,
                each.invoice.account_number,
                each.run_id,
                each.period,
                each.invoice.state.value,
                each.invoice.period_start,
                each.invoice.period_end,
                each.invoice.invoice_date,
                each.invoice.due_date,
                each.invoice.currency,
                each.invoice.charges,
                each.invoice.taxes,
                each.invoice.total,
            )
            for each in _stored(conn, period)
        ),
    )


def _lines(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    return _frame(
        _LINE,
        (
            (
                each.invoice.invoice_number,
                line.account_number,
                number,
                line.kind.value,
                line.product_code,
                line.gl_code,
                line.location_code,
                line.description,
                line.quantity,
                line.unit_price,
                line.amount,
                line.start,
                line.end,
                line.reference,
                "yes" if line.late else "no",
                *_usage_cells(line.usage),
            )
            for each in _stored(conn, period)
            for number, line in enumerate(each.invoice.lines, 1)
        ),
    )


def _usage_cells(usage: UsageCounts | None) -> tuple[object, ...]:
    if usage is None:
        return (None,) * 5
    return (
        usage.call_class,
        usage.calls,
        usage.billed_seconds,
        usage.allowance_seconds,
        usage.exact,
    )


def _taxes(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    return _frame(
        _TAX,
        (
            (
                each.invoice.invoice_number,
                each.invoice.account_number,
                tax.tax_code,
                tax.bill_label,
                tax.class_,
                tax.family,
                tax.jurisdiction,
                tax.location_code,
                tax.base,
                tax.units,
                tax.units_counted,
                tax.exempt_amount,
                tax.certificate_number,
                tax.rate,
                tax.amount,
            )
            for each in _stored(conn, period)
            for tax in each.invoice.tax_lines
        ),
    )


def _journal(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    stored = [each.invoice for each in _stored(conn, period)]
    return _frame(
        _JOURNAL,
        (
            (
                posting.posted_on,
                posting.invoice_number,
                posting.account_number,
                posting.ledger.value,
                posting.code,
                posting.debit,
                posting.credit,
                "yes" if posting.reverses else "no",
            )
            for posting in journal(stored, voided_on=void_days(conn))
        ),
    )


def _audit(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office, period
    return _frame(
        _AUDIT,
        ([getattr(entry, name) for name in _AUDIT] for entry in audit.entries(conn)),
    )


def _frame(names: Sequence[str], rows: Iterable[Sequence[object]]) -> pl.DataFrame:
    """Texts: plain decimals, ISO days; blank where there is nothing."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pl.DataFrame(
        {
            name: pl.Series([_text(cell) for cell in column], dtype=pl.String)
            for name, column in zip(names, columns, strict=True)
        }
    )


def _text(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


TABLES: Final[Mapping[str, Callable[[Office, Transaction, str | None], pl.DataFrame]]] = {
    "usage": _usage,
    "suspense": _suspense,
    "invoices": _invoices,
    "lines": _lines,
    "taxes": _taxes,
    "journal": _journal,
    "audit": _audit,
}
"""What can be exported."""
