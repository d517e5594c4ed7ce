"""Which of a PSA's time and charges go on our invoice for whom; and why the others do not.

Every thing gets exactly one answer, so that what is billed and what is left out come, to the cent,
to all there is. Amounts are the PSA's own: where hours times rate is not what it says, our row is
one of that amount.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from app.billing.charge import OneTimeCharge
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period, period_of
from app.billing.psa_work import Work
from app.customers.account import Account
from app.values.money import ZERO, cents, plain

_QUANTITY_PLACES: Final = 4
_PRICE_PLACES: Final = 8
_OWN: Final = "PSA"


class Why(Enum):
    """What becomes of a thing, and why; in the order in which it is asked."""

    GONE = "gone"
    """Deleted there."""
    NOT_LINKED = "not_linked"
    """Its customer is none of our accounts."""
    NOT_CONSOLIDATED = "not_consolidated"
    """The PSA bills it, as was chosen for this customer."""
    COVERED = "covered"
    """An agreement covers it."""
    NOT_BILLABLE = "not_billable"
    BILLED_THERE = "billed_there"
    NOT_APPROVED = "not_approved"
    NO_DAY = "no_day"
    BEFORE_GO_LIVE = "before_go_live"
    NOT_PRICED = "not_priced"
    ZERO = "zero"
    NEGATIVE = "negative"
    """Time below nothing: a correction that somebody has to look at."""
    HERE_ALREADY = "here_already"
    """A row that somebody entered is it."""
    NO_PRODUCT = "no_product"
    NO_LOCATION = "no_location"
    BILLED = "billed"
    """It goes on our invoice."""
    SHOWN = "shown"
    """It goes on our invoice as a line of 0.00, since covered work is to be seen."""


ON_INVOICE: Final = frozenset({Why.BILLED, Why.SHOWN, Why.HERE_ALREADY})
"""What has a row of charges here."""
NOT_OWED: Final = frozenset({Why.GONE, Why.COVERED, Why.NOT_BILLABLE, Why.ZERO})
"""Nobody is to pay for it, here or there."""
FOR_A_HAND: Final = frozenset({Why.NO_PRODUCT, Why.NO_LOCATION, Why.NO_DAY, Why.NEGATIVE})
"""It would be billed here, if somebody told what lacks."""
_SHOWABLE: Final = frozenset({Why.COVERED, Why.NOT_BILLABLE, Why.ZERO})

WORDS: Final[Mapping[Why, str]] = {
    Why.GONE: "It was deleted there.",
    Why.NOT_LINKED: "Its customer is linked to no account.",
    Why.NOT_CONSOLIDATED: "The PSA bills this customer itself.",
    Why.COVERED: "An agreement covers it.",
    Why.NOT_BILLABLE: "It is marked as not billable there.",
    Why.BILLED_THERE: "It is billed there already.",
    Why.NOT_APPROVED: "It is not approved there yet.",
    Why.NO_DAY: "It has no day.",
    Why.BEFORE_GO_LIVE: "It belongs on an invoice from before the day of going live.",
    Why.NOT_PRICED: "It has no price yet.",
    Why.ZERO: "It comes to 0.",
    Why.NEGATIVE: "It is below 0: correct it there.",
    Why.HERE_ALREADY: "It is among the charges already.",
    Why.NO_PRODUCT: "No product of ours is linked to it.",
    Why.NO_LOCATION: "Its account has no location.",
    Why.BILLED: "It goes on the next invoice.",
    Why.SHOWN: "It is shown on the next invoice, without a price.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Our side of it."""

    system: str
    account_of: Mapping[str, Account]
    """By their customer."""
    location_of: Mapping[str, str]
    """Location codes by their site."""
    first_location: Mapping[str, str]
    """By account number."""
    places: Mapping[str, str]
    """Account numbers by location code."""
    product_of: Mapping[str, str]
    """Product codes by what a product is called there: id, code or name, folded."""
    time_product: str | None
    go_live: date | None = None
    """The first day whose invoices are posted from here to the books."""
    shows_covered: bool = False
    marked: frozenset[tuple[str, str]] = frozenset()
    """What we told the PSA to be billed by us, and nobody else has billed since."""
    by_hand: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """References of rows that people entered, and that are this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one thing."""

    work: Work
    why: Why
    account_number: str | None = None
    row: OneTimeCharge | None = None
    """What is to stand among the charges; None: nothing of ours."""

    @property
    def words(self) -> str:
        """Why, in a sentence."""
        if self.why is Why.BILLED_THERE and self.work.billed_reference:
            return f"It is billed there already: {self.work.billed_reference}."
        if self.why is Why.NO_PRODUCT and self.work.is_time:
            return "Nobody has decided as which product time is billed."
        if self.why is Why.NO_PRODUCT:
            name = self.work.product_code or self.work.product_id or "no name"
            return f"No product of ours is linked to {name}."
        return WORDS[self.why]


