"""Tax rows made ready: every word read, every blank given its meaning, numbers exact."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from app.tax.category import patterns_of
from app.tax.jurisdiction import Jurisdiction, jurisdiction_of
from app.tax.rule import TaxRule
from app.tax.trace import RowTrace
from app.values.money import Rounding

FUSF = "FUSF"
"""The family of the federal universal service charge."""


class TaxClass(Enum):
    """Whose money it is."""

    TAX = "TAX"
    PASS_THROUGH = "PASS_THROUGH"  # noqa: S105  a kind of tax row, not a password
    PROVIDER_FEE = "PROVIDER_FEE"


class DateBasis(Enum):
    """Which day of a charge decides."""

    INVOICE_DATE = "INVOICE_DATE"
    SERVICE_START = "SERVICE_START"
    SERVICE_END = "SERVICE_END"
    PRORATE = "PRORATE"


class Method(Enum):
    """How a row works out its tax."""

    PCT = "PCT"
    PER_UNIT = "PER_UNIT"
    TIERED = "TIERED"
    PCT_OF_TAX = "PCT_OF_TAX"
    GROSS_UP = "GROSS_UP"


class BaseKind(Enum):
    """What a row is taken of."""

    CHARGE = "CHARGE"
    INTERSTATE = "INTERSTATE"
    INTERNATIONAL = "INTERNATIONAL"
    INTERSTATE_INTL = "INTERSTATE_INTL"
    INTRASTATE = "INTRASTATE"
    COUNT = "COUNT"
    MINUTES = "MINUTES"
    TAX_OF = "TAX_OF"


class CapScope(Enum):
    """Over what a cap holds."""

    ACCOUNT = "ACCOUNT"
    LOCATION = "LOCATION"
    ACCOUNT_LOCATION = "ACCOUNT_LOCATION"
    LINE_TYPE = "LINE_TYPE"


class RoundLevel(Enum):
    """Over what a row is rounded, and its limits hold."""

    INVOICE_TAX = "INVOICE_TAX"
    LOCATION_TAX = "LOCATION_TAX"
    CHARGE = "CHARGE"


class UnitKind(Enum):
    """What a fee per unit counts."""

    LINE = "LINE"
    TRUNK = "TRUNK"
    CALL_PATH = "CALL_PATH"
    DID = "DID"
    ACCOUNT = "ACCOUNT"
    LOCATION = "LOCATION"


CENTS = 100
"""How many cents make one unit of currency."""

SHARED = frozenset(
    {
        BaseKind.INTERSTATE,
        BaseKind.INTERNATIONAL,
        BaseKind.INTERSTATE_INTL,
        BaseKind.INTRASTATE,
    }
)
"""Bases that ask for the share of a charge."""

MONEY = SHARED | {BaseKind.CHARGE, BaseKind.TAX_OF}
"""Bases in money."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleRow:
    """A tax row ready for use; known by itself alone."""

    number: int
    """Its row in the sheet, for messages."""
    code: str
    label: str
    class_: TaxClass
    family: str
    jurisdiction: Jurisdiction
    patterns: tuple[str, ...]
    classes: tuple[str, ...]
    """Kinds of customers in small letters; ``*`` is all."""
    first: date
    last: date
    """Last day covered; ``date.max`` where open."""
    basis: DateBasis
    method: Method
    base: BaseKind
    price: Decimal
    """Rate or unit amount, as it is printed."""
    rate: Fraction | None
    unit_amount: Fraction | None
    unit_kinds: tuple[UnitKind, ...]
    """Each once, in the order of the kinds."""
    includes: tuple[str, ...]
    taxable: Fraction | None
    """The taxable part; None: all."""
    cap: Fraction | None
    cap_scope: CapScope
    minimum: Fraction | None
    maximum: Fraction | None
    by_days: bool
    level: RoundLevel
    mode: Rounding
    sequence: int | None
    unreadable: str
    """Why the row cannot be computed, in words; blank where it can."""
    is_count: bool
    in_money: bool
    asks_share: bool
    """Whether its base is a jurisdictional part of a charge."""
    steps: int
    """How many steps of its base make one: 100 where it is kept in cents."""
    multiplier: Fraction
    """What makes cents of its base."""
    is_limited: bool
    """Whether limits, a cap or a taxable part may cut its base."""
    ratio: tuple[int, int]
    """The multiplier's numerator and denominator."""
    facts: RowTrace
    """What its lines keep of it."""

    @property
    def order(self) -> tuple[date, str, str, Fraction]:
        """Its place among rows that share cents (how an invoice is taxed, 9)."""
        return (
            self.first,
            "|".join(self.patterns),
            "|".join(self.classes),
            self.minimum or Fraction(0),
        )

    def in_force(self, day: date) -> bool:
        """Whether the day is covered."""
        return self.first <= day <= self.last

    @property
    def is_percentage(self) -> bool:
        """Whether it takes a part of money, more than nothing."""
        return bool(self.rate) and self.in_money


def names_of(text: str | None) -> tuple[str, ...]:
    """The trimmed entries of a ``|`` list."""
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())


def fixed(text: str | None, default: str) -> str:
    """A fixed value in capitals; blank is the default."""
    return (text or "").strip().upper() or default


