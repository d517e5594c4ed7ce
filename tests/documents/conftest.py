"""What tests of documents share: fonts made once, and the files that texts are held against."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.documents.page_style import PageStyle

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "documents"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the texts that files are held against"
    )


@pytest.fixture(scope="session")
def style(tmp_path_factory: pytest.TempPathFactory) -> PageStyle:
    return PageStyle(fonts=tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Hold a text against its file; with --update-golden, write the file."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return hold
