"""The traps in the hosted platform's files (NetSapiens)."""

from dataclasses import replace
from typing import Final

from sample_data.calls import Call, outsider
from sample_data.dice import Dice
from sample_data.trap_calls import Outcome, call_of, free, malformed, rated, suspended
from sample_data.vendors import Entry, netsapiens, netsapiens_id, netsapiens_row
from sample_data.wall_clock import DENVER, moment

NOBODYS: Final = (("3035550187", 124), ("3035550188", 83), ("3035550199", 21))
"""Numbers that no customer has, and how many calls of October they place."""


def hosted_traps() -> list[Entry]:
    """Everything that stands once; repeated rows are added where files are put together."""
    return [
        *_nobodys_calls(),
        *(_entry(call, outcome) for call, outcome in _by_hand()),
        *(_entry(call, outcome) for call, outcome in _edges()),
        *_odd_rows(),
        *_unreadable(),
    ]


def _entry(call: Call, outcome: Outcome) -> Entry:
    return Entry(call.started, netsapiens(call), outcome)


def _nobodys_calls() -> list[Entry]:
    """Calls of two numbers beside Northfield's own, and of one that belongs to nobody at all."""
    dice = Dice("nobody", "hosted")
    entries = []
    for number, count in NOBODYS:
        for serial in range(count):
            day, hour = dice.between(5, 30), dice.between(8, 17)
            when = f"2026-10-{day:02d} {hour:02d}:{dice.below(60):02d}:{dice.below(60):02d}"
            call = call_of(
                number,
                outsider(dice, ("303", "720", "212", "310")),
                when,
                seconds=0 if dice.chance(12) else dice.between(9, 420),
                account="10027",
                serial=serial,
            )
            entries.append(_entry(call, suspended("no_customer", f"{number} is nobody's number")))
    return entries


def _by_hand() -> list[tuple[Call, Outcome]]:
    return [*_kinds_of_called(), *_who_calls_whom(), *_dated_prices()]


def _kinds_of_called() -> list[tuple[Call, Outcome]]:
    main = "3035550142"
    one = call_of
    return [
        (
            one(main, "8765550144", "2026-10-05 09:11:10", seconds=75),
            rated("Jamaica as 1 and ten digits: international"),
        ),
        (
            one("3035550106", "8765550120", "2026-10-08 14:02:00", seconds=247),
            rated("Jamaica as 1 and ten digits: international"),
        ),
        (
            one("3035550131", "6585550131", "2026-10-13 10:40:00", seconds=61),
            rated("Jamaica's newer area code, in this deck"),
        ),
        (
            one("3035550131", "8095550131", "2026-10-13 11:40:00"),
            rated("Dominican Republic as 1 and ten digits"),
        ),
        (
            one(main, "9005550142", "2026-10-06 15:00:00", seconds=130),
            rated("premium 900, with a connect fee of its own"),
        ),
        (
            one(main, "411", "2026-10-06 15:05:00", seconds=40),
            rated("directory assistance, exactly the fee"),
        ),
        (
            one(main, "2125551212", "2026-10-06 15:07:00", seconds=55),
            rated("directory assistance of another area code"),
        ),
        (
            one("3035550118", "911", "2026-10-07 02:10:00", seconds=182),
            free("emergency", "911 is never charged"),
        ),
        (
            one("3035550118", "988", "2026-10-07 02:20:00", seconds=600),
            free("free_service", "988 is never charged"),
        ),
        (one("3035550118", "311", "2026-10-07 09:20:00"), free("free_service", "311")),
        (one("3035550118", "811", "2026-10-07 09:25:00"), free("free_service", "811")),
        (
            one("3035550180", "*72", "2026-10-07 17:31:00", seconds=4),
            free("feature_code", "*72 turns forwarding on"),
        ),
        (
            one("3035550180", "8005550199", "2026-10-07 17:40:00"),
            free("toll_free_called", "an 800 number called"),
        ),
        (
            one(main, "+88160123456", "2026-10-08 10:00:00", seconds=300),
            suspended("no_rate", "satellite telephone, in no deck"),
        ),
        (
            one("3035550180", "+88160123457", "2026-10-09 11:00:00", seconds=420),
            suspended("no_rate", "satellite telephone, in no deck"),
        ),
        (
            one(main, "2985550142", "2026-10-08 10:20:00"),
            suspended("unknown_jurisdiction", "area code 298 is in no table"),
        ),
        (
            one(main, "7485550142", "2026-10-08 10:25:00"),
            rated("new area code 748, priced by the deck's row 1"),
        ),
        (
            one("3035550180", "3035550189", "2026-10-06 08:00:00", seconds=43_201),
            suspended("too_long", "hung call, 12 hours and a second"),
        ),
        (
            one("3035550180", "3035550189", "2026-10-11 03:00:00", seconds=43_200, inbound=True),
            rated("12 hours exactly is still believed"),
        ),
        (
            one("4165550100", "4165550150", "2026-10-15 10:00:00"),
            rated("Toronto to Toronto: inside the province"),
        ),
        (
            one("4165550100", "7165550150", "2026-10-15 10:10:00"),
            rated("Toronto to Buffalo: another state"),
        ),
    ]


