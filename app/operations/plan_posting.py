"""Plans what is to go out to an accounting system: looks on both sides, and writes to neither."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from app.errors import InputError
from app.operations.office import Office
from app.operations.posting_corrections import Corrected, corrections
from app.operations.posting_desk import (
    customer_records,
    desk_of,
    item_records,
    their_customers,
)
from app.operations.posting_documents import document_records
from app.operations.posting_holds import held_back
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, sealed
from app.operations.posting_relays import relay_records, relays
from app.operations.posting_uses import use_records
from app.operations.system_connection import NETWORK, Ways, connected_system
from app.progress import Progress, Silent
from app.store.invoices import StoredInvoice, load_invoices


def plan_posting(
    office: Office,
    key: str,
    *,
    run_id: int | None = None,
    numbers: Collection[str] | None = None,
    accounts: Collection[str] = (),
    relay: bool | None = None,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> Plan:
    """What posting would do: of one bill run, of every approved invoice, or of those named.

    ``accounts``: customers that are looked at too, with or without an invoice. ``relay``: whether
    what a PSA bills itself goes along; None: where no run and no invoices are named.
    The errors of ``AccountingPort`` where the other side does not answer; InputError for a run
    without invoices.
    """
    connected = connected_system(office, key, ways=ways)
    told = progress or Silent()
    stored, corrected = _stored(office, run_id, numbers)
    stored, held = _held(office, key, stored)
    does_relay = run_id is None and numbers is None if relay is None else relay
    relayed = relays(office, key) if does_relay else []
    with connected.books() as port:
        found = port.company()
        connected.check_company(found)
        desk = desk_of(office, connected, port, corrected=corrected)
        also = [*accounts, *(each.account.account_number for each in relayed)]
        records = customer_records(desk, stored, told, also=also)
        theirs = their_customers(records)
        documents = document_records(desk, stored, theirs, told)
        across = relay_records(desk, relayed, theirs, told)
        today = office.clock.today(ZoneInfo(desk.company.timezone))
        uses = use_records(office, desk, documents, key=key, today=today)
        # Credit is put on invoices when both are there.
        items = item_records(desk, [*documents, *across])
        records = [*items, *records, *held, *documents, *across, *uses]
        return sealed(
            Plan(
                system=key,
                company=found.name,
                fingerprint=found.fingerprint,
                made_at=office.clock.now(),
                run_id=run_id,
                records=tuple(records),
                warnings=desk.choices.warnings,
            )
        )


def _stored(
    office: Office, run_id: int | None, numbers: Collection[str] | None
) -> tuple[list[StoredInvoice], dict[str, tuple[Corrected, ...]]]:
    """The invoices, and which of them correct others."""
    with office.file.read() as conn:
        stored = load_invoices(conn, run_id=run_id, numbers=numbers, lean=True)
        # Parts of tax lines are read from the file while it is open; later only sums are needed.
        corrected = corrections(conn, stored)
    if run_id is not None and not stored:
        raise InputError(
            f"Bill run {run_id} has no invoices.", "", "List the runs: bill FILE --list."
        )
    return stored, corrected


def _held(
    office: Office, key: str, stored: list[StoredInvoice]
) -> tuple[list[StoredInvoice], list[PlanRecord]]:
    """The invoices that are looked at there, and the records of those that are never posted."""
    with office.file.read() as conn:
        why = held_back(conn, key)
    held = [each for each in stored if each.invoice.invoice_number in why]
    records = [
        PlanRecord(
            kind="invoice" if each.total >= 0 else "credit_note",
            our_id=str(each.invoice.invoice_number),
            action=PlanAction.SKIP,
            reason=why[str(each.invoice.invoice_number)],
            amount=abs(each.total),
        )
        for each in held
    ]
    return [each for each in stored if each not in held], records
