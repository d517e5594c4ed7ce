"""Lists as files: calls, suspense, invoices, lines, taxes, journal, audit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
from app.operations.export_columns import AUDIT, INVOICE, JOURNAL, LINE, TAX, USAGE, Columns, Kind
from app.operations.office import Office
from app.store import audit
from app.store.invoices import StoredInvoice, load_invoices, void_days
from app.store.rating_setup import RatingSetup, start_of_day_us
from app.store.transaction import Transaction
from app.tax.trace import TaxTrace
from app.values.money import SCALE_PLACES, cents, plain

FORMATS: Final = ("csv", "xlsx", "parquet")
_DECIMAL: Final = pl.Decimal(38, SCALE_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int


def export_table(
    office: Office, what: str, path: Path, *, file_format: str, period: str | None = None
) -> Exported:
    """Writes one of ``TABLES`` to a file that is there whole or not at all.

    ``period`` narrows to a bill period: invoices and what hangs on them by the run's period; calls
    by their start, in the time zone and bill cycle of the account that pays, and in the company's
    zone and calendar months where none was found. Records that could not be read have no start and
    stand in the whole table alone. The audit is always whole. InputError for an unknown table or
    format, and a period that is none.
    """
    if period is not None:
        bill_period(period, FIRST_CYCLE_DAY)
    if what not in TABLES:
        raise InputError(f"There is no table {what}.", "", f"Tables are: {', '.join(TABLES)}.")
    if file_format not in FORMATS:
        raise InputError(
            f"There is no format {file_format}.", "", f"Formats are: {', '.join(FORMATS)}."
        )
    table = TABLES[what]
    with office.file.read() as conn:
        frame = table.read(office, conn, period)
    _write(frame, table.columns, path, file_format=file_format)
    return Exported(path=path, rows=frame.height)


def _write(frame: pl.DataFrame, columns: Columns, path: Path, *, file_format: str) -> None:
    if file_format == "xlsx":
        write_table(path, frame.columns, rows=_typed_rows(frame, columns), fmt=TableFormat.XLSX)
        return
    with put_in_place(path) as part:
        if file_format == "csv":
            frame.write_csv(part)
            return
        try:
            frame.with_columns(_typed(columns, set(_TYPES))).write_parquet(part)
        except pl.exceptions.ComputeError as problem:  # so polars names a full disk
            raise OSError(str(problem)) from problem


def _typed_rows(frame: pl.DataFrame, columns: Columns) -> Iterator[Sequence[Cell]]:
    """Rows for people: numbers and days as such, everything else as its text."""
    for row in frame.with_columns(
        _typed(columns, {Kind.WHOLE, Kind.EXACT, Kind.MONEY, Kind.DAY})
    ).iter_rows():
        yield [plain(cell) if isinstance(cell, Decimal) else cell for cell in row]


def _typed(columns: Columns, kinds: AbstractSet[Kind]) -> list[pl.Expr]:
    """The columns of these kinds, from their texts; a blank is nothing."""
    texts = {name: pl.col(name).cast(pl.String).replace("", None) for name in columns}
    return [_TYPES[kind](texts[name]) for name, kind in columns.items() if kind in kinds]


_TYPES: Final[Mapping[Kind, Callable[[pl.Expr], pl.Expr]]] = {
    Kind.WHOLE: lambda text: text.cast(pl.Int64),
    Kind.EXACT: lambda text: text.cast(_DECIMAL),
    Kind.MONEY: lambda text: text.cast(_DECIMAL),
    Kind.DAY: lambda text: text.str.to_date("%Y-%m-%d"),
    Kind.MOMENT: lambda text: text.str.replace("Z$", "+00:00").str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC"
    ),
    Kind.FLAG: lambda text: text == "yes",
}


def _usage(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    setup = office.rating_setup(conn)
    calls = list_calls(conn, setup)
    if period is not None:
        return calls.filter(_in_period(setup, period)).select(USAGE_COLUMNS)
    listed = calls.sort("import_id", "row").select(USAGE_COLUMNS)
    return pl.concat([listed, malformed_rows(conn)], how="diagonal_relaxed").select(USAGE_COLUMNS)


def _in_period(setup: RatingSetup, period: str) -> pl.Expr:
    """Whether a call starts in the period of its account, or of the company where it has none."""
    days = bill_period(period, FIRST_CYCLE_DAY)
    zone = setup.company.timezone
    first, after = start_of_day_us(days.start, zone), start_of_day_us(days.end, zone)
    own = days.start.year * 12 + days.start.month - 1
    return (
        pl.when(pl.col("bill_period").is_null())
        .then((pl.col("started_us") >= first) & (pl.col("started_us") < after))
        .otherwise(pl.col("bill_period") == own)
    )


def _suspense(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    calls = _usage(office, conn, period)
    return calls.filter(pl.col("status").is_in(["suspended", "written_off"]))


def _stored(conn: Transaction, period: str | None) -> list[StoredInvoice]:
    return [each for each in load_invoices(conn) if period in {None, each.period}]


def _invoices(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    return _frame(
        INVOICE,
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
        LINE,
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
        TAX,
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
                tax.adjusts or None,
                *_trace_cells(tax.trace),
                tax.source,
            )
            for each in _stored(conn, period)
            for tax in each.invoice.tax_lines
        ),
    )


def _trace_cells(trace: TaxTrace | None) -> tuple[object, ...]:
    """The inputs that explain a line in one row; all of them stand in the audit report."""
    if trace is None:
        return (None,) * 9
    return (
        trace.first_day,
        trace.gross if trace.row.in_money else None,
        trace.taken,
        trace.included,
        trace.raw,
        trace.row.calc_method,
        trace.row.base_kind,
        trace.row.category,
        trace.row.effective_from,
    )


def _journal(office: Office, conn: Transaction, period: str | None) -> pl.DataFrame:
    del office
    stored = [each.invoice for each in _stored(conn, period)]
    return _frame(
        JOURNAL,
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
        AUDIT,
        ([getattr(entry, name) for name in AUDIT] for entry in audit.entries(conn)),
    )


def _frame(columns: Columns, rows: Iterable[Sequence[object]]) -> pl.DataFrame:
    """Texts: plain decimals, ISO days; blank where there is nothing."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pl.DataFrame(
        {
            name: pl.Series([_text(cell, kind) for cell in column], dtype=pl.String)
            for (name, kind), column in zip(columns.items(), cells, strict=True)
        }
    )


def _text(cell: object, kind: Kind) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, Decimal):
        exact = plain(cell)
        return f"{exact:.2f}" if kind is Kind.MONEY and cents(exact) == exact else f"{exact:f}"
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """What can be exported: how it is read, as texts, and what its columns hold."""

    read: Callable[[Office, Transaction, str | None], pl.DataFrame]
    columns: Columns


TABLES: Final[Mapping[str, Table]] = {
    "usage": Table(_usage, USAGE),
    "suspense": Table(_suspense, USAGE),
    "invoices": Table(_invoices, INVOICE),
    "lines": Table(_lines, LINE),
    "taxes": Table(_taxes, TAX),
    "journal": Table(_journal, JOURNAL),
    "audit": Table(_audit, AUDIT),
}
"""What can be exported."""
