"""The sample company: made again it is the same; it holds what it promises; it reaches nobody."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import phonenumbers
import pytest

from app.values.sheet import SheetRow
from app.workbook.reading import read_workbook
from sample_data.customers import expand
from sample_data.make_sample import EXCEL, FOLDER, differing, make, write
from sample_data.month_files import OCTOBER, RECORDS, SEPTEMBER

MEGABYTE = 1_000_000
CALLS = FOLDER / "calls"
COPY = "pbx-denver_Master_2026-10_week5_copy.csv"
# Published for plays: Ofcom, ARCEP, Bundesnetzagentur, ACMA, ComReg, PTS.
FOR_PLAYS = re.compile(
    r"442079460\d{3}|441632960\d{3}|447700900\d{3}|3319900\d{4}|3363998\d{4}|493023125\d{3}"
    r"|4917139200\d{2}|6125550\d{4}|6149157015[6-9]|3532091\d{5}|468465004\d{2}|467017406\d{2}"
)
ASTERISK_PARTIES = (0, 1, 2, 4, 8)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def text_of(path: Path) -> str:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252")


def records(path: Path) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text_of(path), newline=""))
    return rows if "Master" in path.name else _after_header(rows)


def _after_header(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    next(rows)
    return rows


def call_paths(folder: str = "") -> list[Path]:
    return sorted(path for path in (CALLS / folder).rglob("*.csv*") if path.is_file())


def parties(path: Path) -> Iterator[str]:
    places = (
        ASTERISK_PARTIES
        if "Master" in path.name
        else (3, 7, 8)
        if "hosted" in path.name
        else (4, 5, 23)
    )
    return (row[place] for row in records(path) for place in places if place < len(row))


def is_fiction(digits: str) -> bool:
    """Whether a number of seven digits and more reaches nobody."""
    bare = re.sub(r"^9(?=1\d{10}$|555\d{4}$)|^101\d{4}(?=1\d{10}$)", "", digits)
    if re.fullmatch(r"(1?[2-9]\d\d)?555(01\d\d|1212)", bare):
        return True
    foreign = bare.removeprefix("011")
    if FOR_PLAYS.fullmatch(foreign):
        return True
    try:
        return not phonenumbers.is_valid_number(phonenumbers.parse(f"+{foreign}"))
    except phonenumbers.NumberParseException:
        return True


def test_sixty_customers_four_hundred_numbers_three_sources() -> None:
    numbers: set[str] = set()
    for row in table(FOLDER / "workbook/numbers.csv"):
        first, _, last = re.sub(r"[() ]", "", row["number"]).partition("-")
        if len(first) == 10 and len(last) == 10:
            numbers.update(str(number) for number in range(int(first), int(last) + 1))
        else:
            numbers.add(first + last)
    assert (
        len(table(FOLDER / "workbook/accounts.csv")),
        len(numbers),
        len(table(FOLDER / "workbook/sources.csv")),
    ) == (60, 400, 3)


def test_a_deck_of_six_hundred_prefixes_and_more() -> None:
    prefixes = Counter(row["deck_code"] for row in table(FOLDER / "workbook/rates.csv"))
    assert prefixes["STANDARD"] > 600


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_the_month_has_its_records(month: str) -> None:
    counted: Counter[str] = Counter()
    for path in call_paths(month):
        if path.name != COPY:
            switch = {"h": "H", "w": "W", "p": "A"}[path.name[0]]
            counted[switch] += sum(1 for _ in records(path))
    assert counted == RECORDS[month]


def test_october_has_about_forty_thousand_calls() -> None:
    assert sum(RECORDS[OCTOBER].values()) == 40_212


def test_all_files_together_are_small() -> None:
    made = [p for p in FOLDER.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
    assert sum(path.stat().st_size for path in made) < 12 * MEGABYTE


def test_every_number_in_the_workbook_is_fiction() -> None:
    cells = [
        cell
        for path in (FOLDER / "workbook").glob("*.csv")
        for row in table(path)
        for name, cell in row.items()
        if name in {"number", "btn", "phone", "support_phone"}
    ]
    ends = {part for cell in cells for part in re.split(r"(?<=\d{10})-", cell) if part}
    assert [end for end in ends if not is_fiction(re.sub(r"\D", "", end))] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", call_paths(), ids=lambda path: path.name)
def test_every_number_in_a_call_file_is_fiction(path: Path) -> None:
    texts = {re.sub(r"[() .+-]", "", party) for party in parties(path)}
    found = {digits for text in texts for digits in re.findall(r"\d{7,}", text)}
    assert sorted(digits for digits in found if not is_fiction(digits)) == []


def test_every_trap_lies_in_a_row_that_is_there() -> None:
    traps = table(FOLDER / "traps.csv")
    files = {row["file"] for row in traps}
    lengths = {name: len(text_of(FOLDER / name).splitlines()) for name in files}
    assert [row for row in traps if row["row"] and int(row["row"]) > lengths[row["file"]]] == []


def test_every_trap_says_what_becomes_of_it() -> None:
    statuses = Counter(row["status"] for row in table(FOLDER / "traps.csv"))
    assert set(statuses) == {
        "rated",
        "not_chargeable",
        "suspended",
        "duplicate",
        "malformed",
        "same_file",
    }


def test_one_call_of_a_hundred_is_nobodys() -> None:
    nobodys = [
        row
        for row in table(FOLDER / "traps.csv")
        if row["reason"] == "no_customer" and "nobody's number" in row["trap"]
    ]
    assert 0.9 < 100 * len(nobodys) / 40_212 < 1.1


def test_a_repeated_row_says_what_a_row_before_it_said() -> None:
    seen: set[str] = set()
    strangers = []
    repeats = {
        (row["file"], int(row["row"]))
        for row in table(FOLDER / "traps.csv")
        if row["status"] == "duplicate" and "with" not in row["trap"]
    }
    ordered = chain(call_paths(SEPTEMBER), call_paths(OCTOBER), call_paths("late"))
    for path in ordered:
        name = path.relative_to(FOLDER).as_posix()
        for row, line in enumerate(re.split("\r?\n", text_of(path)), start=1):
            if (name, row) in repeats and line not in seen:
                strangers.append((name, row))
            seen.add(line)
    assert strangers == []


def test_the_copy_says_what_its_original_says() -> None:
    copy = CALLS / OCTOBER / COPY
    original = copy.with_name(COPY.replace("_copy", ""))
    assert copy.read_bytes() == original.read_bytes().replace(b"\r\n", b"\n")


def test_excel_and_folder_say_the_same() -> None:
    one, other = (_rows(FOLDER / name) for name in (EXCEL, "workbook"))
    assert one == other


@pytest.mark.parametrize("name", [EXCEL, "workbook"])
def test_the_workbook_is_read_without_a_finding(name: str) -> None:
    read = read_workbook(FOLDER / name)
    assert [finding for sheet in read.sheets.values() for finding in sheet.findings] == []


def _rows(path: Path) -> dict[str, list[SheetRow]]:
    return {
        name: [each.row for each in sheet.rows]
        for name, sheet in read_workbook(path).sheets.items()
    }


def test_blocks_of_numbers_are_every_number_in_them() -> None:
    assert expand("303:08-10,855:00") == ("3035550108", "3035550109", "3035550110", "8555550100")


@pytest.mark.slow
def test_made_again_the_files_are_the_same() -> None:
    assert differing(make(), FOLDER) == []


def test_what_differs_is_missing_changed_or_too_many(tmp_path: Path) -> None:
    (tmp_path / "changed.csv").write_bytes(b"old")
    (tmp_path / "extra.csv").write_bytes(b"extra")
    assert differing({"changed.csv": b"new", "missing.csv": b"new"}, tmp_path) == [
        "changed.csv",
        "extra.csv",
        "missing.csv",
    ]


def test_otherwise_packed_is_not_different(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"calls", 1, mtime=7))
    assert differing({"a.csv.gz": gzip.compress(b"calls", 9, mtime=0)}, tmp_path) == []


def test_written_files_do_not_differ(tmp_path: Path) -> None:
    made = {"calls/a.csv": b"a", "b.csv": b"b"}
    (tmp_path / "extra.csv").write_bytes(b"extra")
    write(made, tmp_path)
    assert differing(made, tmp_path) == []
