"""Class, rate, allowance, tiers and charge of calls, by the contract; nothing of the app."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, decimal
from tests.journeys.exact_calls import ExactCall, deck_row, steps, week_multiplier
from tests.journeys.exact_parties import Place, is_toll_free, place_of, read_number

MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}


def rounded(exact: Fraction, places: int, mode: str = "half_up") -> Decimal:
    """An exact value rounded once; halves away from zero where half up is said."""
    scaled = abs(exact) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = {
        "half_up": twice >= 0,
        "half_even": twice > 0 or (twice == 0 and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    value = Decimal(whole + up).scaleb(-places)
    return -value if exact < 0 else value


def caller_place(call: ExactCall) -> Place | None:
    """Where the recorded caller is, or None where that is not known."""
    if read_number(call.caller) != call.caller:
        return None
    place = place_of(call.caller)
    return place if place.kind in {"domestic", "international"} else None


def set_jurisdiction(call: ExactCall) -> None:
    """Tells by the two ends where the call ran."""
    ours, theirs = caller_place(call), None
    if read_number(call.called) == call.called:
        theirs = place_of(call.called)
    if theirs is None:
        call.jurisdiction = "none"
    elif theirs.kind == "international" or (ours and ours.kind == "international"):
        call.jurisdiction = "international"
    elif ours is None or not theirs.region:
        call.jurisdiction = "indeterminate"
    else:
        call.jurisdiction = "intrastate" if ours.region == theirs.region else "interstate"


def price(book: Book, call: ExactCall) -> None:
    """Steps 4 and 5: class, rate, fee and billed seconds; suspends where nothing prices it."""
    if call.status != "rated":
        return
    set_jurisdiction(call)
    if call.direction == "in":
        toll_free = is_toll_free(call.owned["number"])
        call.call_class = "toll_free_inbound" if toll_free else "inbound"
        call.rate = Decimal(call.plan["toll_free_rate" if toll_free else "inbound_rate"])
        call.fee = Decimal(call.plan["connect_fee"])
        call.multiplier = week_multiplier(book, call)
    elif is_directory(call.called):
        call.call_class = "directory_assistance"
        call.flat = decimal(call.plan.get("directory_assistance_fee")) or Decimal(0)
    else:
        by_deck(book, call)
    if call.status == "rated":
        call.billed_seconds = steps(call)


def is_directory(called: str) -> bool:
    """Whether 411 or an area code's 555-1212 was called."""
    if re.sub(r"\D", "", called) == "411":
        return True
    fits = re.fullmatch(r"\+1\d{3}5551212", called) is not None
    return fits and not is_toll_free(called)


def by_deck(book: Book, call: ExactCall) -> None:
    """Finds class and deck row."""
    theirs, ours = place_of(call.called), caller_place(call)
    if theirs.kind == "unlisted":
        call.suspend("unknown_jurisdiction")
        return
    row = deck_row(book, call)
    if row is None:
        call.suspend("no_rate")
        return
    call.deck_row = row
    if theirs.kind in {"international", "premium", "other"}:
        call.call_class = theirs.kind
    elif ours is None:
        call.call_class = book.company["unknown_caller"]
    elif ours.kind == "international":
        call.call_class = "international"
    else:
        call.call_class = "intrastate" if ours.region == theirs.region else "interstate"
    named = decimal(row.get(f"{call.call_class}_rate"))
    plain = decimal(row.get("rate"))
    if call.call_class in {"intrastate", "interstate", "indeterminate"}:
        call.rate = named if named is not None else plain
    else:
        call.rate = plain if plain is not None else decimal(row.get("interstate_rate"))
    own = decimal(row.get("connect_fee"))
    call.own_fee = own is not None
    call.fee = own if own is not None else Decimal(call.plan["connect_fee"])
    call.multiplier = Decimal(call.plan["deck_multiplier"]) * week_multiplier(book, call)


