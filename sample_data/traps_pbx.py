"""The traps in the PBX's own files (Asterisk Master.csv)."""

from dataclasses import replace
from typing import Final, Unpack

from sample_data.calls import Call, outsider
from sample_data.customers import DOUBLE_NUMBER, extension_of
from sample_data.dice import Dice
from sample_data.trap_calls import Outcome, call_of, free, malformed, rated, suspended
from sample_data.vendors import Changes, Entry, Leg
from sample_data.wall_clock import DENVER, moment

NOBODYS: Final = ("7205550164", 58)
"""A number that no customer has, and how many calls of October it places."""

BREWING, SUMMIT, DUNMORE = "7205550134", "7205550153", "7205550169"
SLOPE: Final = "9705550134"


def pbx_traps() -> list[Entry]:
    """Everything that stands once; repeated rows are added where files are put together."""
    return [
        *_nobodys_calls(),
        *_numbers_dialled(),
        *_who_pays(),
        *_pbx_habits(),
        *_bad_values(),
        *_edges(),
        *_unreadable(),
    ]


def leg(call: Call, **changes: Unpack[Changes]) -> Leg:
    """The plain row of one outbound call by hand."""
    extension = extension_of().get(call.number, "2199")
    plain = Leg(
        src=call.number,
        dst=call.other,
        started=call.started,
        answered=call.started + call.ring,
        ended=call.started + call.ring + call.seconds,
        billsec=call.seconds,
        name=call.customer.name,
        channel=f"PJSIP/{extension}-{call.started & 0xFFFFFFFF:08x}",
        far_channel=f"PJSIP/mesa-{call.started + 1 & 0xFFFFFFFF:08x}",
        data=f"PJSIP/{call.other}@mesa,60",
        unique=f"{call.started}.{1000 + call.serial % 1000}",
    )
    return replace(plain, **changes)


def _entry(call: Call, outcome: Outcome, **changes: Unpack[Changes]) -> Entry:
    return Entry(call.started, leg(call, **changes).row(), outcome)


def _unanswered(call: Call, outcome: Outcome, **changes: Unpack[Changes]) -> Entry:
    row = replace(leg(call, **changes), answered=None, billsec=0).row()
    return Entry(call.started, row, outcome)


def _nobodys_calls() -> list[Entry]:
    dice = Dice("nobody", "pbx")
    number, count = NOBODYS
    entries = []
    for serial in range(count):
        day, hour = dice.between(2, 30), dice.between(9, 20)
        when = f"2026-10-{day:02d} {hour:02d}:{dice.below(60):02d}:{dice.below(60):02d}"
        other = f"1{outsider(dice, ('303', '720', '619'))}"
        call = call_of(
            number, other, when, seconds=dice.between(9, 420), account="10049", serial=serial
        )
        entries.append(_entry(call, suspended("no_customer", f"{number} is nobody's number")))
    return entries


def _numbers_dialled() -> list[Entry]:
    day = "2026-10-06"
    cases = [
        (SLOPE, "5550187", rated("seven digits: the payer's area code, 970")),
        (SLOPE, "101028813105550123", rated("a carrier code 1010288 before the number")),
        (SLOPE, "913105550123", rated("9 for an outside line, then the number")),
        (SLOPE, "95550187", rated("9 for an outside line, then seven digits")),
        (SLOPE, "9705550187", rated("ten digits that begin with 9")),
        (SLOPE, "(310) 555-0123", rated("brackets, blank and hyphen")),
        (SLOPE, "+442079460125", rated("a foreign number with a plus")),
        (SLOPE, "18765550144", rated("Jamaica as 1 and ten digits")),
        (SLOPE, "411", rated("directory assistance, exactly the fee")),
        (SLOPE, "911", free("emergency", "911 stays 911 where 9 is the outside line")),
        (SLOPE, "211", free("free_service", "211")),
        (SLOPE, "988", free("free_service", "988 stays 988 where 9 is the outside line")),
        (SLOPE, "*72", free("feature_code", "*72 turns forwarding on")),
        (SLOPE, "18005550199", free("toll_free_called", "an 800 number called")),
        (SLOPE, "442079460123", suspended("bad_number", "12 digits without a prefix")),
        (SLOPE, "01188160123459", suspended("no_rate", "satellite telephone, in no deck")),
        (SLOPE, "12985550123", suspended("unknown_jurisdiction", "area code 298 is in no table")),
    ]
    return [
        _entry(call_of(number, dialled, f"{day} {8 + n // 6:02d}:{n % 6}0:00"), outcome)
        for n, (number, dialled, outcome) in enumerate(cases)
    ]


