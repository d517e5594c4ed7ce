"""Planned rows are written together, and those that changed meanwhile are left out."""

from app.operations.apply_incoming import take_incoming
from app.operations.edit_records import edit_records, undo_edit
from app.operations.incoming_writing import SYNC_BILLING
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.store.audit import entries_of
from tests.operations.companies import a_charge
from tests.operations.psa_billing import HOURS, KEY, SALE, later_hours, plan, say, with_psa


def test_one_that_changed_does_not_hold_the_others(office: Office) -> None:
    with_psa(office, HOURS, SALE)
    planned = plan(office)
    say(office, later_hours(text="Something else"))
    taken = take_incoming(office, KEY, planned)
    assert [each.result for each in taken.outcomes] == [Result.STALE, Result.DONE]
    with office.file.read() as conn:
        (entry,) = entries_of(conn, "charges", record="PSA:connectwise:charges:product:8")
    assert entry.operation == SYNC_BILLING


def test_what_was_written_can_be_undone_and_comes_again(office: Office) -> None:
    with_psa(office, HOURS)
    taken = take_incoming(office, KEY, plan(office))
    for edited in taken.edited:
        undo_edit(office, edited)
    assert [each.our_id for each in plan(office)] == ["PSA:connectwise:time:7"]


def test_a_row_that_somebody_changed_is_brought_back(office: Office) -> None:
    with_psa(office, HOURS)
    take_incoming(office, KEY, plan(office))
    edit_records(office, [a_charge("PSA:connectwise:time:7")], title="by hand")
    (record,) = plan(office)
    assert record.after["quantity"] == "1.5"
