from datetime import date
from decimal import Decimal
from pathlib import Path

from app.customers.service import Number
from app.operations.browse_usage.mending import (
    Owning,
    Way,
    possible_owners,
    preview_fix,
    rate_wanted,
    rows_to_own,
    way_of,
)
from app.operations.browse_usage.suspense import SuspenseRow, suspense_work
from app.operations.edit_records import edit_records, undo_edit
from app.operations.office import Office
from app.usage.source import Alias
from tests.operations.companies import BILLABLE, STRANGER, calls_by_key, dump, take_in

BUSY = "s2,2026-10-10T15:00:00Z,,9705550100,3035550188,0,out,busy"
TEXT = "t1,2026-10-12T15:00:00Z,trunk-7,,3035550188,60,out,answered"
FRANCE = "f1,2026-10-12T15:00:00Z,,3035550143,+33142685300,60,out,answered"
NOWHERE = "x1,2026-10-12T15:00:00Z,,,3035550188,60,out,answered"
HARBOR = Owning(account_number="200", location_code="200-MAIN", since=date(2026, 10, 9))


def waiting(office: Office, party: str) -> SuspenseRow:
    return next(row for row in suspense_work(office).rows if row.party == party)


def test_customers_are_offered_with_their_places_and_usual_plan(office: Office) -> None:
    owners = possible_owners(office)
    assert owners.accounts["Harbor Light Dental · 200"] == "200"
    assert owners.locations["200"] == {"200-MAIN, New York": "200-MAIN"}
    assert owners.plans["200"] == "STEPPED"
    assert owners.numbers["100"] == ("+13035550142", "+13035550143")


def test_what_a_mend_would_bill_is_what_it_bills_and_it_can_be_undone(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE, STRANGER, BUSY)
    rows = suspense_work(office).rows
    mend = rows_to_own(office, rows, HARBOR)
    before = dump(office)
    preview = preview_fix(office, rows, mend)
    assert dump(office) == before
    assert (preview.billed, preview.charge, preview.free, preview.left) == (
        1,
        Decimal("0.06"),
        1,
        0,
    )
    done = edit_records(office, mend, title="assign")
    assert not done.refusals
    assert calls_by_key(office)["s1"]["charge"] == 6_000_000
    assert suspense_work(office).rows == ()
    undo_edit(office, done)
    assert suspense_work(office).calls == 2


def test_a_number_becomes_the_customer_s_a_text_stands_for_its_first(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, STRANGER, TEXT)
    number, alias = rows_to_own(office, suspense_work(office).rows, HARBOR)
    assert isinstance(number, Number)
    assert (number.number, number.rate_plan, number.starts_on) == (
        "+19705550100",
        "STEPPED",
        date(2026, 10, 9),
    )
    assert alias == Alias(alias="trunk-7", number="+12125550142", source="pbx")
    preview = preview_fix(office, [waiting(office, "trunk-7")], [alias])
    assert (preview.billed, preview.left) == (1, 0)


def test_a_mend_that_helps_nobody_leaves_them_waiting(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    preview = preview_fix(office, suspense_work(office).rows, [])
    assert (preview.billed, preview.left) == (0, 1)
    assert preview_fix(office, [], []).left == 0


def test_each_cause_has_its_way(office: Office, tmp_path: Path) -> None:
    long = "l1,2026-10-11T15:00:00Z,,3035550143,3035550188,43260,out,answered"
    take_in(office, tmp_path, STRANGER, FRANCE, NOWHERE, long)
    ways = {(row.party, row.reason.name): way_of(row) for row in suspense_work(office).rows}
    assert ways["+19705550100", "NO_CUSTOMER"] is Way.ASSIGN
    assert ways["", "NO_CUSTOMER"] is Way.LOOK
    assert ways["+13035550143", "NO_RATE"] is Way.RATE
    assert ways["+13035550143", "TOO_LONG"] is Way.ACCEPT


def test_the_rate_that_lacks_is_proposed_for_the_payer_s_deck(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, FRANCE, STRANGER)
    rate = rate_wanted(office, waiting(office, "+13035550143"))
    assert rate is not None
    assert (rate.deck_code, rate.prefix, rate.valid_from) == (
        "STANDARD",
        "33142",
        date(2026, 10, 1),
    )
    assert rate_wanted(office, waiting(office, "+19705550100")) is None
