"""A slow, plain tax engine, written from the contract alone, to hold the fast one against.

It goes day by day, knows no index and no integers, and shares nothing with the engine but the
rows it is given. It expects tables without errors and locations that are known.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import CountedPlant, TaxableCharge, TaxRequest
from app.tax.rule import TaxRule
from app.tax.share import TaxShare

ONE = Fraction(1)
Place = tuple[str, str, str, str, str]
Level = tuple[str, str, int]


@dataclass(frozen=True)
class Tables:
    rules: Sequence[TaxRule]
    shares: Sequence[TaxShare] = ()
    registrations: Sequence[Registration] = ()
    exemptions: Sequence[Exemption] = ()
    bundles: Sequence[BundleComponent] = ()


@dataclass(frozen=True)
class Line:
    tax_code: str
    jurisdiction: str
    location_code: str | None
    base: Decimal | None
    units: Decimal | None
    units_counted: Decimal | None
    exempt_amount: Decimal
    rate: Decimal
    amount: Decimal
    parts: tuple[tuple[int, Decimal], ...]


@dataclass
class Charge:
    position: int
    source: TaxableCharge
    category: str
    amount: Fraction
    seconds: int


@dataclass
class Use:
    """A charge on one day, or as a whole, under one rule."""

    charge: Charge
    rule: TaxRule
    rank: tuple[int, int, int]
    day: date
    weight: Fraction


@dataclass
class Entry:
    position: int
    location: str | None
    account: str
    amount: Fraction
    day: date
    scope: object
    level: Level


@dataclass
class Taxed:
    rule: TaxRule
    level: Level
    location: str | None
    position: int
    counted: Fraction
    base: Fraction
    exempt: Fraction
    tax: Fraction


@dataclass
class Oracle:
    request: TaxRequest
    tables: Tables
    problems: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    raised: dict[str, dict[int, Fraction]] = field(default_factory=dict)

    def run(self) -> None:
        self.charges = list(self._charges())
        self.uses: dict[tuple[str, Place], list[Use]] = defaultdict(list)
        for charge in self.charges:
            self._use(charge)
        fusf = [rule for rule in self.tables.rules if rule.family == "FUSF"]
        on = self.request.invoice_date
        if any(self._speaks(rule, c) for rule in fusf for c in self.charges) and not any(
            in_force(rule, on) for rule in fusf
        ):
            self.problems.add("usf_factor_missing")
        for uses in self.uses.values():
            for use in uses:
                if asks_share(use.rule) and self._registered(use) and self._share(use) is None:
                    self.problems.add("share_missing")
        if self.problems:
            return
        for code in {rule.tax_code for rule in self.tables.rules}:
            self._raise(code)

    def _charges(self) -> Iterator[Charge]:
        position = 0
        for source in sorted(
            self.request.charges,
            key=lambda c: (c.location_code, c.product_code, c.first_day, c.reference),
        ):
            parts = sorted(
                (b for b in self.tables.bundles if b.product_code == source.product_code),
                key=lambda b: b.component_no,
            )
            if not parts:
                yield Charge(
                    position,
                    source,
                    source.category,
                    Fraction(source.amount),
                    source.billed_seconds,
                )
                position += 1
                continue
            weights = [Fraction(b.weight or 0) for b in parts]
            exact = [Fraction(source.amount) * 100 * w / sum(weights) for w in weights]
            cents = hand_out(int(source.amount * 100), exact)
            for number, (part, share) in enumerate(zip(parts, cents, strict=True)):
                seconds = 0 if number else source.billed_seconds
                yield Charge(position, source, part.category, Fraction(share, 100), seconds)
                position += 1

    def _use(self, charge: Charge) -> None:
        days = [charge.source.first_day + timedelta(days=n) for n in range(charge.source.days)]
        decided = False
        groups = {(rule.tax_code, jurisdiction(rule)) for rule in self.tables.rules}
        for group in groups:
            rules = [r for r in self.tables.rules if (r.tax_code, jurisdiction(r)) == group]
            basis = rules[0].date_basis or "INVOICE_DATE"
            dates = {
                "INVOICE_DATE": [self.request.invoice_date],
                "SERVICE_START": days[:1],
                "SERVICE_END": days[-1:],
                "PRORATE": days,
            }[basis]
            for day in dates:
                for rule, rank in self._best(rules, charge, day):
                    use = Use(charge, rule, rank, day, Fraction(1, len(dates)))
                    self.uses[group].append(use)
                    decided = decided or (bool(rule.state) and rule.family != "FUSF")
        if not decided:
            self.problems.add("undecided_charge")

    def _best(
        self, rules: list[TaxRule], charge: Charge, day: date
    ) -> list[tuple[TaxRule, tuple[int, int, int]]]:
        able = [
            (rule, rank)
            for rule in rules
            if in_force(rule, day) and (rank := self._speaks(rule, charge)) is not None
        ]
        if not able:
            return []
        top = max(rank for _, rank in able)
        return [(rule, rank) for rule, rank in able if rank == top]

    def _speaks(self, rule: TaxRule, charge: Charge) -> tuple[int, int, int] | None:
        place = self.request.locations[charge.source.location_code]
        local_percentage = rule.rate and rule.base_kind not in {"COUNT", "MINUTES"} and rule.state
        kind = charge.source.customer_class or self.request.customer_class
        classes = (rule.customer_class or "*").split("|")
        bars = (
            rule.country != place.country,
            rule.state and rule.state != place.region,
            rule.county_fips and rule.county_fips != place.county_fips,
            rule.place_fips and not (place.inside_city and rule.place_fips == place.place_fips),
            rule.district and rule.district not in place.districts,
            kind not in classes and "*" not in classes,
            charge.category == "INTERNET_ACCESS" and local_percentage and rule.country == "US",
        )
        if any(bars):
            return None
        ranks = []
        for pattern in (rule.category or "*").split("|"):
            if pattern == charge.category:
                ranks.append((int(kind in classes), 1, 0))
            elif pattern.endswith("*") and charge.category.startswith(pattern[:-1]):
                ranks.append((int(kind in classes), 0, len(pattern)))
        return max(ranks, default=None)

    def _registered(self, use: Use) -> bool:
        rule = use.rule
        if rule.class_ == "PROVIDER_FEE":
            return True
        return any(
            r.country == rule.country
            and r.family in {"*", rule.family}
            and r.effective_from <= use.day <= (r.effective_to or date.max)
            and (not r.region or r.region == rule.state)
            and (not r.county_fips or r.county_fips == rule.county_fips)
            and (not r.place_fips or r.place_fips == rule.place_fips)
            for r in self.tables.registrations
        )

    def _share(self, use: Use) -> Fraction | None:
        category = use.charge.category
        fixed = {
            "TOLL_INTERSTATE": (ONE, ONE * 0, ONE * 0),
            "TOLL_INTL": (ONE * 0, ONE, ONE * 0),
            "LOCAL": (ONE * 0, ONE * 0, ONE),
            "INTERNET_ACCESS": (ONE * 0, ONE * 0, ONE * 0),
            "EQUIP_RENT": (ONE * 0, ONE * 0, ONE * 0),
        }
        split = fixed.get(category)
        if split is None:
            rows = [
                s
                for s in self.tables.shares
                if s.category == category
                and s.effective_from <= use.day <= (s.effective_to or date.max)
            ]
            if not rows:
                return None
            inter, intl = Fraction(rows[-1].interstate or 0), Fraction(rows[-1].international)
            split = (inter, intl, 1 - inter - intl)
        return {
            "INTERSTATE": split[0],
            "INTERNATIONAL": split[1],
            "INTERSTATE_INTL": split[0] + split[1],
            "INTRASTATE": split[2],
        }[use.rule.base_kind]

    def _relief(self, rule: TaxRule, account: str, location: str | None, day: date) -> Fraction:
        best = Fraction(0)
        for c in self.tables.exemptions:
            family = "FUSF" if c.kind == "FCC_RESELLER" else c.family
            last = c.expires_on
            if last is None and c.kind == "FCC_RESELLER":
                last = date(c.effective_from.year, 12, 31)
            applies = (
                c.account_number == account
                and (not c.location_code or c.location_code == location)
                and (family == rule.family or (family == "*" and rule.class_ != "PROVIDER_FEE"))
                and (c.level == "*" or c.level == level_of(rule))
                and (not c.region or c.region == rule.state)
                and c.effective_from <= day <= (last or date.max)
            )
            if applies:
                best = max(best, Fraction(c.percent) / 100)
        return best

    def _raise(self, code: str) -> None:
        if code in self.raised:
            return
        included = {
            name
            for rule in self.tables.rules
            if rule.tax_code == code and rule.base_includes
            for name in rule.base_includes.split("|")
        }
        for name in included:
            self._raise(name)
        total: dict[int, Fraction] = defaultdict(Fraction)
        for (tax_code, where), uses in self.uses.items():
            if tax_code == code:
                for position, amount in self._group(
                    where, [u for u in uses if self._registered(u)]
                ):
                    total[position] += amount
        self.raised[code] = total

    def _group(self, where: Place, uses: list[Use]) -> Iterator[tuple[int, Fraction]]:
        taxed: list[Taxed] = []
        rules = {id(use.rule): use.rule for use in uses}
        for rule in rules.values():
            if price_of(rule):
                mine = [use for use in uses if use.rule is rule]
                entries = (
                    self._money(mine) if rule.base_kind != "COUNT" else self._count(rule, uses)
                )
                taxed += self._limited(rule, list(entries))
        levels = {each.level for each in taxed}
        for level in levels:
            together = [each for each in taxed if each.level == level]
            yield from self._rounded(where, level, together)

    def _money(self, uses: list[Use]) -> Iterator[Entry]:
        for use in uses:
            rule, charge = use.rule, use.charge
            base = charge.amount
            if asks_share(rule):
                base *= self._share(use) or 0
            if rule.base_kind == "MINUTES":
                base = Fraction(charge.seconds, 60)
            elif rule.base_kind == "TAX_OF":
                base = Fraction(0)
            if rule.base_includes and rule.base_kind != "MINUTES":
                for name in rule.base_includes.split("|"):
                    base += self.raised[name][charge.position]
            place = charge.source.location_code
            level = level_key(rule, place, charge.position)
            account = charge.source.account_number or self.request.account_number
            yield Entry(charge.position, place, account, base * use.weight, use.day, level, level)

    def _count(self, rule: TaxRule, uses: list[Use]) -> Iterator[Entry]:
        yield from self._services(rule, uses)
        kinds = (rule.unit_kind or "").split("|")
        for place in {use.charge.source.location_code for use in uses}:
            there = [u for u in uses if u.charge.source.location_code == place]
            plant = self.request.plant.get(place, CountedPlant())
            services = [u for u in there if u.charge.source.counts]
            if plant.call_paths is not None and "CALL_PATH" in kinds:
                yield from self._once(rule, services, plant.call_paths, "CALL_PATH")
            if plant.did_numbers and "DID" in kinds:
                yield from self._once(rule, services, plant.did_numbers, "DID")
            if "LOCATION" in kinds:
                yield from self._once(rule, there, 1, "LOCATION")
        if "ACCOUNT" in kinds:
            yield from self._once(rule, uses, 1, "ACCOUNT")

    def _services(self, rule: TaxRule, uses: list[Use]) -> Iterator[Entry]:
        counted: dict[object, int] = {}
        for use in sorted(uses, key=lambda u: u.charge.position):
            source = use.charge.source
            kind = source.line_kind.upper()
            plant = self.request.plant.get(source.location_code, CountedPlant())
            by_plant = (kind == "CALL_PATH" and plant.call_paths is not None) or (
                kind == "DID" and plant.did_numbers
            )
            own_kinds = (use.rule.unit_kind or "").split("|")
            if not source.counts or kind not in own_kinds or by_plant:
                continue
            service: object = (source.location_code, source.reference)
            if use.rule.prorate == "Y":
                service = (service, source.index)
            first = counted.setdefault(service, use.charge.position)
            if first == use.charge.position and use.rule is rule:
                units = Fraction(source.quantity) * Fraction(source.lines_per_unit) * use.weight
                if rule.prorate == "Y" and source.period_days:
                    units = units * source.days / source.period_days
                yield self._unit(rule, use, units, kind, first)

    def _once(self, rule: TaxRule, uses: list[Use], units: int, kind: str) -> Iterator[Entry]:
        able = [u for u in uses if kind in (u.rule.unit_kind or "").split("|")]
        if not able:
            return
        top = max(u.rank for u in able)
        first = min(u.charge.position for u in able if u.rank == top)
        for use in [u for u in able if u.charge.position == first and u.rule is rule]:
            bearers = {u.charge.position for u in able if u.rule is rule}
            for position in bearers:
                part = Fraction(units) * use.weight / len(bearers)
                yield replace(self._unit(rule, use, part, kind, -1), position=position)

    def _unit(self, rule: TaxRule, use: Use, units: Fraction, kind: str, position: int) -> Entry:
        place: str | None = use.charge.source.location_code
        account = use.charge.source.account_number or self.request.account_number
        if kind == "ACCOUNT":
            place, account = None, self.request.account_number
        scope: object = place
        if rule.cap_scope == "ACCOUNT":
            scope = "all"
        elif rule.cap_scope == "LINE_TYPE":
            scope = (place, kind)
        level = level_key(rule, place, position)
        return Entry(position, place, account, units, use.day, scope, level)

    def _limited(self, rule: TaxRule, entries: list[Entry]) -> Iterator[Taxed]:
        sums: dict[object, Fraction] = defaultdict(Fraction)
        for entry in entries:
            sums[entry.scope] += entry.amount
        for entry in entries:
            base = entry.amount * kept(rule, sums[entry.scope])
            base *= Fraction(1 if rule.taxable_pct is None else rule.taxable_pct)
            exempt = base * self._relief(rule, entry.account, entry.location, entry.day)
            yield Taxed(
                rule=rule,
                level=entry.level,
                location=entry.location,
                position=entry.position,
                counted=entry.amount,
                base=base - exempt,
                exempt=exempt,
                tax=(base - exempt) * price_of(rule),
            )

    def _rounded(
        self, where: Place, level: Level, taxed: list[Taxed]
    ) -> Iterator[tuple[int, Fraction]]:
        rules = sorted({id(each.rule): each.rule for each in taxed}.values(), key=row_order)
        exact = [sum((t.tax for t in taxed if t.rule is r), Fraction(0)) * 100 for r in rules]
        total = rounded(sum(exact, Fraction(0)), rules[0].round_mode or "HALF_UP")
        if rules[0].family == "FUSF":
            total = min(total, max(0, rounded(self._ceiling(where) * 100, "HALF_UP")))
        for rule, cents, own in zip(rules, hand_out(total, exact), exact, strict=True):
            mine = [each for each in taxed if each.rule is rule]
            by_position: dict[int, Fraction] = defaultdict(Fraction)
            for each in sorted(mine, key=lambda t: t.position):
                by_position[each.position] += each.tax * 100
            parts = hand_out(cents, list(by_position.values()))
            self._print(where, level, mine, dict(zip(by_position, parts, strict=True)))
            for position, amount in by_position.items():
                joined = amount * Fraction(cents) / own if own else amount
                yield position, joined / 100

    def _ceiling(self, where: Place) -> Fraction:
        """The bill's interstate part times the rates, with nothing exempt."""
        whole = Fraction(0)
        for use in self.uses["FUSF", where]:
            if self._registered(use):
                share = self._share(use) or 0
                whole += use.charge.amount * share * Fraction(use.rule.rate or 0) * use.weight
        return whole

    def _print(self, where: Place, level: Level, mine: list[Taxed], parts: dict[int, int]) -> None:
        rule, cents = mine[0].rule, sum(parts.values())
        exempt = sum((t.exempt for t in mine), Fraction(0))
        if not cents and not exempt:
            return
        by_unit = rule.base_kind in {"COUNT", "MINUTES"}
        is_count = rule.base_kind == "COUNT"
        base = eight(sum((t.base for t in mine), Fraction(0)))
        counted = eight(sum((t.counted for t in mine), Fraction(0)))
        by_index: dict[int, Decimal] = defaultdict(Decimal)
        for position, part in parts.items():
            by_index[self.charges[position].source.index] += Decimal(part) / 100
        self.lines.append(
            Line(
                tax_code=rule.tax_code,
                jurisdiction="/".join(where).rstrip("/"),
                location_code=None if level[0] == "INVOICE" else mine[0].location,
                base=None if is_count else base,
                units=base if is_count else None,
                units_counted=counted if is_count else None,
                exempt_amount=eight(exempt * (price_of(rule) if by_unit else 1)),
                rate=(rule.unit_amount if by_unit else rule.rate) or Decimal(0),
                amount=Decimal(cents) / 100,
                parts=tuple(sorted((i, a) for i, a in by_index.items() if a)),
            )
        )


