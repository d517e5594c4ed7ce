import csv
import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from app.errors import InputError
from app.rating.area_codes import AreaClass, AreaCodes
from tests.rating.builders import area_codes
from tests.rating.oracle import AREA_CODE_TABLE

SHARED = Path(__file__).parents[3] / "shared" / "cdr-samples" / "nanp-numbering"
DERIVED = SHARED / "npa-region-derived.csv"
IN_SERVICE = SHARED / "npa-in-service-list-2024-03-30.txt"
HEAD = "dated,2026-11-23\nnpa,class,country,region,in_service_from,in_service_to,note\n"

OUR_CLASSES = {"personal_5yy": "personal", "non_geo_canada": "non_geographic"}
SHARED_REGIONS = {"782": "NS-PE", "902": "NS-PE", "867": "NT-NU-YT"}


def classes(*parties: int) -> list[AreaClass]:
    codes = area_codes()
    found = codes.classes[codes.areas(np.array(parties, np.int64))]
    return [AreaClass(each) for each in found.tolist()]


def test_classes_of_numbers() -> None:
    found = classes(13035550142, 14165550100, 17875550100, 18765550144, 18005550199, 18225550199)
    assert found == [
        AreaClass.GEOGRAPHIC,
        AreaClass.GEOGRAPHIC,
        AreaClass.US_TERRITORY,
        AreaClass.NANP_FOREIGN,
        AreaClass.TOLL_FREE,
        AreaClass.TOLL_FREE,
    ]


def test_classes_of_numbers_without_a_place() -> None:
    found = classes(19005550100, 15005550100, 16225550100, 17005550100, 17105550100)
    assert found == [
        AreaClass.PREMIUM,
        AreaClass.PERSONAL,
        AreaClass.NON_GEOGRAPHIC,
        AreaClass.CARRIER_SPECIFIC,
        AreaClass.US_GOVERNMENT,
    ]


def test_parties_that_are_no_number() -> None:
    assert set(classes(0, -911, -1_000_001, -1_000_000_007, -1_000_005_550_142)) == {
        AreaClass.NO_NUMBER
    }


def test_numbers_of_other_countries_of_any_length() -> None:
    numbers = (5, 44, 442079460123, 33123456789, 99999999999, 123456789012345678 * 5)
    assert set(classes(*numbers)) == {AreaClass.ABROAD}


def test_numbers_that_begin_with_1_and_are_no_listed_ones() -> None:
    numbers = (1, 1303, 1303555014, 130355501421, 10005550100, 11235550100, 12005550100)
    assert set(classes(*numbers, 123456789012345678)) == {AreaClass.UNLISTED}


def test_a_retired_code_is_in_no_table() -> None:
    text = HEAD + "201,geographic,US,NJ,,,\n456,personal,,,,2022-11-01,retired\n"
    codes = AreaCodes.parse(text)
    assert list(codes.listed) == [201]


def test_the_table_tells_its_date() -> None:
    assert AreaCodes.parse(HEAD).dated == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("dated,soon\n\n", 1),
        ("dated,2026-11-23\nnpa,class\n", 2),
        (HEAD + "201,geographic,US\n", 3),
        (HEAD + "201,geographic,US,NJ,,,\n202,elsewhere,US,DC,,,\n", 4),
        (HEAD + "0201,geographic,US,NJ,,,\n", 3),
        (HEAD + "201,geographic,US,NJ,,yesterday,\n", 3),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(InputError, match=f"Line {line} "):
        AreaCodes.parse(text)


def test_provinces_that_share_a_code_stand_as_one_region() -> None:
    listed = area_codes().listed
    assert (listed[902].region, listed[782].region, listed[867].region) == (
        "NS-PE",
        "NS-PE",
        "NT-NU-YT",
    )


def test_only_numbers_of_the_us_canada_and_territories_are_domestic() -> None:
    domestic = area_codes().is_domestic
    told = {npa: bool(domestic[npa]) for npa in (303, 416, 787, 600, 876, 900, 500, 800, 700, 710)}
    assert told == {
        303: True,
        416: True,
        787: True,
        600: True,
        876: False,
        900: False,
        500: False,
        800: False,
        700: False,
        710: False,
    }


def test_the_area_of_a_number_in_words() -> None:
    area = area_codes().area("+18765550144")
    assert area is not None
    assert (area.npa, area.country, area.class_) == ("876", "JM", AreaClass.NANP_FOREIGN)


@pytest.mark.parametrize("number", ["+442079460123", "+12005550100", "", "ext-204", "+"])
def test_what_has_no_listed_area_code_has_no_area(number: str) -> None:
    assert area_codes().area(number) is None


def test_how_many_codes_of_each_class_there_are() -> None:
    kinds = [area.class_ for area in area_codes().listed.values()]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        AreaClass.GEOGRAPHIC: 418,
        AreaClass.US_TERRITORY: 6,
        AreaClass.NANP_FOREIGN: 21,
        AreaClass.TOLL_FREE: 17,
        AreaClass.PREMIUM: 1,
        AreaClass.PERSONAL: 16,
        AreaClass.NON_GEOGRAPHIC: 3,
        AreaClass.CARRIER_SPECIFIC: 1,
        AreaClass.US_GOVERNMENT: 1,
    }


@pytest.mark.skipif(not DERIVED.exists(), reason="the numbering samples are not on this machine")
def test_the_table_agrees_with_the_one_among_the_samples() -> None:
    listed = area_codes().listed
    with DERIVED.open(encoding="utf-8") as file:
        theirs = {
            row["npa"]: (
                OUR_CLASSES.get(row["class"], row["class"]),
                row["country"],
                SHARED_REGIONS.get(row["npa"], row["region"]),
            )
            for row in csv.DictReader(file)
        }
    ours = {
        area.npa: (area.class_.name.lower(), area.country, area.region)
        for area in listed.values()
        if area.npa in theirs
    }
    assert ours == theirs


@pytest.mark.skipif(not IN_SERVICE.exists(), reason="the numbering samples are not on this machine")
def test_every_code_that_was_in_service_in_2024_is_listed() -> None:
    codes = {line for line in IN_SERVICE.read_text(encoding="utf-8").split() if len(line) == 3}
    assert codes - {area.npa for area in area_codes().listed.values()} == set()


def build_script() -> ModuleType:
    path = AREA_CODE_TABLE.with_name("build_area_codes.py")
    spec = importlib.util.spec_from_file_location("build_area_codes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_script_makes_the_table_that_lies_beside_it() -> None:
    made = build_script().table_text(area_codes().dated)
    assert made == AREA_CODE_TABLE.read_text(encoding="utf-8")
