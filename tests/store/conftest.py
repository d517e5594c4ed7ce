"""A company file of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import CompanyFile


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