def _who_pays() -> list[Entry]:
    """Account codes, extensions, forwarding, and the number that two customers hold."""
    one, out = call_of, "13105550123"
    pairs: list[tuple[Call, Changes, Outcome]] = [
        (
            one(DUNMORE, out, "2026-10-07 09:00:00", seconds=120),
            {"account_code": DUNMORE, "src": "6085550177", "context": "call-forward", "name": ""},
            rated("forwarded: the account code pays, the caller from outside is kept"),
        ),
        (
            one(BREWING, out, "2026-10-07 09:10:00"),
            {"account_code": "QRB", "src": "8005550199"},
            rated("shown as a toll-free number: place unknown, account code pays"),
        ),
        (
            one(BREWING, out, "2026-10-07 09:20:00"),
            {"account_code": "QRB", "src": "anonymous"},
            rated("caller anonymous, account code pays"),
        ),
        (
            one(BREWING, out, "2026-10-07 09:30:00"),
            {"account_code": "4471"},
            suspended(
                "no_customer",
                "an account code that nobody knows, and no falling through to the caller",
            ),
        ),
        (
            one(SUMMIT, out, "2026-10-07 09:40:00"),
            {"src": extension_of()[SUMMIT]},
            rated("caller is an extension"),
        ),
        (
            one("7195550126", out, "2026-10-07 09:50:00"),
            {"account_code": "GGN-TRUNK-1"},
            rated("a trunk group as account code, alias of any source"),
        ),
        (
            one(DOUBLE_NUMBER, out, "2026-10-19 12:00:00", account="10056"),
            {},
            rated("the ported number, still Garden Gate Nursery's"),
        ),
        (
            one(DOUBLE_NUMBER, out, "2026-10-24 12:00:00", account="10057"),
            {},
            rated("the ported number, now Pueblo Steel Supply's"),
        ),
    ]
    double: list[tuple[Call, Changes, Outcome]] = [
        (
            one(DOUBLE_NUMBER, out, f"2026-10-{day} 12:00:00", account="10056"),
            {},
            suspended("ambiguous_customer", "two customers hold the number on this day"),
        )
        for day in (20, 21, 22, 23)
    ]
    inside: list[tuple[Call, Changes, Outcome]] = [
        (
            one(SUMMIT, extension_of()["7205550154"], f"2026-10-08 09:{n}0:00"),
            {"src": extension_of()[SUMMIT], "far_channel": "PJSIP/2402-0000aaaa"},
            free("internal", "extension to extension"),
        )
        for n in range(4)
    ]
    return [
        _entry(call, outcome, **changes) for call, changes, outcome in [*pairs, *double, *inside]
    ]


def _pbx_habits() -> list[Entry]:
    """What this PBX writes besides plain calls."""
    one, out = call_of, "13105550123"
    retried = one(BREWING, out, "2026-10-09 10:00:00")
    inbound: Changes = {
        "src": "6085550177",
        "dst": BREWING,
        "context": "from-trunk",
        "name": "",
        "channel": "PJSIP/mesa-0000cccc",
        "far_channel": "PJSIP/2201-0000cccd",
        "data": "PJSIP/2201,30",
    }
    return [
        _unanswered(
            retried,
            free("not_answered", "first attempt over the other trunk, same unique id"),
            ended=retried.started + 1,
            disposition="FAILED",
            far_channel="PJSIP/summit-0000dddd",
        ),
        _entry(retried, rated("second attempt, same unique id: another record")),
        _unanswered(
            one(BREWING, out, "2026-10-09 10:10:00"),
            free("not_answered", "the pseudo leg Local/...;2"),
            ended=moment("2026-10-09 10:10:00", DENVER),
            channel="Local/13105550123@from-internal-00000001;2",
            far_channel="",
            app="",
            data="",
            disposition="NO ANSWER",
        ),
        _entry(
            one(BREWING, "s", "2026-10-09 10:20:00"),
            rated("called s: the number stands in the last data"),
            data="PJSIP/13105550123@mesa,60",
        ),
        _entry(
            one(BREWING, out, "2026-10-09 10:30:00", seconds=9),
            free("not_answered", "early media: seconds and NO ANSWER"),
            answered=None,
            disposition="NO ANSWER",
        ),
        _entry(
            one(BREWING, out, "2026-10-09 10:40:00", seconds=0),
            free("zero_duration", "answered, no second of talk"),
        ),
        _entry(
            one(BREWING, out, "2026-10-09 10:50:00"),
            rated("quotes and a comma in the name"),
            name='O"Brien, Pat',
        ),
        _entry(
            one(BREWING, out, "2026-10-09 11:00:00"),
            rated("a line break in the user field: one record on two lines"),
            user_field="table 9\nbirthday",
        ),
        _entry(
            one(BREWING, BREWING, "2026-10-09 11:10:00"), rated("inbound by its context"), **inbound
        ),
        _entry(
            one(BREWING, BREWING, "2026-10-09 11:20:00"),
            rated("inbound by its channel, context unknown"),
            **(inbound | {"context": "ivr-main"}),
        ),
        _entry(
            one(BREWING, BREWING, "2026-10-09 11:30:00"),
            rated("inbound, caller anonymous"),
            **(inbound | {"src": "anonymous"}),
        ),
    ]


