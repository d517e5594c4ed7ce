"""Queries of invoices: written when approved, read, sealed, taken back, made void."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from app.billing.invoice import Invoice, InvoiceState, Line, UsageCounts
from app.store.billing_tables import (
    bill_run_accounts,
    invoice_exposures,
    invoice_lines,
    invoice_splits,
    invoice_tax_lines,
    invoice_tax_parts,
    invoice_untaxed,
    invoices,
)
from app.store.mailings import TABLE as MAILINGS
from app.store.tax_lines import (
    lean_tax_lines,
    line_at_rest,
    parts_at_rest,
    whole_tax_lines,
)
from app.tax.request import ChargeKind
from app.values.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInvoice:
    """An invoice with its place in the file."""

    id: int
    run_id: int
    period: str
    seal: str
    charges: Decimal
    """As written when it was approved, as the next two."""
    taxes: Decimal
    total: Decimal
    invoice: Invoice


def write_invoices(
    conn: Connection, run_id: int, period: str, sealed: Sequence[tuple[Invoice, str]]
) -> list[int]:
    """Writes numbered invoices with their seals; their ids."""
    first = int(conn.execute(select(func.coalesce(func.max(invoices.c.id), 0))).scalar_one()) + 1
    heads: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    taxes: list[dict[str, object]] = []
    parts: list[dict[str, object]] = []
    for invoice_id, (invoice, seal) in enumerate(sealed, first):
        heads.append(_head(invoice_id, run_id, period, invoice, seal))
        lines += [_line(invoice_id, no, line) for no, line in enumerate(invoice.lines)]
        for no, tax in enumerate(invoice.tax_lines):
            taxes.append(line_at_rest(invoice_id, no, tax))
            parts += parts_at_rest(invoice_id, no, tax)
    for table, rows in (
        (invoices, heads),
        (invoice_lines, lines),
        (invoice_tax_lines, taxes),
        (invoice_tax_parts, parts),
    ):
        if rows:
            conn.execute(insert(table), rows)
    return list(range(first, first + len(sealed)))


def _head(
    invoice_id: int, run_id: int, period: str, invoice: Invoice, seal: str
) -> dict[str, object]:
    return {
        "id": invoice_id,
        "run_id": run_id,
        "account_number": invoice.account_number,
        "invoice_number": invoice.invoice_number,
        "period": period,
        "period_start": invoice.period_start,
        "period_end": invoice.period_end,
        "invoice_date": invoice.invoice_date,
        "due_date": invoice.due_date,
        "currency": invoice.currency,
        "charges": invoice.charges,
        "taxes": invoice.taxes,
        "total": invoice.total,
        "state": invoice.state.value,
        "seal": seal,
    }


def _line(invoice_id: int, line_no: int, line: Line) -> dict[str, object]:
    usage = line.usage
    return {
        "invoice_id": invoice_id,
        "line_no": line_no,
        "kind": line.kind.value,
        "account_number": line.account_number,
        "product_code": line.product_code,
        "gl_code": line.gl_code,
        "tax_category": line.tax_category,
        "location_code": line.location_code,
        "description": line.description,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "start": line.start,
        "end": line.end,
        "reference": line.reference,
        "covered_days": line.covered_days,
        "period_days": line.period_days,
        "late": int(line.late),
        "call_class": usage.call_class if usage else None,
        "calls": usage.calls if usage else None,
        "billed_seconds": usage.billed_seconds if usage else None,
        "allowance_seconds": usage.allowance_seconds if usage else None,
        "exact": usage.exact if usage else None,
    }


def load_invoices(
    conn: Connection,
    *,
    run_id: int | None = None,
    within: Period | None = None,
    numbers: Collection[str] | None = None,
    lean: bool = False,
) -> list[StoredInvoice]:
    """Invoices with their lines, all or those named, in order of their numbers' giving.

    ``within``: dated or made void in these days. The inputs of tax lines are read when somebody
    asks for them; where ``lean``, also their parts, and both only while ``conn`` is open.
    """
    chosen = _chosen(run_id, within, numbers)
    wanted = select(invoices).where(*chosen).order_by(invoices.c.id)
    ids = select(invoices.c.id).where(*chosen)
    lines: dict[int, list[Line]] = {}
    for row in conn.execute(
        select(invoice_lines)
        .where(invoice_lines.c.invoice_id.in_(ids))
        .order_by(invoice_lines.c.invoice_id, invoice_lines.c.line_no)
    ).mappings():
        lines.setdefault(row["invoice_id"], []).append(_read_line(dict(row)))
    taxes = lean_tax_lines(conn, ids) if lean else whole_tax_lines(conn, ids)
    return [
        StoredInvoice(
            id=row["id"],
            run_id=row["run_id"],
            period=row["period"],
            seal=row["seal"],
            charges=row["charges"],
            taxes=row["taxes"],
            total=row["total"],
            invoice=Invoice(
                account_number=row["account_number"],
                invoice_number=row["invoice_number"],
                period_start=row["period_start"],
                period_end=row["period_end"],
                invoice_date=row["invoice_date"],
                due_date=row["due_date"],
                currency=row["currency"],
                lines=tuple(lines.get(row["id"], ())),
                tax_lines=tuple(taxes.get(row["id"], ())),
                state=InvoiceState(row["state"]),
            ),
        )
        for row in conn.execute(wanted).mappings()
    ]


def _chosen(
    run_id: int | None, within: Period | None, numbers: Collection[str] | None
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if run_id is not None:
        chosen.append(invoices.c.run_id == run_id)
    if within is not None:
        days = (invoices.c.invoice_date, invoices.c.voided_on)
        chosen.append(or_(*(and_(day >= within.start, day < within.end) for day in days)))
    if numbers is not None:
        chosen.append(invoices.c.invoice_number.in_(numbers))
    return chosen


def run_invoices(conn: Connection, run_id: int) -> list[tuple[int, Invoice]]:
    """The invoices of a run with their ids."""
    return [(stored.id, stored.invoice) for stored in load_invoices(conn, run_id=run_id)]


def _read_line(values: dict[str, Any]) -> Line:
    values.pop("invoice_id")
    values.pop("line_no")
    counts = {
        name: values.pop(name)
        for name in ("call_class", "calls", "billed_seconds", "allowance_seconds", "exact")
    }
    values["kind"] = ChargeKind(values["kind"])
    values["late"] = bool(values["late"])
    values["usage"] = UsageCounts(**counts) if counts["call_class"] else None
    return Line(**values)


def has_invoices(conn: Connection) -> bool:
    """Whether any invoice was ever approved and not undone."""
    return conn.execute(select(invoices.c.id).limit(1)).first() is not None


def invoice_numbers(conn: Connection, invoice_ids: Sequence[int]) -> list[str]:
    """The numbers of invoices, in order."""
    return list(
        conn.execute(
            select(invoices.c.invoice_number)
            .where(invoices.c.id.in_(invoice_ids))
            .order_by(invoices.c.id)
        ).scalars()
    )


def standing_numbers(conn: Connection, account_number: str) -> list[str]:
    """The numbers of an account's invoices that are not void."""
    of_account = invoices.c.account_number == account_number
    standing = invoices.c.state != InvoiceState.VOID.value
    found = conn.execute(select(invoices.c.invoice_number).where(of_account, standing))
    return list(found.scalars())


