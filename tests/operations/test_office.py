from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.office import Office
from app.store.setup_changes import RowChanges, apply_setup
from tests.operations.companies import A1, COMPANY, NOW, take_in


class WrongError(Exception):
    """Ends a transaction."""


def fail() -> None:
    raise WrongError


def test_the_setup_is_kept_until_it_changes(office: Office) -> None:
    with office.file.read() as conn:
        first = office.rating_setup(conn)
        assert office.rating_setup(conn) is first
    with office.write() as conn:
        changes = {"company": RowChanges(changed=[replace(COMPANY, unknown_caller="interstate")])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
        assert office.rating_setup(conn).book.unknown_caller == "interstate"


def test_a_setup_that_was_taken_back_is_forgotten(office: Office) -> None:
    def change_and_fail() -> None:
        with office.write() as conn:
            changed = replace(COMPANY, unknown_caller="interstate")
            changes = {"company": RowChanges(changed=[changed])}
            apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
            office.rating_setup(conn)
            fail()

    with pytest.raises(WrongError):
        change_and_fail()
    with office.file.read() as conn:
        assert office.rating_setup(conn).book.unknown_caller == "intrastate"


def test_a_deck_is_compiled_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    with office.file.read() as conn:
        deck = office.rating_setup(conn).book.decks["STANDARD"]
    with office.write() as conn:
        changes = {"company": RowChanges(changed=[replace(COMPANY, phone="1")])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
        assert office.rating_setup(conn).book.decks["STANDARD"] is deck


def test_a_stamp_tells_when_and_what(office: Office) -> None:
    stamp = office.stamp("bill")
    assert (stamp.at, stamp.operation, bool(stamp.actor)) == (NOW, "bill", True)


def test_area_codes_are_read_once(office: Office) -> None:
    assert office.area_codes() is office.area_codes()