def reference_of(system: str, work: Work) -> str:
    """The reference of our row for it."""
    return f"{_OWN}:{system}:{work.family.value}:{work.source_id}"


def is_own(reference: str) -> bool:
    """Whether a row of charges was made from a PSA."""
    return reference.startswith(f"{_OWN}:")


def judged(work: Work, desk: Desk) -> Verdict:
    """What becomes of one thing of the PSA, and the row that it comes to."""
    account = None if work.customer_id is None else desk.account_of.get(work.customer_id)
    number = None if account is None else account.account_number
    why = _why(work, desk, account)
    if why in _SHOWABLE and desk.shows_covered and account is not None:
        why = _shown(work, desk) or why
    if account is None or why not in {Why.BILLED, Why.SHOWN}:
        return Verdict(work=work, why=why, account_number=number)
    product, location = product_for(work, desk), location_for(work, desk, account)
    if product is None or location is None:
        lacking = Why.NO_PRODUCT if product is None else Why.NO_LOCATION
        return Verdict(
            work=work,
            why=lacking if why is Why.BILLED else _why(work, desk, account),
            account_number=number,
        )
    row = _row(work, desk, account, product=product, location=location, is_free=why is Why.SHOWN)
    return Verdict(work=work, why=why, account_number=number, row=row)


def _why(work: Work, desk: Desk, account: Account | None) -> Why:
    answers = (
        (work.is_gone, Why.GONE),
        (account is None, Why.NOT_LINKED),
        (account is not None and not account.consolidated, Why.NOT_CONSOLIDATED),
        (work.is_covered and not is_theirs(work, desk), Why.COVERED),
        (not work.is_billable, Why.NOT_BILLABLE),
        (is_theirs(work, desk), Why.BILLED_THERE),
        (not work.is_approved, Why.NOT_APPROVED),
        (work.day is None, Why.NO_DAY),
        (is_old(work, desk), Why.BEFORE_GO_LIVE),
        (work.amount is None, Why.NOT_PRICED),
        (work.amount == 0, Why.ZERO),
        (work.is_time and work.worth < 0, Why.NEGATIVE),
        (work.key in desk.by_hand, Why.HERE_ALREADY),
    )
    return next((why for holds, why in answers if holds), Why.BILLED)


def _shown(work: Work, desk: Desk) -> Why | None:
    """Whether what nobody pays for is to be seen on the invoice."""
    hides = (
        is_theirs(work, desk)
        or not work.is_approved
        or work.day is None
        or is_old(work, desk)
        or (work.worth and work.is_billable)
    )
    return None if hides else Why.SHOWN


def is_theirs(work: Work, desk: Desk) -> bool:
    """Whether somebody else than we has billed it."""
    return work.is_billed and work.key not in desk.marked


def is_old(work: Work, desk: Desk) -> bool:
    """Whether its invoice would be from before the day of going live: the former way bills it."""
    if desk.go_live is None or work.day is None:
        return False
    account = desk.account_of.get(work.customer_id or "")
    cycle_day = FIRST_CYCLE_DAY if account is None else account.bill_cycle_day
    return bill_period(period_of(work.day, cycle_day), cycle_day).end < desk.go_live


