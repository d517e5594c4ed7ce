"""How many of a product a customer has: by contract, provisioned, at the carrier, and billed.

Where the four differ, one of them is wrong, and it costs money every month: the row says how much,
and what to do. Of products that are counted in numbers the numbers in force count; of others the
services.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil
from typing import Final

from app.billing.cycle import MONTHS_BILLED
from app.billing.quantity_change import in_force
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.values.money import ZERO, cents, plain

_TOLL_FREE: Final = "TOLL_FREE"
_TOLL_FREE_NUMBER: Final = "toll_free"
_DID: Final = "did"


class CountAction(Enum):
    """What settles a row."""

    BILL_PROVISIONED = "bill_provisioned"
    BILL_CONTRACTED = "bill_contracted"
    LOWER = "lower"
    """The contract is lowered to what is provisioned, and that is billed."""
    FREE = "free"
    """What is provisioned beyond the contract costs nothing until a day."""


class Suggestion(Enum):
    """What a row asks for."""

    NONE = "none"
    BILL_PROVISIONED = "bill_provisioned"
    BILL_CONTRACTED = "bill_contracted"
    ASSIGN = "assign"
    """The contract has more than is provisioned: assign them, and bill the contract."""
    LOWER = "lower"
    LOOK = "look"
    """No two agree."""
    FREE = "free"
    """It differs, and is free until a day."""
    SETTLED = "settled"
    """It differs, and somebody settled it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierNumber:
    """A number on a carrier's list."""

    carrier: str
    number: str
    account_number: str | None = None
    product_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What somebody settled, on which figures."""

    action: CountAction
    period: str
    contract: Decimal | None
    provisioned: Decimal
    carrier: Decimal | None
    until: date | None
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracted:
    """What the agreement lines of a product come to for one account."""

    quantity: Decimal
    unit_price: Decimal | None
    lines: tuple[str, ...] = ()
    """Their agreements, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One product of one account."""

    account_number: str
    account_name: str
    product_code: str
    product_name: str
    contract: Decimal | None
    """None: no agreement is known to name it."""
    provisioned: Decimal
    carrier: Decimal | None
    """None: no list tells."""
    billed: Decimal | None
    """None: nothing was billed yet by this file."""
    target: Decimal
    """How many are to be billed, as far as can be told."""
    unit_price: Decimal
    """Of one, a month."""
    amount: Decimal
    """A month's money of the difference: above 0 we lose it, below 0 the customer does."""
    suggestion: Suggestion
    words: str
    is_of_numbers: bool
    """Whether telephone numbers are counted, and not services."""
    settled: Settled | None = None

    @property
    def differs(self) -> bool:
        """Whether the counts are not all the same."""
        return self.suggestion not in {Suggestion.NONE, Suggestion.SETTLED, Suggestion.FREE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFacts:
    """What the rows are made from."""

    day: date
    """The last day of the period."""
    period: str
    names: Mapping[str, str]
    """Of accounts."""
    products: Mapping[str, Product]
    services: Sequence[Service]
    numbers: Sequence[Number]
    circuits: Sequence[Circuit]
    carrier: Sequence[CarrierNumber]
    contracted: Mapping[tuple[str, str], Contracted]
    """By account and product code."""
    billed: Mapping[tuple[str, str], Decimal] | None
    """As of the last period's invoices; None: there are none."""
    settled: Mapping[tuple[str, str], Settled]


def is_counted_in_numbers(product: Product) -> bool:
    """Whether telephone numbers are what is counted of it."""
    return product.line_kind == _DID or product.tax_category.upper() == _TOLL_FREE


def count_rows(facts: CountFacts) -> list[CountRow]:
    """A row for each account and product that anything counts, by account and product."""
    provisioned = _provisioned(facts)
    wanted = {*provisioned, *facts.contracted, *(facts.billed or {})}
    carrier, largest = _CarrierCounts(facts), _largest(facts)
    return [
        _row(facts, key, provisioned.get(key, ZERO), carrier.of(key), largest.get(key))
        for key in sorted(wanted)
        if key[0] in facts.names and key[1] in facts.products
    ]


def total_of(rows: Iterable[CountRow]) -> Decimal:
    """A month's money of all that differs."""
    return sum((each.amount for each in rows if each.differs), ZERO)


def strangers(facts: CountFacts) -> list[CarrierNumber]:
    """Numbers that a carrier lists, and that nobody here has."""
    ours = {each.number for each in facts.numbers if _runs(each, facts.day)}
    return [each for each in facts.carrier if each.number not in ours]


def _runs(number: Number, day: date) -> bool:
    return number.starts_on <= day and (number.ends_on is None or day < number.ends_on)


def _provisioned(facts: CountFacts) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for each in facts.services:
        key = (each.account_number, each.product_code)
        product = facts.products.get(each.product_code)
        if product is None or product.billed not in MONTHS_BILLED:
            continue
        if in_force(each, facts.day):
            found[key] = found.get(key, ZERO) + each.quantity
    sold = {*found, *facts.contracted}
    kinds = _numbers_by_account(facts)
    for account, code in sold:
        product = facts.products.get(code)
        if product is not None and is_counted_in_numbers(product):
            held = kinds.get((account, product.tax_category.upper() == _TOLL_FREE), 0)
            found[account, code] = _units(held, product)
    return found


def _numbers_by_account(facts: CountFacts) -> dict[tuple[str, bool], int]:
    found: dict[tuple[str, bool], int] = {}
    for each in facts.numbers:
        if _runs(each, facts.day):
            key = (each.account_number, each.kind == _TOLL_FREE_NUMBER)
            found[key] = found.get(key, 0) + 1
    return found


def _units(numbers: int, product: Product) -> Decimal:
    """How many of a product so many numbers are: blocks count as begun."""
    per_unit = product.lines_per_unit if product.lines_per_unit > 0 else Decimal(1)
    return Decimal(ceil(Fraction(numbers) / Fraction(per_unit)))


class _CarrierCounts:
    """What the carriers' lists say of accounts and products."""

    def __init__(self, facts: CountFacts) -> None:
        self._facts = facts
        owners = {
            each.number: each.account_number for each in facts.numbers if _runs(each, facts.day)
        }
        kinds = {each.number: each.kind for each in facts.numbers}
        self._told: dict[tuple[str, str], int] = {}
        """By account and product that the list itself names."""
        self._held: dict[tuple[str, bool], int] = {}
        listed: set[str] = set()
        for each in facts.carrier:
            account = each.account_number or owners.get(each.number)
            listed.add(each.carrier.casefold())
            if account is None:
                continue
            if each.product_code is not None:
                key = (account, each.product_code)
                self._told[key] = self._told.get(key, 0) + 1
            else:
                free = kinds.get(each.number, "") == _TOLL_FREE_NUMBER
                self._held[account, free] = self._held.get((account, free), 0) + 1
        self._listed_accounts = {
            each.account_number
            for each in facts.circuits
            if each.carrier and each.carrier.casefold() in listed
        } | {account for account, _ in (*self._told, *self._held)}

    def of(self, key: tuple[str, str]) -> Decimal | None:
        """How many a carrier lists; None where no list tells of that account or product."""
        account, code = key
        product = self._facts.products.get(code)
        if key in self._told:
            told = self._told[key]
            return (
                _units(told, product)
                if product and is_counted_in_numbers(product)
                else Decimal(told)
            )
        if product is None or not is_counted_in_numbers(product):
            return None
        if account not in self._listed_accounts:
            return None
        free = product.tax_category.upper() == _TOLL_FREE
        return _units(self._held.get((account, free), 0), product)


def _largest(facts: CountFacts) -> dict[tuple[str, str], Service]:
    """By account and product the largest service in force that has a price of its own."""
    found: dict[tuple[str, str], Service] = {}
    for each in facts.services:
        key = (each.account_number, each.product_code)
        if in_force(each, facts.day) and each.unit_price:
            found[key] = max(found.get(key, each), each, key=lambda one: one.quantity)
    return found


def _row(
    facts: CountFacts,
    key: tuple[str, str],
    provisioned: Decimal,
    carrier: Decimal | None,
    largest: Service | None,
) -> CountRow:
    account, code = key
    product = facts.products[code]
    contracted = facts.contracted.get(key)
    contract = None if contracted is None else contracted.quantity
    billed = None if facts.billed is None else facts.billed.get(key, ZERO)
    price = _price(facts, key, product, largest)
    suggestion, target = suggested(contract, provisioned, carrier, billed)
    settled = facts.settled.get(key)
    if settled is not None and _holds(settled, facts, contract, provisioned, carrier):
        is_free = settled.action is CountAction.FREE
        if suggestion is not Suggestion.NONE:
            suggestion = Suggestion.FREE if is_free else Suggestion.SETTLED
    else:
        settled = None
    # Before the first run here the contract tells what was billed.
    paid = contract if billed is None else billed
    off = target - (provisioned if paid is None else paid)
    return CountRow(
        account_number=account,
        account_name=facts.names[account],
        product_code=code,
        product_name=product.name,
        contract=contract,
        provisioned=provisioned,
        carrier=carrier,
        billed=billed,
        target=target,
        unit_price=price,
        amount=cents(Fraction(off) * Fraction(price)),
        suggestion=suggestion,
        words=_words(suggestion, target, contract, provisioned, settled),
        is_of_numbers=is_counted_in_numbers(product),
        settled=settled,
    )


def suggested(
    contract: Decimal | None,
    provisioned: Decimal,
    carrier: Decimal | None,
    billed: Decimal | None,
) -> tuple[Suggestion, Decimal]:
    """What counts ask for, and how many are to be billed: what two agree on, else the contract."""
    known = [each for each in (contract, provisioned, carrier) if each is not None]
    if len(set(known)) == 1:
        same = billed is None or billed == provisioned
        return (Suggestion.NONE if same else Suggestion.BILL_PROVISIONED), provisioned
    if carrier is not None and carrier == contract:
        return (Suggestion.ASSIGN if carrier > provisioned else Suggestion.BILL_CONTRACTED), carrier
    if contract is None or (carrier is not None and carrier != provisioned):
        return Suggestion.LOOK, provisioned if contract is None else contract
    if provisioned > contract:
        return Suggestion.BILL_PROVISIONED, provisioned
    if carrier == provisioned or billed is None or billed == contract:
        return Suggestion.LOWER, provisioned
    return Suggestion.ASSIGN, contract


def _price(
    facts: CountFacts, key: tuple[str, str], product: Product, largest: Service | None
) -> Decimal:
    """Of one a month: the contract's, else that of the largest service, else the product's."""
    contracted = facts.contracted.get(key)
    price = product.price
    if contracted is not None and contracted.unit_price is not None:
        price = contracted.unit_price
    elif largest is not None and largest.unit_price is not None:
        price = largest.unit_price
    months = MONTHS_BILLED.get(product.billed, 1)
    return price if months == 1 else cents(Fraction(price) / months)


def _holds(
    settled: Settled,
    facts: CountFacts,
    contract: Decimal | None,
    provisioned: Decimal,
    carrier: Decimal | None,
) -> bool:
    """Whether what was settled still is so: the figures are the same, and its time is not over."""
    if settled.action is CountAction.FREE:
        return (
            settled.until is not None
            and facts.day < settled.until
            and settled.provisioned >= provisioned
        )
    same = (settled.contract, settled.provisioned, settled.carrier) == (
        contract,
        provisioned,
        carrier,
    )
    if settled.action is CountAction.BILL_CONTRACTED:
        # The technician was asked to remove the rest: whether that was done is seen next month.
        return same and settled.period == facts.period
    return same


def _words(
    suggestion: Suggestion,
    target: Decimal,
    contract: Decimal | None,
    provisioned: Decimal,
    settled: Settled | None,
) -> str:
    many = f"{plain(target):f}"
    short = ZERO if contract is None else contract - provisioned
    words = {
        Suggestion.NONE: "",
        Suggestion.BILL_PROVISIONED: f"Bill {many}"
        + (", tell the account manager" if contract is not None and contract < target else ""),
        Suggestion.BILL_CONTRACTED: f"Bill the contracted {many}",
        Suggestion.ASSIGN: f"Assign {plain(short):f}, bill {many}",
        Suggestion.LOWER: f"Lower the contract to {many}",
        Suggestion.LOOK: "No agreement names it"
        if contract is None
        else "No two agree: look at it",
        Suggestion.FREE: "",
        Suggestion.SETTLED: "Settled",
    }
    if suggestion is Suggestion.FREE and settled is not None:
        return f"Free until {settled.until}: {settled.reason}"
    return words[suggestion]
