import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from tests.journeys.cli import as_json, switchbook, usage_rows
from tests.journeys.exact_calls import HEADER
from tests.journeys.world_calls import CallFile, records, write_file
from tests.journeys.worlds import World, make_world

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
BILLED = [
    "call_id",
    "source",
    "status",
    "reason",
    "number",
    "billed_seconds",
    "allowance_seconds",
    "charge",
]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())


def company_of(world: World, path: Path) -> Path:
    switchbook("new", path, "--workbook", world.workbook)
    return path


def take(company: Path, files: list[CallFile]) -> None:
    for file in files:
        switchbook("import", company, file.path, "--source", file.source)


def counted_calls(company: Path, out: Path) -> Counter[tuple[str, ...]]:
    """The calls that count, whichever file brought them."""
    rows = usage_rows(company, out)
    kept = (row for row in rows if row["status"] not in {"duplicate", "malformed"})
    return Counter(tuple(row[name] for name in BILLED) for row in kept)


def clean_pieces(seed: int, folder: Path) -> tuple[World, list[CallFile]]:
    """Files in which a repeated key always has the same content, in overlapping pieces."""
    world = make_world(seed, folder, calls=20)
    dice = Random(seed)
    files = []
    for source in ("east", "west"):
        calls = [[call[name] for name in HEADER] for call in records(dice, world.book, 120)]
        for at in range(0, 120, 30):
            path = folder / f"piece-{source}-{at}.csv"
            write_file(dice, path, calls[max(0, at - 12) : at + 40])
            files.append(CallFile(path, source))
    return world, files


@pytest.mark.parametrize("seed", range(500, 503))
def test_any_order_of_overlapping_pieces_twice_gives_the_same_calls(
    seed: int, tmp_path: Path
) -> None:
    world, files = clean_pieces(seed, tmp_path)
    first = company_of(world, tmp_path / "first.switchbook")
    take(first, files)
    second = company_of(world, tmp_path / "second.switchbook")
    shuffled = [*files, *files]
    Random(seed).shuffle(shuffled)
    take(second, shuffled)
    assert counted_calls(first, tmp_path / "1.csv") == counted_calls(second, tmp_path / "2.csv")


@pytest.mark.parametrize("seed", [510, 511])
def test_a_whole_file_again_adds_no_row(seed: int, tmp_path: Path) -> None:
    world = make_world(seed, tmp_path, calls=200)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    before = usage_rows(company, tmp_path / "1.csv")
    for nth, file in enumerate(world.files):
        again = tmp_path / f"renamed-{nth}.txt"
        content = file.path.read_bytes().replace(b"\r\n", b"\n")
        again.write_bytes(content.replace(b"\n", b"\r\n"))
        take(company, [file, CallFile(again, file.source)])
    assert usage_rows(company, tmp_path / "2.csv") == before


@pytest.mark.parametrize("seed", range(520, 524))
def test_undoing_imports_leaves_what_the_other_files_make(seed: int, tmp_path: Path) -> None:
    world = make_world(seed, tmp_path, calls=200)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    dice = Random(seed)
    undone = dice.sample(range(len(world.files)), 3)
    for at in undone:
        switchbook("undo-import", company, at + 1)
    rest = [file for at, file in enumerate(world.files) if at not in undone]
    plain = company_of(world, tmp_path / "plain.switchbook")
    take(plain, rest)
    assert usage_rows(company, tmp_path / "1.csv") == usage_rows(plain, tmp_path / "2.csv")


@pytest.mark.parametrize("seed", [530, 531])
def test_rerating_what_has_not_changed_changes_nothing(seed: int, tmp_path: Path) -> None:
    world = make_world(seed, tmp_path, calls=300)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    before = usage_rows(company, tmp_path / "1.csv")
    told = as_json("rerate", company)
    assert told["changed"] == 0
    assert usage_rows(company, tmp_path / "2.csv") == before


@pytest.mark.parametrize("seed", range(540, 543))
def test_mended_prices_and_owners_give_what_they_would_have_given(
    seed: int, tmp_path: Path
) -> None:
    world = make_world(seed, tmp_path, calls=300)
    mended = make_world(seed + 1000, tmp_path / "other", calls=20)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    plain = company_of(world, tmp_path / "plain.switchbook")
    for target in (company, plain):
        for sheet in ("rates", "rate_plans", "rate_periods"):
            folder = tmp_path / "mend" / sheet
            folder.mkdir(parents=True, exist_ok=True)
            text = (mended.workbook / f"{sheet}.csv").read_bytes()
            (folder / f"{sheet}.csv").write_bytes(text)
            switchbook("workbook", "import", target, folder, "--take-good-rows", codes=(0, 1))
    switchbook("rerate", company)
    switchbook("suspense", company, "--retry")
    take(plain, world.files)
    assert usage_rows(company, tmp_path / "1.csv") == usage_rows(plain, tmp_path / "2.csv")


def test_one_command_with_all_files_is_the_same_as_one_by_one(tmp_path: Path) -> None:
    world = make_world(550, tmp_path, calls=200)
    east = [file for file in world.files if file.source == "east"]
    one, each = (company_of(world, tmp_path / f"{name}.switchbook") for name in "ab")
    switchbook("import", one, *(file.path for file in east), "--source", "east")
    take(each, east)
    assert usage_rows(one, tmp_path / "1.csv") == usage_rows(each, tmp_path / "2.csv")


def test_the_proof_counts_each_row_and_second_of_the_export(tmp_path: Path) -> None:
    world = make_world(560, tmp_path, calls=300)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    rows = usage_rows(company, tmp_path / "1.csv")
    proof = as_json("proof", company, "--period", "2026-09")
    assert proof["closes"] is True
    records = proof["records"]["records_in"]
    assert records["count"] == len(rows)
    assert records["seconds"] == sum(int(row["raw_seconds"] or 0) for row in rows)


def test_a_company_file_is_sound_after_all(tmp_path: Path) -> None:
    world = make_world(570, tmp_path, calls=100)
    company = company_of(world, tmp_path / "c.switchbook")
    take(company, world.files)
    with sqlite3.connect(company) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()