def _bad_values() -> list[Entry]:
    one, out = call_of, "13105550123"
    clock = moment("1970-01-01 00:00:20", "UTC")
    return [
        _entry(
            one(SLOPE, out, "2026-10-12 10:00:00", seconds=-7),
            suspended("bad_duration", "negative duration"),
            ended=moment("2026-10-12 10:00:01", DENVER),
        ),
        _entry(
            one(SLOPE, out, "2026-10-12 18:00:00", seconds=43_201),
            suspended("too_long", "hung call, 12 hours and a second"),
        ),
        replace(
            _entry(
                one(SLOPE, out, "2026-10-13 10:00:00"),
                suspended("bad_timestamp", "the PBX's clock was at 1970"),
                started=clock,
                answered=clock + 8,
                ended=clock + 103,
            ),
            started=moment("2026-10-13 10:00:00", DENVER),
        ),
        _entry(
            one(SLOPE, "conf-4411", "2026-10-13 11:00:00"),
            suspended("bad_number", "letters dialled"),
            data="",
            app="ConfBridge",
        ),
    ]


def _edges() -> list[Entry]:
    """October's end on the wall clock of Denver, which this PBX writes without an offset."""
    one, out = call_of, "13035550189"
    return [
        _entry(one(DUNMORE, out, "2026-10-31 23:59:30"), rated("October's last half minute")),
        _entry(
            one(DUNMORE, out, "2026-10-31 23:59:50", ring=16),
            rated("rings in October, answered in November"),
        ),
        _entry(one(DUNMORE, out, "2026-11-01 00:00:00"), rated("November's first second")),
        _entry(
            one(DUNMORE, out, "2026-11-01 01:50:00", seconds=1200),
            rated("clocks go back during the call: its end is written before its start"),
        ),
        _entry(
            one(DUNMORE, out, "2026-11-01 01:15:00", second_time=True),
            rated("in the hour that comes twice; which one, the file does not tell"),
        ),
    ]


def _unreadable() -> list[Entry]:
    """Six bad rows; the seventh is the file's end, where a quote is never closed."""
    call = call_of(SLOPE, "13105550123", "2026-10-21 09:00:00")
    good = leg(call).row()
    bad = [
        (
            ",".join(good.split(",")[:11]),
            malformed("wrong_fields", "the row breaks off after eleven fields"),
        ),
        (good + ',"a","b","c","d","e"', malformed("wrong_fields", "five fields too many")),
        ("Asterisk 18.20.0 restarted", malformed("wrong_fields", "a line of the log")),
        (
            good.replace("2026-10-21 09:00:00", "0000-00-00 00:00:00"),
            malformed("bad_start", "no such moment"),
        ),
        (good.replace(",95,", ",abc,"), malformed("bad_duration_text", "letters for seconds")),
        (good.replace(",95,", ",,"), malformed("bad_duration_text", "blank while answered")),
    ]
    return [
        Entry(call.started + n, text.replace(".1000", f".{2000 + n}"), outcome)
        for n, (text, outcome) in enumerate(bad)
    ]


def cut_off() -> Entry:
    """The last row of a file that was copied while it was written."""
    call = call_of(SLOPE, "13105550123", "2026-11-01 06:30:00")
    text = leg(call).row().rpartition('"')[0]
    return Entry(call.started, text, malformed("wrong_fields", "the last quote is never closed"))
