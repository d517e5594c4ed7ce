"""Every connector on its practice system; those not written yet are left out until they are."""

from pathlib import Path

import pytest

from tests.connectors.filed_ground import FILED_BOOKS, FILED_KEYS, FILED_PSA, filed_ground
from tests.connectors.proving_ground import BOOK_KEYS, PSA_KEYS, Ground, ground_of, is_there

FILED_BOOK_KEYS = tuple(key for key in FILED_KEYS if key.startswith(FILED_BOOKS))


def _ground(key: str, folder: Path) -> Ground:
    if key in FILED_KEYS:
        place = folder / "filed"
        place.mkdir()
        return filed_ground(key, place)
    if not is_there(key):
        pytest.skip(f"{key} is not among the systems of app.connectors.registry")
    return ground_of(key)


@pytest.fixture(params=(*PSA_KEYS, *BOOK_KEYS, *FILED_KEYS))
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """A connector of either port."""
    return _ground(request.param, tmp_path)


@pytest.fixture(params=(*PSA_KEYS, FILED_PSA))
def psa(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """A connector of a PSA."""
    return _ground(request.param, tmp_path)


@pytest.fixture(params=(*BOOK_KEYS, *FILED_BOOK_KEYS))
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """A connector of an accounting system."""
    return _ground(request.param, tmp_path)
