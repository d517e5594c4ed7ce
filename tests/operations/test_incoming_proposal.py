"""Proposals: what a plan shows of a record, and which rows several come to."""

from app.customers.account import Account
from app.customers.incoming_changes import ACCOUNT, CONTACT, FIELDS, FieldChange, value_of
from app.customers.ownership import Agreed, Settlement
from app.operations.incoming_proposal import (
    Proposal,
    Row,
    conflict,
    identity_of,
    merged_rows,
    refused,
    version_of,
)
from app.operations.posting_plan import PlanAction, PlanRecord
from tests.operations.companies import GRANITE

NAME = FIELDS[ACCOUNT][0]
ASKED = FieldChange(
    field=NAME,
    settlement=Settlement.ASK,
    ours=value_of(GRANITE, NAME),
    theirs={"name": "Granite"},
    agreed=None,
    why="The name differs.",
)


def proposal(kind: str, **values: object) -> Proposal:
    record = PlanRecord(
        kind=kind, our_id="100", action=PlanAction.UPDATE, their_id="9", reason="So."
    )
    return Proposal(record=record, target=Account, key="100", values=values)


def test_a_question_shows_both_sides() -> None:
    record = conflict(ACCOUNT, "100", their_id="9", why="Who?", changes=[ASKED]).record
    assert record.before == {"name": "Granite Peak Credit Union"}
    assert record.after == {"name": "Granite"}
    assert record.document == {
        "fields": {
            "name": {
                "ours": {"name": "Granite Peak Credit Union"},
                "theirs": {"name": "Granite"},
                "agreed": None,
                "why": "The name differs.",
            }
        }
    }


def test_a_version_is_of_both_sides_and_what_was_agreed() -> None:
    other = FieldChange(
        field=NAME,
        settlement=Settlement.ASK,
        ours=ASKED.ours,
        theirs=ASKED.theirs,
        agreed=Agreed(ours=ASKED.ours, theirs=None),
    )
    assert version_of([ASKED]) != version_of([other])
    assert version_of([ASKED]) == version_of([ASKED])


def test_several_proposals_may_come_to_one_row() -> None:
    here: dict[tuple[type[Row], str], Row] = {(Account, "100"): GRANITE}
    found = merged_rows(
        [proposal(ACCOUNT, name="Granite"), proposal(CONTACT, phone="3035550100")], here
    )
    (row,) = found.values()
    assert isinstance(row, Account)
    assert (row.name, row.phone, row.city) == ("Granite", "3035550100", "Lakewood")


def test_a_refused_row_writes_nothing_and_says_why() -> None:
    one = proposal(ACCOUNT, name="")
    after = refused(one, "name is blank.")
    assert after.target is None
    assert (after.record.action, after.record.reason) == (PlanAction.CONFLICT, "name is blank.")
    assert identity_of(after.record) != one.identity


def test_which_account_has_to_be_there() -> None:
    assert proposal(CONTACT, phone="1").account_number == "100"
    assert not proposal(CONTACT, phone="1").makes_account
    assert proposal(ACCOUNT, account_number="100").makes_account
    assert conflict(ACCOUNT, "100", their_id=None, why="Who?").account_number is None