def _who_calls_whom() -> list[tuple[Call, Outcome]]:
    one = call_of
    return [
        (
            one("8005550142", "2125550111", "2026-10-09 12:00:00", seconds=61, inbound=True),
            rated("toll-free inbound, charged"),
        ),
        (
            one("8005550142", "anonymous", "2026-10-09 12:05:00", inbound=True),
            rated("toll-free inbound, caller anonymous"),
        ),
        (
            one("8885550180", "", "2026-10-09 12:06:00", inbound=True),
            rated("toll-free inbound, caller blank"),
        ),
        (
            one("3035550106", "anonymous", "2026-10-09 12:10:00", inbound=True),
            rated("inbound, caller anonymous"),
        ),
        (
            one("3035550106", "Restricted", "2026-10-09 12:11:00", inbound=True),
            rated("inbound, caller restricted"),
        ),
        (
            one("3035550142", "7205550100", "2026-10-12 09:00:00"),
            free("on_net", "Lakewood to Golden, both Granite Peak's"),
        ),
        (
            one("7205550100", "3035550142", "2026-10-12 09:00:00", inbound=True),
            free("on_net", "the same call, seen from Golden"),
        ),
        (
            one("3035550142", "8005550142", "2026-10-12 09:30:00"),
            free("toll_free_called", "its own toll-free number called"),
        ),
        (
            one("8005550142", "3035550142", "2026-10-12 09:30:00", inbound=True),
            free("on_net", "its own toll-free number, seen from inside"),
        ),
        (
            one("3075550110", "3075550111", "2026-10-12 10:00:00"),
            rated("on-net under a plan that rates on-net"),
        ),
        (
            one("3035550106", "3035550142", "2026-10-12 11:00:00"),
            rated("one customer calls another"),
        ),
        (
            one("3035550142", "3035550106", "2026-10-12 11:00:00", inbound=True),
            rated("the same call, seen from the other customer"),
        ),
        (
            one("7205550183", "7205550190", "2026-10-13 18:00:00", seconds=5),
            free("free_below", "5 seconds, free below 6"),
        ),
        (
            one("7205550183", "7205550190", "2026-10-13 18:59:50", seconds=600),
            rated("begins before the evening price"),
        ),
        (
            one("7205550183", "7205550190", "2026-10-13 19:00:00", seconds=600),
            rated("begins with the evening price"),
        ),
        (
            one("7205550128", "7205550190", "2026-10-15 23:58:00"),
            rated("the moved number, still Alder Creek Dental's"),
        ),
        (
            one("7205550128", "7205550190", "2026-10-16 00:01:00"),
            rated("the moved number, Bluebird Bakery Group's from this day"),
        ),
    ]


def _dated_prices() -> list[tuple[Call, Outcome]]:
    mobile = "+447700900123"
    return [
        (
            call_of("3035550100", mobile, "2026-10-09 23:59:59"),
            rated("UK mobile at 447700's price, its last second"),
        ),
        (
            call_of("3035550100", mobile, "2026-10-10 00:00:00"),
            rated("447700 has ended: back to 447"),
        ),
        (call_of("3035550100", mobile, "2026-10-15 00:00:00"), rated("447 has its new price")),
    ]


