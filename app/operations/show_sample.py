"""The sample company: made with its first month billed, so that the second can be worked on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.billing.gates import GateName
from app.errors import InputError
from app.host.clock import Clock, fixed
from app.host.paths import documents_folder, sample_data
from app.operations.import_usage import Choices, import_usage
from app.operations.import_workbook import apply_workbook, plan_workbook
from app.operations.make_company import new_company, open_company
from app.operations.run_bills import bill
from app.progress import Progress
from app.store.facts import note_fact

_FIRST_MONTH: Final = "2026-09"
_THEN: Final = datetime(2026, 10, 2, 15, tzinfo=UTC)
_WAIVED: Final = {
    GateName.ACCOUNTS_NOT_READY: "sample: two customers lack a place, and are left out",
    GateName.NOT_REGISTERED: "sample: one customer in Nevada, where nothing is collected",
}


def sample_call_files(label: str) -> list[Path]:
    """The sample's call files of a month, in the order in which they come."""
    folder = sample_data() / "calls" / label
    return sorted(folder.iterdir()) if folder.is_dir() else []


def source_of_sample_file(path: Path) -> str:
    """The source that a file of the sample belongs to; its name begins with it."""
    return path.name.partition("_")[0]


def make_sample(path: Path | None, *, progress: Progress) -> Path:
    """Makes the sample company in a new file and bills its first month; where it lies.

    Without a path the file goes into the documents folder, under the first name that is free.
    InputError where the sample does not come with this program. Raises Cancelled; no file is
    kept then.
    """
    workbook = sample_data() / "cedar-fork.xlsx"
    if not workbook.exists():
        raise InputError(
            "The sample company is not here.",
            "It comes with the program; somebody took its folder away.",
            "Install Switchbook again, or start with a company of your own.",
        )
    place = path or _free_name()
    clock = fixed(_THEN)
    with new_company(place, clock) as office:
        progress.step(0, 5, "Reading the workbook")
        plan = plan_workbook(office, workbook)
        apply_workbook(office, plan, origin=workbook.name)
        with office.write() as conn:
            note_fact(conn, "practice", "yes")
    try:
        _live_first_month(place, clock, progress)
    except BaseException:
        # A sample without its first month is none; nothing else was ever in this file.
        place.unlink(missing_ok=True)
        raise
    return place


def _live_first_month(place: Path, clock: Clock, progress: Progress) -> None:
    with open_company(place, clock, write=True) as office:
        for number, path in enumerate(sample_call_files(_FIRST_MONTH), 1):
            progress.step(number, 5, f"Reading {path.name}")
            source = source_of_sample_file(path)
            import_usage(office, [path], choices=Choices(source=source), progress=_Quiet(progress))
        progress.step(4, 5, "Billing September")
        bill(office, _FIRST_MONTH, waivers=_WAIVED, approve=True, progress=_Quiet(progress))
        progress.step(5, 5, "Done")


class _Quiet:
    """Tells nothing of the small steps, and stops where the user stopped."""

    def __init__(self, told: Progress) -> None:
        self._told = told

    def step(self, done: int, total: int, note: str) -> None:
        """Asks whether to go on."""
        del done, total
        self._told.step(0, 0, note)


def _free_name() -> Path:
    folder = documents_folder() / "Switchbook"
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / f"Sample company{'' if number == 1 else f' {number}'}.switchbook"
        if not path.exists():
            return path
        number += 1
