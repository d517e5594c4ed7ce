from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.customers.service import Number
from app.errors import InputError, NotAllowed
from app.operations.clear_suspense import (
    Cleared,
    Selection,
    accept_suspense,
    assign_suspense,
    decided_before,
    hold_suspense,
    list_suspense,
    remember_alias,
    retry_suspense,
    take_back_decision,
    write_off_suspense,
)
from app.operations.office import Office
from app.store import audit
from app.store.setup import load
from app.store.setup_changes import RowChanges, apply_setup
from app.usage.source import Alias
from app.usage.table import Reason, Status
from tests.operations.companies import (
    A1,
    SINCE,
    STRANGER,
    approve,
    calls_by_key,
    dump,
    take_in,
)

S2 = "s2,2026-10-10T15:00:00Z,,9705550100,3035550188,120,out,answered"
S3 = "s3,2026-10-10T15:00:00Z,trunk-7,,3035550188,60,out,answered"
S4 = "s4,2026-10-11T15:00:00Z,,3035550188,3035550142,60,in,answered"
LONG = "l1,2026-10-11T15:00:00Z,,3035550142,3035550188,43260,out,answered"
NEVER = "n1,2031-10-11T15:00:00Z,,3035550142,3035550188,43260,out,answered"
NOTHING = "u1,2026-10-09T15:00:00Z,,9705550100,3035550188,0,out,busy"


def status_of(office: Office, key: str) -> tuple[Status, Reason]:
    call = calls_by_key(office)[key]
    return Status(int(str(call["status"]))), Reason(int(str(call["reason"])))


RATED = (Status.RATED, Reason.NONE)
NOBODY = (Status.SUSPENDED, Reason.NO_CUSTOMER)


def give_number(office: Office, number: str = "+19705550100") -> None:
    """The stranger's number becomes Granite Peak's, and no call is looked at."""
    row = Number(
        number=number,
        account_number="100",
        location_code="100-MAIN",
        rate_plan="BASIC",
        starts_on=SINCE,
    )
    with office.write() as conn:
        changes = {"numbers": RowChanges(added=[row])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")


def test_what_waits_is_shown_with_its_worth(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, STRANGER, S2, S3, NOTHING)
    groups = list_suspense(office)
    assert [(g.reason, g.source, g.party, g.calls, g.answered, g.held) for g in groups] == [
        (Reason.NO_CUSTOMER, "pbx", "+19705550100", 3, 2, 0),
        (Reason.NO_CUSTOMER, "pbx", "trunk-7", 1, 1, 0),
    ]
    assert [(g.raw_seconds, f"{g.estimate}") for g in groups] == [(180, "0.18"), (60, "0.06")]


def test_a_retry_sees_what_was_mended(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, S3)
    give_number(office)
    assert retry_suspense(office, Selection()) == Cleared(calls=2, left=1)
    assert status_of(office, "s1") == RATED
    assert status_of(office, "s3") == NOBODY


def test_a_retry_touches_only_what_is_chosen(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, S2)
    give_number(office)
    assert retry_suspense(office, Selection(call_ids=["s2"])) == Cleared(calls=1, left=0)
    assert status_of(office, "s1") == NOBODY


def test_a_retry_of_nothing_is_nothing(office: Office) -> None:
    assert retry_suspense(office, Selection()) == Cleared(calls=0, left=0)


def test_a_retry_twice_is_a_retry_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, S3)
    give_number(office)
    retry_suspense(office, Selection())
    before = dump(office)
    retry_suspense(office, Selection())
    assert dump(office) == before


def test_a_call_is_assigned_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    done = assign_suspense(
        office, Selection(call_ids=["s1"]), number="(303) 555-0143", why="a guest line"
    )
    assert done == Cleared(calls=1, left=0)
    take_in(office, tmp_path, S2, name="later.csv")
    assert (calls_by_key(office)["s1"]["number_id"], status_of(office, "s1")) == (2, RATED)
    assert status_of(office, "s2") == NOBODY


