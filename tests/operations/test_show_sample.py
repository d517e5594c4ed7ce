from dataclasses import dataclass
from pathlib import Path

import pytest

from app.billing.bill_run import RunState
from app.errors import Cancelled, InputError, StoreError
from app.host.clock import fixed
from app.operations.browse_usage.imports import list_imports
from app.operations.make_company import open_company
from app.operations.show_company import company_facts
from app.operations.show_sample import make_sample, sample_call_files, source_of_sample_file
from app.progress import Silent
from app.store.bill_runs import load_runs
from tests.operations.companies import NOW


@dataclass
class StopsAt:
    """Somebody who presses Cancel when a note comes up."""

    word: str

    def step(self, done: int, total: int, note: str) -> None:
        del done, total
        if self.word in note:
            raise Cancelled


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "own.switchbook", progress=Silent())


def test_its_first_month_is_billed_and_its_second_waits(sample: Path) -> None:
    with open_company(sample, fixed(NOW), write=True) as office:
        with office.file.read() as conn:
            runs = load_runs(conn)
        assert [(run.period, run.state) for run in runs] == [("2026-09", RunState.APPROVED.value)]
        names = {row.file for row in list_imports(office)}
    assert names == {path.name for path in sample_call_files("2026-09")}


def test_it_says_that_it_is_for_practice(sample: Path) -> None:
    with open_company(sample, fixed(NOW), write=True) as office:
        assert company_facts(office).is_practice


def test_a_file_that_is_there_is_never_overwritten(sample: Path) -> None:
    before = sample.read_bytes()
    with pytest.raises((InputError, StoreError)):
        make_sample(sample, progress=Silent())
    assert sample.read_bytes() == before


@pytest.mark.parametrize("word", ["Reading the workbook", "Reading hosted", "Billing"])
def test_cancel_keeps_no_sample_company(tmp_path: Path, word: str) -> None:
    path = tmp_path / "own.switchbook"
    with pytest.raises(Cancelled):
        make_sample(path, progress=StopsAt(word))
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_it_takes_the_first_free_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.operations.show_sample.documents_folder", lambda: tmp_path)
    folder = tmp_path / "Switchbook"
    folder.mkdir()
    (folder / "Sample company.switchbook").touch()
    with pytest.raises(Cancelled):
        make_sample(None, progress=StopsAt("Billing"))
    assert [path.name for path in folder.iterdir()] == ["Sample company.switchbook"]


def test_a_program_without_its_sample_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.operations.show_sample.sample_data", lambda: tmp_path)
    with pytest.raises(InputError, match="not here"):
        make_sample(tmp_path / "own.switchbook", progress=Silent())
    assert sample_call_files("2026-10") == []


def test_the_name_of_a_call_file_begins_with_its_source() -> None:
    assert {source_of_sample_file(path) for path in sample_call_files("2026-10")} == {
        "hosted-pbx",
        "pbx-denver",
        "wholesale-sip",
    }
