from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl

from app.operations.call_listing import USAGE_COLUMNS, list_calls, malformed_rows
from app.operations.clear_suspense import Selection, remember_alias
from app.operations.office import Office
from tests.operations.companies import A1, BASIC, BUNDLED, OCTOBER, UNREADABLE, change, take_in

TRUNK = "t1,2026-10-10T15:00:00.250Z,trunk-7,anonymous,5550188,60,out,answered"


def listed(office: Office, where: str = "1") -> pl.DataFrame:
    with office.file.read() as conn:
        return list_calls(conn, office.rating_setup(conn), where=where)


def test_a_company_without_calls_has_an_empty_list(office: Office) -> None:
    frame = listed(office)
    assert frame.height == 0
    assert set(USAGE_COLUMNS) <= set(frame.columns)


def test_parties_are_shown_as_what_they_stand_for(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, TRUNK)
    remember_alias(office, Selection(party="trunk-7"), number="3035550143", why="")
    row = listed(office).row(0, named=True)
    assert (row["caller"], row["called"], row["number"]) == (
        "anonymous",
        "+13035550188",
        "+13035550143",
    )


def test_seven_digits_of_a_call_without_payer_stay(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, TRUNK)
    assert listed(office)["called"].to_list() == ["5550188"]


def test_a_start_with_a_fraction_shows_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, TRUNK, A1)
    assert sorted(listed(office)["started_at"].to_list()) == [
        "2026-10-05T15:00:00Z",
        "2026-10-10T15:00:00.250000Z",
    ]


def test_a_bill_period_is_told_by_the_account_s_zone(office: Office, tmp_path: Path) -> None:
    early = A1.replace("2026-10-05T15:00:00Z", "2026-11-01T05:59:59Z")
    take_in(office, tmp_path, early, early.replace("a1", "a9").replace("05:59:59", "06:00:00"))
    assert sorted(listed(office)["bill_period"].to_list()) == [2026 * 12 + 9, 2026 * 12 + 10]


def test_a_part_of_an_allowance_may_be_a_fraction_of_a_second(
    office: Office, tmp_path: Path
) -> None:
    change(office, rate_plans=[BASIC, replace(BUNDLED, allowance_minutes=Decimal("0.0001"))])
    take_in(office, tmp_path, A1)
    assert listed(office)["allowance_seconds"].to_list() == ["0.006"]


def test_what_could_not_be_read_is_listed_apart(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, UNREADABLE, name="again.csv")
    with office.file.read() as conn:
        found = malformed_rows(conn)
    assert found.select("source", "file", "row", "status", "reason").rows() == [
        ("pbx", "october.csv", 9, "malformed", "bad_start"),
        ("pbx", "again.csv", 2, "malformed", "bad_start"),
    ]
