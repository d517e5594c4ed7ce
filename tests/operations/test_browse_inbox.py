from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.decision import BASE_PRODUCT, TIME_PRODUCT
from app.operations.browse_inbox import Deed, browse_inbox, decision_choices
from app.operations.inbox_notes import LOOK
from app.operations.office import Office
from app.operations.sync_company import sync_company
from app.store.inbox import Problem, open_entry
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def test_a_change_there_is_told_with_its_customer_and_money(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.edit("CF-1043", Decimal(40))
    sync_company(office)
    found = browse_inbox(office)
    row = next(each for each in found.open if each.kind == "drift")
    assert (row.deed, row.our_id, row.system) == (Deed.DRIFT, "CF-1043", BOOKS)
    assert row.customer
    assert row.which.endswith("invoice CF-1043")
    assert BOOKS in found.systems


@pytest.mark.parametrize(
    ("kind", "flow", "record", "why", "deed"),
    [
        ("sign_in_ends", LOOK, "connection", "", Deed.SIGN_IN),
        ("ambiguous", "customers", "account", "", Deed.MAP),
        ("conflict", "customers", "account", "Decide.", Deed.MAP),
        ("refused", "invoices", "invoice", "It was not taken.", Deed.RETRY),
        ("unapplied", LOOK, "payment", "", Deed.THERE),
        ("conflict", "work", "charge", "No product of ours is linked to X.", Deed.CODES),
    ],
)
def test_each_kind_has_its_remedy(
    office: Office, sides: Sides, kind: str, flow: str, record: str, why: str, deed: Deed
) -> None:
    del sides
    problem = Problem(
        system=PSA, kind=kind, record="x", flow=flow, title="T", why=why, facts={"kind": record}
    )
    with office.write() as conn:
        open_entry(conn, problem, at=office.clock.now())
    (row,) = browse_inbox(office).open
    assert row.deed is deed


def test_what_nobody_decided_is_a_question_with_its_answers(office: Office, sides: Sides) -> None:
    del sides
    for record, key in (("time", TIME_PRODUCT), ("service", BASE_PRODUCT)):
        problem = Problem(
            system=PSA,
            kind="conflict",
            record=record,
            flow="work",
            title="T",
            why="Nobody has decided as which product time is billed.",
            facts={"kind": record},
        )
        with office.write() as conn:
            number = open_entry(conn, problem, at=office.clock.now())
        row = next(each for each in browse_inbox(office).open if each.id == number)
        assert (row.deed, row.decides) == (Deed.DECIDE, key)
    assert decision_choices(office, TIME_PRODUCT)
    assert [value for value, _ in decision_choices(office, "closed_period")] == [
        "ask",
        "next_open_day",
    ]


def test_fields_that_are_asked_stand_beside_each_other(office: Office, sides: Sides) -> None:
    del sides
    told = {"ours": {"email": "a@x.example"}, "theirs": None, "agreed": None, "why": "Both."}
    problem = Problem(
        system=PSA,
        kind="conflict",
        record="contact 100",
        flow="customers",
        title="T",
        why="Both.",
        account_number="100",
        facts={"kind": "contact", "our_id": "100", "fields": {"email": told}},
    )
    with office.write() as conn:
        open_entry(conn, problem, at=office.clock.now())
    (row,) = browse_inbox(office).open
    assert row.deed is Deed.FIELDS
    (asked,) = row.asked
    assert (asked.name, asked.ours, asked.can_be_taken) == ("email", "a@x.example", False)
