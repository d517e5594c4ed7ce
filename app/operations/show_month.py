"""The month end as it stands: ten steps, what each waits for, and the money; nothing is made."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.billing.bill_run import RunState
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period, previous_label
from app.billing.issuer import Company
from app.billing.month_rules import month_state
from app.billing.month_steps import DraftFacts, MonthFacts, MonthState, Waiver
from app.billing.run_summary import RunSummary, read_summary
from app.operations.month_systems import systems_of_month
from app.operations.office import Office
from app.progress import Progress
from app.store.bill_runs import StoredRun, load_runs
from app.store.closed_months import closed_months, closings
from app.store.facts import BACKED_UP, BACKED_UP_TO, CHECKED
from app.store.facts import facts as file_facts
from app.store.month_facts import (
    Stretch,
    cycle_days,
    exceptions_before,
    held_before,
    invoices_by_state,
    newest_change,
    sources_of,
    unread_rows,
)
from app.store.month_waivers import load_waivers, waived_gates
from app.store.rating_setup import start_of_day_us
from app.store.setup import load
from app.store.step_times import seconds_by_step
from app.store.transaction import Transaction
from app.values.period import Period

_MICROS = 1_000_000
_DAY = timedelta(days=1)


def show_month(office: Office, period: str, *, progress: Progress | None = None) -> MonthState:
    """The ten steps of a month. Cheap: what a run comes to is read from where its draft left it.

    InputError for a period that is none.
    """
    del progress
    days = bill_period(period, FIRST_CYCLE_DAY)
    with office.file.read() as conn:
        zone = _zone(conn)
        stretch = _stretch(days, zone)
        last_cycle = max(cycle_days(conn), default=FIRST_CYCLE_DAY)
        end = start_of_day_us(bill_period(period, last_cycle).end, zone) // _MICROS
        known = file_facts(conn)
        runs = [run for run in load_runs(conn) if run.period == period]
        draft = next((run for run in runs if run.state == RunState.DRAFT.value), None)
        approved = [run for run in runs if run.approved_at is not None]
        today = office.clock.today(ZoneInfo(zone))
        others = systems_of_month(office, conn, period)
        return month_state(
            MonthFacts(
                label=period,
                now=office.clock.now(),
                checked_at=_moment(known.get(CHECKED)),
                backed_up_at=_moment(known.get(BACKED_UP)),
                backed_up_to=known.get(BACKED_UP_TO, ""),
                sources=sources_of(conn, stretch, until=min(today - _DAY, days.last_day)),
                unread_rows=unread_rows(conn, stretch),
                exceptions=exceptions_before(conn, end),
                held=held_before(conn, end),
                waivers=_waivers(conn, period, runs),
                draft=_draft_facts(conn, draft, period=days, today=today),
                runs=[RunState(run.state) for run in approved],
                approved=_last_summary(approved),
                invoices=invoices_by_state(conn, period),
                closed=closed_months(conn).get(period),
                reopened=_reopenings(conn, period),
                systems=others.systems,
                posts=others.posts,
                counts=others.counts,
                seconds=seconds_by_step(conn, period),
                seconds_before=seconds_by_step(conn, previous_label(period)),
            )
        )


def _zone(conn: Transaction) -> str:
    company = load(conn, Company)
    return company[0].timezone if company else "UTC"


def _stretch(days: Period, zone: str) -> Stretch:
    """The days of a month in the company's zone, as seconds."""
    starts = [
        start_of_day_us(days.start + number * _DAY, zone) // _MICROS
        for number in range(days.days + 1)
    ]
    return Stretch(
        start=starts[0],
        end=starts[-1],
        days={days.start + number * _DAY: start for number, start in enumerate(starts[:-1])},
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _waivers(conn: Transaction, period: str, runs: Sequence[StoredRun]) -> dict[str, Waiver]:
    """What is waived of the month: of its runs, the later over the earlier, and of its checks."""
    found = dict(load_waivers(conn, period))
    for run in runs:
        found |= waived_gates(conn, run.id, run.waivers)
    return found


def _reopenings(conn: Transaction, period: str) -> list[Waiver]:
    return [
        Waiver(why=each.reopened_why or "", by=each.reopened_by or "", at=each.reopened_at)
        for each in closings(conn)
        if each.month.label == period and each.reopened_at is not None
    ]


def _draft_facts(
    conn: Transaction, draft: StoredRun | None, *, period: Period, today: date
) -> DraftFacts | None:
    if draft is None:
        return None
    summary = read_summary(draft.summary)
    if summary is None or draft.drafted_at is None:
        return DraftFacts(summary=None, is_stale=False)
    # A gate waits for the period's end, which comes without any change of the file.
    came_to_end = draft.drafted_at.date() < period.end <= today
    return DraftFacts(summary=summary, is_stale=came_to_end or summary.mark != newest_change(conn))


def _last_summary(approved: Sequence[StoredRun]) -> RunSummary | None:
    kept = [summary for run in approved if (summary := read_summary(run.summary)) is not None]
    return kept[-1] if kept else None