def _edges() -> list[tuple[Call, Outcome]]:
    """The month's edge by the clock of each account, and the hour that comes twice."""
    denver, new_york, los_angeles = "3035550142", "2125550140", "6195550100"
    one = call_of
    return [
        (
            one(new_york, "6465550150", "2026-10-31 23:59:30"),
            rated("New York: October's last half minute, 03:59:30 UTC"),
        ),
        (
            one(new_york, "6465550150", "2026-11-01 00:00:30"),
            rated("New York: November, 04:00:30 UTC"),
        ),
        (
            one(denver, "3035550189", "2026-10-31 23:59:30"),
            rated("Denver: October, though November in UTC"),
        ),
        (
            one(denver, "3035550189", "2026-11-01 00:00:00"),
            rated("Denver: November's first second"),
        ),
        (
            one(los_angeles, "2135550150", "2026-10-31 23:59:30"),
            rated("California: October, 06:59:30 UTC"),
        ),
        (one("4165550100", "4165550150", "2026-10-31 23:59:30"), rated("Toronto: October")),
        (
            one(denver, "2125550199", "2026-11-01 01:50:00", seconds=1200),
            rated("clocks go back during the call"),
        ),
        (
            one(denver, "2125550199", "2026-11-01 01:50:00", seconds=1200, second_time=True),
            rated("the same wall clock an hour later"),
        ),
        (one(denver, "3035550189", "2026-10-01 00:00:00"), rated("Denver: October's first second")),
    ]


def _odd_rows() -> list[Entry]:
    """Rows that no switch should write and some do."""
    started = moment("2026-10-20 10:00:00", DENVER)
    early, zero, negative, old, ahead, letters, long_ = (started + 600 * n for n in range(7))
    dice = Dice("odd", "hosted")

    def row(
        at: int,
        *,
        remote: str = "13035550189",
        duration: str = "95",
        shown: int | None = None,
        answered: bool = True,
    ) -> str:
        stamp = at if shown is None else shown
        return netsapiens_row(
            kind="Termination",
            domain="northfieldorthopedics.example",
            user="180",
            btn="3035550180",
            started=stamp,
            answered=stamp + 9 if answered else None,
            duration=duration,
            remote=remote,
            dialled=remote,
            call_id=netsapiens_id(dice, at),
        )

    return [
        Entry(
            early,
            row(early, duration="14", answered=False),
            free("not_answered", "early media: seconds without an answer"),
        ),
        Entry(zero, row(zero, duration="0"), free("zero_duration", "answered, no second of talk")),
        Entry(
            negative, row(negative, duration="-7"), suspended("bad_duration", "negative duration")
        ),
        Entry(
            old,
            row(old, shown=moment("1999-12-31 23:00:00", "UTC")),
            suspended("bad_timestamp", "before 2000"),
        ),
        Entry(
            ahead,
            row(ahead, shown=moment("2036-10-20 16:40:00", "UTC")),
            suspended("bad_timestamp", "in the future"),
        ),
        Entry(
            letters,
            row(letters, remote="conference-room"),
            suspended("bad_number", "letters dialled"),
        ),
        Entry(
            long_,
            row(long_, remote="442079460123"),
            suspended("bad_number", "12 digits without a prefix"),
        ),
    ]


def _unreadable() -> list[Entry]:
    good = netsapiens(call_of("3035550180", "3035550189", "2026-10-21 11:00:00")).split(",")
    started = call_of("3035550180", "3035550189", "2026-10-21 11:00:00").started

    def changed(place: int, text: str) -> str:
        digits = f"{500_000 + place * 1000 + len(text):06d}"
        fields = [*good[:9], f"{good[9][:14]}{digits}{good[9][20:]}", *good[10:]]
        fields[place] = text
        return ",".join(fields)

    kind, start, duration = 0, 4, 6
    bad = [
        (",".join(good[:7]), malformed("wrong_fields", "the row breaks off after seven fields")),
        (changed(start, "20261032 25:61:00"), malformed("bad_start", "no such moment")),
        (changed(duration, "1:35"), malformed("bad_duration_text", "minutes and seconds")),
        (changed(duration, ""), malformed("bad_duration_text", "blank while answered")),
        (changed(kind, "Conference"), malformed("bad_direction", "neither in nor out")),
    ]
    return [Entry(started + n, text, outcome) for n, (text, outcome) in enumerate(bad)]


def other_content(entry: Entry) -> Entry:
    """The same call id with another duration: a duplicate, and a finding."""
    fields = entry.text.split(",")
    fields[6] = str(int(fields[6]) + 30)
    return replace(
        entry,
        text=",".join(fields),
        trap=("duplicate", "", "the same call id with another duration"),
    )
