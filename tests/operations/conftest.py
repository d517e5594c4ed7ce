"""The small company of ``companies.py``, made once and copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.office import Office
from tests.operations.companies import copied, lay_company


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "cedar fork.switchbook"
    lay_company(path)
    return path


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """The company at work, on 2 November 2026."""
    with copied(template, tmp_path / "cedar fork.switchbook") as office:
        yield office
