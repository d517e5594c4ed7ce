"""Rows of proposals: checked as a workbook is, and written with links and agreements."""

from dataclasses import replace

from app.customers.account import Account
from app.customers.incoming_changes import CONTACT
from app.customers.ownership import Agreed
from app.operations.incoming_proposal import Proposal
from app.operations.incoming_rows import planned_edits, write_proposals
from app.operations.incoming_view import view_of
from app.operations.office import Office
from app.operations.posting_plan import PlanAction, PlanRecord
from app.store.agreed import AgreedRecord, agreed_fields
from app.store.audit import entries_of
from app.store.links import Link, LinkKind, links
from app.store.setup import load
from tests.operations.companies import GRANITE, HARBOR
from tests.operations.psa_staged import link, tiny

KEY = "connectwise"


def proposal(number: str, **values: object) -> Proposal:
    record = PlanRecord(
        kind=CONTACT, our_id=number, action=PlanAction.UPDATE, their_id="9", reason="So."
    )
    both = Agreed(ours=values, theirs=values)
    return Proposal(
        record=record,
        target=Account,
        key=number,
        values=values,
        agreed=AgreedRecord(kind=CONTACT, our_id=number, fields={"phone": both}),
    )


def test_a_row_that_stays_is_no_edit_and_a_wrong_one_says_why(office: Office) -> None:
    tiny(office, KEY)
    with office.file.read() as conn:
        view = view_of(office, conn, KEY)
        edits, wrong = planned_edits(
            office,
            conn,
            view,
            [proposal("100", name=GRANITE.name), proposal("200", country="Freedonia")],
        )
    assert edits == []
    assert list(wrong) == [(Account, "200")]
    assert "Freedonia" in wrong[Account, "200"]


def test_what_is_wrong_is_left_out_whole_and_the_rest_is_written(office: Office) -> None:
    tiny(office, KEY)
    link(office, KEY, "777", "9")
    theirs = Link(kind=LinkKind.CUSTOMER, our_id="100", their_id="9", sent={})
    good = replace(proposal("100", phone="3035550100"), link=theirs)
    with office.write() as conn:
        view = view_of(office, conn, KEY)
        edited, wrong = write_proposals(
            office, conn, view, [good, proposal("200", country="Freedonia")], title="a test"
        )
    assert [each.after for each in edited.edits] == [replace(GRANITE, phone="3035550100")]
    assert len(wrong) == 1
    with office.file.read() as conn:
        assert HARBOR in load(conn, Account)
        assert list(agreed_fields(conn, KEY)) == [(CONTACT, "100")]
        assert {
            our: each.their_id for our, each in links(conn, KEY, LinkKind.CUSTOMER).items()
        } == {"100": "9"}
        assert entries_of(conn, "accounts", record="100")[-1].operation == "a test"
