"""Queries of the tax book of a bill run: of all rules those that may reach a customer.

Memory and time go by the company's places, not by the size of its tables.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.customers.location import ServiceLocation
from app.store.database import raw
from app.store.run_records import FIRST_ROW
from app.store.setup import load, load_some
from app.store.transaction import Transaction
from app.tax.book import TaxBook, make_book
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.jurisdiction import jurisdiction_of
from app.tax.place import TaxPlace, place_of
from app.tax.place_history import DatedFacts, with_facts
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.rule_row import names_of
from app.tax.share import TaxShare
from app.tax.territory import Territory
from app.tax.usf import shipped_usf_factors
from app.tax.zip_counties import counties_of_zip

_PLACES: Final = (
    "SELECT id, country, state, county_fips, place_fips, district FROM taxes ORDER BY id"
)


def load_run_book(
    conn: Transaction,
    locations: Iterable[ServiceLocation],
    histories: Mapping[str, Sequence[DatedFacts]],
) -> TaxBook:
    """The tax tables as far as they may reach one of these locations, as it is or as it was.

    ``histories`` by location code. Rows are numbered as an export of their sheet numbers them.
    """
    numbers = _reaching(conn, Territory(_places(locations, histories)))
    rules = load_some(conn, TaxRule, list(numbers))
    known = {rule.tax_code for rule in rules.values()}
    named = {name for rule in rules.values() for name in names_of(rule.base_includes)}
    return make_book(
        ((numbers[row_id], rule) for row_id, rule in rules.items()),
        shares=enumerate(load(conn, TaxShare), FIRST_ROW),
        registrations=load(conn, Registration),
        exemptions=load(conn, Exemption),
        bundles=load(conn, BundleComponent),
        usf_factors=shipped_usf_factors(),
        counties_of_zip=counties_of_zip,
        elsewhere=_having_rows(conn, named - known),
    )


def _places(
    locations: Iterable[ServiceLocation], histories: Mapping[str, Sequence[DatedFacts]]
) -> Iterator[TaxPlace]:
    for location in locations:
        yield place_of(location)
        for dated in histories.get(location.location_code, ()):
            yield place_of(with_facts(location, dated.facts))


def _reaching(conn: Transaction, territory: Territory) -> dict[int, int]:
    """By id the sheet row of every rule that may reach the territory."""
    found = {}
    known: dict[tuple[str, str], bool] = {}
    for number, (row_id, country, state, *local) in enumerate(
        raw(conn).execute(_PLACES), FIRST_ROW
    ):
        written = (country or "", state or "")
        if written not in known:
            wide = jurisdiction_of(country, state)
            known[written] = territory.knows(wide.country, wide.state)
        if not known[written]:
            continue
        county_fips, place_fips, district = local
        where = jurisdiction_of(
            country, state, county_fips=county_fips, place_fips=place_fips, district=district
        )
        if territory.may_reach(where):
            found[row_id] = number
    return found


def _having_rows(conn: Transaction, codes: set[str]) -> frozenset[str] | None:
    """Which of the codes have rows; None where the table has none at all."""
    if raw(conn).execute("SELECT 1 FROM taxes LIMIT 1").fetchone() is None:
        return None
    rows = raw(conn).execute(
        "SELECT DISTINCT tax_code FROM taxes WHERE tax_code IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(codes)),),
    )
    return frozenset(code for (code,) in rows)
