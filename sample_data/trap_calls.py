"""What the traps of all sources share: single calls by hand, and what becomes of them."""

from functools import cache

from sample_data.calls import Call
from sample_data.customers import Customer, by_account, customers
from sample_data.vendors import Entry
from sample_data.wall_clock import moment

Outcome = tuple[str, str, str]
"""Status, reason, and the trap in words."""


def rated(words: str) -> Outcome:
    """Priced, maybe at nothing a minute."""
    return ("rated", "", words)


def free(reason: str, words: str) -> Outcome:
    """Kept and not charged."""
    return ("not_chargeable", reason, words)


def suspended(reason: str, words: str) -> Outcome:
    """Read but not believed, or nobody's, or without a price."""
    return ("suspended", reason, words)


def malformed(reason: str, words: str) -> Outcome:
    """Not readable."""
    return ("malformed", reason, words)


def duplicate(words: str) -> Outcome:
    """Counted already."""
    return ("duplicate", "", words)


@cache
def _holders() -> dict[str, Customer]:
    held = {n: c for c in customers() for site in c.sites for n in site.numbers}
    return held | {n: c for c in customers() for n in c.toll_free}


def call_of(  # noqa: PLR0913  a call has that many sides
    number: str,
    other: str,
    when: str,
    *,
    seconds: int = 95,
    inbound: bool = False,
    account: str = "",
    zone: str = "",
    ring: int = 8,
    second_time: bool = False,
    serial: int = 0,
) -> Call:
    """One call at ``when`` by the clock of the account, or of ``zone``."""
    customer = by_account()[account] if account else _holders()[number]
    return Call(
        customer=customer,
        number=number,
        other=other,
        inbound=inbound,
        started=moment(when, zone or customer.zone, second_time=second_time),
        ring=ring,
        seconds=seconds,
        serial=1_000_000 + serial,
    )


def again(entry: Entry, words: str) -> Entry:
    """The same record once more."""
    return Entry(entry.started, entry.text, duplicate(words))
