from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.journeys.cli import as_json, switchbook, usage_rows
from tests.journeys.compare import invoice_differences, row_differences
from tests.journeys.exact_bills import Ledger
from tests.journeys.exact_calls import ExactCall
from tests.journeys.exact_usage import expected_usage, shown, take_in
from tests.journeys.world_calls import CallFile
from tests.journeys.world_changes import change
from tests.journeys.worlds import World, make_world

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
WAIVED = [
    "suspended_usage",
    "probable_duplicates",
    "expired_tables",
    "not_registered",
    "period_not_over",
]
WAIVERS = [word for gate in WAIVED for word in ("--waive", f"{gate}=known")]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())


def check_usage(seed: int, folder: Path, calls: int) -> None:
    world = make_world(seed, folder, calls=calls)
    company = folder / "company.switchbook"
    switchbook("new", company, "--workbook", world.workbook)
    for file in world.files:
        switchbook("import", company, file.path, "--source", file.source)
    rows = usage_rows(company, folder / "usage.csv")
    got = {(row["file"], int(row["row"])): row for row in rows}
    expected = expected_usage(world.book, [(f.path, f.source) for f in world.files], NOW)
    assert len(rows) == len(got)
    assert got.keys() == expected.keys()
    wrong = {key: row_differences(expected[key], got[key]) for key in expected}
    assert {key: columns for key, columns in wrong.items() if columns} == {}


def bill(ledger: Ledger, company: Path, month: str, calls: list[ExactCall]) -> None:
    told = as_json("bill", company, "--period", month, "--approve", *WAIVERS)
    assert told["state"] == "approved"
    assert told["left_out"] == []
    expected = {one.account_number: one for one in ledger.bill(month, calls)}
    got: dict[str, dict[str, Any]] = {one["account_number"]: one for one in told["invoices"]}
    assert got.keys() == expected.keys()
    wrong = {who: invoice_differences(expected[who], got[who]) for who in expected}
    assert {who: differences for who, differences in wrong.items() if differences} == {}
    assert as_json("proof", company, "--period", month)["closes"] is True


def check_bills(seed: int, folder: Path, calls: int, *, changing: bool = False) -> None:
    world = make_world(seed, folder, calls=calls)
    company = folder / "company.switchbook"
    switchbook("new", company, "--workbook", world.workbook)
    ledger, known = Ledger(world.book), dict[tuple[str, int], ExactCall]()
    half = len(world.files) // 2
    taken: list[CallFile] = []
    for month, files in (
        ("2026-08", []),
        ("2026-09", world.files[:half]),
        ("2026-10", world.files[half:]),
    ):
        if changing and files:
            day = date(2026, int(month[5:]), 3)
            changes = change(Random(seed), world.book, folder / f"changes-{month}", day)
            switchbook("workbook", "import", company, changes)
        for file in files:
            switchbook("import", company, file.path, "--source", file.source)
        taken += files
        bill(ledger, company, month, calls_of(world, taken, known))
    rows = usage_rows(company, folder / "usage.csv")
    got = {(row["file"], int(row["row"])): row for row in rows}
    wrong = {key: row_differences(shown(known[key]), got[key]) for key in known}
    assert {key: columns for key, columns in wrong.items() if columns} == {}


def calls_of(
    world: World, files: list[CallFile], known: dict[tuple[str, int], ExactCall]
) -> list[ExactCall]:
    """The calls of the files; those of earlier runs as those runs left them."""
    calls = take_in(world.book, [(file.path, file.source) for file in files], NOW)
    return [known.setdefault((call.file, call.row), call) for call in calls]


@pytest.mark.parametrize("seed", range(4))
def test_each_row_of_usage_is_what_the_exact_engine_says(seed: int, tmp_path: Path) -> None:
    check_usage(seed, tmp_path, 700)


@pytest.mark.parametrize("seed", range(100, 104))
def test_each_invoice_of_three_runs_is_what_the_exact_engine_says(
    seed: int, tmp_path: Path
) -> None:
    check_bills(seed, tmp_path, 250)


@pytest.mark.parametrize("seed", range(110, 112))
def test_each_invoice_is_so_too_while_services_come_and_go(seed: int, tmp_path: Path) -> None:
    check_bills(seed, tmp_path, 100, changing=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(400, 440))
def test_invoices_of_many_companies_whose_services_come_and_go(seed: int, tmp_path: Path) -> None:
    check_bills(seed, tmp_path, 60, changing=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 260))
def test_usage_of_many_companies(seed: int, tmp_path: Path) -> None:
    check_usage(seed, tmp_path, 1200)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300, 360))
def test_invoices_of_many_companies(seed: int, tmp_path: Path) -> None:
    check_bills(seed, tmp_path, 300)
