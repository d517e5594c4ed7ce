from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from app.operations.office import Office
from app.rating.plan import RatePeriod
from app.store.database import raw
from app.store.rating_setup import RatingSetup, start_of_day_us
from app.store.setup_changes import RowChanges, apply_setup
from app.usage.source import Alias
from tests.operations.companies import BASIC_NUMBER, SINCE, add, change, take_in

DAY = RatePeriod(
    plan_code="BUNDLED",
    name="Day",
    days="all",
    from_="08:00",
    to_="18:00",
    multiplier=Decimal(1),
)
NIGHT = replace(DAY, name="Night", from_="18:00", to_="08:00", multiplier=Decimal("0.5"))


def setup(office: Office) -> RatingSetup:
    with office.file.read() as conn:
        return office.rating_setup(conn)


@pytest.mark.parametrize(
    ("day", "zone", "seconds"),
    [
        (date(1970, 1, 1), "UTC", 0),
        (date(2026, 11, 1), "America/Denver", 1793512800),
        (date(2026, 11, 2), "America/Denver", 1793602800),
    ],
)
def test_a_day_begins_at_midnight_of_its_zone(day: date, zone: str, seconds: int) -> None:
    assert start_of_day_us(day, zone) == seconds * 10**6


def test_numbers_know_their_account_plan_and_zone(office: Office) -> None:
    found = setup(office)
    told = [
        (
            line.row.number,
            found.accounts[line.account].account_number,
            found.book.plans[line.plan].plan_code,
            found.book.zones[line.zone],
        )
        for line in found.numbers.values()
    ]
    assert told == [
        ("+13035550142", "100", "BUNDLED", "America/Denver"),
        ("+13035550143", "100", "BASIC", "America/Denver"),
        ("+12125550142", "200", "STEPPED", "America/New_York"),
    ]


def test_a_number_is_in_force_between_midnights(office: Office) -> None:
    ends = replace(BASIC_NUMBER, ends_on=date(2026, 11, 2))
    change(office, numbers=[ends])
    found = setup(office)
    line, other = found.numbers[2], found.numbers[1]
    assert found.starts_us(line) == start_of_day_us(SINCE, "America/Denver")
    assert found.ends_us(line) == 1793602800 * 10**6
    assert found.ends_us(other) == 2**62


def test_an_alias_of_the_source_goes_before_that_of_any(office: Office, tmp_path: Path) -> None:
    general = Alias(alias="ext-7", number="+13035550142")
    own = Alias(alias="ext-7", number="+13035550143", source="pbx")
    add(office, aliases=[general, own, Alias(alias="9", number="+13035550143")])
    line = "x1,2026-10-05T15:00:00Z,,ext-7,3035550188,60,out,"
    take_in(office, tmp_path, line)
    take_in(office, tmp_path, line, source="carrier")
    calls = pl.DataFrame({"caller": [-1_000_000_001], "called": [0], "billing_number": [0]})
    asked = calls.with_columns(payer_number=pl.lit(None, pl.Int64))
    with office.file.read() as conn:
        found = office.rating_setup(conn)
        told = {
            source: found.directory(conn, source).stand_ins(asked)["caller"].item()
            for source in ("pbx", "carrier")
        }
    assert told == {"pbx": 13035550143, "carrier": 13035550142}


def test_a_period_is_kept_as_its_place_in_its_own_plan(office: Office) -> None:
    basic = [replace(each, plan_code="BASIC") for each in (DAY, NIGHT)]
    add(office, rate_periods=[*basic, DAY, NIGHT])
    found = setup(office)
    codes = [plan.plan_code for plan in found.book.plans]
    names = [(period.plan_code, period.name) for period in found.book.periods]
    calls = pl.DataFrame(
        {
            "plan": [codes.index("BUNDLED"), codes.index("BASIC"), None],
            "period": [names.index(("BUNDLED", "Night")), names.index(("BASIC", "Day")), None],
        },
        schema={"plan": pl.Int32, "period": pl.Int32},
    )
    at_rest = found.at_rest(calls)
    assert at_rest["period"].to_list() == [1, 0, None]
    back = found.in_book(at_rest.select("plan_version_id", "period"))
    assert back.select("plan", "period").rows() == calls.rows()


def test_a_company_without_accounts_has_its_own_zone(office: Office) -> None:
    with office.write() as conn:
        raw(conn).execute("DELETE FROM numbers")
        raw(conn).execute("UPDATE setup_versions SET version = version + 1")
        assert office.rating_setup(conn).book.zones == ("America/Denver",)


def test_an_alias_that_no_call_holds_stands_for_nothing_yet(office: Office) -> None:
    alias = Alias(alias="ext-7", number="+13035550142")
    calls = pl.DataFrame({"caller": [-1_000_000_001], "called": [0], "billing_number": [0]})
    with office.write() as conn:
        changes = {"aliases": RowChanges(added=[alias])}
        apply_setup(conn, changes, stamp=office.stamp("change"), origin="tests")
        directory = office.rating_setup(conn).directory(conn, "pbx")
    asked = calls.with_columns(payer_number=pl.lit(None, pl.Int64))
    assert directory.stand_ins(asked)["caller"].item() == -1_000_000_001
