"""The calls that invoices hold, as their annexes list them."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.usage_charges import CLASS_WORDS
from app.documents.usage_detail_pdf import DetailCall
from app.operations.call_listing import list_calls
from app.operations.office import Office
from app.rating.local_time import MICROS
from app.store.decks import destinations
from app.store.invoices import run_invoices
from app.store.transaction import Transaction

_INCOMING: Final = "Incoming"


def calls_of_invoices(
    office: Office, conn: Transaction, run_id: int
) -> dict[str, list[DetailCall]]:
    """By invoice number the rated calls of a run, by number and start."""
    numbers = {
        invoice_id: invoice.invoice_number or ""
        for invoice_id, invoice in run_invoices(conn, run_id)
    }
    if not numbers:
        return {}
    setup = office.rating_setup(conn)
    calls = list_calls(
        conn,
        setup,
        where="calls.invoice_id BETWEEN ? AND ? AND calls.status = 0",
        parameters=(min(numbers), max(numbers)),
    ).sort("invoice_id", "number", "started_us")
    places = destinations(conn, calls["rate_id"].drop_nulls().unique().to_list())
    zones = {
        line.number_id: ZoneInfo(setup.book.zones[line.zone]) for line in setup.numbers.values()
    }
    found: dict[str, list[DetailCall]] = {}
    for row in calls.iter_rows(named=True):
        seconds, micros = divmod(row["started_us"], MICROS)
        started = datetime.fromtimestamp(seconds, zones[row["number_id"]])
        inbound = row["call_class"] in {"inbound", "toll_free_inbound"}
        found.setdefault(numbers[row["invoice_id"]], []).append(
            DetailCall(
                number=row["number"],
                started_at=started.replace(microsecond=micros),
                caller=row["caller"],
                called=row["called"],
                place=_INCOMING if inbound else places.get(row["rate_id"], ""),
                kind=CLASS_WORDS[row["call_class"]],
                seconds=int(row["billed_seconds"]),
                charge=Decimal(row["charge"]),
            )
        )
    return found
