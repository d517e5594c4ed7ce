"""Reading whole files: archives, encodings, workbooks, progress, and memory."""

import gzip
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import Cancelled, InputError
from app.progress import Silent
from app.usage.formats import FORMATS
from app.usage.profile import MappingProfile, as_format
from app.usage.reading import ReadSettings, content_hash, detect, members, read_chunks
from tests.usage.call_files import BLOCK_SIZES, CANONICAL_HEADER, NEW_YORK, call_file, dtypes, read

ROW = "c1,2026-11-02T15:00:00Z,,Müller,2,5,out,\n"
PROFILE = as_format(
    MappingProfile(
        name="mesa",
        header=("when", "who", "whom", "secs"),
        columns={"start": "when", "caller": "who", "called": "whom", "seconds": "secs"},
    )
)


@pytest.mark.parametrize(
    "content",
    [
        (CANONICAL_HEADER + ROW).encode(),
        (CANONICAL_HEADER + ROW).encode("utf-8-sig"),
        (CANONICAL_HEADER + ROW).encode("utf-16"),
        (CANONICAL_HEADER + ROW).encode("utf-16-be"),
        (CANONICAL_HEADER + ROW).encode("cp1252"),
        (CANONICAL_HEADER + ROW).replace("\n", "\r\n").encode(),
        gzip.compress((CANONICAL_HEADER + ROW).encode()),
    ],
)
@pytest.mark.parametrize("block_bytes", BLOCK_SIZES)
def test_encodings_line_ends_and_packing_do_not_show(
    tmp_path: Path, content: bytes, block_bytes: int
) -> None:
    found = read(call_file(tmp_path, content), block_bytes=block_bytes)
    assert found.calls.select("row", "caller", "answered").rows() == [(2, "Müller", True)]


def test_every_file_of_a_zip_is_read_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "oct.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", CANONICAL_HEADER + ROW)
        archive.writestr("two.csv", "when,who,whom,secs\n2026-11-02 15:00:00,1,2,5\n")
    found = {file.name: detect(file, [*FORMATS.values(), PROFILE]).name for file in members(path)}
    assert found == {"oct.zip/one.csv": "canonical", "oct.zip/two.csv": "mesa"}


def test_a_workbook_is_read_through_a_profile_by_the_rows_of_its_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append(["when", "who", "whom", "secs"])
    sheet.append(["2026-11-02 15:00:00", 13035550142, "+13105550123", 95])
    sheet.append([])
    sheet.append(["2026-11-02 15:05:00", 13035550142, "+13105550123"])
    book.save(tmp_path / "calls.bin")
    [file] = members(tmp_path / "calls.bin")
    found = read(file, PROFILE)
    assert found.calls.schema == dtypes()
    assert found.calls.select("row", "caller", "raw_seconds").rows() == [(3, "13035550142", 95)]
    assert found.reasons() == [(5, "bad_duration_text")]


def test_a_canonical_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(CANONICAL_HEADER.strip().split(","))
    sheet.append(["c1", "2026-11-02T15:00:00Z", None, "1", "2", 5, "out"])
    book.save(tmp_path / "calls.xlsx")
    [file] = members(tmp_path / "calls.xlsx")
    assert read(file).calls.select("row", "call_id", "raw_seconds").rows() == [(2, "c1", 5)]


class _Stopping:
    """Stops the work at once."""

    def step(self, done: int, total: int, note: str) -> None:
        del done, total, note
        raise Cancelled


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    file = call_file(tmp_path, CANONICAL_HEADER + ROW)
    with pytest.raises(Cancelled):
        list(read_chunks(file, FORMATS["canonical"], NEW_YORK, _Stopping()))


class _Noting:
    """Notes how far the work says it is."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, note: str) -> None:
        del note
        self.steps.append((done, total))


def test_progress_counts_bytes(tmp_path: Path) -> None:
    noting = _Noting()
    file = call_file(tmp_path, CANONICAL_HEADER + ROW * 30_000)
    list(read_chunks(file, FORMATS["canonical"], NEW_YORK, noting, block_bytes=2**19))
    assert len(noting.steps) > 1
    assert all(done <= total == file.size for done, total in noting.steps)


def test_an_unknown_zone_is_told_in_words(tmp_path: Path) -> None:
    file = call_file(tmp_path, "when,who,whom,secs\n2026-11-02 15:00:00,1,2,5\n")
    with pytest.raises(InputError, match="Mars"):
        read(file, PROFILE, ReadSettings("Mars"))


VENDOR_ROWS = st.lists(
    st.sampled_from(
        [
            "2026-11-02 15:00:00,1,2,5",
            "2026-11-01 01:30:00,1,2,5",
            "x,1,2,5",
            "2026-11-02 15:00:00,1,2",
            '2026-11-02 15:00:00,"a\nb",2,5',
            '2026-11-02 15:00:00,"open,2,5',
            "",
        ]
    ),
    max_size=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VENDOR_ROWS, st.integers(1, 120))
def test_the_size_of_blocks_never_shows(tmp_path: Path, rows: list[str], block_bytes: int) -> None:
    good = "2026-11-02 15:00:00,1,2,5"
    text = "\n".join(["when,who,whom,secs", good, *rows, *[good] * 16])
    whole = read(call_file(tmp_path, text), PROFILE)
    parts = read(call_file(tmp_path, text), PROFILE, block_bytes=block_bytes)
    assert parts.calls.equals(whole.calls)
    assert parts.reasons() == whole.reasons()
    assert [finding.row for finding in parts.warnings] == [
        finding.row for finding in whole.warnings
    ]


def _long_line() -> Iterator[bytes]:
    yield CANONICAL_HEADER.encode()
    yield ROW.encode()
    for _ in range(100):
        yield b"x" * 2**20


def test_a_line_of_a_hundred_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    with path.open("wb") as stream:
        stream.writelines(_long_line())
    [file] = members(path)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="line 3: the line is longer"):
            list(read_chunks(file, detect(file), NEW_YORK, Silent()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * 2**20


def test_the_hash_of_a_file_is_at_hand(tmp_path: Path) -> None:
    assert len(content_hash(call_file(tmp_path, CANONICAL_HEADER))) == 64


def test_long_json_files_come_in_chunks(tmp_path: Path) -> None:
    record = '{"sid": "CA1", "status": "busy", "direction": "inbound", "duration": "0"}\n'
    file = call_file(tmp_path, record * 20_001)
    chunks = list(read_chunks(file, FORMATS["twilio"], NEW_YORK, Silent()))
    assert [chunk.frame.height + len(chunk.malformed) for chunk in chunks] == [20_000, 1]
