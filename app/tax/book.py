"""The tax book: all tables of a company, made ready once for many invoices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from app.tax.bundle import BundleComponent
from app.tax.certificate import Certificate, certificate_of
from app.tax.exemption import Exemption
from app.tax.jurisdiction import Jurisdiction, Level
from app.tax.nexus import Nexus, nexus_of
from app.tax.place import CountiesOfZip, TaxPlace, jurisdictions_of
from app.tax.registration import Registration
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from app.tax.rule_row import FUSF, DateBasis, RuleRow, rule_row
from app.tax.share import TaxShare
from app.tax.usf import UsfFactor
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleGroup:
    """All rows of one tax code in one jurisdiction; one of them at a time applies to a charge."""

    code: str
    jurisdiction: Jurisdiction
    rows: tuple[RuleRow, ...]
    basis: DateBasis
    """Which day of a charge decides; all its rows say the same."""
    is_fusf: bool
    asks_share: bool
    """Whether some row needs the interstate share of a charge."""
    decides: bool
    """Whether its rows decide a charge: they are of a state, a province or below."""
    lines: Mapping[RuleRow, TaxLine]
    """By row a line of nothing, with what is the same on all its lines."""
    order: tuple[int, str]
    """After the taxes that join its base, then by jurisdiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A row of ``tax_shares`` with its place in the sheet."""

    number: int
    share: TaxShare
    interstate: Fraction | None
    """None: measured on the period's calls."""
    international: Fraction


Rank = tuple[int, int, int]
"""How exactly a row speaks of a charge, the greater the more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """What a group says on one day: the row that applies, or all steps of a tiered one."""

    rows: tuple[RuleRow, ...]
    """None where no row is in force."""
    rank: Rank
    registered: bool
    """Whether the row may be collected."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """A group that speaks of a place, category and kind of customer on some day."""

    group: RuleGroup
    candidates: tuple[tuple[RuleRow, Rank], ...]
    """Its matching rows, the most exact first."""
    county: str
    """The county of the place."""
    choices: dict[date, Choice] = field(default_factory=dict)
    """What was looked up, by day."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """What the groups that reach a charge say on one invoice date."""

    now: tuple[tuple[RuleGroup, Choice], ...]
    """Of groups that go by the invoice's date, where a row is in force."""
    by_service: tuple[Reach, ...]
    """Groups that go by the days of the charge."""
    decides: bool
    """Whether one of ``now`` decides the charge."""
    reaches_fusf: bool
    """Whether a federal universal service row reaches it on any date."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupPlan:
    """What one group takes of charges that are known by their places in a list."""

    group: RuleGroup
    registered: bool
    """Whether it may be collected; each group has one plan for what may and one for the rest."""
    rows: tuple[tuple[RuleRow, tuple[int, ...]], ...]
    """Rows in money and minutes, each with the charges it takes; of a tiered one all steps."""
    counting: Mapping[int, Choice]
    """What rows that count say of each charge."""
    counts_places: bool
    """Whether they count call paths, numbers or locations, which no one charge stands for."""
    counts_account: bool
    is_plain: bool
    """Whether it is one percentage of whole charges, rounded once over the invoice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TaxBook:
    """The tables behind the taxes, with what is worked out once remembered."""

    rows: tuple[RuleRow, ...]
    has_rules: bool
    """Whether the table has a row at all, here or elsewhere."""
    groups: tuple[RuleGroup, ...]
    codes: tuple[str, ...]
    """Tax codes, each after those whose amounts join its base."""
    joining: frozenset[str]
    """Codes whose amounts join the base of some row."""
    faults: Mapping[RuleRow, str]
    """Rows that cannot be computed, and why."""
    shares: Mapping[str, tuple[ShareRow, ...]]
    """By category."""
    registrations: tuple[Nexus, ...]
    certificates: Mapping[str, tuple[Certificate, ...]]
    """By account number."""
    bundles: Mapping[str, tuple[BundleComponent, ...]]
    """By product, in the order of their components."""
    usf_factors: tuple[UsfFactor, ...]
    counties_of_zip: CountiesOfZip | None
    reaches: dict[object, tuple[Reach, ...]] = field(default_factory=dict, repr=False)
    """What was worked out for a place, category and kind of customer."""
    chosen: dict[object, Chosen] = field(default_factory=dict, repr=False)
    """What was chosen for a place, category, kind of customer and invoice date."""
    plans: dict[object, tuple[GroupPlan, ...]] = field(default_factory=dict, repr=False)
    """What was chosen for several charges together; the latest few hundred."""
    place_problems: dict[object, str | None] = field(default_factory=dict, repr=False)
    """What is missing of a place."""

    @cached_property
    def fusf_rows(self) -> tuple[RuleRow, ...]:
        """The rows of the federal universal service charge."""
        return tuple(row for row in self.rows if row.family == FUSF)

    @cached_property
    def _groups_of(self) -> Mapping[Jurisdiction, tuple[RuleGroup, ...]]:
        found: dict[Jurisdiction, list[RuleGroup]] = {}
        for group in self.groups:
            found.setdefault(group.jurisdiction, []).append(group)
        return {where: tuple(groups) for where, groups in found.items()}

    @cached_property
    def county_codes(self) -> Mapping[tuple[str, bool], str]:
        """By US state, the first code that is taken by county, and whether only within cities."""
        found: dict[tuple[str, bool], str] = {}
        for group in self.groups:
            where = group.jurisdiction
            if where.country == "US" and where.county:
                found.setdefault((where.state, bool(where.place)), group.code)
        return found

    @cached_property
    def city_codes(self) -> Mapping[tuple[str, str], str]:
        """By US state and county, or no county, the first code that is taken by city there."""
        found: dict[tuple[str, str], str] = {}
        for group in self.groups:
            where = group.jurisdiction
            if where.country == "US" and where.place:
                found.setdefault((where.state, where.county), group.code)
        return found

    def groups_at(self, place: TaxPlace) -> Iterator[RuleGroup]:
        """The groups whose jurisdiction reaches a place, found in no longer time among many."""
        for where in jurisdictions_of(place):
            yield from self._groups_of.get(where, ())


