from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.operations.clear_suspense import Selection, assign_suspense
from app.operations.office import Office
from app.operations.rerate_usage import rerate_usage
from app.rating.plan import RatePeriod
from app.store.database import raw
from app.store.setup_changes import RowChanges
from app.store.touched import touched_calls
from app.usage.source import Alias
from app.values.sheet import SheetRow
from tests.operations.companies import (
    BASIC,
    BASIC_NUMBER,
    BRITAIN,
    BUNDLED_NUMBER,
    COMPANY,
    GRANITE,
    GRANITE_MAIN,
    HALF_PAST_FIVE,
    HARBOR,
    HOME,
    SEAT,
    STEPPED_NUMBER,
    add,
    change,
    copied,
    dump,
    lay_company,
    take_in,
)

STAND_IN = Alias(alias="9705550155", number="+13035550143")
TRUNK = Alias(alias="trunk-7", number="+13035550143")
CALLS = (
    "c1,2026-10-05T15:00:00Z,,3035550142,3035550188,60,out,",
    "c2,2026-10-05T15:00:00Z,,3035550143,011442079460000,60,out,",
    "c3,2026-10-06T15:00:00Z,trunk-7,anonymous,5550188,60,out,",
    "c4,2026-10-06T15:00:00Z,9705550155,,12125550177,60,out,",
    "c5,2026-10-07T15:00:00Z,,3035550143,9705550155,60,out,",
    "c6,2026-10-07T15:00:00Z,,3035550188,3035550143,60,in,",
    "c7,2026-10-08T15:00:00Z,,2125550142,3035550142,60,internal,",
    "c8,2026-10-08T15:00:00Z,,9705550100,3035550188,60,out,",
    "c9,2026-10-09T04:30:00Z,,3035550177,3035550142,60,out,",
    "c10,2026-10-10T15:00:00Z,,3035550142,3035550143,60,out,",
    "c11,2026-10-10T15:00:00Z,,3035550142,trunk-7,60,out,",
    "c12,2026-10-10T15:00:00Z,,9705550101,3035550188,60,out,",
    "c13,2026-10-10T15:00:00Z,,2125550142,011331234567,60,out,",
)
"""Every way a number can be at an end of a call: plain, seven digits, behind an alias, by hand."""