def rule_row(number: int, rule: TaxRule) -> RuleRow:
    """A row of the ``taxes`` sheet made ready; ``number`` is its row in the sheet."""
    kinds, strange = _unit_kinds(rule)
    method = Method(fixed(rule.calc_method, ""))
    base = BaseKind(fixed(rule.base_kind, ""))
    if method is Method.PCT_OF_TAX and base in MONEY:
        base = BaseKind.TAX_OF
    multiplier = _multiplier(rule, method, base)
    return RuleRow(
        number=number,
        code=rule.tax_code,
        label=rule.bill_label or rule.tax_name or rule.tax_code,
        class_=TaxClass(fixed(rule.class_, "")),
        family=fixed(rule.family, ""),
        jurisdiction=jurisdiction_of(
            rule.country,
            rule.state,
            county_fips=rule.county_fips,
            place_fips=rule.place_fips,
            district=rule.district,
        ),
        patterns=patterns_of(rule.category),
        classes=tuple(name.lower() for name in names_of(rule.customer_class)) or ("*",),
        first=rule.effective_from,
        last=rule.effective_to or date.max,
        basis=DateBasis(fixed(rule.date_basis, "INVOICE_DATE")),
        method=method,
        base=base,
        price=_price(rule, method, base),
        rate=_exact(rule.rate),
        unit_amount=_exact(rule.unit_amount),
        unit_kinds=kinds,
        includes=names_of(rule.base_includes),
        taxable=None if rule.taxable_pct == 1 else _exact(rule.taxable_pct),
        cap=_exact(rule.cap_units),
        cap_scope=CapScope(fixed(rule.cap_scope, "ACCOUNT_LOCATION")),
        minimum=_exact(rule.min_base),
        maximum=_exact(rule.max_base),
        by_days=fixed(rule.prorate, "N") == "Y",
        level=RoundLevel(fixed(rule.round_level, "INVOICE_TAX")),
        mode=Rounding[fixed(rule.round_mode, "HALF_UP")],
        sequence=rule.calc_seq,
        unreadable=strange or _unreadable(rule, method, base),
        is_count=base is BaseKind.COUNT,
        in_money=base in MONEY,
        asks_share=base in SHARED,
        steps=CENTS if base in MONEY else 1,
        multiplier=multiplier,
        is_limited=rule.taxable_pct not in {None, Decimal(1)}
        or any(each is not None for each in (rule.min_base, rule.max_base, rule.cap_units)),
        ratio=(multiplier.numerator, multiplier.denominator),
        facts=_facts(rule, method, base),
    )


def _facts(rule: TaxRule, method: Method, base: BaseKind) -> RowTrace:
    """What the lines of the row keep of it, blanks given their meaning."""
    is_count = base is BaseKind.COUNT
    return RowTrace(
        category="|".join(patterns_of(rule.category)),
        customer_class="|".join(names_of(rule.customer_class)).lower() or "*",
        effective_from=rule.effective_from,
        effective_to=rule.effective_to,
        date_basis=fixed(rule.date_basis, "INVOICE_DATE"),
        calc_method=method.value,
        base_kind=base.value,
        base_includes="|".join(names_of(rule.base_includes)),
        unit_kind="|".join(names_of(rule.unit_kind)).upper() if is_count else "",
        taxable_pct=Decimal(1) if rule.taxable_pct is None else rule.taxable_pct,
        cap_units=rule.cap_units,
        cap_scope=fixed(rule.cap_scope, "ACCOUNT_LOCATION") if rule.cap_units is not None else "",
        min_base=rule.min_base,
        max_base=rule.max_base,
        prorate=fixed(rule.prorate, "N") == "Y",
        round_level=fixed(rule.round_level, "INVOICE_TAX"),
        round_mode=fixed(rule.round_mode, "HALF_UP"),
        source_note=(rule.source_note or "").strip(),
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _price(rule: TaxRule, method: Method, base: BaseKind) -> Decimal:
    by_unit = method is Method.PER_UNIT or base in {BaseKind.COUNT, BaseKind.MINUTES}
    price = rule.unit_amount if by_unit else rule.rate
    return Decimal(0) if price is None else price


def _multiplier(rule: TaxRule, method: Method, base: BaseKind) -> Fraction:
    if base not in MONEY:
        return Fraction(rule.unit_amount or 0) * CENTS
    rate = Fraction(rule.rate or 0)
    if method is Method.GROSS_UP and rate < 1:
        return rate / (1 - rate)
    return rate


def _unit_kinds(rule: TaxRule) -> tuple[tuple[UnitKind, ...], str]:
    names = [name.upper() for name in names_of(rule.unit_kind)]
    known = {kind.value for kind in UnitKind}
    strange = [name for name in names if name not in known]
    kinds = tuple(kind for kind in UnitKind if kind.value in names)
    return kinds, f"{strange[0]} is no kind of unit" if strange else ""


def _unreadable(rule: TaxRule, method: Method, base: BaseKind) -> str:
    """Why the row cannot be computed: its method and base do not fit, or its price is missing."""
    by_unit = base not in MONEY
    too_much = method is Method.GROSS_UP and rule.rate is not None and rule.rate >= 1
    reasons = (
        (
            method is Method.PER_UNIT and not by_unit,
            f"PER_UNIT is taken of COUNT or MINUTES, not of {base.value}",
        ),
        (
            method not in {Method.PER_UNIT, Method.TIERED} and by_unit,
            f"{method.value} is taken of money, not of {base.value}",
        ),
        (by_unit and rule.unit_amount is None, "it has no unit_amount"),
        (base is BaseKind.COUNT and not names_of(rule.unit_kind), "it has no unit_kind"),
        (not by_unit and rule.rate is None, "it has no rate"),
        (too_much, "a receipts tax of 1 or more cannot be grossed up"),
    )
    return next((reason for holds, reason in reasons if holds), "")
