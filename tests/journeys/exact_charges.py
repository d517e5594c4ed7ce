"""What a run bills of services, one-time charges and calls, by the contract; nothing of the app."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, Row, day, the_day
from tests.journeys.exact_calls import ExactCall
from tests.journeys.exact_lines import ExactLine
from tests.journeys.exact_prices import rounded
from tests.journeys.exact_usage import period_start, shifted

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(slots=True)
class Memory:
    """What the runs so far have billed."""

    periods: set[tuple[str, date]] = field(default_factory=set)
    """Account and first day of the periods with a final run."""
    services: dict[tuple[str, date], ExactLine] = field(default_factory=dict)
    """By service and first day of the charge period."""
    credited: dict[tuple[str, date], date] = field(default_factory=dict)
    """Up to where a charge period was credited already."""
    charges: set[str] = field(default_factory=set)


def service_lines(book: Book, account: Row, start: date, memory: Memory) -> Iterator[ExactLine]:
    """The recurring and once lines of an account's services in the run of a period."""
    end = shifted(start, 1)
    for service in book.sheets["services"]:
        if service["account_number"] != account["account_number"]:
            continue
        product = book.one("products", "product_code", service["product_code"])
        first = the_day(service["starts_on"])
        last = day(service.get("ends_on"))
        if product["billed"] == "once":
            if start <= first < end:
                yield whole(service, product, account)
            continue
        months = MONTHS[product["billed"]]
        for at in charge_periods(account, first, months, until=shifted(end, 13)):
            if (service["service_code"], at) in memory.services:
                yield from unused(service, product, account, at=at, memory=memory)
                continue
            over = shifted(at, months)
            if product["in_advance"] == "yes":
                due = at == end or (at <= first < over and start <= first < end)
            else:
                ends_here = last is not None and start <= last - timedelta(days=1) < end
                due = over == end or (ends_here and last is not None and at < last <= over)
            line = covered(service, product, account, at=at, over=over)
            if due and line is not None:
                yield line


def charge_periods(account: Row, first: date, months: int, *, until: date) -> Iterator[date]:
    """First days of the charge periods, counted from the bill period that holds the start."""
    at = period_start(account, first)
    while at < until:
        yield at
        at = shifted(at, months)


def covered(service: Row, product: Row, account: Row, *, at: date, over: date) -> ExactLine | None:
    """The line of one charge period, or None where no day is covered."""
    last = day(service.get("ends_on"))
    begin = max(at, the_day(service["starts_on"]))
    end = over if last is None else min(over, last)
    if begin >= end:
        return None
    days, all_days = (end - begin).days, (over - at).days
    price = Decimal(service.get("unit_price") or product["price"])
    part = Fraction(days, all_days) if product["prorate"] == "yes" else Fraction(1)
    quantity = Decimal(service["quantity"])
    return ExactLine(
        kind="recurring",
        account=account,
        product=product,
        location_code=service["location_code"],
        quantity=quantity,
        unit_price=price,
        amount=rounded(Fraction(quantity * price) * part, 2),
        start=begin,
        end=end,
        reference=service["service_code"],
        charge_start=at,
        period_days=all_days,
    )


def whole(service: Row, product: Row, account: Row) -> ExactLine:
    """The line of a product billed once."""
    first = the_day(service["starts_on"])
    price = Decimal(service.get("unit_price") or product["price"])
    quantity = Decimal(service["quantity"])
    return ExactLine(
        kind="one_time",
        account=account,
        product=product,
        location_code=service["location_code"],
        quantity=quantity,
        unit_price=price,
        amount=rounded(Fraction(quantity * price), 2),
        start=first,
        end=first + timedelta(days=1),
        reference=service["service_code"],
        period_days=1,
    )


def unused(
    service: Row, product: Row, account: Row, *, at: date, memory: Memory
) -> Iterator[ExactLine]:
    """The credit for days billed in advance after which the service ended."""
    billed = memory.services[service["service_code"], at]
    last = day(service.get("ends_on"))
    upto = memory.credited.get((service["service_code"], at), billed.end)
    if product["in_advance"] != "yes" or last is None or last >= upto:
        return
    begin = max(last, billed.start)
    if begin >= upto:
        return
    part = Fraction((upto - begin).days, billed.period_days)
    if product["prorate"] == "no":
        part = Fraction(1 if begin == billed.start else 0)
    if billed.unit_price is None or not part:
        return
    yield ExactLine(
        kind="credit",
        account=account,
        product=product,
        location_code=billed.location_code,
        quantity=billed.quantity,
        unit_price=-billed.unit_price,
        amount=-rounded(Fraction(billed.quantity * billed.unit_price) * part, 2),
        start=begin,
        end=upto,
        reference=billed.reference,
        period_days=billed.period_days,
    )


def one_time_lines(book: Book, account: Row, start: date, memory: Memory) -> Iterator[ExactLine]:
    """Charges of the period, and of earlier ones whose run is final."""
    for row in book.sheets["charges"]:
        on = the_day(row["charged_on"])
        period = period_start(account, on)
        late = period < start and (account["account_number"], period) in memory.periods
        if (
            row["account_number"] != account["account_number"]
            or row["reference"] in memory.charges
            or not (period == start or late)
        ):
            continue
        product = book.one("products", "product_code", row["product_code"])
        price = Decimal(row.get("unit_price") or product["price"])
        quantity = Decimal(row["quantity"])
        yield ExactLine(
            kind="credit" if row.get("credits") or price * quantity < 0 else "one_time",
            account=account,
            product=product,
            location_code=row["location_code"],
            quantity=quantity,
            unit_price=price,
            amount=rounded(Fraction(quantity * price), 2),
            start=on,
            end=on + timedelta(days=1),
            reference=row["reference"],
            period_days=1,
            late=late,
        )


def usage_lines(
    book: Book, account: Row, start: date, *, calls: list[ExactCall], memory: Memory
) -> Iterator[tuple[ExactLine, list[ExactCall]]]:
    """One line per product, location and class, of the period and of each late one."""
    groups: dict[tuple[str, str, str, date], list[ExactCall]] = {}
    for call in calls:
        if call.status != "rated" or call.sealed:
            continue
        if call.account["account_number"] != account["account_number"]:
            continue
        period = period_start(account, call.day)
        final = (account["account_number"], period) in memory.periods
        if period == start or (period < start and final):
            key = (call.plan["usage_product"], call.owned["location_code"], call.call_class, period)
            groups.setdefault(key, []).append(call)
    for (code, location, _, period), group in groups.items():
        exact = sum((Fraction(call.charge) for call in group), Fraction(0))
        yield (
            ExactLine(
                kind="usage",
                account=account,
                product=book.one("products", "product_code", code),
                location_code=location,
                quantity=Decimal(1),
                unit_price=None,
                amount=rounded(exact, 2),
                start=period,
                end=shifted(period, 1),
                reference="",
                period_days=(shifted(period, 1) - period).days,
                late=period < start,
                billed_seconds=sum(call.billed_seconds for call in group),
            ),
            group,
        )