def set_state(conn: Connection, invoice_ids: Sequence[int], state: InvoiceState) -> None:
    """Moves invoices to a state."""
    for invoice_id in invoice_ids:
        conn.execute(update(invoices).where(invoices.c.id == invoice_id).values(state=state.value))


def remove_invoices(conn: Connection, run_id: int) -> None:
    """Takes back the invoices of a run that was never issued."""
    ids = select(invoices.c.id).where(invoices.c.run_id == run_id)
    for table in (
        MAILINGS,
        invoice_splits,
        invoice_untaxed,
        invoice_exposures,
        invoice_tax_parts,
        invoice_tax_lines,
        invoice_lines,
    ):
        conn.execute(delete(table).where(table.c.invoice_id.in_(ids)))
    conn.execute(delete(invoices).where(invoices.c.run_id == run_id))
    conn.execute(delete(bill_run_accounts).where(bill_run_accounts.c.run_id == run_id))


def seal_calls(
    db: sqlite3.Connection,
    sealed: Sequence[tuple[int, int, int, int]],
    billed: Sequence[tuple[int, int, int, int]],
) -> None:
    """Locks the calls that invoices hold.

    ``billed``: invoice id, number id, first and end second of the calls; rated and not chargeable
    ones are locked. ``sealed``: call id, allowance seconds, charge and gross charge where they
    differ from the full charge.
    """
    db.executemany(
        "UPDATE calls SET invoice_id = ? WHERE number_id = ? AND started_at >= ? "
        "AND started_at < ? AND status IN (0, 1) AND invoice_id IS NULL",
        billed,
    )
    db.executemany("INSERT INTO sealed_calls VALUES (?, ?, ?, ?)", sealed)


def unseal_calls(db: sqlite3.Connection, invoice_ids: Sequence[int]) -> None:
    """Sets free the calls that invoices held."""
    if not invoice_ids:
        return
    low, high = min(invoice_ids), max(invoice_ids)
    db.execute(
        "DELETE FROM sealed_calls WHERE call_id IN "
        "(SELECT id FROM calls WHERE invoice_id BETWEEN ? AND ?)",
        (low, high),
    )
    db.execute("UPDATE calls SET invoice_id = NULL WHERE invoice_id BETWEEN ? AND ?", (low, high))


def void_days(conn: Connection) -> dict[str, date]:
    """By number of each void invoice the day on which it was made void."""
    rows = conn.execute(
        select(invoices.c.invoice_number, invoices.c.voided_on).where(
            invoices.c.voided_on.is_not(None)
        )
    )
    return {row.invoice_number: row.voided_on for row in rows}


def make_void(conn: Connection, stored: StoredInvoice, *, on: date) -> None:
    """Makes an invoice void: its number stays, its accounts' period opens again."""
    accounts = {line.account_number for line in stored.invoice.lines}
    accounts.add(stored.invoice.account_number)
    conn.execute(
        update(invoices)
        .where(invoices.c.id == stored.id)
        .values(state=InvoiceState.VOID.value, voided_on=on)
    )
    conn.execute(
        delete(bill_run_accounts).where(
            bill_run_accounts.c.run_id == stored.run_id,
            bill_run_accounts.c.account_number.in_(accounts),
        )
    )
