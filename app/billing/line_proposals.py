"""Agreement lines of a PSA as proposals of recurring services, with the history of quantities.

A line is one service at a time: the one it is linked to. A change of its quantity or price ends
that service and begins another on the day of the change. What a line was when it was last taken
over is remembered, so that only what changes there changes here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.consolidation import named_product
from app.billing.contract_lines import (
    BASE,
    ContractLine,
    LineDesk,
    LineVerdict,
    LineWhy,
    Terms,
    is_telecom,
)
from app.billing.cycle import MONTHS_BILLED
from app.billing.quantity_change import changed_service, ended_service, free_code
from app.customers.account import Account
from app.customers.product import Product
from app.customers.service import Service
from app.values.money import ZERO, cents

HORIZON: Final = timedelta(days=62)
"""An end that lies further away is not yet taken over: systems that tell quantities period by
period move it on as time goes by."""
_CYCLES: Final[Mapping[str, str]] = {
    "monthly": "monthly",
    "month": "monthly",
    "quarterly": "quarterly",
    "quarter": "quarterly",
    "yearly": "yearly",
    "annual": "yearly",
    "annually": "yearly",
    "year": "yearly",
}


def proposals(lines: Iterable[ContractLine], desk: LineDesk) -> list[LineVerdict]:
    """What becomes of each line: linked ones, then those that equal a service, then the others."""
    taken = set(desk.linked.values())
    codes = set(desk.services)
    found: dict[str, LineVerdict] = {}
    waiting: list[tuple[ContractLine, Account, Product, str]] = []
    running: dict[tuple[str, str], list[Service]] = {}
    for each in desk.services.values():
        if each.ends_on is None or each.ends_on > desk.today:
            running.setdefault((each.account_number, each.product_code), []).append(each)
    for line in sorted(lines, key=lambda each: each.source_id):
        ready = _ready(line, desk)
        if isinstance(ready, LineVerdict):
            found[line.source_id] = ready
            continue
        service = desk.services.get(desk.linked.get(line.source_id, ""))
        if service is None:
            waiting.append((line, *ready))
            continue
        verdict = _linked(line, service, desk, ready, codes)
        codes |= {each.service_code for each in verdict.rows}
        found[line.source_id] = verdict
    for exactly in (True, False):
        still: list[tuple[ContractLine, Account, Product, str]] = []
        for item in waiting:
            of_it = running.get((item[1].account_number, item[2].product_code), [])
            free = [each for each in of_it if each.service_code not in taken]
            settled = _unlinked(item, desk, free, codes, exactly=exactly)
            if settled is None:
                still.append(item)
            else:
                found[settled.line.source_id] = settled
                codes |= {row.service_code for row in settled.rows}
                taken |= {code for code in (settled.linked_to,) if code is not None}
        waiting = still
    return [found[each] for each in sorted(found)]


def product_of(line: ContractLine, desk: LineDesk) -> Product | None:
    """Our product for a line."""
    if line.source_id.startswith(BASE):
        return desk.products.get(desk.base_product or "")
    code = named_product(desk.product_of, line.product_id, line.product_code)
    return desk.products.get(code or "")


def monthly(quantity: Decimal, price: Decimal, product: Product | None) -> Decimal:
    """What a quantity comes to in a month, to the cent."""
    months = 1 if product is None else MONTHS_BILLED.get(product.billed, 1)
    return cents(Fraction(quantity) * Fraction(price) / months)


def _ready(line: ContractLine, desk: LineDesk) -> LineVerdict | tuple[Account, Product, str]:
    """Whose it is, what and where; or why it is nothing of ours."""
    account = desk.account_of.get(line.customer_id or "")
    product = product_of(line, desk)
    location = None if account is None else _location(line, desk, account)
    why = _hindrance(line, desk, account, product)
    if why is None and account is not None and product is not None:
        if location is not None:
            return account, product, location
        why = LineWhy.NO_LOCATION
    worth = monthly(line.terms.quantity, line.terms.unit_price or ZERO, product)
    return LineVerdict(
        line=line,
        why=why or LineWhy.NOT_LINKED,
        words=_words(why or LineWhy.NOT_LINKED, line, product),
        account_number=None if account is None else account.account_number,
        product_code=None if product is None else product.product_code,
        amount=worth if line.is_live else ZERO,
    )


def _hindrance(
    line: ContractLine, desk: LineDesk, account: Account | None, product: Product | None
) -> LineWhy | None:
    ends_on = line.terms.ends_on
    is_idle = not line.is_live and line.source_id not in desk.linked
    is_theirs = account is not None and not account.consolidated
    is_base = line.source_id.startswith(BASE)
    cycle = _cycle(line)
    answers = (
        (account is None, LineWhy.NOT_LINKED),
        (is_idle and ends_on is not None and ends_on <= desk.today, LineWhy.ENDED),
        (is_idle, LineWhy.NOT_BILLABLE),
        (is_theirs and (is_base or not _is_telecom(product)), LineWhy.NOT_CONSOLIDATED),
        (product is None, LineWhy.NO_PRODUCT),
        (product is not None and product.billed not in MONTHS_BILLED, LineWhy.NOT_RECURRING),
        (
            product is not None
            and cycle not in {None, product.billed}
            and bool(line.terms.unit_price),
            LineWhy.OTHER_CYCLE,
        ),
    )
    return next((why for holds, why in answers if holds), None)


def _is_telecom(product: Product | None) -> bool:
    return product is not None and is_telecom(product)


def _cycle(line: ContractLine) -> str | None:
    return _CYCLES.get(line.cycle.strip().casefold())


def _words(why: LineWhy, line: ContractLine, product: Product | None) -> str:
    code = "" if product is None else product.product_code
    billed = "" if product is None else product.billed
    words = {
        LineWhy.NOT_LINKED: "Its customer is linked to no account.",
        LineWhy.ENDED: "It has ended.",
        LineWhy.NOT_BILLABLE: "It is not billed there, or there is none of it.",
        LineWhy.NOT_CONSOLIDATED: "The PSA bills this customer itself.",
        LineWhy.NOT_RECURRING: f"{code} does not recur here.",
        LineWhy.OTHER_CYCLE: f"It is billed {_cycle(line)} there, and {code} {billed} here.",
        LineWhy.NO_LOCATION: "Nobody has decided which location its site is."
        if line.site_id
        else "Its account has no location.",
        LineWhy.NO_PRODUCT: "Nobody has decided as which product an agreement's own fee is billed."
        if line.source_id.startswith(BASE)
        else f"No product of ours is linked to {line.product_code or 'it'}.",
    }
    return words[why]


def _location(line: ContractLine, desk: LineDesk, account: Account) -> str | None:
    code = desk.location_of.get(line.site_id or "")
    if code is not None and desk.places.get(code) == account.account_number:
        return code
    # A place nobody has decided would be taxed by another one's rates.
    return None if line.site_id else desk.first_location.get(account.account_number)


def _linked(
    line: ContractLine,
    service: Service,
    desk: LineDesk,
    ready: tuple[Account, Product, str],
    codes: Collection[str],
) -> LineVerdict:
    """What changes of a service that is a line already."""
    account, product, _ = ready
    change = _Change(line=line, service=service, desk=desk, product=product)
    base = LineVerdict(
        line=line,
        why=LineWhy.SAME,
        words="It is as it was.",
        account_number=account.account_number,
        product_code=product.product_code,
        linked_to=service.service_code,
        amount=monthly(line.terms.quantity, change.price, product) if line.is_live else ZERO,
    )
    if not line.is_live:
        return change.ended(base)
    last = desk.last.get(line.source_id, line.terms)
    same = (last.quantity, last.unit_price) == (line.terms.quantity, line.terms.unit_price)
    if not same and (service.quantity, _price(service, product)) != (
        line.terms.quantity,
        change.price,
    ):
        return change.split(base, last, codes)
    ends_on = change.near_end()
    if ends_on != service.ends_on and (ends_on is not None or service.ends_on == last.ends_on):
        return change.moved_end(base, ends_on)
    if not same:
        return replace(base, why=LineWhy.LINK, words="Both sides have the new quantity already.")
    return base


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    line: ContractLine
    service: Service
    desk: LineDesk
    product: Product

    @property
    def price(self) -> Decimal:
        """Of one, there."""
        told = self.line.terms.unit_price
        return self.product.price if told is None else told

    @property
    def open_from(self) -> date:
        """The first day on which a change can still be billed."""
        return self.desk.open_from.get(self.service.account_number, date.min)

    def near_end(self) -> date | None:
        """When it ends there, if that is soon."""
        ends_on = self.line.terms.ends_on
        return ends_on if ends_on is not None and ends_on <= self.desk.today + HORIZON else None

    def ended(self, base: LineVerdict) -> LineVerdict:
        """It is billed there no more."""
        if self.service.ends_on is not None and self.service.ends_on <= self.desk.today:
            return base
        told = self.line.terms.ends_on or self.line.changed_on or self.desk.today
        day = min(told, self.desk.today)
        if self.service.ends_on is not None and self.service.ends_on <= day:
            return base
        return replace(
            base,
            why=LineWhy.END,
            words=f"It is not billed there since {day.isoformat()}.",
            rows=(ended_service(self.service, day),),
            # By this it is known that we ended it, should it go on there after all.
            taken_over=replace(self.line.terms, ends_on=max(day, self.service.starts_on)),
        )

    def moved_end(self, base: LineVerdict, ends_on: date | None) -> LineVerdict:
        """Its end there is another."""
        words = "It goes on there." if ends_on is None else f"It ends there on {ends_on}."
        row = replace(self.service, ends_on=ends_on)
        if ends_on is not None:
            row = ended_service(self.service, ends_on)
        return replace(base, why=LineWhy.CHANGE, words=words, rows=(row,))

    def split(self, base: LineVerdict, last: Terms, codes: Collection[str]) -> LineVerdict:
        """Its quantity or price there is another."""
        terms = self.line.terms
        began = terms.starts_on
        if began is None or (last.starts_on is not None and began <= last.starts_on):
            began = self.line.changed_on or self.desk.today
        day = max(began, self.open_from)
        rows = changed_service(
            replace(self.service, ends_on=self.near_end()),
            quantity=terms.quantity,
            unit_price=None if self.price == self.product.price else self.price,
            day=day,
            taken=codes,
        )
        words = f"From {last.quantity:f} to {terms.quantity:f} on {day.isoformat()}."
        if last.quantity == terms.quantity:
            words = f"Another price from {day.isoformat()} on."
        if day > began:
            words += f" It changed on {began.isoformat()}, and the days before are billed."
        return replace(
            base, why=LineWhy.CHANGE, words=words, rows=rows, linked_to=rows[-1].service_code
        )


def _unlinked(
    item: tuple[ContractLine, Account, Product, str],
    desk: LineDesk,
    candidates: Sequence[Service],
    codes: Collection[str],
    *,
    exactly: bool,
) -> LineVerdict | None:
    """A line's service: one that is there, or a new one; None: it has to wait its turn."""
    line, account, product, location = item
    price = product.price if line.terms.unit_price is None else line.terms.unit_price
    base = LineVerdict(
        line=line,
        why=LineWhy.LINK,
        words="",
        account_number=account.account_number,
        product_code=product.product_code,
        amount=monthly(line.terms.quantity, price, product),
    )
    named = [each for each in candidates if each.contract_line in {line.source_id, line.name}]
    equal = [
        each
        for each in candidates
        if (each.quantity, _price(each, product)) == (line.terms.quantity, price)
    ]
    here = [each for each in equal if each.location_code == location]
    exact = (named or here or equal)[:1]
    if exact:
        return _is_there(base, exact[0])
    if exactly:
        return None
    at_place = [each for each in candidates if each.location_code == location]
    several = at_place if line.site_id is not None and at_place else candidates
    if len(several) == 1:
        return _is_there(base, several[0])
    if several:
        names = ", ".join(each.service_code for each in several)
        words = f"Several services may be it: {names}. Name the line in one's contract_line."
        return replace(base, why=LineWhy.AMBIGUOUS, words=words)
    return _created(base, desk, product, location, codes)


