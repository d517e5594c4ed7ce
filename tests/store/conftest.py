"""A company file of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.office import Office
from app.store.database import CompanyFile
from tests.operations.companies import copied, lay_company


@pytest.fixture
def company_path(tmp_path: Path) -> Path:
    """The path of an empty company file, closed."""
    path = tmp_path / "cedar fork.switchbook"
    CompanyFile.create(path).close()
    return path


@pytest.fixture
def company(company_path: Path) -> Iterator[CompanyFile]:
    """An empty company file, open for writing."""
    with CompanyFile.open(company_path, write=True) as file:
        yield file


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company of ``tests/operations/companies.py``, closed."""
    path = tmp_path_factory.mktemp("template") / "cedar fork.switchbook"
    lay_company(path)
    return path


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """The small company at work, on 2 November 2026."""
    with copied(template, tmp_path / "small.switchbook") as office:
        yield office
