"""Applies a plan exactly as it is shown, and plans what takes one back."""

from collections.abc import Callable
from typing import Final

from app.operations.apply_sync import apply_sync, saved_sync_plan
from app.operations.browse_sync import PlanView
from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.sync_plan import SyncPlan, SyncResult
from app.operations.take_back import plan_take_back
from app.progress import Progress
from app.ui import words
from app.ui.messages import Question, ask
from app.ui.page import Page
from app.ui.pages.connections.telling import counts_words
from app.ui.tasks import Job, Lane

_APPLIED: Final = (
    Changes.CONNECTIONS | Changes.CUSTOMERS | Changes.INVOICES | Changes.PAYMENTS | Changes.RUNS
)


def apply_plan(page: Page, view: PlanView, what: str) -> None:
    """Applies a saved plan; asks first where something leaves the computer."""
    if view.goes_out and not ask(page, _question(view, what)):
        return
    office, number = page.desk.office, view.row.id
    page.clear_error()
    job = Job(
        run=lambda progress: _applied(office, number, progress),
        title=f"Applying: {what}",
        key="sync",
        lane=Lane.NETWORK,
        changes=_APPLIED,
        leaves="What is posted stays; the rest of the plan can be applied again.",
        told=_applied_words,
    )
    page.desk.tasks.start(job, failed=page.failed)


def plan_to_take_back(page: Page, number: int, done: Callable[[object], None]) -> None:
    """Plans what takes back an applied plan; it is shown, and applied like any plan."""
    office = page.desk.office
    page.clear_error()
    job = Job(
        run=lambda progress: plan_take_back(office, number, progress=progress),
        title=f"Planning to take back plan {number}",
        key=f"take back {number}",
        lane=Lane.NETWORK,
        changes=Changes.CONNECTIONS,
        told=lambda found: (
            f"{words.plural(len(found.records), 'record')} looked at there"
            if isinstance(found, SyncPlan)
            else ""
        ),
    )
    page.desk.tasks.start(job, done=done, failed=page.failed)


def _applied(office: Office, number: int, progress: Progress) -> SyncResult:
    return apply_sync(office, saved_sync_plan(office, number), progress=progress)


def _applied_words(found: object) -> str:
    if not isinstance(found, SyncResult):
        return ""
    done = found.count(Result.DONE) + found.count(Result.LINKED)
    stale, refused = found.count(Result.STALE), found.count(Result.REFUSED)
    waiting = found.count(Result.WAITING)
    parts = [f"{words.plural(done, 'record')} done"]
    parts += [f"{words.count(stale)} changed since and left out"] if stale else []
    parts += [f"{words.count(refused)} not taken"] if refused else []
    parts += [f"{words.count(waiting)} wait"] if waiting else []
    return ", ".join(parts)


def _question(view: PlanView, what: str) -> Question:
    verb = "Take back" if view.takes_back else "Post"
    where = " and ".join(dict.fromkeys(e.title for e in view.lines if e.is_to_do and e.goes_out))
    back = (
        "What was made void there cannot be brought back from here."
        if view.takes_back
        else "You can take it back under Plans until something is paid on it."
    )
    return Question(
        title=f"{verb} {what}?",
        text=f"To {where}. {back} What changed since the plan was made is left out.",
        verb=f"{verb} {counts_words(view.to_do, most=1)}",
    )
