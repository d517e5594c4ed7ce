from dataclasses import replace

import pytest

from app.operations.inbox_notes import (
    LOOK,
    Noted,
    note_look,
    note_outcomes,
    note_plan,
    problem_of,
    record_name,
)
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord
from app.operations.sync_plan import SyncPart
from app.store.inbox import ITSELF, Problem, open_entries
from tests.operations.test_sync_plan import ASKED, KNOWN, MADE, part

HELD = replace(MADE, action=PlanAction.CONFLICT)
DRIFT = Problem(
    system="xero", kind="drift", record="invoice CF-1", flow=LOOK, title="Changed", why="Less."
)


def noted(office: Office, told: SyncPart, *, only: str | None = None) -> Noted:
    with office.write() as conn:
        return note_plan(office, conn, told, only=only)


def kinds(office: Office) -> list[tuple[str, str]]:
    with office.file.read() as conn:
        return sorted((e.problem.kind, e.problem.record) for e in open_entries(conn))


def test_a_conflict_is_an_entry_until_the_plan_has_none(office: Office) -> None:
    assert noted(office, part(MADE, ASKED)) == Noted(opened=1)
    assert noted(office, part(MADE, ASKED)) == Noted()
    assert kinds(office) == [("conflict", "customer 100")]
    assert noted(office, part(MADE)) == Noted(solved=1)
    assert kinds(office) == []


def test_a_part_that_waits_tells_nothing(office: Office) -> None:
    noted(office, part(ASKED))
    assert noted(office, part(plan=None, waits="Away.")) == Noted()
    assert len(kinds(office)) == 1


def test_what_was_refused_stays_until_it_is_taken(office: Office) -> None:
    told = part(MADE)
    with office.write() as conn:
        refused = [Outcome(record=MADE, result=Result.REFUSED, why="No.")]
        assert note_outcomes(office, conn, told, refused, by=ITSELF) == Noted(opened=1)
    assert noted(office, part(MADE)) == Noted()
    assert kinds(office) == [("refused", "invoice CF-1")]
    with office.write() as conn:
        done = [Outcome(record=MADE, result=Result.DONE)]
        assert note_outcomes(office, conn, told, done, by="retry") == Noted(solved=1)
    assert kinds(office) == []


def test_a_refusal_that_needs_no_more_doing_goes_by_itself(office: Office) -> None:
    with office.write() as conn:
        refused = [Outcome(record=MADE, result=Result.DIFFERS, why="No.")]
        note_outcomes(office, conn, part(MADE), refused, by=ITSELF)
    skipped = replace(MADE, action=PlanAction.SKIP)
    assert noted(office, part(skipped)) == Noted(solved=1)


def test_what_a_look_tells_better_is_told_once(office: Office) -> None:
    with office.write() as conn:
        assert note_look(office, conn, "xero", [DRIFT]) == Noted(opened=1)
    changed = replace(MADE, action=PlanAction.CONFLICT)
    assert noted(office, part(changed)) == Noted()
    assert kinds(office) == [("drift", "invoice CF-1")]
    with office.write() as conn:
        assert note_look(office, conn, "xero", []) == Noted(solved=1)


def test_three_that_wait_for_one_thing_are_one_entry(office: Office) -> None:
    records = [replace(ASKED, our_id=str(number)) for number in range(3)]
    assert noted(office, part(*records)) == Noted(opened=1)
    (entry,) = _entries(office)
    assert entry.title == "3 customers wait for one decision"
    assert entry.amount == 9
    assert entry.facts["records"] == ["customer 0", "customer 1", "customer 2"]
    assert noted(office, part(*records[:2])) == Noted(opened=2, solved=1)


def _entries(office: Office) -> list[Problem]:
    with office.file.read() as conn:
        return [each.problem for each in open_entries(conn)]


def test_one_record_alone_touches_no_other(office: Office) -> None:
    other = replace(ASKED, our_id="300")
    noted(office, part(ASKED, other))
    assert noted(office, part(KNOWN), only="customer 100") == Noted(solved=1)
    assert kinds(office) == [("conflict", "customer 300")]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (replace(ASKED, reason="Another customer of ours has this name there."), "ambiguous"),
        (
            replace(MADE, action=PlanAction.CONFLICT, reason="Closed; next open day."),
            "closed_period",
        ),
        (replace(MADE, action=PlanAction.CONFLICT, reason="It is billed already."), "billed_twice"),
        (replace(MADE, action=PlanAction.CONFLICT, reason="Otherwise."), "conflict"),
    ],
)
def test_each_kind_of_decision_has_its_name(office: Office, record: PlanRecord, kind: str) -> None:
    noted(office, part(record))
    assert [each for each, _ in kinds(office)] == [kind]


def test_an_entry_says_what_which_why_and_what_to_do() -> None:
    told = problem_of(part(MADE), MADE, kind="refused", why="No account.")
    assert told.title == "Invoice CF-1 was not posted"
    assert told.remedy == "Mend what it says, then try it again."
    assert (told.record, record_name(MADE)) == ("invoice CF-1", "invoice CF-1")
    assert Noted(opened=1) + Noted(solved=2) == Noted(opened=1, solved=2)


def test_a_customer_of_theirs_who_is_not_here_is_of_no_account(office: Office) -> None:
    name = "ConnectWise PSA 252"
    stranger = replace(ASKED, kind="account", our_id=name, reason="Its region is missing.")
    ours = replace(stranger, our_id="100", document={"account_number": "100"})
    noted(office, part(stranger, ours))
    found = {each.record: each for each in _entries(office)}
    theirs, here = found[f"account {name}"], found["account 100"]
    assert (theirs.account_number, theirs.title) == (None, f"Customer {name} needs a decision")
    assert (here.account_number, here.title) == ("100", "Account 100 needs a decision")


def test_exemptions_and_payers_have_words(office: Office) -> None:
    document = {"account_number": "100"}
    exempt = replace(ASKED, kind="exemption", our_id="100", document=document, reason="No paper.")
    payer = replace(exempt, kind="payer", reason="Not mapped.")
    noted(office, part(exempt, payer))
    assert {each.title for each in _entries(office)} == {
        "Exemption of 100 needs a decision",
        "Payer of 100 needs a decision",
    }
