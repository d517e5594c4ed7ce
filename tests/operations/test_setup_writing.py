from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.operations.office import Office
from app.operations.setup_writing import write_setup
from app.store.setup_changes import RowChanges
from tests.operations.companies import BASIC_NUMBER, BILLABLE, GRANITE, approve, take_in


def test_calls_that_a_change_touches_are_priced_again(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    changed = replace(BASIC_NUMBER, rate_plan="STEPPED")
    with office.write() as conn:
        repriced = write_setup(
            office,
            conn,
            {"numbers": RowChanges(changed=[changed])},
            moved=[],
            stamp=office.stamp("test"),
            origin="test",
        )
    assert repriced.calls == 2


def test_a_change_of_no_price_touches_no_call(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.write() as conn:
        repriced = write_setup(
            office,
            conn,
            {"accounts": RowChanges(changed=[replace(GRANITE, name="Granite")])},
            moved=[],
            stamp=office.stamp("test"),
            origin="test",
        )
    assert repriced.changed == 0


def test_a_number_with_billed_calls_does_not_move(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    moved = replace(BASIC_NUMBER, account_number="200", location_code="200-MAIN")
    with office.write() as conn, pytest.raises(NotAllowed, match="would change its account"):
        write_setup(
            office,
            conn,
            {"numbers": RowChanges(changed=[moved])},
            moved=[moved],
            stamp=office.stamp("test"),
            origin="test",
        )
