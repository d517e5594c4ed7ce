"""Kill -9 at any point: nothing is lost, doubled or half done, and the work can be done again."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.company import APPROVAL, copy, state
from tests.faults.program import Running, switchbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's"),
]

WORKS = ("import", "rerate", "approval", "workbook")
RESULTS = ("calls", "imports", "key_blocks", "invoices", "sealed_calls", "rates", "plan_versions")
"""What a work that was done already must leave alone when it is done again."""
PARTS = (0.4, 0.65, 0.85)


@dataclass(frozen=True, slots=True)
class Course:
    """A work, and how it goes when nobody disturbs it."""

    before: Path
    arguments: tuple[object, ...]
    """After the command's name and the company file."""
    command: tuple[str, ...]
    seconds: float
    log_bytes: int
    """The most its write-ahead log held."""
    end_state: str
    results: str

    def start(self, company: Path) -> Running:
        return Running(*self.command, company, *self.arguments)


@pytest.fixture(scope="module")
def courses(
    empty: Path, called: Path, mispriced: Path, calls: Path, dearer: Path
) -> dict[str, Callable[[Path], Course]]:
    """Each work done once without disturbance, when first asked for."""
    known: dict[str, Course] = {}
    plans: dict[str, tuple[Path, tuple[str, ...], tuple[object, ...]]] = {
        "import": (empty, ("import",), (calls,)),
        "rerate": (mispriced, ("rerate",), ()),
        "approval": (called, ("bill",), APPROVAL),
        "workbook": (called, ("workbook", "import"), (dearer,)),
    }

    def course(work: str, folder: Path) -> Course:
        if work not in known:
            before, command, arguments = plans[work]
            company = copy(before, folder / "undisturbed.switchbook")
            running = Running(*command, company, *arguments)
            longest = 0

            def look() -> bool:
                nonlocal longest
                longest = max(longest, log_bytes(company))
                return False

            running.wait_until(look)
            done = running.end().worked()
            known[work] = Course(
                before,
                arguments,
                command,
                done.seconds,
                longest,
                state(company),
                state(company, tables=RESULTS),
            )
        return known[work]

    return {work: lambda folder, work=work: course(work, folder) for work in WORKS}  # type: ignore[misc]


def log_bytes(company: Path) -> int:
    try:
        return company.with_name(company.name + "-wal").stat().st_size
    except FileNotFoundError:
        return 0


def begins_to_write(company: Path, course: Course) -> Callable[[], bool]:
    del course
    return lambda: log_bytes(company) > 0


def is_half_written(company: Path, course: Course) -> Callable[[], bool]:
    return lambda: log_bytes(company) > course.log_bytes // 2


def is_nearly_written(company: Path, course: Course) -> Callable[[], bool]:
    return lambda: log_bytes(company) > course.log_bytes * 0.97


def is_copied_into_the_file(company: Path, course: Course) -> Callable[[], bool]:
    del course
    first = company.stat().st_mtime_ns
    return lambda: company.stat().st_mtime_ns != first


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize(
    "point", [begins_to_write, is_half_written, is_nearly_written, is_copied_into_the_file]
)
def test_killed_while_it_writes(
    work: str,
    point: Callable[[Path, Course], Callable[[], bool]],
    courses: dict[str, Callable[[Path], Course]],
    tmp_path: Path,
) -> None:
    course = courses[work](tmp_path)
    company = copy(course.before, tmp_path / "killed.switchbook")
    moment = point(company, course)
    running = course.start(company)
    running.wait_until(moment)
    running.send(signal.SIGKILL)
    running.end()
    assert_unharmed(course, company)


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("part", PARTS)
def test_killed_some_time_later(
    work: str, part: float, courses: dict[str, Callable[[Path], Course]], tmp_path: Path
) -> None:
    course = courses[work](tmp_path)
    company = copy(course.before, tmp_path / "killed.switchbook")
    running = course.start(company)
    running.wait(course.seconds * part)
    running.send(signal.SIGKILL)
    running.end()
    assert_unharmed(course, company)


def assert_unharmed(course: Course, company: Path) -> None:
    """All of the work is there or nothing, the file is sound, and the work ends as ever."""
    switchbook("check", company).worked()
    found = state(company)
    if found == course.end_state:
        course.start(company).end()
        assert state(company, tables=RESULTS) == course.results
        return
    assert found == state(course.before)
    course.start(company).end().worked()
    assert state(company) == course.end_state
