from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.operations.clear_suspense import Selection, hold_suspense, write_off_suspense
from app.operations.office import Office
from app.store.suspense import price_of_a_second, suspense_groups, waiting_calls, worth
from app.usage.table import Reason, Status
from tests.operations.companies import A1, A5, STRANGER, take_in

INBOUND = "i1,2026-10-09T15:00:00Z,,3035550188,9705550100,60,in,"
BILLED = "i2,2026-10-09T15:00:00Z,trunk-7,3035550188,9705550100,60,in,"
BACKWARDS = "i3,2026-10-09T15:00:00Z,,9705550100,3035550188,-60,out,"


def test_the_party_is_what_named_no_payer(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, STRANGER, INBOUND, BILLED)
    with office.file.read() as conn:
        calls = waiting_calls(conn)
    assert dict(calls.select("call_key", "party").rows()) == {
        "s1": "+19705550100",
        "i1": "+19705550100",
        "i2": "trunk-7",
    }


def test_what_was_decided_stands_beside(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER, INBOUND, BILLED)
    hold_suspense(office, Selection(call_ids=["s1"]), why="ask")
    write_off_suspense(office, Selection(call_ids=["i2"]), why="a test line")
    with office.file.read() as conn:
        calls = waiting_calls(conn)
        gone = waiting_calls(conn, statuses=[Status.WRITTEN_OFF])
    assert sorted(calls.select("call_key", "held", "why").rows()) == [
        ("i1", 0, None),
        ("s1", 1, "ask"),
    ]
    assert gone.select("call_key", "why").rows() == [("i2", "a test line")]


@pytest.mark.parametrize(("lines", "price"), [((), 0), ((A5,), 0), ((A1, A5), Fraction(1, 1000))])
def test_a_second_costs_what_charged_ones_did(
    office: Office, tmp_path: Path, lines: tuple[str, ...], price: Fraction
) -> None:
    take_in(office, tmp_path, *lines)
    with office.file.read() as conn:
        assert price_of_a_second(conn) == price


def test_worth_is_in_cents() -> None:
    assert worth(65, Fraction(1, 1000)) == Decimal("0.07")


def test_a_duration_that_cannot_be_right_is_worth_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, BACKWARDS, STRANGER)
    with office.file.read() as conn:
        groups = suspense_groups(conn)
    assert [(group.reason, group.raw_seconds, f"{group.estimate}") for group in groups] == [
        (Reason.NO_CUSTOMER, 60, "0.06"),
        (Reason.BAD_DURATION, -60, "0.00"),
    ]


def test_nothing_waits_in_a_new_company(office: Office) -> None:
    with office.file.read() as conn:
        assert suspense_groups(conn) == []