def test_an_assignment_is_in_the_audit(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    assign_suspense(office, Selection(reason="no_customer"), number="3035550143", why="a guest")
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "calls", record="pbx/s1")
    assert (entry.action, entry.reason, entry.before, entry.after) == (
        "assigned",
        "a guest",
        '{"suspended":"no_customer"}',
        '{"status":"rated","reason":"none"}',
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("3035550199", "is no number of one customer when call s1 began"),
        ("12", "12 is no telephone number"),
    ],
)
def test_a_number_that_is_nobodys_takes_no_call(
    office: Office, tmp_path: Path, number: str, words: str
) -> None:
    take_in(office, tmp_path, STRANGER)
    before = dump(office)
    with pytest.raises(InputError, match=words):
        assign_suspense(office, Selection(call_ids=["s1"]), number=number, why="")
    assert dump(office) == before


def test_an_alias_is_remembered(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, S3)
    done = remember_alias(office, Selection(party="trunk-7"), number="3035550143", why="trunk")
    take_in(office, tmp_path, S3.replace("s3", "s5"), name="later.csv")
    assert done == Cleared(calls=1, left=0)
    assert (status_of(office, "s3"), status_of(office, "s5")) == (RATED, RATED)
    with office.file.read() as conn:
        assert load(conn, Alias) == [Alias(alias="trunk-7", number="+13035550143")]


def test_an_alias_may_be_one_source_s_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, S3)
    take_in(office, tmp_path, S3, source="carrier", name="carrier.csv")
    chosen = Selection(party="trunk-7", source="pbx")
    assert remember_alias(office, chosen, number="3035550143", why="") == Cleared(calls=1, left=0)
    assert [group.source for group in list_suspense(office)] == ["carrier"]


def test_an_alias_remembered_again_stands_for_the_new_number(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, S3, name="first.csv")
    remember_alias(office, Selection(party="trunk-7"), number="3035550199", why="")
    assert status_of(office, "s3") == NOBODY
    remember_alias(office, Selection(party="trunk-7"), number="3035550143", why="")
    assert status_of(office, "s3") == RATED
    with office.file.read() as conn:
        assert [alias.number for alias in load(conn, Alias)] == ["+13035550143"]


def test_an_alias_mends_every_call_it_touches(office: Office, tmp_path: Path) -> None:
    spoken = "t1,2026-10-10T15:00:00Z,,3035550143,trunk-7,60,out,answered"
    take_in(office, tmp_path, S3, spoken)
    assert status_of(office, "t1") == (Status.SUSPENDED, Reason.BAD_NUMBER)
    remember_alias(office, Selection(party="trunk-7"), number="2125550142", why="")
    assert status_of(office, "t1") == RATED


@pytest.mark.parametrize(
    ("chosen", "number", "words"),
    [
        (Selection(call_ids=["s3"]), "3035550143", "Nothing was remembered"),
        (Selection(party="trunk-7"), "12", "12 is no telephone number"),
    ],
)
def test_what_cannot_be_remembered(
    office: Office, tmp_path: Path, chosen: Selection, number: str, words: str
) -> None:
    take_in(office, tmp_path, S3)
    with pytest.raises(InputError, match=words):
        remember_alias(office, chosen, number=number, why="")


def test_held_calls_wait(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, S3)
    assert hold_suspense(office, Selection(call_ids=["s1"]), why="ask the carrier").left == 1
    assert sorted((group.party, group.held) for group in list_suspense(office)) == [
        ("+19705550100", 1),
        ("trunk-7", 0),
    ]


def test_a_hold_survives_an_assignment(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LONG)
    hold_suspense(office, Selection(call_ids=["l1"]), why="look")
    accept_suspense(office, Selection(call_ids=["l1"]), why="a conference")
    assert status_of(office, "l1") == RATED