MID_OCTOBER = replace(BASIC_NUMBER, number="+13035550177", starts_on=date(2026, 10, 9))
CHANGED: dict[str, list[SheetRow]] = {
    "company": [replace(COMPANY, unknown_caller="interstate"), replace(COMPANY, phone="1")],
    "accounts": [
        replace(GRANITE, timezone="Pacific/Auckland"),
        replace(HARBOR, timezone=None),
        replace(GRANITE, contact_name="Ann"),
    ],
    "rate_plans": [
        replace(BASIC, inbound_rate=Decimal("0.02")),
        replace(BASIC, increment_seconds=60),
    ],
    "rate_tiers": [replace(HALF_PAST_FIVE, multiplier=Decimal("0.25"))],
    "rates": [
        replace(HOME, rate=Decimal("0.07")),
        replace(BRITAIN, rate=Decimal("0.07")),
        replace(HOME, valid_to=date(2026, 10, 7)),
    ],
    "numbers": [
        replace(BASIC_NUMBER, rate_plan="STEPPED"),
        replace(BASIC_NUMBER, ends_on=date(2026, 10, 7)),
        replace(BUNDLED_NUMBER, account_number="200", location_code="200-MAIN"),
        replace(MID_OCTOBER, ends_on=date(2026, 10, 10)),
        replace(STEPPED_NUMBER, ends_on=date(2026, 2, 1)),
    ],
    "aliases": [replace(TRUNK, number="+12125550142"), replace(STAND_IN, number="+12125550142")],
}
ADDED: dict[str, list[SheetRow]] = {
    "rate_periods": [
        RatePeriod(
            plan_code="BASIC",
            name="Day",
            days="all",
            from_="00:00",
            to_="24:00",
            multiplier=Decimal(2),
        )
    ],
    "rates": [
        replace(HOME, prefix="1303", rate=Decimal("0.09")),
        replace(HOME, prefix="33", rate=Decimal("0.09")),
        replace(HOME, prefix="13035550143", rate=Decimal("0.09")),
    ],
    "numbers": [
        replace(BASIC_NUMBER, number="+19705550100"),
        replace(BASIC_NUMBER, number="+19705550155"),
        replace(BUNDLED_NUMBER, starts_on=date(2026, 10, 6)),
        replace(BASIC_NUMBER, number="+13035550188"),
    ],
    "aliases": [
        Alias(alias="9705550100", number="+13035550142"),
        Alias(alias="5550188", number="+13035550142"),
        Alias(alias="anonymous", number="+12125550142"),
        Alias(alias="nobody", number="+12125550142"),
    ],
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company with aliases, a number of some days, and every kind of call."""
    folder = tmp_path_factory.mktemp("busy")
    path, template = folder / "busy.switchbook", folder / "template.switchbook"
    lay_company(template)
    with copied(template, path) as office:
        add(office, aliases=[TRUNK, STAND_IN], numbers=[MID_OCTOBER])
        take_in(office, folder, *CALLS)
        assign_suspense(office, Selection(call_ids=["c12"]), number="3035550143", why="by hand")
    return path


@pytest.fixture
def office(busy: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(busy, tmp_path / "busy.switchbook") as office:
        yield office


def told(sheet: str, place: int, rows: dict[str, list[SheetRow]], how: str) -> Any:  # noqa: ANN401  pytest's own
    return pytest.param(sheet, rows[sheet][place], how, id=f"{how} {sheet} {place}")


@pytest.mark.parametrize(
    ("sheet", "row", "how"),
    [
        told(sheet, place, rows, how)
        for rows, how in ((CHANGED, "changed"), (ADDED, "added"))
        for sheet, each in rows.items()
        for place in range(len(each))
    ],
)
def test_nothing_is_left_to_price_again_after_a_change(
    office: Office, sheet: str, row: SheetRow, how: str
) -> None:
    apply = add if how == "added" else change
    apply(office, **{sheet: [row]})
    before = dump(office)
    assert rerate_usage(office).changed == 0
    assert dump(office) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(
        st.sampled_from(
            [(sheet, place) for sheet, rows in CHANGED.items() for place in range(len(rows))]
        ),
        min_size=2,
        max_size=5,
    )
)
def test_nothing_is_left_after_several_changes(
    busy: Path, tmp_path: Path, places: list[tuple[str, int]]
) -> None:
    with copied(busy, tmp_path / "law.switchbook") as office:
        for sheet, place in places:
            change(office, **{sheet: [CHANGED[sheet][place]]})
        assert rerate_usage(office).changed == 0


def keys_touched(office: Office, changes: dict[str, RowChanges]) -> set[str]:
    with office.file.read() as conn:
        touched = touched_calls(raw(conn), changes)
        assert touched is not None
        where, parameters = touched
        found = raw(conn).execute(f"SELECT call_key FROM calls WHERE {where}", parameters)  # noqa: S608
        return {key for (key,) in found}


def test_a_rate_touches_the_calls_to_its_prefix_alone(office: Office) -> None:
    assert keys_touched(office, {"rates": RowChanges(changed=[BRITAIN])}) == {
        "c2",  # to Britain
        "c3",  # seven digits
        "c5",  # an alias that is a number
        "c11",  # a text
    }


def test_thousands_of_prefixes_can_be_asked_for(office: Office) -> None:
    rates = [replace(BRITAIN, prefix=f"44{place}") for place in range(5000)]
    assert keys_touched(office, {"rates": RowChanges(added=rates)}) == {"c2", "c3", "c5", "c11"}


def test_a_deck_that_no_plan_names_touches_nothing(office: Office) -> None:
    other = replace(BRITAIN, deck_code="OTHER")
    assert keys_touched(office, {"rates": RowChanges(added=[other])}) == set()


def test_a_plan_touches_the_calls_of_its_numbers(office: Office) -> None:
    assert keys_touched(office, {"rate_tiers": RowChanges(changed=[HALF_PAST_FIVE])}) == {
        "c7",
        "c13",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"products": RowChanges(changed=[SEAT])},
        {"locations": RowChanges(changed=[GRANITE_MAIN])},
        {"accounts": RowChanges(added=[GRANITE])},
        {"company": RowChanges(added=[COMPANY])},
    ],
)
def test_what_no_call_is_priced_by_touches_none(
    office: Office, changes: dict[str, RowChanges]
) -> None:
    with office.file.read() as conn:
        assert touched_calls(raw(conn), changes) is None