def _is_there(base: LineVerdict, service: Service) -> LineVerdict:
    words = f"It is {service.service_code}, {service.quantity:f}."
    if service.quantity != base.line.terms.quantity:
        words += f" The agreement has {base.line.terms.quantity:f}: see the counts."
    return replace(base, words=words, linked_to=service.service_code)


def _created(
    base: LineVerdict, desk: LineDesk, product: Product, location: str, codes: Collection[str]
) -> LineVerdict:
    line = base.line
    ends_on = line.terms.ends_on
    row = Service(
        service_code=free_code(f"{location}-{product.product_code}", codes),
        account_number=base.account_number or "",
        location_code=location,
        product_code=product.product_code,
        quantity=line.terms.quantity,
        unit_price=None if line.terms.unit_price == product.price else line.terms.unit_price,
        description=None if line.description in {"", product.name} else line.description,
        starts_on=line.terms.starts_on or desk.today,
        ends_on=ends_on if ends_on is not None and ends_on <= desk.today + HORIZON else None,
        contract_line=line.name,
    )
    words = f"{line.terms.quantity:f} from {row.starts_on.isoformat()} on."
    return replace(base, why=LineWhy.CREATE, words=words, rows=(row,), linked_to=row.service_code)


def _price(service: Service, product: Product) -> Decimal:
    return product.price if service.unit_price is None else service.unit_price
