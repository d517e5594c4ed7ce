from collections.abc import Callable
from dataclasses import replace

import pytest

from app.connectors.dealings import Posted
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable, SignInNeeded
from app.operations.office import Office
from app.operations.posting_errands import Outcome, PostingResult, Result, Sender, Stopped, waiting
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.store import audit
from app.store.links import LinkKind, links
from app.store.outbox import open_errands

RECORD = PlanRecord(
    kind="customer",
    our_id="100",
    action=PlanAction.CREATE,
    verb=Verb.CREATE,
    reason="New.",
    document={"name": "Granite"},
)
THERE = Posted(id="C1", number="100")


class Side:
    """The other side: what it holds, and what befalls it when asked."""

    def __init__(self, *fates: Exception | None) -> None:
        self.fates = list(fates)
        self.held: Posted | None = None
        self.arrives = True
        self.keys: list[str] = []
        self.look_fails: Exception | None = None

    def look(self) -> Posted | None:
        if self.look_fails is not None:
            raise self.look_fails
        return self.held

    def send(self, key: str) -> Posted:
        self.keys.append(key)
        fate = self.fates.pop(0) if self.fates else None
        if self.arrives and not isinstance(fate, RemoteRefused | SignInNeeded):
            self.held = THERE
        if fate is not None:
            raise fate
        return THERE


LOST = RemoteUnavailable("Lost.", may_have_happened=True)
AWAY = RemoteUnavailable("Away.")


@pytest.fixture
def run(office: Office) -> Callable[[Side], Outcome]:
    sender = Sender(office=office, system="x", plan="seal")
    return lambda side: sender.once(RECORD, sent={"a": 1}, look=side.look, send=side.send)


def test_what_arrived_without_an_answer_is_found(
    office: Office, run: Callable[[Side], Outcome]
) -> None:
    side = Side(LOST)
    outcome = run(side)
    assert (outcome.result, outcome.their_id, len(side.keys)) == (Result.DONE, "C1", 1)
    with office.file.read() as conn:
        assert links(conn, "x", LinkKind.CUSTOMER)["100"].sent == {"a": 1}


def test_what_did_not_arrive_is_sent_once_more_with_its_key(
    run: Callable[[Side], Outcome],
) -> None:
    side = Side(LOST)
    side.arrives = False
    assert run(side).result is Result.DONE
    assert len(side.keys) == 2
    assert len(set(side.keys)) == 1


def test_what_stays_without_an_answer_is_looked_for_next_time(
    office: Office, run: Callable[[Side], Outcome]
) -> None:
    side = Side(LOST, LOST)
    side.arrives = False
    assert run(side).result is Result.UNKNOWN
    with office.file.read() as conn:
        assert len(open_errands(conn, "x")) == 1
    side.held = THERE
    assert run(side).result is Result.DONE
    assert len(side.keys) == 2


def test_what_was_there_before_us_is_linked(run: Callable[[Side], Outcome]) -> None:
    side = Side()
    side.held = THERE
    assert (run(side).result, side.keys) == (Result.LINKED, [])
    assert run(side).result is Result.ALREADY


def test_a_refusal_is_the_record_s_own_and_gets_a_new_key(
    run: Callable[[Side], Outcome],
) -> None:
    side = Side(RemoteRefused("No."))
    assert run(side).result is Result.REFUSED
    assert run(side).result is Result.DONE
    assert len(set(side.keys)) == 2


@pytest.mark.parametrize("fate", [AWAY, SignInNeeded("Out.")])
def test_who_is_away_stops_the_work(run: Callable[[Side], Outcome], fate: Exception) -> None:
    side = Side(fate)
    side.arrives = False
    with pytest.raises(Stopped) as stop:
        run(side)
    (outcome,) = stop.value.outcomes
    assert outcome.result is Result.WAITING


def test_who_cannot_be_asked_after_a_loss_leaves_it_open(
    run: Callable[[Side], Outcome],
) -> None:
    side = Side(LOST)

    def send(key: str) -> Posted:
        side.look_fails = AWAY
        return Side.send(side, key)

    side.send = send  # type: ignore[method-assign]
    with pytest.raises(Stopped) as stop:
        run(side)
    assert stop.value.outcomes[0].result is Result.UNKNOWN


def test_what_is_not_allowed_is_refused_and_stops_nothing(
    office: Office, run: Callable[[Side], Outcome]
) -> None:
    outcome = run(Side(NotAllowed("No file takes it.")))
    assert (outcome.result, outcome.why) == (Result.REFUSED, "No file takes it.")
    side = Side()
    side.look_fails = NotAllowed("The keyring is locked.")
    assert run(side).result is Result.REFUSED
    with office.file.read() as conn:
        assert open_errands(conn, "x") == []


def test_what_may_have_arrived_stays_open_where_looking_is_not_allowed(
    run: Callable[[Side], Outcome],
) -> None:
    side = Side(LOST)
    looks = [None, NotAllowed("The keyring is locked.")]

    def look() -> Posted | None:
        fate = looks.pop(0)
        if fate is not None:
            raise fate
        return None

    side.look = look  # type: ignore[method-assign]
    assert run(side).result is Result.UNKNOWN


CHANGE = replace(RECORD, action=PlanAction.UPDATE, verb=Verb.UPDATE)


def left_open(office: Office, record: PlanRecord, plan: str) -> Sender:
    """A sender whose errand was begun, and whose end nobody knows."""
    sender = Sender(office=office, system="x", plan=plan)
    sender.begin(record)
    return sender


def states(office: Office) -> list[str]:
    with office.file.read() as conn:
        rows = conn.exec_driver_sql("SELECT state FROM outbox ORDER BY id")
        return [state for (state,) in rows]


def test_a_change_that_landed_ends_the_open_one_of_an_earlier_plan(office: Office) -> None:
    left_open(office, CHANGE, "first")
    sender = left_open(office, CHANGE, "second")
    sender.landed(sender.begin(CHANGE), CHANGE, THERE, sent={})
    assert states(office) == ["done", "done"]


@pytest.mark.parametrize(
    ("record", "their_id", "state"),
    [
        (RECORD, None, "refused"),
        (RECORD, "C1", "done"),
        (CHANGE, None, "done"),
    ],
)
def test_what_a_look_has_told_is_closed(
    office: Office, record: PlanRecord, their_id: str | None, state: str
) -> None:
    sender = left_open(office, record, "first")
    left_open(office, replace(record, our_id="200"), "first")
    sender.close(record, their_id)
    assert states(office) == [state, "sending"]


def test_what_is_found_is_closed_with_an_entry(office: Office) -> None:
    sender = left_open(office, RECORD, "first")
    assert sender.found(RECORD, THERE, why="It is there.").result is Result.LINKED
    assert states(office) == ["done"]
    with office.file.read() as conn:
        assert len(audit.entries_of(conn, "customers", record="100")) == 1


def test_a_result_is_clear_only_where_nothing_needs_a_hand() -> None:
    done = Outcome(record=RECORD, result=Result.DONE)
    assert PostingResult(system="x", outcomes=(done,)).is_clear
    assert not PostingResult(system="x", outcomes=(done,), stopped="It broke.").is_clear
    rest = waiting([RECORD], "It broke.")
    result = PostingResult(system="x", outcomes=(done, *rest))
    assert (result.is_clear, result.count(Result.WAITING)) == (False, 1)