def make_book(
    rules: Iterable[tuple[int, TaxRule]],
    *,
    shares: Iterable[tuple[int, TaxShare]] = (),
    registrations: Iterable[Registration] = (),
    exemptions: Iterable[Exemption] = (),
    bundles: Iterable[BundleComponent] = (),
    usf_factors: tuple[UsfFactor, ...] = (),
    counties_of_zip: CountiesOfZip | None = None,
    elsewhere: frozenset[str] | None = None,
) -> TaxBook:
    """The tables made ready. Rules and shares come with their row in the sheet, for messages.

    ``usf_factors`` is ``usf.shipped_usf_factors()`` in the program. Rows are taken as the checks
    at import let them pass; a row that cannot be computed holds the invoices it touches.
    Where ``rules`` are those of some places alone, ``elsewhere`` holds codes that have rows in
    others.
    """
    rows = tuple(rule_row(number, rule) for number, rule in rules)
    codes, circular = _ordered(rows)
    return TaxBook(
        rows=rows,
        has_rules=bool(rows) or elsewhere is not None,
        groups=_groups(rows, codes),
        codes=codes,
        joining=frozenset(name for row in rows for name in row.includes),
        faults=_faults(rows, circular, elsewhere or frozenset()),
        shares=_by_category(shares),
        registrations=tuple(nexus_of(each) for each in registrations),
        certificates=_by_account(exemptions),
        bundles=_by_product(bundles),
        usf_factors=usf_factors,
        counties_of_zip=counties_of_zip,
    )


def _groups(rows: tuple[RuleRow, ...], codes: tuple[str, ...]) -> tuple[RuleGroup, ...]:
    ranks = {code: rank for rank, code in enumerate(codes)}
    found: dict[tuple[str, Jurisdiction], list[RuleRow]] = {}
    for row in rows:
        found.setdefault((row.code, row.jurisdiction), []).append(row)
    return tuple(
        RuleGroup(
            code=code,
            jurisdiction=jurisdiction,
            rows=tuple(sorted(members, key=lambda row: (row.order, row.number))),
            basis=min(members, key=lambda row: (row.order, row.number)).basis,
            is_fusf=any(row.family == FUSF for row in members),
            asks_share=any(row.asks_share or row.family == FUSF for row in members),
            decides=jurisdiction.level is not Level.FED
            and any(row.family != FUSF for row in members),
            lines={row: _line_of_nothing(row) for row in members},
            order=(ranks[code], jurisdiction.text),
        )
        for (code, jurisdiction), members in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1].text)
        )
    )


def _line_of_nothing(row: RuleRow) -> TaxLine:
    return TaxLine(
        tax_code=row.code,
        bill_label=row.label,
        class_=row.class_.value,
        family=row.family,
        jurisdiction=row.jurisdiction.text,
        location_code=None,
        base=None if row.is_count else ZERO,
        units=ZERO if row.is_count else None,
        units_counted=ZERO if row.is_count else None,
        exempt_amount=ZERO,
        certificate_number=None,
        rate=row.price,
        amount=ZERO,
        sequence=row.sequence,
    )


def _ordered(rows: tuple[RuleRow, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The codes in the order of ``base_includes``, and those that hang in a circle."""
    before: dict[str, set[str]] = {}
    for row in sorted(rows, key=lambda row: row.code):
        before.setdefault(row.code, set()).update(row.includes)
    known = {code: {name for name in names if name in before} for code, names in before.items()}
    circular: set[str] = set()
    while True:
        try:
            return tuple(TopologicalSorter(known).static_order()), frozenset(circular)
        except CycleError as fault:
            circle = fault.args[1]
            circular.update(circle)
            for code in circle:
                known[code] = set()


def _faults(
    rows: tuple[RuleRow, ...], circular: frozenset[str], elsewhere: frozenset[str]
) -> dict[RuleRow, str]:
    codes = {row.code for row in rows} | elsewhere
    found = {}
    for row in rows:
        strange = [name for name in row.includes if name not in codes]
        if row.unreadable:
            found[row] = row.unreadable
        elif row.code in circular:
            found[row] = "its base_includes run in a circle"
        elif strange:
            found[row] = f"its base_includes name {strange[0]}, which has no row"
    return found


def _by_category(shares: Iterable[tuple[int, TaxShare]]) -> dict[str, tuple[ShareRow, ...]]:
    found: dict[str, list[ShareRow]] = {}
    for number, share in shares:
        row = ShareRow(
            number=number,
            share=share,
            interstate=None if share.interstate is None else Fraction(share.interstate),
            international=Fraction(share.international),
        )
        found.setdefault(share.category.strip().upper(), []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _by_account(exemptions: Iterable[Exemption]) -> dict[str, tuple[Certificate, ...]]:
    found: dict[str, list[Certificate]] = {}
    for exemption in exemptions:
        found.setdefault(exemption.account_number, []).append(certificate_of(exemption))
    return {account: tuple(each) for account, each in found.items()}


def _by_product(bundles: Iterable[BundleComponent]) -> dict[str, tuple[BundleComponent, ...]]:
    found: dict[str, list[BundleComponent]] = {}
    for component in sorted(bundles, key=lambda each: each.component_no):
        found.setdefault(component.product_code, []).append(component)
    return {product: tuple(each) for product, each in found.items()}
