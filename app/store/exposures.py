"""Queries of exposure: what approved invoices left uncollected for want of a registration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from app.store.billing_tables import invoice_exposures, invoices
from app.tax.result import Exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExposure:
    """One exposure with its invoice."""

    invoice_id: int
    exposure: Exposure


def write_exposures(conn: Connection, found: Iterable[tuple[int, Sequence[Exposure]]]) -> None:
    """Keeps what each invoice, known by its id, left uncollected."""
    rows = [
        {
            "invoice_id": invoice_id,
            "exposure_no": no,
            "tax_code": each.tax_code,
            "family": each.family,
            "jurisdiction": each.jurisdiction,
            "amount": each.amount,
            "base": each.base,
            "units": each.units,
        }
        for invoice_id, exposures in found
        for no, each in enumerate(exposures)
    ]
    if rows:
        conn.execute(insert(invoice_exposures), rows)


def load_exposures(conn: Connection, *, run_id: int | None = None) -> list[StoredExposure]:
    """The exposure of one run's invoices or of all, in the order of the invoices."""
    wanted = select(invoice_exposures).order_by(
        invoice_exposures.c.invoice_id, invoice_exposures.c.exposure_no
    )
    if run_id is not None:
        ids = select(invoices.c.id).where(invoices.c.run_id == run_id)
        wanted = wanted.where(invoice_exposures.c.invoice_id.in_(ids))
    return [
        StoredExposure(
            invoice_id=row["invoice_id"],
            exposure=Exposure(
                **{
                    name: row[name]
                    for name in ("tax_code", "family", "jurisdiction", "amount", "base", "units")
                }
            ),
        )
        for row in conn.execute(wanted).mappings()
    ]
