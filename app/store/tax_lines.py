"""Queries of the tax lines of invoices, with their parts and inputs."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from app.store.billing_tables import invoice_tax_lines, invoice_tax_parts
from app.tax.result import TaxLine, TaxPart
from app.tax.trace import TaxTrace, read_trace, trace_text


def line_at_rest(invoice_id: int, line_no: int, tax: TaxLine) -> dict[str, object]:
    """A tax line as its table has it; ``line_no`` counts from 0."""
    return {
        "invoice_id": invoice_id,
        "line_no": line_no,
        "tax_code": tax.tax_code,
        "bill_label": tax.bill_label,
        "class": tax.class_,
        "family": tax.family,
        "jurisdiction": tax.jurisdiction,
        "location_code": tax.location_code,
        "base": tax.base,
        "units": tax.units,
        "units_counted": tax.units_counted,
        "exempt_amount": tax.exempt_amount,
        "certificate_number": tax.certificate_number,
        "rate": tax.rate,
        "amount": tax.amount,
        "sequence": tax.sequence,
        "source": tax.source,
        "trace": None if tax.trace is None else trace_text(tax.trace),
    }


def parts_at_rest(invoice_id: int, line_no: int, tax: TaxLine) -> Iterable[dict[str, object]]:
    """The parts of a tax line as their table has them."""
    for part in tax.parts:
        yield {
            "invoice_id": invoice_id,
            "tax_line_no": line_no,
            "line_no": part.line_index,
            "amount": part.amount,
            "base": part.base,
            "units": part.units,
            "counted": part.counted,
            "joined": part.joined,
            "exempt": part.exempt,
        }


def whole_tax_lines(conn: Connection, ids: Select[int]) -> dict[int, list[TaxLine]]:
    """The tax lines of invoices by their ids, in print order; inputs are read when asked for."""
    parts: dict[tuple[int, int], list[TaxPart]] = {}
    for part in conn.execute(
        select(invoice_tax_parts)
        .where(invoice_tax_parts.c.invoice_id.in_(ids))
        .order_by(invoice_tax_parts.c.line_no)
    ).mappings():
        parts.setdefault((part["invoice_id"], part["tax_line_no"]), []).append(_read_part(part))
    taxes: dict[int, list[TaxLine]] = {}
    for row in conn.execute(_of_invoices(select(invoice_tax_lines), ids)).mappings():
        values = dict(row)
        trace = values.pop("trace")
        key = values["invoice_id"], values["line_no"]
        values["trace"] = partial(read_trace, trace) if trace else None
        values["parts"] = tuple(parts.get(key, ()))
        taxes.setdefault(key[0], []).append(_read_tax_line(values))
    return taxes


def lean_tax_lines(conn: Connection, ids: Select[int]) -> dict[int, list[TaxLine]]:
    """The same, parts and inputs fetched when somebody asks for them, while ``conn`` is open."""
    columns = [column for column in invoice_tax_lines.c if column.name != "trace"]
    taxes: dict[int, list[TaxLine]] = {}
    for row in conn.execute(_of_invoices(select(*columns), ids)).mappings():
        values = dict(row)
        key = values["invoice_id"], values["line_no"]
        values["parts"] = partial(_parts_of, conn, *key)
        values["trace"] = partial(_trace_of, conn, *key)
        taxes.setdefault(key[0], []).append(_read_tax_line(values))
    return taxes


def _of_invoices(lines: Select[Any], ids: Select[int]) -> Select[Any]:
    return lines.where(invoice_tax_lines.c.invoice_id.in_(ids)).order_by(
        invoice_tax_lines.c.invoice_id, invoice_tax_lines.c.line_no
    )


def _read_tax_line(values: dict[str, Any]) -> TaxLine:
    del values["invoice_id"], values["line_no"]
    values["class_"] = values.pop("class")
    return TaxLine(**values)


def _parts_of(conn: Connection, invoice_id: int, line_no: int) -> tuple[TaxPart, ...]:
    rows = conn.execute(
        select(invoice_tax_parts)
        .where(
            invoice_tax_parts.c.invoice_id == invoice_id,
            invoice_tax_parts.c.tax_line_no == line_no,
        )
        .order_by(invoice_tax_parts.c.line_no)
    ).mappings()
    return tuple(_read_part(row) for row in rows)


def _read_part(row: RowMapping) -> TaxPart:
    return TaxPart(
        line_index=row["line_no"],
        amount=row["amount"],
        base=row["base"],
        units=row["units"],
        counted=row["counted"],
        joined=row["joined"],
        exempt=row["exempt"],
    )


def _trace_of(conn: Connection, invoice_id: int, line_no: int) -> TaxTrace | None:
    text = conn.execute(
        select(invoice_tax_lines.c.trace).where(
            invoice_tax_lines.c.invoice_id == invoice_id, invoice_tax_lines.c.line_no == line_no
        )
    ).scalar_one()
    return read_trace(text) if text else None
