"""What a person leaves on the way through a month: waivers with reasons, time spent on steps."""

from dataclasses import replace

from app.billing.bill_run import RunState
from app.billing.closing import month_name
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.gates import WARNING, GateName
from app.billing.month_steps import StepName, Waiver
from app.errors import InputError, StoreError
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import audit, backup
from app.store.audit import Action, Entry
from app.store.bill_runs import StoredRun, delete_run, load_runs, next_run_id, save_run
from app.store.closed_months import refuse_closed
from app.store.facts import CHECKED, note_fact
from app.store.month_waivers import load_waivers, remove_waiver, save_waiver
from app.store.step_times import add_seconds
from app.store.transaction import Transaction

_NOT_WAIVED = WARNING | {GateName.HELD_IN_REVIEW}
_GATES = {gate.value for gate in GateName if gate not in _NOT_WAIVED}
_SOURCE = "source:"


def waive_item(office: Office, period: str, item: str, *, why: str) -> str:
    """Waives a gate of a month's bills, or a check of the month; the item.

    A gate's waiver is kept with the period's draft, else with its last approved run, and counts
    when the run is approved and when the month is closed. InputError for an item nobody knows or
    without a reason; NotAllowed where the month is closed.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    if not why.strip():
        raise InputError(
            "Nothing was waived.", "A waiver is kept with its reason.", "Say why it may pass."
        )
    if item not in _GATES and not item.startswith(_SOURCE):
        raise InputError(f"“{item}” cannot be waived.", "", f"Gates are: {', '.join(_GATES)}.")
    with office.write() as conn:
        refuse_closed(conn, period, what="Nothing was waived.")
        stamp = office.stamp("waive_item")
        if item in _GATES:
            run = _run_of(conn, period) or _new_draft(office, conn, period)
            save_run(conn, replace(run, waivers={**run.waivers, item: why.strip()}))
            area, record = "bill_runs", f"{run.id}/{item}"
        else:
            waiver = Waiver(why=why.strip(), by=stamp.actor, at=stamp.at)
            save_waiver(conn, period, item=item, waived=waiver)
            area, record = "months", f"{period}/{item}"
        entry = Entry(area=area, record=record, action=Action.WAIVED, reason=why.strip())
        audit.record(conn, [entry], stamp=stamp)
    return item


def take_back_waiver(office: Office, period: str, item: str) -> str:
    """Takes a waiver back; the reason it had.

    InputError where there is none; NotAllowed where the month is closed.
    """
    with office.write() as conn:
        refuse_closed(conn, period, what="The waiver stays.")
        run = _run_of(conn, period, waiving=item)
        if run is not None:
            why = run.waivers[item]
            kept = replace(run, waivers={k: v for k, v in run.waivers.items() if k != item})
            if _is_empty(kept):
                delete_run(conn, kept.id)
            else:
                save_run(conn, kept)
            area, record = "bill_runs", f"{run.id}/{item}"
        else:
            known = load_waivers(conn, period)
            if item not in known:
                raise InputError(f"Nothing of {month_name(period)} is waived as “{item}”.")
            why = known[item].why
            remove_waiver(conn, period, item=item)
            area, record = "months", f"{period}/{item}"
        entry = Entry(area=area, record=record, action=Action.UNDONE, before={"waived": why})
        audit.record(conn, [entry], stamp=office.stamp("take_back_waiver"))
    return why


def keep_step_time(office: Office, period: str, step: StepName, *, seconds: int) -> None:
    """Adds time that a person spent on a step."""
    if seconds > 0:
        with office.write() as conn:
            add_seconds(conn, period, step=step.value, seconds=seconds)


def check_file(office: Office, *, progress: Progress | None = None) -> None:
    """Reads the company file through and notes in it that it holds together.

    StoreError where it does not. Raises Cancelled.
    """
    path = office.file.path
    checked = backup.check(path, progress=progress or Silent())
    if checked.findings:
        first = checked.findings[0]
        raise StoreError(f"{path.name} does not hold together.", first.message, first.way_out)
    with office.write() as conn:
        note_fact(conn, CHECKED, office.clock.now().isoformat())


def _run_of(conn: Transaction, period: str, *, waiving: str = "") -> StoredRun | None:
    """The period's draft, else its last approved run; of those with a waiver where one is named."""
    runs = [run for run in load_runs(conn) if run.period == period]
    wanted = [run for run in runs if not waiving or waiving in run.waivers]
    drafts = [run for run in wanted if run.state == RunState.DRAFT.value]
    chosen = drafts or wanted
    return chosen[-1] if chosen else None


def _new_draft(office: Office, conn: Transaction, period: str) -> StoredRun:
    """A draft that holds waivers and is not worked out yet."""
    return StoredRun(
        id=next_run_id(conn),
        period=period,
        invoice_date=None,
        state=RunState.DRAFT.value,
        waivers={},
        drafted_at=office.clock.now(),
        approved_at=None,
        first_number=None,
        earlier_draft=None,
    )


def _is_empty(run: StoredRun) -> bool:
    """Whether a draft says nothing any more."""
    return (
        run.state == RunState.DRAFT.value
        and not run.waivers
        and run.invoice_date is None
        and run.summary is None
    )
