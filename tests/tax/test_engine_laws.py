"""Laws of the engine, over made-up tables and invoices, and its agreement with the slow oracle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from app.tax.book import TaxBook, make_book
from app.tax.bundle import BundleComponent
from app.tax.engine import tax_invoice
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import ChargeKind, CountedPlant, TaxableCharge, TaxRequest
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from app.tax.rule_check import check_taxes
from app.tax.share import TaxShare
from app.tax.trace import read_trace, trace_text
from tests.tax.builders import a_place, decided, fusf
from tests.tax.oracle import Line, Tables, oracle

D = Decimal

Row = TypeVar("Row")

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
CATEGORIES = (
    "VOIP_FIXED",
    "VOIP_FIXED",
    "TOLL_INTERSTATE",
    "LOCAL",
    "INTERNET_ACCESS",
    "EQUIP_RENT",
    "FEATURE",
)
PATTERNS = ("*", "VOIP_*", "VOIP_FIXED", "TOLL_*|LOCAL", "T*|VOIP_FIXED", "EQUIP_*", None)
CODES = ("A", "B", "C", "D", "E")
PLACES = (
    a_place("L", inside_city=True, place_fips="20000", districts=("RTD",)),
    a_place("M", county_fips="001"),
)
JURISDICTIONS = (
    {"state": None},
    {"state": "XX"},
    {"state": "XX"},
    {"state": "XX", "county_fips": "063"},
    {"state": "XX", "county_fips": "063", "place_fips": "20000"},
    {"state": "XX", "district": "RTD"},
)
BASIS = {"A": None, "B": None, "C": "SERVICE_START", "D": "PRORATE", "E": "SERVICE_END"}
"""One date basis for each tax code, as the import demands."""


def maybe(strategy: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Decimal | None]:
    return st.one_of(st.none(), st.none(), strategy)


RATES = st.sampled_from(["0", "0.0625", "0.0825", "0.376", "0.0099", "0.12345678"]).map(D)
MONEY_LIMITS = st.sampled_from(["0.01", "10", "25.50", "100"]).map(D)


@st.composite
def rules(draw: st.DrawFn) -> TaxRule:
    code = draw(st.sampled_from(CODES))
    starts = draw(st.sampled_from([date(2025, 1, 1), date(2026, 2, 10), date(2026, 3, 1)]))
    ends = draw(st.sampled_from([None, None, date(2026, 2, 9), date(2026, 2, 28)]))
    earlier = ["FUSF", *(name for name in CODES if name < code)]
    includes = draw(st.lists(st.sampled_from(earlier), unique=True))
    common = {
        "tax_code": code,
        "class_": draw(st.sampled_from(["TAX", "PASS_THROUGH", "PROVIDER_FEE"])),
        "family": draw(st.sampled_from(["SALES", "E911", "UUT"])),
        **draw(st.sampled_from(JURISDICTIONS)),
        "category": draw(st.sampled_from(PATTERNS)),
        "customer_class": draw(st.sampled_from([None, None, "business", "residential"])),
        "effective_from": starts,
        "effective_to": None if ends is None or ends < starts else ends,
        "date_basis": BASIS[code],
        "base_includes": "|".join(includes) or None,
        "taxable_pct": draw(maybe(st.sampled_from(["0.5", "0.333"]).map(D))),
        "round_level": draw(st.sampled_from([None, "LOCATION_TAX", "CHARGE"])),
        "round_mode": draw(st.sampled_from([None, "HALF_EVEN", "UP", "DOWN"])),
    }
    own = draw(st.one_of(percentages(), fees(), minutes(), steps()))
    return TaxRule(**{**common, **own})  # type: ignore[arg-type]


@st.composite
def fusf_rows(draw: st.DrawFn) -> list[TaxRule]:
    """Universal service rows of two quarters, or of one, or none."""
    category = draw(st.sampled_from(["VOIP_*|TOLL_*", "*"]))
    rows = [
        fusf(str(rate), category=category, effective_from=first, effective_to=last)
        for rate, first, last in (
            (D("0.376"), date(2026, 1, 1), date(2026, 2, 20)),
            (D("0.370"), date(2026, 2, 21), date(2026, 5, 31)),
        )
    ]
    mode = draw(st.sampled_from([None, "DOWN"]))
    basis = draw(st.sampled_from([None, "PRORATE"]))
    many = draw(st.sampled_from([0, 1, 2, 2, 2]))
    return [replace(row, round_mode=mode, date_basis=basis) for row in rows[:many]]


@st.composite
def percentages(draw: st.DrawFn) -> dict[str, object]:
    bases = ["CHARGE", "CHARGE", "INTERSTATE", "INTERSTATE_INTL", "INTRASTATE", "TAX_OF"]
    return {
        "calc_method": draw(st.sampled_from(["PCT", "PCT", "PCT", "GROSS_UP"])),
        "base_kind": draw(st.sampled_from(bases)),
        "rate": draw(RATES),
        "min_base": draw(maybe(MONEY_LIMITS)),
        "max_base": draw(maybe(MONEY_LIMITS)),
    }


@st.composite
def fees(draw: st.DrawFn) -> dict[str, object]:
    kinds = ["LINE", "LINE|TRUNK", "CALL_PATH", "DID", "ACCOUNT", "LOCATION", "LINE|CALL_PATH|DID"]
    return {
        "calc_method": "PER_UNIT",
        "base_kind": "COUNT",
        "unit_amount": draw(st.sampled_from(["0.35", "1.25", "0.08", "0.333"]).map(D)),
        "unit_kind": draw(st.sampled_from(kinds)),
        "cap_units": draw(maybe(st.sampled_from(["2", "7.5"]).map(D))),
        "cap_scope": draw(st.sampled_from([None, "ACCOUNT", "LOCATION", "LINE_TYPE"])),
        "prorate": draw(st.sampled_from([None, "N", "Y"])),
    }


@st.composite
def minutes(draw: st.DrawFn) -> dict[str, object]:
    return {
        "calc_method": "PER_UNIT",
        "base_kind": "MINUTES",
        "unit_amount": draw(st.sampled_from(["0.002", "0.01"]).map(D)),
    }


@st.composite
def steps(draw: st.DrawFn) -> dict[str, object]:
    low, high = draw(st.sampled_from([(None, D(20)), (D(20), D(60)), (D(60), None)]))
    by_unit = draw(st.booleans())
    own: dict[str, object] = {"rate": draw(RATES), "base_kind": "CHARGE"}
    if by_unit:
        own = {"unit_amount": D("0.50"), "base_kind": "COUNT", "unit_kind": "LINE"}
    return {"calc_method": "TIERED", "min_base": low, "max_base": high, **own}


@st.composite
def charges(draw: st.DrawFn, *, lowest: int = -5000) -> TaxableCharge:
    first = draw(DAYS)
    days = draw(st.integers(1, 40))
    kind = draw(st.sampled_from(["recurring", "recurring", "one_time", "usage"]))
    return TaxableCharge(
        index=0,
        amount=D(draw(st.integers(lowest, 20000))).scaleb(-2),
        category=draw(st.sampled_from(CATEGORIES)),
        product_code=draw(st.sampled_from(["P", "Q", "PACK"])),
        location_code=draw(st.sampled_from(["L", "M"])),
        first_day=first,
        last_day=first + timedelta(days=days - 1),
        reference=draw(st.sampled_from(["S1", "S2", "S3", "S4", "S5"])),
        kind=ChargeKind(kind),
        counts=kind == "recurring",
        quantity=D(draw(st.sampled_from(["1", "3", "2.5"]))),
        line_kind=draw(st.sampled_from(["none", "line", "trunk", "call_path", "did"])),
        lines_per_unit=D(draw(st.sampled_from(["1", "5"]))),
        period_days=draw(st.sampled_from([None, 40, 90])),
        billed_seconds=draw(st.integers(0, 100000)) if kind == "usage" else 0,
    )


CERTIFICATES = st.builds(
    Exemption,
    account_number=st.just("1"),
    location_code=st.sampled_from([None, None, "L"]),
    certificate_number=st.sampled_from(["X1", "X2"]),
    kind=st.just("OTHER"),
    family=st.sampled_from(["*", "SALES", "E911"]),
    level=st.sampled_from(["*", "STATE", "CITY"]),
    region=st.sampled_from([None, "XX"]),
    percent=st.sampled_from(["0", "50", "100", "33.3"]).map(D),
    effective_from=st.sampled_from([date(2025, 1, 1), date(2026, 2, 15)]),
    expires_on=st.sampled_from([None, date(2026, 3, 10)]),
)

REGISTRATIONS = st.builds(
    Registration,
    family=st.sampled_from(["*", "*", "SALES"]),
    region=st.sampled_from([None, "XX"]),
    effective_from=st.sampled_from([date(2025, 1, 1), date(2026, 2, 20)]),
    effective_to=st.sampled_from([None, None, date(2026, 3, 5)]),
)

EVERYWHERE = st.just([Registration(family="*", effective_from=date(2025, 1, 1))])

SHARES = [
    TaxShare(
        category="VOIP_FIXED",
        effective_from=date(2025, 1, 1),
        effective_to=date(2026, 2, 17),
        interstate=D("0.649"),
    ),
    TaxShare(
        category="VOIP_FIXED",
        effective_from=date(2026, 2, 18),
        interstate=D("0.3"),
        international=D("0.05"),
    ),
]

PACK = [
    BundleComponent(product_code="PACK", component_no=1, category="VOIP_FIXED", method="SSP"),
    BundleComponent(product_code="PACK", component_no=2, category="EQUIP_RENT", method="SSP"),
]
BUNDLE = [replace(PACK[0], weight=D(30)), replace(PACK[1], weight=D("12.99"))]


@dataclass(frozen=True)
class Case:
    """An invoice and its tables."""

    request: TaxRequest
    tables: Tables

    @property
    def book(self) -> TaxBook:
        return book_of(self.tables)


def book_of(tables: Tables) -> TaxBook:
    return make_book(
        list(enumerate(tables.rules, start=2)),
        shares=list(enumerate(tables.shares, start=2)),
        registrations=tables.registrations,
        exemptions=tables.exemptions,
        bundles=tables.bundles,
    )


def without_errors(drawn: Sequence[TaxRule]) -> list[TaxRule]:
    """As many of the rows as stand together without an error."""
    kept: list[TaxRule] = []
    for rule in drawn:
        tried = [*kept, rule]
        found = check_taxes(list(enumerate(tried, start=2)), usf_factors=())
        if not any(finding.severity.value == "error" for finding in found):
            kept = tried
    return kept


@st.composite
def cases(draw: st.DrawFn, *, lowest: int = -5000, bundled: bool = True) -> Case:
    drawn = draw(st.lists(rules(), min_size=4, max_size=10))
    federal = draw(fusf_rows())
    ordered = [*federal, *sorted(drawn, key=lambda rule: rule.tax_code)]
    billed = draw(st.lists(charges(lowest=lowest), min_size=3, max_size=7))
    plant = draw(
        st.fixed_dictionaries(
            {},
            optional={
                code: st.builds(
                    CountedPlant,
                    call_paths=st.sampled_from([None, 0, 23]),
                    did_numbers=st.sampled_from([0, 60]),
                )
                for code in ("L", "M")
            },
        )
    )
    request = TaxRequest(
        account_number="1",
        customer_class=draw(st.sampled_from(["business", "residential"])),
        invoice_date=draw(DAYS),
        charges=tuple(replace(each, index=index) for index, each in enumerate(billed)),
        locations={place.location_code: place for place in PLACES},
        plant=plant,
    )
    tables = Tables(
        rules=[*without_errors(ordered), decided()],
        shares=SHARES,
        registrations=draw(st.one_of(EVERYWHERE, EVERYWHERE, st.lists(REGISTRATIONS, max_size=3))),
        exemptions=draw(st.lists(CERTIFICATES, max_size=3)),
        bundles=BUNDLE if bundled else [],
    )
    return Case(request, tables)


def as_told(line: TaxLine) -> Line:
    return Line(
        tax_code=line.tax_code,
        jurisdiction=line.jurisdiction,
        location_code=line.location_code,
        base=line.base,
        units=line.units,
        units_counted=line.units_counted,
        exempt_amount=line.exempt_amount,
        rate=line.rate,
        amount=line.amount,
        parts=tuple((part.line_index, part.amount) for part in line.parts if part.amount),
    )


def in_order(lines: Sequence[Line]) -> list[Line]:
    zero = D(0)
    return sorted(
        lines,
        key=lambda line: (
            (line.tax_code, line.jurisdiction, line.location_code or "", line.parts),
            (line.rate, line.amount, line.base or zero, line.units or zero, line.exempt_amount),
        ),
    )


@given(cases())
def test_the_engine_agrees_with_the_oracle(case: Case) -> None:
    slow = oracle(case.request, case.tables)
    fast = tax_invoice(case.request, case.book)
    assert {finding.code for finding in fast.problems} == slow.problems
    assert in_order([as_told(line) for line in fast.lines]) == in_order(slow.lines)


@given(cases())
def test_the_parts_of_a_line_sum_to_it(case: Case) -> None:
    for line in tax_invoice(case.request, case.book).lines:
        assert sum(part.amount for part in line.parts) == line.amount


@given(cases())
def test_the_bases_of_the_parts_sum_to_the_line_s(case: Case) -> None:
    for line in tax_invoice(case.request, case.book).lines:
        if line.base is not None:
            whole = sum((part.base for part in line.parts if part.base is not None), D(0))
            assert abs(whole - line.base) <= len(line.parts) * D("1e-8")


@given(cases())
def test_a_trace_leads_from_the_charges_to_the_exact_tax(case: Case) -> None:
    for line in tax_invoice(case.request, case.book).lines:
        trace = line.trace
        assert trace is not None
        base = trace.own + trace.joined - trace.cut - trace.untaxed - trace.exempt
        price = Fraction(line.rate)
        if not trace.row.in_money:
            price = price * 100
        elif trace.row.calc_method == "GROSS_UP":
            price = price / (1 - price)
        assert base * price == trace.tax
        if trace.rows_together == 1 and trace.ceiling is None:
            assert abs(Fraction(trace.raw) - Fraction(line.amount)) < Fraction(1, 100)


@given(cases())
def test_a_kept_trace_is_read_as_it_was(case: Case) -> None:
    for line in tax_invoice(case.request, case.book).lines:
        assert line.trace is not None
        assert read_trace(trace_text(line.trace)) == line.trace


@given(cases(), st.randoms(use_true_random=False))
def test_no_order_matters(case: Case, chance: Random) -> None:
    tables = case.tables

    def shuffled(rows: Sequence[Row]) -> list[Row]:
        return chance.sample(list(rows), len(rows))

    request = replace(
        case.request,
        charges=tuple(shuffled(case.request.charges)),
        locations=dict(reversed(list(case.request.locations.items()))),
        plant=dict(reversed(list(case.request.plant.items()))),
    )
    others = replace(
        tables,
        rules=shuffled(tables.rules),
        shares=shuffled(tables.shares),
        registrations=shuffled(tables.registrations),
        exemptions=shuffled(tables.exemptions),
        bundles=shuffled(tables.bundles),
    )
    found = tax_invoice(request, book_of(others))
    plain = tax_invoice(case.request, case.book)
    assert in_order([as_told(line) for line in found.lines]) == in_order(
        [as_told(line) for line in plain.lines]
    )


@given(cases())
def test_a_line_rounds_the_exact_product_of_what_it_prints(case: Case) -> None:
    """Where a group has one row: base or units times the price, within a cent."""
    for line in tax_invoice(case.request, case.book).lines:
        measured = line.units if line.base is None else line.base
        rate = Fraction(line.rate)
        codes = {rule.tax_code for rule in case.tables.rules if rule.calc_method == "GROSS_UP"}
        if line.tax_code in codes | {"FUSF"}:
            continue
        assert abs(Fraction(measured or 0) * rate - Fraction(line.amount)) < Fraction(1, 100)


@given(cases())
def test_without_registrations_only_own_fees_are_collected(case: Case) -> None:
    result = tax_invoice(case.request, book_of(replace(case.tables, registrations=[])))
    assert {line.class_ for line in result.lines} <= {"PROVIDER_FEE"}


@given(cases(bundled=False), st.lists(st.integers(1, 99), min_size=1, max_size=3))
def test_splitting_charges_changes_no_invoice_level_tax(case: Case, percents: list[int]) -> None:
    """Of any method, with limits, steps and tax on tax; units of a service count once."""
    rules = [replace(rule, round_level=None, prorate=None) for rule in case.tables.rules]
    book = book_of(replace(case.tables, rules=rules))
    pieces: list[TaxableCharge] = []
    for charge in case.request.charges:
        left = charge
        for percent in percents:
            part = (left.amount * percent / 100).quantize(D("0.01"))
            pieces.append(replace(left, amount=part, billed_seconds=0))
            left = replace(left, amount=left.amount - part)
        pieces.append(left)
    split = replace(
        case.request,
        charges=tuple(replace(each, index=index) for index, each in enumerate(pieces)),
    )
    assert total_by_code(tax_invoice(split, book).lines) == total_by_code(
        tax_invoice(case.request, book).lines
    )


@given(cases(lowest=0), CERTIFICATES)
def test_a_certificate_never_raises_a_tax(case: Case, certificate: Exemption) -> None:
    rules = [
        replace(rule, base_includes=None)
        for rule in case.tables.rules
        if rule.base_kind != "TAX_OF"
    ]
    before = replace(case.tables, rules=rules)
    after = replace(before, exemptions=[*before.exemptions, certificate])
    taxed = total_by_code(tax_invoice(case.request, book_of(before)).lines)
    for code, amount in total_by_code(tax_invoice(case.request, book_of(after)).lines).items():
        assert amount <= taxed.get(code, D(0))


FAMILIES = {"A": "SALES", "B": "E911", "C": "UUT", "D": "SALES", "E": "E911", "FUSF": "FUSF"}
"""One family for each tax code, as real tables have it."""


@given(cases(lowest=0), CERTIFICATES, st.sampled_from(["*", "SALES", "E911", "UUT", "FUSF"]))
def test_a_certificate_of_the_account_raises_no_tax_on_tax(
    case: Case, certificate: Exemption, family: str
) -> None:
    """In force on all days and everywhere, it takes the same part of every charge.

    One of a location alone may move the cents of a rounded tax to another charge, and so the base
    of a tax on it.
    """
    rules = [
        replace(rule, family=FAMILIES.get(rule.tax_code, rule.family)) for rule in case.tables.rules
    ]
    wide = replace(
        certificate,
        location_code=None,
        family=family,
        level="*",
        region=None,
        effective_from=date(2020, 1, 1),
        expires_on=None,
    )
    before = replace(case.tables, rules=rules, exemptions=[])
    after = replace(before, exemptions=[wide])
    taxed = total_by_code(tax_invoice(case.request, book_of(before)).lines)
    for code, amount in total_by_code(tax_invoice(case.request, book_of(after)).lines).items():
        assert amount <= taxed.get(code, D(0))


@given(cases())
def test_the_universal_service_line_never_passes_its_ceiling(case: Case) -> None:
    """Interstate and international share times the highest factor, half up to the cent."""
    shares = {"VOIP_FIXED": D("0.649"), "TOLL_INTERSTATE": D(1)}
    positive = sum(
        max(D(0), charge.amount) * shares.get(charge.category, D(0))
        if charge.product_code != "PACK"
        else max(D(0), charge.amount) * D("0.649")
        for charge in case.request.charges
    )
    lines = tax_invoice(case.request, case.book).lines
    billed = sum((line.amount for line in lines if line.tax_code == "FUSF"), D(0))
    assert billed <= (positive * D("0.376")).quantize(D("0.01"), ROUND_HALF_UP)


def total_by_code(lines: Sequence[TaxLine]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.amount:
            found[line.tax_code] = found.get(line.tax_code, D(0)) + line.amount
    return {code: amount for code, amount in found.items() if amount}