def product_for(work: Work, desk: Desk) -> str | None:
    """Our product for it; None where none is linked, decided or of the same name."""
    if work.is_time:
        return desk.time_product
    return named_product(desk.product_of, work.product_id, work.product_code)


def named_product(product_of: Mapping[str, str], product_id: str | None, code: str) -> str | None:
    """Our product by its id, code or name there."""
    for name in (product_id or "", code.casefold()):
        if name and name in product_of:
            return product_of[name]
    return None


def location_for(work: Work, desk: Desk, account: Account) -> str | None:
    """The location of its site, if that is the account's; else the account's first."""
    code = desk.location_of.get(work.site_id or "")
    if code is not None and desk.places.get(code) == account.account_number:
        return code
    return desk.first_location.get(account.account_number)


def _row(
    work: Work, desk: Desk, account: Account, *, product: str, location: str, is_free: bool
) -> OneTimeCharge:
    quantity, price, tail = (
        (work.hours or work.quantity or Decimal(1), ZERO, "") if is_free else _priced(work)
    )
    day = work.day or date.min
    return OneTimeCharge(
        reference=reference_of(desk.system, work),
        account_number=account.account_number,
        location_code=location,
        product_code=product,
        charged_on=day,
        quantity=quantity,
        unit_price=price,
        description=f"{day:%b} {day.day}: {work.text or product}{tail}",
    )


def _priced(work: Work) -> tuple[Decimal, Decimal, str]:
    """Quantity and price that come to the amount, and what has to be said beside them."""
    quantity, price, amount = work.quantity, work.unit_price, work.worth
    if quantity is None or price is None:
        return Decimal(1), amount, ""
    fits = _fits(quantity, _QUANTITY_PLACES) and _fits(price, _PRICE_PLACES)
    if fits and quantity > 0 and cents(Fraction(quantity) * Fraction(price)) == amount:
        return quantity, price, ""
    told = f", {plain(quantity):f} {'hours' if work.is_time else 'pieces'} at {plain(price):f}"
    return Decimal(1), amount, told


def _fits(value: Decimal, places: int) -> bool:
    return value == value.quantize(Decimal(1).scaleb(-places))


def sums(verdicts: Iterable[Verdict]) -> dict[Why, Decimal]:
    """The amounts by what becomes of them: together all there is."""
    found: dict[Why, Decimal] = {}
    for each in verdicts:
        found[each.why] = found.get(each.why, ZERO) + each.work.worth
    return found


def hand_entered(
    works: Iterable[Work],
    charges: Iterable[OneTimeCharge],
    desk: Desk,
    prices: Mapping[str, Decimal],
) -> dict[tuple[str, str], str]:
    """Rows that people entered and that are work of the PSA: each row is one thing alone.

    It is named there, or customer, day and amount are equal.

    ``prices``: of products, for rows without a price of their own.
    """
    rows = [each for each in charges if not is_own(each.reference)]
    by_name = {each.reference: each for each in rows}
    alike: dict[tuple[str, date, Decimal], list[str]] = {}
    for row in rows:
        price = prices.get(row.product_code, ZERO) if row.unit_price is None else row.unit_price
        amount = cents(Fraction(row.quantity) * Fraction(price))
        alike.setdefault((row.account_number, row.charged_on, amount), []).append(row.reference)
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    waiting = []
    for work in works:
        if work.our_reference in by_name and work.our_reference not in taken:
            found[work.key] = work.our_reference
            taken.add(work.our_reference)
        else:
            waiting.append(work)
    # What nobody is to pay for takes no row away from what is to be paid.
    for work in [each for each in waiting if each.is_billable and not each.is_gone]:
        account = desk.account_of.get(work.customer_id or "")
        if account is None or work.day is None or not work.worth:
            continue
        candidates = alike.get((account.account_number, work.day, work.worth), [])
        reference = next((each for each in candidates if each not in taken), None)
        if reference is not None:
            found[work.key] = reference
            taken.add(reference)
    return found
