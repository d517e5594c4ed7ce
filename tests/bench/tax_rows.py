"""Tax tables of the bench: twenty rules for every account, and as many more as one likes.

Accounts lie in ten states, each in two counties, each with two cities and three districts. Five
rules are federal or the provider's own, the others of the state, county, city and districts.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.customers.location import ServiceLocation
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.values.sheet import SheetRow
from tests.bench.workload import setup_rows

RULES_EACH: Final = 20

_PLACES: Final = {
    "NY": (("12201", "001"), ("14604", "055")),
    "CO": (("80202", "031"), ("80903", "041")),
    "TX": (("78701", "453"), ("77002", "201")),
    "CA": (("95814", "067"), ("90012", "037")),
    "FL": (("32301", "073"), ("33130", "086")),
    "MA": (("02108", "025"), ("01608", "027")),
    "WA": (("98501", "067"), ("98101", "033")),
    "IL": (("62701", "167"), ("60602", "031")),
    "GA": (("30303", "121"), ("31401", "051")),
    "OH": (("43215", "049"), ("45202", "061")),
}
"""By state two ZIP codes, each with its county."""
_CITIES: Final = ("20000", "30000")
_DISTRICTS: Final = ("TRANSIT", "STADIUM", "CULTURE")
_FIRST: Final = date(2026, 1, 1)
_VOICE: Final = "VOIP_*|TOLL_*"


def company_rows(more: int) -> dict[str, list[SheetRow]]:
    """The bench's company in ten states, with ``more`` rules that reach none of its places."""
    rows = setup_rows()
    places = [row for row in rows["locations"] if isinstance(row, ServiceLocation)]
    rows["locations"] = [_placed(place, at) for at, place in enumerate(places)]
    rows["taxes"] = [*_rules(), *_more_rules(more)]
    rows["tax_shares"] = [
        TaxShare(category="VOIP_FIXED", effective_from=_FIRST, interstate=Decimal("0.649"))
    ]
    return rows


def _placed(place: ServiceLocation, at: int) -> ServiceLocation:
    state = list(_PLACES)[at % len(_PLACES)]
    turn = at // len(_PLACES)
    postal_code, county = _PLACES[state][turn % 2]
    return replace(
        place,
        region=state,
        postal_code=postal_code,
        county_fips=county,
        place_fips=_CITIES[turn // 2 % 2],
        inside_city=True,
        district="|".join(_DISTRICTS),
    )


def _rules() -> Iterator[TaxRule]:
    yield replace(
        _percent("FUSF", "0.33", family="FUSF", category=_VOICE, base_kind="INTERSTATE_INTL"),
        class_="PASS_THROUGH",
    )
    yield _percent("TRS", "0.011", family="TRS", category=_VOICE)
    yield _each_line("RRF", "0.65", family="REG")
    yield _percent("ADMIN", "0.015", family="REG", category=_VOICE)
    yield _each_line("NANPA", "0.02", family="NANPA")
    for state, places in _PLACES.items():
        yield from _of_state(state)
        for _, county in places:
            yield from _of_county(state, county)
            for city in _CITIES:
                yield from _of_city(state, county, city)
        for district in _DISTRICTS:
            yield _percent(f"{state}-{district}", "0.005", state=state, district=district)


def _of_state(state: str) -> Iterator[TaxRule]:
    yield _percent(f"{state}-SALES", "0.04", state=state, base_includes="FUSF|RRF")
    yield _percent(
        f"{state}-SUSF", "0.02", family="SUSF", state=state, category=_VOICE, base_kind="INTRASTATE"
    )
    yield _each_line(f"{state}-911", "1.10", state=state, cap_units=Decimal(75))
    yield _each_line(f"{state}-988", "0.12", family="988", state=state)
    yield replace(
        _percent(f"{state}-GRT", "0.02", family="GRT", state=state), calc_method="GROSS_UP"
    )
    yield _percent(f"{state}-PUC", "0.0007", family="REG", state=state, base_kind="INTRASTATE")


def _of_county(state: str, county: str) -> Iterator[TaxRule]:
    yield _percent(f"{state}-COUNTY", "0.01", state=state, county_fips=county)
    yield _each_line(f"{state}-E911", "0.35", state=state, county_fips=county)
    yield _percent(f"{state}-CUUT", "0.025", family="UUT", state=state, county_fips=county)


def _of_city(state: str, county: str, city: str) -> Iterator[TaxRule]:
    where = {"state": state, "county_fips": county, "place_fips": city}
    yield _percent(f"{state}-CITY", "0.015", **where)
    yield _percent(f"{state}-UUT", "0.03", family="UUT", category=_VOICE, **where)
    yield _percent(f"{state}-ROW", "0.01", family="UUT", base_includes="FUSF", **where)


def _more_rules(many: int) -> Iterator[TaxRule]:
    """Rules of other cities, half of them in states where the company has customers."""
    states = [*list(_PLACES)[:3], "PA", "MI", "NC"]
    for at in range(many):
        state = states[at % len(states)]
        city = f"{40_000 + at // len(states):05}"
        yield _percent(f"{state}-CITY", "0.015", state=state, county_fips="097", place_fips=city)


def _percent(code: str, rate: str, **columns: object) -> TaxRule:
    facts = {"calc_method": "PCT", "rate": Decimal(rate), "base_kind": "CHARGE", **columns}
    return _rule(code, **facts)


def _each_line(code: str, amount: str, **columns: object) -> TaxRule:
    return _rule(
        code,
        calc_method="PER_UNIT",
        unit_amount=Decimal(amount),
        unit_kind="LINE",
        base_kind="COUNT",
        **{"family": "E911", **columns},
    )


def _rule(code: str, **columns: object) -> TaxRule:
    is_own = columns.get("family") == "REG"
    facts: dict[str, object] = {
        "tax_code": code,
        "bill_label": code.replace("-", " "),
        "class_": "PROVIDER_FEE" if is_own and "state" not in columns else "TAX",
        "family": "SALES",
        "effective_from": _FIRST,
    }
    return TaxRule(**{**facts, **columns})  # type: ignore[arg-type]