def kept(rule: TaxRule, whole: Fraction) -> Fraction:
    """The part of a base, or of a count, that the limits leave."""
    left = whole
    if rule.base_kind == "COUNT" and rule.cap_units is not None:
        left = min(left, Fraction(rule.cap_units))
    if rule.calc_method == "TIERED":
        size, sign = abs(left), 1 if left >= 0 else -1
        high = size if rule.max_base is None else min(size, Fraction(rule.max_base))
        left = sign * max(Fraction(0), high - Fraction(rule.min_base or 0))
    elif rule.min_base is not None and left < Fraction(rule.min_base):
        return Fraction(0)
    elif rule.max_base is not None:
        left = min(left, Fraction(rule.max_base))
    if whole:
        return left / whole
    return Fraction(0 if rule.calc_method == "TIERED" else 1)


def row_order(rule: TaxRule) -> tuple[date, str, str, Decimal]:
    return (
        rule.effective_from,
        rule.category or "*",
        rule.customer_class or "*",
        rule.min_base or Decimal(0),
    )


def jurisdiction(rule: TaxRule) -> Place:
    return (
        rule.country,
        rule.state or "",
        rule.county_fips or "",
        rule.place_fips or "",
        rule.district or "",
    )


def level_of(rule: TaxRule) -> str:
    if rule.district:
        return "DISTRICT"
    if rule.place_fips:
        return "CITY"
    if rule.county_fips:
        return "COUNTY"
    return ("STATE" if rule.country == "US" else "PROVINCE") if rule.state else "FED"


