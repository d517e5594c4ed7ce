from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.browse_rates import rate_setup
from app.operations.edit_records import edit_records, undo_edit
from app.operations.import_rates import RateFate, plan_rates
from app.operations.office import Office
from app.store.rate_pages import rates_of_deck
from tests.operations.companies import BILLABLE, take_in

DAY = date(2026, 10, 15)


def deck_of(office: Office) -> str:
    return rate_setup(office).decks[0].deck_code


def a_file(folder: Path, *lines: str) -> Path:
    path = folder / "carrier.csv"
    path.write_text("\n".join(["Prefix,Destination,Rate", *lines]) + "\n", encoding="utf-8")
    return path


def test_former_rates_end_and_others_begin(office: Office, tmp_path: Path) -> None:
    deck = deck_of(office)
    with office.file.read() as conn:
        before = rates_of_deck(conn, deck)
    old = before[0]
    path = a_file(tmp_path, f"{old.prefix},,0.07", "49,Germany,0.02", "x,,1", "49,again,1")
    plan = plan_rates(office, path, deck_code=deck, begins=DAY)
    assert [step.fate for step in plan.steps] == [RateFate.CHANGED, RateFate.ADDED]
    assert len(plan.refused) == 2
    edited = edit_records(office, plan.rows, title="deck")
    assert not edited.refusals
    with office.file.read() as conn:
        after = rates_of_deck(conn, deck)
    of_prefix = [each for each in after if each.prefix == old.prefix]
    assert [(each.rate, each.valid_from, each.valid_to) for each in of_prefix] == [
        (old.rate, old.valid_from, DAY),
        (Decimal("0.07"), DAY, old.valid_to),
    ]
    undo_edit(office, edited)
    with office.file.read() as conn:
        assert rates_of_deck(conn, deck) == before


def test_the_same_file_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    deck = deck_of(office)
    path = a_file(tmp_path, "49,Germany,0.02")
    edit_records(office, plan_rates(office, path, deck_code=deck, begins=DAY).rows, title="deck")
    again = plan_rates(office, path, deck_code=deck, begins=DAY)
    assert again.rows == ()
    assert again.count(RateFate.UNCHANGED) == 1


def test_prefixes_left_out_end_only_when_asked(office: Office, tmp_path: Path) -> None:
    deck = deck_of(office)
    path = a_file(tmp_path, "49,Germany,0.02")
    take_in(office, tmp_path, *BILLABLE)
    kept = plan_rates(office, path, deck_code=deck, begins=date(2026, 10, 2))
    assert kept.count(RateFate.ENDED) == 0
    assert kept.calls == 0
    ended = plan_rates(office, path, deck_code=deck, begins=date(2026, 10, 2), ends_others=True)
    assert ended.count(RateFate.ENDED) > 0
    assert ended.calls > 0


def test_what_is_no_deck_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no rate deck"):
        plan_rates(office, path, deck_code="STANDARD", begins=DAY)


def test_a_day_before_a_later_rate_is_refused(office: Office, tmp_path: Path) -> None:
    path = a_file(tmp_path, "49,Germany,0.02")
    with pytest.raises(InputError, match="begin after"):
        plan_rates(office, path, deck_code=deck_of(office), begins=date(2020, 1, 1))
