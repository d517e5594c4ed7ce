"""Work off the window's thread: in turn, with progress, cancelled, told when it ended."""

import gc
import threading
from functools import partial

from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.operations.changes import Changes
from app.progress import Progress
from app.ui.tasks import Job, Lane, State, Tasks


def _told(number: int, _: Progress) -> int:
    return number


def _ended(tasks: Tasks) -> Tasks:
    tasks.wait()
    tasks.quit()
    return tasks


def test_no_result_is_lost_when_two_thousand_jobs_are_started(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()
    for number in range(2000):
        tasks.start(Job(run=partial(_told, number), lane=Lane.READ), done=found.append)
    _ended(tasks)
    assert found == list(range(2000))


def test_a_job_runs_on_another_thread_than_the_window(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()
    tasks.start(Job(run=lambda _: threading.get_ident()), done=found.append)
    _ended(tasks)
    assert found != [threading.get_ident()]


def test_of_reads_with_one_key_the_last_alone_arrives(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()
    for number in range(5):
        job = Job(run=partial(_told, number), lane=Lane.READ, key="list")
        tasks.start(job, done=found.append)
    _ended(tasks)
    assert found == [4]


def test_a_running_job_of_the_same_key_is_not_started_twice(qtbot: QtBot) -> None:
    del qtbot
    tasks, runs = Tasks(), list[int]()
    first = tasks.start(Job(run=lambda _: runs.append(1), key="bill"))
    second = tasks.start(Job(run=lambda _: runs.append(2), key="bill"))
    _ended(tasks)
    assert first is second
    assert runs == [1]


def test_cancelling_stops_at_the_next_step_and_says_so(qtbot: QtBot) -> None:
    del qtbot
    tasks, ended, stop_asked = Tasks(), list[State](), threading.Event()

    def run(progress: Progress) -> None:
        stop_asked.wait(60)
        progress.step(1, 2, "reading")
        ended.append(State.DONE)

    task = tasks.start(Job(run=run, title="Reading"))
    task.cancelled.connect(lambda: ended.append(State.CANCELLED))
    task.cancel()
    stop_asked.set()
    _ended(tasks)
    assert ended == [State.CANCELLED]


def test_an_error_arrives_with_its_words(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()

    def run(_: Progress) -> None:
        raise InputError("There is no such file.")

    tasks.start(Job(run=run), failed=found.append)
    _ended(tasks)
    assert [str(each) for each in found] == ["There is no such file."]


def test_a_failure_nobody_listens_to_is_told_to_the_window(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()
    tasks.faulted.connect(found.append)

    def run(_: Progress) -> None:
        raise ZeroDivisionError

    tasks.start(Job(run=run))
    _ended(tasks)
    assert isinstance(found[0], ZeroDivisionError)


def test_what_a_job_changed_is_told_only_where_it_ended_well(qtbot: QtBot) -> None:
    del qtbot
    tasks, found = Tasks(), list[object]()
    tasks.changed.connect(found.append)

    def fails(_: Progress) -> None:
        raise InputError("No.")

    tasks.start(Job(run=lambda _: None, changes=Changes.USAGE))
    tasks.start(Job(run=fails, changes=Changes.RATES), failed=lambda _: None)
    _ended(tasks)
    assert found == [Changes.USAGE]


def test_what_waits_behind_a_cancelled_queue_never_runs(qtbot: QtBot) -> None:
    del qtbot
    tasks, runs = Tasks(), list[int]()
    gate = threading.Event()
    tasks.start(Job(run=lambda _: gate.wait(5), title="First"))
    tasks.start(Job(run=lambda _: runs.append(1), title="Second"))
    tasks.cancel_all()
    gate.set()
    _ended(tasks)
    assert runs == []


class _Left:
    """Something in a circle that only Python's search finds; it notes on which thread it goes."""

    def __init__(self, gone: set[int]) -> None:
        self.circle = self
        self.gone = gone

    def __del__(self) -> None:
        self.gone.add(threading.get_ident())


def test_what_the_window_leaves_behind_goes_on_the_window_s_thread(qtbot: QtBot) -> None:
    del qtbot
    tasks = Tasks()
    gone: set[int] = set()
    for _ in range(20):
        for _ in range(200):
            _Left(gone)
        tasks.start(Job(run=lambda _: [[] for _ in range(5000)]))
        tasks.wait()
    _ended(tasks)
    gc.collect()
    assert gone == {threading.get_ident()}