def settle(book: Book, calls: Iterable[ExactCall], starts: dict[int, date]) -> None:
    """Steps 6 to 8 over whole periods.

    ``starts``: the first day of each call's bill period, by the identity of the call.
    """
    # What a final run billed stays as it is: a late call takes what that left, in order after it.
    groups: dict[tuple[str, str, date], list[ExactCall]] = defaultdict(list)
    for call in calls:
        if call.status == "rated":
            key = (call.account["account_number"], call.plan["plan_code"], starts[id(call)])
            groups[key].append(call)
    for group in groups.values():
        group.sort(key=lambda call: (not call.sealed, call.started, call.call_id, call.source))
        without = take_tiers(book, group, dict.fromkeys(map(id, group), Fraction(0)))
        allowed = take_allowance(group)
        with_it = take_tiers(book, group, allowed)
        for call in (call for call in group if not call.sealed):
            call.gross_charge = charge_of(call, without[id(call)])
            call.allowance_seconds = allowed[id(call)]
            call.charge = charge_of(call, with_it[id(call)])


def take_allowance(group: list[ExactCall]) -> dict[int, Fraction]:
    """Seconds that the allowance pays, by the identity of the call."""
    size = Fraction(Decimal(group[0].plan["allowance_minutes"])) * 60
    left: dict[str, Fraction] = defaultdict(lambda: size)
    taken = dict.fromkeys(map(id, group), Fraction(0))
    for call in group:
        if call.by_deck and call.deck_row["in_allowance"] == "yes":
            scope = call.owned["number"] if call.plan["allowance_scope"] == "number" else ""
            free = min(left[scope], Fraction(call.billed_seconds))
            taken[id(call)] = call.allowance_seconds if call.sealed else free
            left[scope] -= taken[id(call)]
    return taken


def take_tiers(
    book: Book, group: list[ExactCall], allowed: dict[int, Fraction]
) -> dict[int, list[tuple[Fraction, Decimal]]]:
    """Chargeable seconds of each call with their tier's multiplier."""
    plan = group[0].plan["plan_code"]
    rows = [row for row in book.sheets["rate_tiers"] if row["plan_code"] == plan]
    steps_ = sorted(
        (Fraction(Decimal(r["from_minutes"])) * 60, Decimal(r["multiplier"])) for r in rows
    )
    volume = bool(rows) and rows[0]["kind"] == "volume"
    total = sum(call.billed_seconds - allowed[id(call)] for call in group if call.by_deck)
    done = Fraction(0)
    result = {}
    for call in group:
        left = call.billed_seconds - allowed[id(call)]
        if not call.by_deck:
            result[id(call)] = [(left, Decimal(1))]
            continue
        if volume:
            reached = [times for start, times in steps_ if start <= total]
            result[id(call)] = [(left, reached[-1] if reached else Decimal(1))]
            continue
        bounds = [(Fraction(0), Decimal(1)), *steps_]
        parts = []
        for at, (start, times) in enumerate(bounds):
            end = bounds[at + 1][0] if at + 1 < len(bounds) else None
            last = done + left if end is None else min(done + left, end)
            if last > max(done, start):
                parts.append((last - max(done, start), times))
        result[id(call)] = parts or [(Fraction(0), Decimal(1))]
        done += left
    return result


def charge_of(call: ExactCall, parts: list[tuple[Fraction, Decimal]]) -> Decimal:
    """Step 8 for one call, by its chargeable seconds and their tiers."""
    if call.flat is not None:
        return call.flat
    rate = call.rate if call.rate is not None else Decimal(0)
    price_ = [(seconds, rate * call.multiplier * times) for seconds, times in parts]
    maximum, minimum = (decimal(call.plan.get(f"{side}_charge")) for side in ("maximum", "minimum"))
    free = all(one == 0 for _, one in price_)
    if not any(seconds for seconds, _ in parts):
        fee = call.fee if call.own_fee or not free else Decimal(0)
        alone = fee if call.plan["allowance_connect_fee"] == "yes" else Decimal(0)
        return alone if maximum is None else min(alone, maximum)
    fee = call.fee if call.own_fee or not free else Decimal(0)
    exact = sum((seconds * Fraction(one) / 60 for seconds, one in price_), Fraction(0))
    charge = rounded(exact, int(call.plan["call_decimals"]), call.plan["call_rounding"]) + fee
    if minimum is not None and not free:
        charge = max(charge, minimum)
    return charge if maximum is None else min(charge, maximum)
