import json
from pathlib import Path

import pytest

from app.cli.session import answer, company_office, progress, the_clock
from app.errors import NotAllowed
from tests.operations.companies import NOW


def test_the_clock_may_be_held_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())
    assert the_clock().now() == NOW
    monkeypatch.delenv("SWITCHBOOK_NOW")
    assert the_clock().held_at is None


def test_a_company_is_open_while_the_work_lasts(company: Path) -> None:
    with company_office(company, write=True) as office:
        assert office.file.writable
    with company_office(company, write=False) as office, pytest.raises(NotAllowed):  # noqa: SIM117
        with office.write():
            pass


def test_an_answer_is_words_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer({"a": 1}, ["one", "two"], as_json=False)
    answer({"a": 1}, ["one", "two"], as_json=True)
    words, facts = capsys.readouterr().out.split("two\n")
    assert (words, json.loads(facts)) == ("one\n", {"a": 1})


def test_progress_ends_whatever_happens() -> None:
    with progress() as told:
        told.step(1, 2, "Reading")
