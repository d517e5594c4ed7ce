"""Prices unbilled calls again, all or those of some days."""

from datetime import date, timedelta

from app.billing.issuer import Company
from app.operations.office import Office
from app.operations.repricing import Repriced, reprice
from app.progress import Progress
from app.store import audit
from app.store.audit import Action, Entry
from app.store.rating_setup import start_of_day_us
from app.store.setup import load

_MICROS = 1_000_000


def rerate_usage(
    office: Office,
    *,
    first: date | None = None,
    last: date | None = None,
    progress: Progress | None = None,
) -> Repriced:
    """Prices calls again by today's numbers, plans and decks; billed ones stay as they are.

    ``first`` and ``last`` are days in the company's zone, both included. Doing it twice changes
    nothing the second time.
    """
    with office.write() as conn:
        zone = load(conn, Company)[0].timezone
        start = start_of_day_us(first, zone) // _MICROS if first else -(2**62)
        end = start_of_day_us(last + timedelta(days=1), zone) // _MICROS if last else 2**62
        done = reprice(
            office,
            conn,
            "calls.started_at >= ? AND calls.started_at < ?",
            (start, end),
            progress=progress,
        )
        entry = Entry(
            area="calls",
            record=f"{first or ''}/{last or ''}",
            action=Action.CHANGED,
            after={"looked_at": done.calls, "changed": done.changed},
        )
        audit.record(conn, [entry], stamp=office.stamp("rerate_usage"))
    return done
