"""What is done on the month's own page: check and backup, draft, waivers, closing, reopening."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.billing.gates import GateName
from app.billing.month_steps import MonthState, Step, StepName, StepRow
from app.operations.changes import Changes
from app.operations.close_month import ClosedOrNot, close_month, reopen_month
from app.operations.keep_backups import KeptBackup, back_up_now
from app.operations.keep_steps import check_file, take_back_waiver, waive_item
from app.operations.office import Office
from app.operations.run_bills import bill
from app.progress import Progress
from app.ui import words
from app.ui.desk import Step as Undoable
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.messages import ErrorPanel, Question, Told, ask
from app.ui.page import Page
from app.ui.pages.month_end.telling import GATE_TITLES
from app.values.money import ZERO

_MONTH = Changes.MONTH | Changes.RUNS


class MonthWork(QObject):
    """The work of the page, each through the desk."""

    def __init__(self, page: Page, month: Callable[[], MonthState | None]) -> None:
        super().__init__(page)
        self.page = page
        self._month = month
        self.desk = page.desk
        self._open: ClosedOrNot | None = None
        """What keeps the month open, until it is shown."""

    def act_on(self, step: Step) -> None:
        """Does the work of a step that is done here."""
        month = self._month()
        if step.name is StepName.OPEN:
            self.open_month()
        elif step.name is StepName.DRAFT:
            self.draft()
        elif step.name is StepName.CLOSE and month is not None and month.closed is not None:
            self.reopen()
        elif step.name is StepName.CLOSE and step.needs_person:
            self.close_month()

    def open_month(self) -> None:
        """Reads the company file through and backs it up."""
        self.desk.do(
            "Checking the file and backing it up",
            _check_and_back_up,
            changes=Changes.MONTH,
            key="check and back up",
            leaves="Cancel keeps the backups there are.",
            failed=self.page.failed,
        )

    def draft(self) -> None:
        """Works the bills of the month out."""
        period = self.desk.period
        self.desk.do(
            f"Drafting {words.period(period)}",
            lambda office, progress: bill(office, period, progress=progress),
            changes=_MONTH,
            key="bill",
            leaves="Cancel keeps the draft as it was.",
            failed=self.page.failed,
        )

    # ---- waivers

    def waive(self, row: StepRow) -> None:
        """Asks why a line may pass, and lets all lines of its gate pass."""
        month = self._month()
        if month is None:
            return
        rows = [each for step in month.steps for each in step.open_rows if each.item == row.item]
        count = sum(each.count for each in rows)
        money = sum((each.amount or ZERO for each in rows), ZERO)
        title = _item_title(row, count)
        worth = f", {words.headline(money)}" if row.amount is not None else ""
        is_billed = row.item == GateName.BILLED_IN_BOTH.value
        goes = "is billed all the same" if is_billed else "is left out of the bills"
        wish = ReasonWish(
            title=f"Waive {title}{worth}?",
            text="It stays in the list as waived, with your name and this reason. What it concerns "
            f"{goes}, and the rest goes. You can take the waiver back.",
            verb="Waive",
            field="Why it may pass",
        )
        why = ask_reason(self.page, wish)
        if why:
            self._run(_waived(f"Waive {title}", month.label, row.item, why=why), f"Waive {title}")

    def take_back(self, row: StepRow) -> None:
        """Takes a waiver back; Ctrl+Z gives it again with its reason."""
        month = self._month()
        if month is not None:
            title = f"Take back the waiver of {_item_title(row, row.count)}"
            self._run(_taken_back(title, month.label, row.item), title)

    def _run(self, act: Callable[[Office], Undoable], title: str) -> None:
        self.desk.do(
            title,
            lambda office, _: act(office),
            changes=_MONTH,
            done=self._did,
            failed=self.page.failed,
        )

    def _did(self, found: object) -> None:
        if isinstance(found, Undoable):
            self.desk.did(found)

    # ---- closing

    def close_month(self) -> None:
        """Closes the month, where all gates are clear, all is sent and the proof closes."""
        month = self._month()
        if month is None or month.closed is not None:
            return
        name = words.period(month.label)
        step = month.step(StepName.CLOSE)
        question = Question(
            title=f"Close {name} with {words.plural(step.count, 'invoice')}?",
            text="After that no call, charge or invoice of the month changes, but by a credit. "
            "It can be reopened with a reason; that is listed.",
            verb=f"Close {name}",
        )
        if ask(self.page, question):
            label = month.label
            self.desk.do(
                f"Closing {name}",
                lambda office, progress: close_month(office, label, progress=progress),
                changes=_MONTH,
                done=self._closed,
                key="close month",
                leaves="Cancel leaves the month open.",
                failed=self.page.failed,
            )

    def _closed(self, found: object) -> None:
        if isinstance(found, ClosedOrNot) and found.findings:
            # After the page has read again, which takes errors away.
            self._open = found
            QTimer.singleShot(0, self, self._tell_open)

    def _tell_open(self) -> None:
        found = self._open
        if found is not None:
            self._open = None
            self.page.clear_error()
            first = [f"{each.message} {each.way_out}".strip() for each in found.findings]
            facts = Told(
                what=f"{words.period(found.label)} is not closed yet.",
                why="\n".join(first),
                remedy="Do what is named, then close it.",
                details="\n".join(first),
            )
            self.page.error_place.addWidget(ErrorPanel(facts))

    def reopen(self) -> None:
        """Asks why, and opens a closed month again."""
        month = self._month()
        if month is None or month.closed is None:
            return
        name, label = words.period(month.label), month.label
        why = ask_reason(
            self.page,
            ReasonWish(
                title=f"Reopen {name}?",
                text="Its calls, charges and invoices may change again until you close it anew. "
                "The reopening is listed with your name and this reason.",
                verb=f"Reopen {name}",
            ),
        )
        if why:
            self.desk.do(
                f"Reopening {name}",
                lambda office, _: reopen_month(office, label, why=why),
                changes=_MONTH,
                told=lambda _: f"{name} is open again. Reason: {why}",
                failed=self.page.failed,
            )


def _check_and_back_up(office: Office, progress: Progress) -> KeptBackup:
    check_file(office, progress=progress)
    return back_up_now(office, progress=progress)


def _item_title(row: StepRow, count: int) -> str:
    if row.kind == "source":
        return f"the missing days of {row.name}"
    if row.kind == "suspense":
        noun = "probable duplicate" if row.name == "probable_duplicate" else "call"
        tail = "" if noun == "probable duplicate" else " in suspense"
        return f"{words.plural(count, noun)}{tail}"
    return f"{GATE_TITLES.get(row.item, row.item).lower()} ({words.count(count)})"


def _waived(title: str, period: str, item: str, *, why: str) -> Callable[[Office], Undoable]:
    def act(office: Office) -> Undoable:
        waive_item(office, period, item, why=why)
        return Undoable(title, _taken_back(title, period, item), _MONTH, told=f"Reason: {why}")

    return act


def _taken_back(title: str, period: str, item: str) -> Callable[[Office], Undoable]:
    def act(office: Office) -> Undoable:
        why = take_back_waiver(office, period, item)
        told = f"It is open again. The reason was: {why}"
        return Undoable(title, _waived(title, period, item, why=why), _MONTH, told=told)

    return act
