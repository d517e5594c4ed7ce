import csv
import importlib.util
from datetime import date
from types import ModuleType

import pytest

from app.tax.postal_provinces import POSTAL_TABLE, provinces_of


@pytest.mark.parametrize(
    ("code", "provinces"),
    [
        ("M5V 2A1", ("ON",)),
        ("m5v2a1", ("ON",)),
        ("M5V-2A1", ("ON",)),
        ("H2X 1Y4", ("QC",)),
        ("K1A 0B1", ("ON",)),
        ("K1A 0C9", ("QC",)),
        ("K1A 1L4", ("QC",)),
        ("X0A 0A1", ("NU",)),
        ("X0B 0A1", ("NU",)),
        ("X0C 0A1", ("NU",)),
        ("X0E 1A1", ("NT",)),
        ("X1A 2B3", ("NT",)),
        ("X9Z 1A1", ("NT", "NU")),
        ("Y1A 2B3", ("YT",)),
        ("D1A 1A1", ()),
        ("M5V", ()),
        ("80226", ()),
        ("", ()),
    ],
)
def test_provinces(code: str, provinces: tuple[str, ...]) -> None:
    assert provinces_of(code) == provinces


def test_twenty_two_codes_of_ottawa_lie_in_quebec() -> None:
    with POSTAL_TABLE.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[2:]
    assert sum(province == "QC" and begins[0] == "K" for begins, province in rows) == 22


@pytest.fixture
def script() -> ModuleType:
    path = POSTAL_TABLE.with_name("build_canadian_postal_codes.py")
    spec = importlib.util.spec_from_file_location("build_canadian_postal_codes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_lists_what_the_letter_alone_does_not_tell(script: ModuleType) -> None:
    codes = [
        ("A1A 1A1", "Newfoundland and Labrador"),
        ("K1A 0A1", "Ontario"),
        ("K1A 0A2", "Ontario"),
        ("K1A 0C9", "Quebec"),
        ("K2B 1A1", "Ontario"),
        ("X0A 0A1", "Nunavut Territory"),
        ("X1A 0A1", "Northwest Territory"),
    ]
    assert script.table_text(date(2026, 11, 23), codes).splitlines()[1:] == [
        "begins_with,provinces",
        "A,NL",
        "K,ON",
        "K1A0C9,QC",
        "X,NT|NU",
        "X0A,NU",
        "X1A,NT",
    ]