def test_a_retry_ends_a_hold(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    hold_suspense(office, Selection(call_ids=["s1"]), why="ask")
    retry_suspense(office, Selection(call_ids=["s1"]))
    assert [group.held for group in list_suspense(office)] == [0]


def test_an_accepted_call_goes_on(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LONG)
    done = accept_suspense(office, Selection(reason="too_long"), why="a conference bridge")
    assert done == Cleared(calls=1, left=0)
    assert calls_by_key(office)["l1"]["charge"] == 43_26000000


def test_two_doubts_are_accepted_one_after_the_other(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, NEVER)
    accept_suspense(office, Selection(call_ids=["n1"]), why="a conference")
    assert status_of(office, "n1")[1] is Reason.BAD_TIMESTAMP
    assert accept_suspense(office, Selection(call_ids=["n1"]), why="a wrong clock").left == 0
    assert status_of(office, "n1") == RATED


def test_a_call_without_payer_cannot_be_accepted(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    with pytest.raises(InputError, match="wait for another reason: no_customer"):
        accept_suspense(office, Selection(call_ids=["s1"]), why="it is real")


def test_a_call_written_off_is_gone_from_suspense(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    done = write_off_suspense(office, Selection(call_ids=["s1"]), why="a test line")
    assert done == Cleared(calls=1, left=0)
    assert status_of(office, "s1") == (Status.WRITTEN_OFF, Reason.NO_CUSTOMER)
    assert list_suspense(office) == []


def test_a_call_written_off_is_not_priced_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    write_off_suspense(office, Selection(call_ids=["s1"]), why="a test line")
    give_number(office)
    assert retry_suspense(office, Selection()).calls == 0


@pytest.mark.parametrize("why", ["", "  "])
def test_a_write_off_needs_a_reason(office: Office, tmp_path: Path, why: str) -> None:
    take_in(office, tmp_path, STRANGER)
    with pytest.raises(InputError, match="A write-off needs a reason"):
        write_off_suspense(office, Selection(call_ids=["s1"]), why=why)


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(call_ids=["a1"]),
        Selection(reason="too_long"),
        Selection(party="+13035550142"),
        Selection(source="carrier"),
        Selection(call_ids=["s1"], source="carrier"),
    ],
)
def test_a_choice_of_no_call_is_refused(office: Office, tmp_path: Path, chosen: Selection) -> None:
    take_in(office, tmp_path, A1, STRANGER)
    with pytest.raises(InputError, match="No call in suspense is meant by that"):
        hold_suspense(office, chosen, why="")


def test_a_reason_that_does_not_exist_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="There is no suspense reason bored"):
        retry_suspense(office, Selection(reason="bored"))


@pytest.mark.parametrize(
    "decide",
    [
        lambda office, chosen: hold_suspense(office, chosen, why="later"),
        lambda office, chosen: write_off_suspense(office, chosen, why="lost"),
        lambda office, chosen: assign_suspense(office, chosen, number="3035550143", why="guest"),
    ],
)
def test_what_is_decided_of_one_call_leaves_the_others(
    office: Office, tmp_path: Path, decide: Callable[[Office, Selection], Cleared]
) -> None:
    take_in(office, tmp_path, STRANGER, S2)
    before = calls_by_key(office)["s2"]
    decide(office, Selection(call_ids=["s1"]))
    assert calls_by_key(office)["s2"] == before


def test_a_number_is_taken_as_it_was_at_the_start(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    new = Number(
        number="+13035550177",
        account_number="100",
        location_code="100-MAIN",
        rate_plan="BASIC",
        starts_on=date(2026, 10, 20),
    )
    with office.write() as conn:
        changes = {"numbers": RowChanges(added=[new])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
    with pytest.raises(InputError, match="when call s1 began"):
        assign_suspense(office, Selection(call_ids=["s1"]), number="3035550177", why="")


def test_a_decision_is_taken_back_and_done_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, STRANGER, S2)
    chosen = Selection(party="+19705550100", source="pbx", reason="no_customer")
    start = dump(office, "call_decisions")
    before = decided_before(office, chosen)
    write_off_suspense(office, chosen, why="never ours")
    again = take_back_decision(office, before)
    assert dump(office, "call_decisions") == start
    take_back_decision(office, again)
    assert status_of(office, "s1")[0] is Status.WRITTEN_OFF


def test_an_accepted_call_waits_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LONG)
    chosen = Selection(reason="too_long")
    before = decided_before(office, chosen)
    accept_suspense(office, chosen, why="real")
    assert status_of(office, "l1") == RATED
    take_back_decision(office, before)
    assert status_of(office, "l1") == (Status.SUSPENDED, Reason.TOO_LONG)


def test_what_is_on_an_invoice_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LONG)
    before = decided_before(office, Selection(reason="too_long"))
    accept_suspense(office, Selection(reason="too_long"), why="real")
    approve(office)
    with pytest.raises(NotAllowed, match="cannot be taken back"):
        take_back_decision(office, before)


def test_calls_without_a_payer_s_text_are_chosen_by_a_blank_party(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, STRANGER, "x1,2026-10-12T15:00:00Z,,,,60,out,answered")
    assert hold_suspense(office, Selection(party=""), why="").calls == 1
    assert Cleared(calls=3, left=2).summary() == "1 call left suspense, 2 still wait"
