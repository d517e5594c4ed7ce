"""The check of the tax tables: what would hold or mistax the next invoices, by name. Pure.

What only bills can tell is asked of the engine itself, with one made-up charge for each kind of
product and place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_demand import DemandBook, TaxDemand, accounts_named
from app.findings import Finding, Severity, warning
from app.tax.book import TaxBook
from app.tax.engine import tax_invoice
from app.tax.place import TaxPlace
from app.tax.request import TaxableCharge, TaxRequest, TrafficShare

_AMOUNT: Final = Decimal(1000)
"""Of a made-up charge: large enough that every component of a bundle gets a cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCheck:
    """What a check of the tax tables found, as of a day."""

    day: date
    counts: Mapping[str, int]
    """How many rules, rules in force, tax codes, shares, registrations, certificates and
    locations there are."""
    findings: tuple[Finding, ...]
    """The errors first."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What holds invoices."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be looked at."""
        return tuple(each for each in self.findings if each.severity is Severity.WARNING)

    @property
    def by_code(self) -> Mapping[str, int]:
        """How many findings of each code."""
        found: dict[str, int] = {}
        for each in self.findings:
            found[each.code] = found.get(each.code, 0) + 1
        return found


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without repetition: errors first, then by sheet and row."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda each: (
                each.severity is not Severity.ERROR,
                each.sheet,
                each.row or 0,
                each.code,
                each.record,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine says of everything that is billed."""

    findings: tuple[Finding, ...]
    exposed: Mapping[tuple[str, str], frozenset[str]]
    """By tax code and jurisdiction that no registration covers: the accounts reached."""


def ask_engine(
    book: TaxBook, demands: DemandBook, places: Mapping[str, TaxPlace], day: date
) -> Asked:
    """What would hold the invoices of a day, told once for each kind of product and place."""
    found: dict[tuple[str, str, str], _Told] = {}
    exposed: dict[tuple[str, str], frozenset[str]] = {}
    for demand, accounts, count in demands.examples(day):
        result = tax_invoice(_request(demand, places, book, day), book)
        for problem in result.problems:
            place = places[demand.location_code]
            key = _alike(problem, place)
            told = found.setdefault(key, _Told(problem, place))
            told.accounts |= accounts
            told.count += count
        for exposure in result.exposure:
            pair = (exposure.tax_code, exposure.jurisdiction)
            exposed[pair] = exposed.get(pair, frozenset()) | accounts
    findings = [told.finding for told in found.values() if told.is_ours]
    return Asked(tuple(findings), exposed)


def not_registered(exposed: Mapping[tuple[str, str], frozenset[str]]) -> Iterator[Finding]:
    """Taxes that reach customers and are not collected, for want of a registration."""
    for (code, jurisdiction), accounts in sorted(exposed.items()):
        yield warning(
            "not_registered",
            f"{code} {jurisdiction} reaches {accounts_named(accounts)}, but no registration "
            "covers it: nothing is collected.",
            way_out="Add the registration, or waive the gate not_registered at each run.",
            sheet="registrations",
            column="family",
            record=code,
        )


@dataclass(slots=True)
class _Told:
    """One problem, and whom else it concerns."""

    problem: Finding
    place: TaxPlace
    accounts: frozenset[str] = frozenset()
    count: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether nothing else tells of it: places and factors have checks of their own."""
        return self.problem.code not in {"jurisdiction_unknown", "usf_factor_missing"}

    @property
    def finding(self) -> Finding:
        problem = self.problem
        if problem.code != "undecided_charge":
            return problem
        where = f"{self.place.country}/{self.place.region}"
        return replace(
            problem,
            message=f"No tax row of {where} decides {problem.raw}: {accounts_named(self.accounts)} "
            f"{'has' if len(self.accounts) == 1 else 'have'} it, first as {problem.record}.",
            record=problem.raw,
        )


def _alike(problem: Finding, place: TaxPlace) -> tuple[str, str, str]:
    if problem.code == "undecided_charge":
        return problem.code, problem.raw, f"{place.country}/{place.region}"
    return problem.code, problem.record, problem.message


def _request(
    demand: TaxDemand, places: Mapping[str, TaxPlace], book: TaxBook, day: date
) -> TaxRequest:
    """One made-up charge of a day; shares that are measured count as measured."""
    measured = TrafficShare(interstate=Fraction(1), international=Fraction(0))
    charge = TaxableCharge(
        index=0,
        amount=_AMOUNT,
        category=demand.category,
        product_code=demand.product_code,
        location_code=demand.location_code,
        first_day=day,
        last_day=day,
        reference=demand.reference,
    )
    return TaxRequest(
        account_number=demand.account_number,
        customer_class=demand.customer_class,
        invoice_date=day,
        charges=(charge,),
        locations={demand.location_code: places[demand.location_code]},
        actual_shares=dict.fromkeys(book.shares, measured),
    )
