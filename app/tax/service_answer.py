"""What a tax service answers, as every service says it, and the tax lines that come of it.

The service's amounts are kept as it gave them; they are rounded once, by tax type and jurisdiction
(``telecom-tax.md`` 3.6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.findings import Finding, error
from app.tax.jurisdiction import Jurisdiction, Level
from app.tax.place import TaxPlace
from app.tax.result import TaxLine, TaxPart
from app.tax.rounding import share_cents
from app.tax.service_document import DocumentItem, TaxDocument
from app.tax.service_pair import PairBook
from app.values.money import SCALE_PLACES, ZERO, Rounding, plain, round_exact, round_ratio

PROBLEM = "tax_service"
"""The code of findings that hold an invoice for the tax service's sake; names the gate."""

_CENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTax:
    """One tax of one item, with the service's own numbers."""

    item: str
    """The item's reference in the document."""
    tax_type: str
    name: str
    category: str
    level: Level
    place_code: str
    """The service's code of the jurisdiction."""
    rate: Decimal
    measure: Decimal
    """What was taxed, in money."""
    tax: Decimal
    """Not rounded."""
    exempt: Decimal = ZERO
    units: Decimal = ZERO
    is_counted: bool = False
    """Whether it is a fee by the piece; then ``rate`` is that of one."""
    is_billed: bool = True
    """Whether the customer pays it; others are the provider's own cost."""
    is_reported: bool = True
    is_surcharge: bool = False
    family: str = ""
    """Our family by the service's own category; blank where it has none of ours."""
    class_: str = "TAX"
    """Whose money it is by the service's own category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswer:
    """What a service answered for one document."""

    taxes: tuple[ServiceTax, ...] = ()
    problems: tuple[str, ...] = ()
    """What it did not answer, in words; where there is one, nothing of the answer counts."""
    raw: str = ""
    """The answer as it came."""

    def is_same(self, other: "ServiceAnswer") -> bool:
        """Whether both come to the same taxes, in whatever order they stand."""
        return _sorted(self) == _sorted(other)

    @property
    def total(self) -> Decimal:
        """What the customer pays, before it is rounded."""
        return sum((tax.tax for tax in self.taxes if tax.is_billed), ZERO)


def _sorted(answer: ServiceAnswer) -> list[tuple[object, ...]]:
    return sorted(
        (tax.item, tax.tax_type, tax.place_code, tax.is_billed, tax.tax, tax.rate)
        for tax in answer.taxes
    )


def service_problem(account: str, what: str, way_out: str) -> Finding:
    """A finding that holds an account's invoice for the tax service's sake."""
    return error(PROBLEM, f"{account}: {what}", way_out=way_out, record=account)


def service_lines(
    answer: ServiceAnswer,
    document: TaxDocument,
    *,
    places: Mapping[str, TaxPlace],
    pairs: PairBook,
    source: str,
) -> tuple[tuple[TaxLine, ...], tuple[Finding, ...]]:
    """The tax lines the customer pays, by code and jurisdiction; and what cannot be placed.

    A tax whose family no pair and no category of the service tells is a problem: taxes,
    assessments and fees stand apart on the invoice, and reports ask for the family.
    """
    items = {item.reference: item for item in document.items}
    groups: dict[tuple[str, str, str, bool], list[ServiceTax]] = {}
    for tax in answer.taxes:
        if tax.is_billed:
            place = _jurisdiction(tax, places[items[tax.item].location_code], source)
            key = (tax.tax_type, place.text, tax.place_code, tax.is_counted)
            groups.setdefault(key, []).append(tax)
    lines, problems = [], []
    for key, taxes in sorted(groups.items()):
        pair = pairs.of_tax_type(taxes[0].tax_type)
        family = (pair.family or "").strip().upper() if pair else taxes[0].family
        if not family:
            problems.append(_unknown_type(document, taxes[0]))
            continue
        line = _line(
            taxes,
            items,
            document=document,
            jurisdiction=key[1],
            family=family,
            class_=(pair and pair.class_) or taxes[0].class_,
            source=source,
        )
        if line is not None:
            lines.append(line)
    return tuple(lines), tuple(dict.fromkeys(problems))


def _unknown_type(document: TaxDocument, tax: ServiceTax) -> Finding:
    return service_problem(
        document.account_number,
        f"the tax service answers tax type {tax.tax_type} ({tax.name}), of no family we know.",
        f"Add tax_type {tax.tax_type} with its family and class to the sheet tax_service_pairs.",
    )


def _jurisdiction(tax: ServiceTax, place: TaxPlace, source: str) -> Jurisdiction:
    """Where the tax belongs: our codes of the item's place, else the service's own code."""
    if tax.level is Level.FED:
        return Jurisdiction(place.country)
    if tax.level in {Level.STATE, Level.PROVINCE}:
        return Jurisdiction(place.country, place.region)
    if tax.level is Level.COUNTY and place.county_fips:
        return Jurisdiction(place.country, place.region, place.county_fips)
    if tax.level is Level.CITY and place.place_fips:
        return Jurisdiction(place.country, place.region, place=place.place_fips)
    own = f"{source}-{tax.place_code}"
    return Jurisdiction(place.country, place.region, place.county_fips, district=own)


def _line(
    taxes: Sequence[ServiceTax],
    items: Mapping[str, DocumentItem],
    *,
    document: TaxDocument,
    jurisdiction: str,
    family: str,
    class_: str,
    source: str,
) -> TaxLine | None:
    first = taxes[0]
    shares = _by_charge(taxes, items)
    exact = sum((tax.tax for tax in taxes), ZERO)
    amount = round_ratio(*(Fraction(exact) * _CENTS).as_integer_ratio(), Rounding.HALF_UP)
    exempt = _places(sum((Fraction(tax.exempt) for tax in taxes), Fraction(0)))
    if not amount and not exempt:
        return None
    units = sum((tax.units for tax in taxes), ZERO) if first.is_counted else None
    base = None if first.is_counted else sum((Fraction(tax.measure) for tax in taxes), Fraction(0))
    certificates = sorted({each.certificate_number for each in document.exemptions})
    return TaxLine(
        tax_code=f"{source}-{first.tax_type}",
        bill_label=first.name,
        class_=class_,
        family=family,
        jurisdiction=jurisdiction,
        location_code=None,
        base=None if base is None else _places(base),
        units=units,
        units_counted=units,
        exempt_amount=exempt,
        certificate_number="|".join(certificates) or None if exempt else None,
        rate=_rate(taxes, exact),
        amount=Decimal(amount).scaleb(-2),
        parts=_parts(shares, amount, is_counted=first.is_counted),
        source=source,
    )


def _rate(taxes: Sequence[ServiceTax], exact: Decimal) -> Decimal:
    """The rate of all, or where brackets differ what it comes to."""
    rates = {tax.rate for tax in taxes}
    if len(rates) == 1:
        return _places(Fraction(rates.pop()))
    is_counted = taxes[0].is_counted
    over = sum((tax.units if is_counted else tax.measure for tax in taxes), ZERO)
    return _places(Fraction(exact) / Fraction(over)) if over else ZERO


@dataclass(slots=True)  # not frozen: added to
class _Share:
    """What one charge has of a line, exact."""

    tax: Fraction = Fraction(0)
    measure: Fraction = Fraction(0)
    exempt: Fraction = Fraction(0)
    units: Fraction = Fraction(0)


def _by_charge(taxes: Sequence[ServiceTax], items: Mapping[str, DocumentItem]) -> dict[int, _Share]:
    """By line of the invoice its part, as its items bear it."""
    found: dict[int, _Share] = {}
    for tax in taxes:
        bearers = items[tax.item].bearers
        whole = sum((weight for _, weight in bearers), Fraction(0))
        for index, weight in bearers:
            share = found.setdefault(index, _Share())
            part = weight / whole
            share.tax += Fraction(tax.tax) * part
            share.measure += Fraction(tax.measure) * part
            share.exempt += Fraction(tax.exempt) * part
            share.units += Fraction(tax.units) * part
    return dict(sorted(found.items()))


def _parts(shares: Mapping[int, _Share], amount: int, *, is_counted: bool) -> tuple[TaxPart, ...]:
    denominator = lcm(*(share.tax.denominator for share in shares.values()))
    numerators = [
        share.tax.numerator * (denominator // share.tax.denominator) * _CENTS
        for share in shares.values()
    ]
    cents = share_cents(amount, numerators, denominator)
    return tuple(
        TaxPart(
            line_index=index,
            amount=Decimal(part).scaleb(-2),
            base=None if is_counted else _places(share.measure),
            units=_places(share.units) if is_counted else None,
            exempt=_places(share.exempt),
        )
        for (index, share), part in zip(shares.items(), cents, strict=True)
        if part or share.exempt
    )


def _places(value: Fraction) -> Decimal:
    return plain(round_exact(value, SCALE_PLACES, Rounding.HALF_UP))
