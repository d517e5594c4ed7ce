from pathlib import Path

import pytest

from app.errors import InputError, NotAllowed, StoreError
from app.operations.make_company import (
    make_empty_company,
    new_company,
    open_company,
    safe_path,
)
from app.store.facts import facts
from tests.operations.companies import CLOCK


def refuse() -> None:
    message = "a wrong workbook"
    raise InputError(message)


def test_a_new_company_knows_when_it_was_made(tmp_path: Path) -> None:
    path = tmp_path / "new.switchbook"
    with new_company(path, CLOCK):
        pass
    with open_company(path, CLOCK, write=False) as office, office.file.read() as conn:
        assert facts(conn)["created_at"] == "2026-11-02T16:00:00+00:00"


def test_a_company_that_came_to_nothing_leaves_no_file(tmp_path: Path) -> None:
    def make() -> None:
        with new_company(tmp_path / "new.switchbook", CLOCK):
            refuse()

    with pytest.raises(InputError, match="a wrong workbook"):
        make()
    assert [path.name for path in tmp_path.iterdir() if "lock" not in path.name] == []


def test_a_name_that_is_taken_is_refused(template: Path) -> None:
    def make() -> None:
        with new_company(template, CLOCK):
            pass

    with pytest.raises(InputError):
        make()


def test_a_company_that_is_not_there_is_refused(tmp_path: Path) -> None:
    def look() -> None:
        with open_company(tmp_path / "gone.switchbook", CLOCK, write=False):
            pass

    with pytest.raises(StoreError):
        look()


def test_a_reader_writes_nothing(template: Path) -> None:
    def write() -> None:
        with open_company(template, CLOCK, write=False) as office, office.write():
            pass

    with pytest.raises(NotAllowed, match="open for reading only"):
        write()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Acme Inc. West", "Acme Inc. West.switchbook"),
        ("Acme.SWITCHBOOK", "Acme.switchbook"),
        ("A: one? <two>", "A one two.switchbook"),
        ("con", "con company.switchbook"),
        (" .. ", "Company.switchbook"),
        ("x" * 300, "x" * 100 + ".switchbook"),
    ],
)
def test_a_name_is_made_safe_for_every_system(typed: str, name: str, tmp_path: Path) -> None:
    assert safe_path(tmp_path / typed) == tmp_path / name


def test_an_empty_company_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "one.switchbook"
    assert make_empty_company(path, CLOCK) == path
    before = path.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        make_empty_company(path, CLOCK)
    assert path.read_bytes() == before