def level_key(rule: TaxRule, place: str | None, position: int) -> Level:
    if place is None or rule.round_level in {None, "INVOICE_TAX"}:
        return ("INVOICE", "", -1)
    if rule.round_level == "LOCATION_TAX":
        return ("LOCATION", place, -1)
    return ("CHARGE", place, position)


def in_force(rule: TaxRule, day: date) -> bool:
    return rule.effective_from <= day <= (rule.effective_to or date.max)


def asks_share(rule: TaxRule) -> bool:
    return rule.base_kind in {"INTERSTATE", "INTERNATIONAL", "INTERSTATE_INTL", "INTRASTATE"}


def price_of(rule: TaxRule) -> Fraction:
    if rule.base_kind in {"COUNT", "MINUTES"}:
        return Fraction(rule.unit_amount or 0)
    rate = Fraction(rule.rate or 0)
    return rate / (1 - rate) if rule.calc_method == "GROSS_UP" else rate


def rounded(value: Fraction, mode: str) -> int:
    if value < 0:
        return -rounded(-value, mode)
    if mode == "UP":
        return ceil(value)
    if mode == "DOWN":
        return floor(value)
    if mode == "HALF_EVEN":
        return round(value)
    return floor(value + Fraction(1, 2))


def hand_out(total: int, exact: list[Fraction]) -> list[int]:
    """Floors, and the rest to the largest fractions; what a ceiling cut, from the smallest."""
    if len(exact) == 1:
        return [total]
    if sum(exact) < 0:
        return [-part for part in hand_out(-total, [-each for each in exact])]
    cents = [floor(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda i: (cents[i] - exact[i], i))
    rest = total - sum(cents)
    for turn in range(abs(rest)):
        if rest > 0:
            cents[order[turn % len(order)]] += 1
        else:
            cents[order[-1 - turn % len(order)]] -= 1
    return cents


def eight(value: Fraction) -> Decimal:
    scaled = rounded(value * 10**8, "HALF_UP")
    return (Decimal(scaled) / 10**8).quantize(Decimal("1e-8"), ROUND_HALF_UP).normalize()


def oracle(request: TaxRequest, tables: Tables) -> Oracle:
    """The invoice taxed slowly: its lines, or the codes of its problems."""
    found = Oracle(request, tables)
    found.run()
    return found
