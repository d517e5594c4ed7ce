"""The traps in the carrier's billing detail (Bandwidth)."""

from typing import Final

from sample_data.calls import Call, outsider
from sample_data.dice import Dice
from sample_data.trap_calls import Outcome, call_of, free, malformed, rated, suspended
from sample_data.vendors import Entry, bandwidth, bandwidth_row
from sample_data.wall_clock import DENVER, moment

NOBODYS: Final = (("9705550133", 71), ("7195550150", 52))
"""Numbers that no customer has, and how many calls of October they place."""


def wholesale_traps() -> list[Entry]:
    """Everything that stands once; repeated rows are added where files are put together."""
    return [
        *_nobodys_calls(),
        *(Entry(call.started, bandwidth(call), outcome) for call, outcome in _by_hand()),
        *_odd_parties(),
        *_unreadable(),
    ]


def _nobodys_calls() -> list[Entry]:
    dice = Dice("nobody", "wholesale")
    entries = []
    for number, count in NOBODYS:
        for serial in range(count):
            day, hour = dice.between(2, 30), dice.between(8, 17)
            when = f"2026-10-{day:02d} {hour:02d}:{dice.below(60):02d}:{dice.below(60):02d}"
            call = call_of(
                number,
                outsider(dice, ("970", "719", "505", "213")),
                when,
                seconds=dice.between(9, 420),
                account="10041",
                serial=serial,
            )
            outcome = suspended("no_customer", f"{number} is nobody's number")
            entries.append(Entry(call.started, bandwidth(call), outcome))
    return entries


def _by_hand() -> list[tuple[Call, Outcome]]:
    freight, phoenix, hotel = "7195550151", "6025550100", "9705550113"
    one = call_of
    return [
        (
            one(freight, "8765550144", "2026-10-05 10:00:00", seconds=75),
            rated("Jamaica as 1 and ten digits: never priced by the deck's row 1"),
        ),
        (
            one(freight, "6585550144", "2026-10-06 10:00:00", seconds=75),
            suspended(
                "no_rate",
                "Jamaica's newer area code is not in this deck, and row 1 must not price it",
            ),
        ),
        (
            one(freight, "6585550145", "2026-10-19 10:00:00", seconds=260),
            suspended(
                "no_rate",
                "Jamaica's newer area code is not in this deck, and row 1 must not price it",
            ),
        ),
        (one(freight, "411", "2026-10-07 10:00:00", seconds=36), rated("directory assistance")),
        (
            one(freight, "8885550199", "2026-10-07 10:10:00"),
            free("toll_free_called", "an 888 number called"),
        ),
        (
            one("8775550155", "2125550111", "2026-10-08 10:00:00", seconds=61, inbound=True),
            rated("toll-free inbound, charged"),
        ),
        (
            one("8775550155", "anonymous", "2026-10-08 10:05:00", inbound=True),
            rated("toll-free inbound, caller anonymous"),
        ),
        (
            one(freight, "3075550100", "2026-10-08 11:00:00"),
            free("on_net", "Pueblo to Cheyenne, both Canyon Freight's"),
        ),
        (
            one(freight, "8775550155", "2026-10-08 11:10:00"),
            free("toll_free_called", "its own toll-free number called"),
        ),
        (
            one("9705550113", "9705550114", "2026-10-08 12:00:00"),
            free("on_net", "room to desk over the carrier"),
        ),
        (
            one(freight, "+88160123458", "2026-10-09 10:00:00"),
            suspended("no_rate", "satellite telephone, in no deck"),
        ),
        (one(hotel, "8085550111", "2026-10-09 12:00:00"), rated("Hawaii at 1808's price")),
        (
            one(hotel, "3405550111", "2026-10-09 12:10:00"),
            rated("US Virgin Islands: a state of their own, priced by row 1"),
        ),
        (one(hotel, "6135550111", "2026-10-09 12:20:00"), rated("Canada, priced by row 1")),
        (
            one(hotel, "9705550199", "2026-10-03 22:00:00", seconds=43_206),
            suspended("too_long", "hung call, over 12 hours"),
        ),
        (
            one(phoenix, "4805550150", "2026-10-31 23:59:30"),
            rated("Phoenix, no daylight time: October, 06:59:30 UTC"),
        ),
        (
            one(phoenix, "4805550150", "2026-11-01 00:00:00"),
            rated("Phoenix: November's first second, 07:00:00 UTC"),
        ),
        (
            one("2135550100", "3235550150", "2026-10-31 23:59:30"),
            rated("California: October, 06:59:30 UTC"),
        ),
        (one(hotel, "9705550199", "2026-10-31 23:59:30"), rated("Durango: October, 05:59:30 UTC")),
        (
            one(hotel, "9705550199", "2026-11-01 01:30:00", seconds=1800),
            rated("clocks go back during the call"),
        ),
    ]


def _odd_parties() -> list[Entry]:
    """Parties as carriers write them."""
    started = moment("2026-10-13 09:00:00", DENVER)
    cases = (
        ("INTERNATIONAL", "17195550151", "+442079460123", rated("a foreign number with a plus")),
        ("INTERNATIONAL", "17195550151", "011442079460124", rated("a foreign number with 011")),
        ("INTERSTATE", "7195550151", "2125550198", rated("both parties without the leading 1")),
        (
            "INTERSTATE",
            "Restricted",
            "12125550198",
            suspended("no_customer", "outbound, caller withheld: nobody pays"),
        ),
        (
            "INTERSTATE",
            "",
            "12125550198",
            suspended("no_customer", "outbound, caller blank: nobody pays"),
        ),
        ("INTERSTATE", "17195550151", "2040", suspended("bad_number", "four digits dialled")),
    )
    entries = []
    for n, (kind, source, destination, outcome) in enumerate(cases):
        text = bandwidth_row(
            kind=kind,
            started=started + 300 * n,
            seconds="96",
            source=source,
            destination=destination,
            states=("CO", ""),
            bdr_id=f"{57_900_000_000 + n}",
        )
        entries.append(Entry(started + 300 * n, text, outcome))
    return entries


def _unreadable() -> list[Entry]:
    good = bandwidth(call_of("7195550151", "2125550198", "2026-10-22 09:00:00")).split(",")
    started = call_of("7195550151", "2125550198", "2026-10-22 09:00:00").started

    def changed(place: int, text: str) -> str:
        identity = f"{57_950_000_000 + place}"
        fields = [*good[:18], f"BV{identity}", identity, *good[20:]]
        fields[place] = text
        return ",".join(fields)

    start, duration = 1, 6
    bad = [
        (changed(start, "2026/13/45 9:00:00 AM"), malformed("bad_start", "no such month")),
        (changed(duration, "n/a"), malformed("bad_duration_text", "no number")),
        (
            ",".join(changed(0, good[0]).split(",")[:20]),
            malformed("wrong_fields", "twenty fields of twenty-four"),
        ),
    ]
    zero = Entry(
        started + 60,
        changed(7, "0.0035").replace(",96,", ",0,"),
        free("zero_duration", "answered, no second of talk"),
    )
    return [*(Entry(started + n, text, outcome) for n, (text, outcome) in enumerate(bad)), zero]
