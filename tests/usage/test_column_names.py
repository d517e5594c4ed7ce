import re

from app.usage.column_names import COLUMN_NAMES
from app.usage.profile import MEANINGS


def test_names_are_bare_and_stand_for_known_meanings() -> None:
    assert set(COLUMN_NAMES) <= set(MEANINGS)
    names = [name for names in COLUMN_NAMES.values() for name in names]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+", name)] == []


def test_no_name_stands_for_two_meanings() -> None:
    names = [name for names in COLUMN_NAMES.values() for name in names]
    assert len(names) == len(set(names))
