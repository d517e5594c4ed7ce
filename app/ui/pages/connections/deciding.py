"""What is done about an entry of the inbox: tried again, settled, or gone to where it is mended."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.billing.drift import DriftChoice
from app.operations.browse_inbox import Deed, InboxRow
from app.operations.changes import Changes
from app.operations.keep_inbox import Retried, retry_problem
from app.operations.office import Office
from app.operations.settle_drift import DriftCard, DriftSettled, settle_drift
from app.operations.settle_entry import EntrySettled, decide_entry, settle_fields
from app.operations.settle_incoming import Keep
from app.progress import Progress
from app.ui import words
from app.ui.desk import undo_step
from app.ui.messages import Question, ask
from app.ui.page import Page
from app.ui.tasks import Job, Lane

_MENDED = Changes.CONNECTIONS | Changes.INVOICES | Changes.PAYMENTS | Changes.CUSTOMERS


class InboxWork(QObject):
    """The work of the inbox, each off the window's thread."""

    leaving = Signal()
    """An entry may be about to leave the list."""
    sign_in_wanted = Signal(str)
    map_wanted = Signal(str)
    codes_wanted = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page = page
        self.desk = page.desk

    def retry(self, row: InboxRow) -> None:
        """Tries one entry again: its system is read, and that record alone is done."""
        office, number = self.desk.office, row.id
        self.page.clear_error()
        self.leaving.emit()
        job = Job(
            run=lambda progress: retry_problem(office, number, progress=progress),
            title=f"Trying again: {row.title}",
            key=f"retry {number}",
            lane=Lane.NETWORK,
            changes=_MENDED,
            told=_retried_words,
        )
        self.desk.tasks.start(job, failed=self.page.failed)

    def retry_all(self, rows: Sequence[InboxRow]) -> None:
        """Tries every entry again, one after another."""
        if not rows:
            return
        office, numbers = self.desk.office, [each.id for each in rows]
        self.page.clear_error()
        job = Job(
            run=lambda progress: _all_tried(office, numbers, progress),
            title=f"Trying {words.plural(len(numbers), 'thing')} again",
            key="retry all",
            lane=Lane.NETWORK,
            changes=_MENDED,
            told=_all_words,
        )
        self.desk.tasks.start(job, failed=self.page.failed)

    def settle(
        self,
        row: InboxRow,
        card: DriftCard,
        choice: DriftChoice,
        keep: Sequence[int],
        verb: str,
    ) -> None:
        """Settles an invoice that was changed there; asked first where that writes there."""
        office, number, system = self.desk.office, row.our_id, row.system
        writes = choice is DriftChoice.OURS or (choice is DriftChoice.SPLIT and bool(keep))
        if writes and not ask(self.page, _question(row, card, verb)):
            return
        self.page.clear_error()
        self.leaving.emit()
        job = Job(
            run=lambda progress: settle_drift(
                office, system, number, choice, keep=keep, progress=progress
            ),
            title=f"{verb}, invoice {number}",
            key=f"settle {number}",
            lane=Lane.NETWORK,
            changes=_MENDED,
            told=lambda found: found.settlement.words if isinstance(found, DriftSettled) else "",
        )
        self.desk.tasks.start(job, failed=self.page.failed)

    def settle_fields(self, row: InboxRow, keep: Mapping[str, Keep], verb: str) -> None:
        """Keeps ours or takes theirs, field by field; what was taken can be taken back."""
        self.page.clear_error()
        self.leaving.emit()
        self.desk.do(
            f"{verb}: {row.title}",
            partial(_fields_settled, row.id, dict(keep)),
            changes=_MENDED,
            done=self._fields_done,
            failed=self.page.failed,
            key=f"settle entry {row.id}",
        )

    @Slot(object)
    def _fields_done(self, found: object) -> None:
        if isinstance(found, EntrySettled):
            for each in found.edits:
                self.desk.did(undo_step(each))

    def decide(self, row: InboxRow, value: str, verb: str) -> None:
        """Answers the question an entry waits for; what waited for it is looked at again."""
        self.page.clear_error()
        self.leaving.emit()
        self.desk.do(
            f"{verb}: {row.title}",
            partial(_decided, row.id, row.decides, value),
            changes=_MENDED | Changes.COMPANY,
            failed=self.page.failed,
            key=f"decide entry {row.id}",
        )

    def go_to(self, row: InboxRow) -> None:
        """Goes where an entry is mended."""
        if row.deed is Deed.SIGN_IN:
            self.sign_in_wanted.emit(row.system)
        elif row.deed is Deed.CODES:
            self.codes_wanted.emit(row.system)
        elif row.deed is Deed.MAP:
            self.map_wanted.emit(row.system)
        elif row.deed is Deed.CUSTOMER:
            self.page.go.emit("customers", row.account_number)
        elif row.deed is Deed.INVOICE:
            self.page.go.emit("invoices", row.our_id)


def _question(row: InboxRow, card: DriftCard, verb: str) -> Question:
    return Question(
        title=f"{verb}, invoice {row.our_id}?",
        text=f"{card.title} has {words.money(card.drift.there_total)} now; ours is "
        f"{words.money(card.drift.ours_total)}. It is looked at once more before it is written.",
        verb=verb,
    )


def _fields_settled(
    number: int, keep: Mapping[str, Keep], office: Office, progress: Progress
) -> EntrySettled:
    del progress
    return settle_fields(office, number, keep)


def _decided(number: int, key: str, value: str, office: Office, progress: Progress) -> EntrySettled:
    del progress
    return decide_entry(office, number, key, value)


def _all_tried(office: Office, numbers: Sequence[int], progress: Progress) -> list[Retried]:
    found = []
    for place, number in enumerate(numbers):
        progress.step(place, len(numbers), "Trying again")
        found.append(retry_problem(office, number))
    return found


def _retried_words(found: object) -> str:
    if not isinstance(found, Retried):
        return ""
    return "Solved" if found.is_solved else f"It stays. {found.why}".strip()


def _all_words(found: object) -> str:
    tried = [each for each in found if isinstance(each, Retried)] if isinstance(found, list) else []
    solved = sum(each.is_solved for each in tried)
    return f"{words.count(solved)} of {words.count(len(tried))} solved"
