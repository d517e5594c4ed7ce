"""Values in the words of the window: money, dates, lengths and numbers by the user's locale.

Files never: what is copied or exported has plain values.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from PySide6.QtCore import QDate, QLocale, QTime

from app.values.phone_number import pretty

MINUS: Final = "\u2212"
ABSENT: Final = ""
NOT_APPLICABLE: Final = "\u2013"
_MASKED_DIGITS: Final = 2
_CENT: Final = Decimal("0.01")


def count(value: int) -> str:
    """A count with the locale's grouping."""
    return QLocale().toString(value).replace("-", MINUS)


def money(amount: Decimal | None, *, places: int = 2, signed: bool = False) -> str:
    """An amount with grouping and so many places; blank where there is none."""
    if amount is None:
        return ABSENT
    exact = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ("+" if signed and exact > 0 else "")
    whole, _, part = f"{abs(exact):f}".partition(".")
    locale = QLocale()
    text = locale.toString(int(whole))
    return sign + (f"{text}{locale.decimalPoint()}{part}" if part else text)


def change(amount: Decimal | None) -> str:
    """A change: always with its sign, but for zero."""
    return money(amount, signed=True)


def exact(amount: Decimal | None) -> str:
    """An amount with four places, as a call's charge."""
    return money(amount, places=4)


def headline(amount: Decimal, currency: str = "USD") -> str:
    """An amount with its sign and a thin space, for headlines."""
    sign = {"USD": "$", "CAD": "CAD"}.get(currency, currency)
    return f"{sign}\u2009{money(amount)}"


def rate(amount: Decimal | None) -> str:
    """A price a minute: four to six places, as many as it has."""
    if amount is None:
        return ABSENT
    exponent = amount.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 4
    return money(amount, places=min(max(places, 4), 6))


def percent(part: Decimal | None) -> str:
    """A fraction as whole percent."""
    if part is None:
        return ABSENT
    whole = int((part * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return f"{MINUS if whole < 0 else ''}{abs(whole)} %"


def length(seconds: int | None) -> str:
    """A length as m:ss, above an hour as h:mm:ss."""
    if seconds is None:
        return ABSENT
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def minutes(seconds: int | None) -> str:
    """A length in minutes with one place."""
    if seconds is None:
        return ABSENT
    return money(Decimal(seconds) / 60, places=1)


def day(value: date | None, *, today: date | None = None) -> str:
    """A day as "Oct 5, 2026" or "5 Oct 2026", by the locale; without the year where it is this."""
    if value is None:
        return ABSENT
    whole, short = _patterns(QLocale())
    pattern = short if today is not None and value.year == today.year else whole
    return QLocale().toString(QDate(value.year, value.month, value.day), pattern)


def _patterns(locale: QLocale) -> tuple[str, str]:
    """How a day is written with its year and without, in the locale's own order."""
    order = locale.dateFormat(QLocale.FormatType.ShortFormat).casefold()
    if order.startswith("y"):
        return "yyyy MMM d", "MMM d"
    if order.find("d") < order.find("m"):
        return "d MMM yyyy", "d MMM"
    return "MMM d, yyyy", "MMM d"


def clock(value: time, *, seconds: bool = False) -> str:
    """A time of day as "10:41 am" or "10:41", by the locale."""
    locale = QLocale()
    has_halves = "a" in locale.timeFormat(QLocale.FormatType.ShortFormat).casefold()
    pattern = (
        ("h:mm:ss" if has_halves else "H:mm:ss") if seconds else ("h:mm" if has_halves else "H:mm")
    )
    at = QTime(value.hour, value.minute, value.second)
    return locale.toString(at, f"{pattern} ap" if has_halves else pattern)


def moment(value: datetime | None, zone: tzinfo) -> str:
    """A moment in a zone: "Oct 5, 10:41:07 am"."""
    if value is None:
        return ABSENT
    local = value.astimezone(zone)
    on = QDate(local.year, local.month, local.day)
    return f"{QLocale().toString(on, _patterns(QLocale())[1])}, {clock(local.time(), seconds=True)}"


def age(then: datetime | None, now: datetime) -> str:
    """How long ago: "12 min ago" up to a day, then the date."""
    if then is None:
        return "never"
    passed = now - then
    if passed < -timedelta(minutes=5):
        # The clock was set back since: how long ago it was, nobody knows.
        return day(then.astimezone().date(), today=now.astimezone().date())
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{int(passed.total_seconds() // 60)} min ago"
    if passed < timedelta(days=1):
        return f"{int(passed.total_seconds() // 3600)} h ago"
    return day(then.astimezone().date(), today=now.astimezone().date())


def left(seconds: int | None) -> str:
    """How long work may still take; blank while nobody knows."""
    if seconds is None:
        return ABSENT
    if seconds < 90:  # noqa: PLR2004  a minute and a half reads better in seconds
        return f"about {seconds} s left"
    return f"about {round(seconds / 60)} min left"


def plural(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 call", "2,043 calls"."""
    return f"{count(number)} {one if number == 1 else many or several(one)}"


def several(one: str) -> str:
    """The word for more than one: calls, companies, batches."""
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return f"{one[:-1]}ies"
    return f"{one}es" if one.endswith(("s", "x", "ch", "sh")) else f"{one}s"


def telephone(number: str | None, *, masked: bool = False) -> str:
    """A number as people write it; masked ones lose their last two digits."""
    if not number:
        return ABSENT
    text = pretty(number)
    if not masked:
        return text
    found = list(text)
    hidden = 0
    for place in range(len(found) - 1, -1, -1):
        if found[place].isdigit() and hidden < _MASKED_DIGITS:
            found[place] = "\u2022"
            hidden += 1
    return "".join(found)


def period(label: str) -> str:
    """The month of a bill period: "October 2026" for 2026-10."""
    year, _, month = label.partition("-")
    if not month:
        return label
    return QLocale().toString(QDate(int(year), int(month), 1), "MMMM yyyy")
