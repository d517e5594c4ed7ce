"""Numbers, dates and telephone numbers as they stand on paper; exports write plain values."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from app.values.money import Rounding, cents, plain, round_exact
from app.values.period import Period
from app.values.phone_number import PartyKind, pretty, read_party

MINUS: Final = "\u2212"
EN_DASH: Final = "\u2013"
THIN_SPACE: Final = "\u2009"
DOT: Final = "\u2022"
TIMES: Final = "\u00d7"

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT: Final = 3
_HALF_DAY: Final = 12
_CENT_PLACES: Final = -2
_SIGNS: Final = {"USD": "$"}


def money(amount: Decimal) -> str:
    """Two places, grouped, with a true minus: ``1,662.78``."""
    return f"{cents(amount):,.2f}".replace("-", MINUS)


def signed_money(amount: Decimal) -> str:
    """A change: always with its sign, but for zero."""
    return f"+{money(amount)}" if amount > 0 else money(amount)


def headline_money(amount: Decimal, currency: str) -> str:
    """An amount that stands alone: ``$ 118.38``, or its currency's code in front."""
    sign = _SIGNS.get(currency)
    if sign is None:
        return f"{currency} {money(amount)}"
    before = MINUS if cents(amount) < 0 else ""
    return f"{before}{sign}{THIN_SPACE}{money(abs(amount))}"


def exact_money(amount: Decimal) -> str:
    """A price or a call's charge with all places it has, at least two."""
    kept = plain(amount)
    exponent = kept.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < _CENT_PLACES else 2
    return f"{kept:,.{places}f}".replace("-", MINUS)


def percent(rate: Decimal) -> str:
    """A fraction as percent, at least two places: 0.029 is ``2.90 %``."""
    return f"{exact_money(rate * 100)} %"


def quantity(value: Decimal) -> str:
    """A count or measure without needless zeros."""
    return f"{plain(value):,f}".replace("-", MINUS)


def count(value: int) -> str:
    """A whole number, grouped."""
    return f"{value:,}"


def minutes(seconds: int) -> str:
    """Seconds as minutes of one place."""
    tenths = round_exact(Decimal(seconds) / 60, 1, Rounding.HALF_UP)
    return f"{tenths:,.1f}"


def length(seconds: int) -> str:
    """How long a call took: ``m:ss``, above an hour ``h:mm:ss``."""
    whole, rest = divmod(seconds, 60)
    hours, part = divmod(whole, 60)
    return f"{hours}:{part:02d}:{rest:02d}" if hours else f"{part}:{rest:02d}"


def long_date(day: date) -> str:
    """``November 2, 2026``."""
    return f"{long_day(day)}, {day.year}"


def long_day(day: date) -> str:
    """``November 2``."""
    return f"{MONTHS[day.month - 1]} {day.day}"


def short_day(day: date) -> str:
    """``Nov 2``."""
    return f"{MONTHS[day.month - 1][:_SHORT]} {day.day}"


def short_date(day: date) -> str:
    """``Nov 2, 2026``."""
    return f"{short_day(day)}, {day.year}"


def clock(moment: datetime) -> str:
    """``10:41 am``."""
    half = "am" if moment.hour < _HALF_DAY else "pm"
    return f"{moment.hour % _HALF_DAY or _HALF_DAY}:{moment.minute:02d} {half}"


def short_range(period: Period) -> str:
    """The days in short: Nov 1 to 30, Oct 19 to Nov 18; with years only where there are two."""
    first, last = period.start, _last_day(period)
    if first == last:
        return short_day(first)
    if first.year != last.year:
        return f"{short_date(first)}{EN_DASH}{short_date(last)}"
    if first.month != last.month:
        return f"{short_day(first)}{EN_DASH}{short_day(last)}"
    return f"{short_day(first)}{EN_DASH}{last.day}"


def long_range(period: Period, *, year: bool = True) -> str:
    """The days in full: November 1 to 30, 2026."""
    first, last = period.start, _last_day(period)
    if first.year != last.year:
        return f"{long_date(first)}{EN_DASH}{long_date(last)}"
    begin = f"{MONTHS[first.month - 1]} {first.day}"
    if first == last:
        words = begin
    elif first.month == last.month:
        words = f"{begin}{EN_DASH}{last.day}"
    else:
        words = f"{begin}{EN_DASH}{MONTHS[last.month - 1]} {last.day}"
    return f"{words}, {last.year}" if year else words


def telephone(number: str, *, masked: bool = False) -> str:
    """An E.164 number as people write it, its last two digits as dots where masked.

    What is no E.164 number stays as it is. Short codes, which are nobody's own, are never masked.
    """
    if not masked or read_party(number).kind is PartyKind.SHORT_CODE:
        return pretty(number)
    return _mask(pretty(number))


def telephone_text(text: str, *, masked: bool = False) -> str:
    """A telephone number that was typed freely: E.164 is written out, the rest stays."""
    return telephone(text, masked=masked) if text.startswith("+") or masked else text


def _last_day(period: Period) -> date:
    return max(period.start, period.end - timedelta(days=1))


def _mask(text: str) -> str:
    digits = [place for place, letter in enumerate(text) if letter.isdecimal()][-2:]
    return "".join(DOT if place in digits else letter for place, letter in enumerate(text))
