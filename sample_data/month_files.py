"""The call files: which records lie in which file, in what order, encoding and packing."""

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sample_data.calls import NOVEMBER, Call, month_calls
from sample_data.dice import Dice
from sample_data.trap_calls import again, call_of, duplicate, rated
from sample_data.traps_hosted import hosted_traps, other_content
from sample_data.traps_pbx import cut_off, leg, pbx_traps
from sample_data.traps_wholesale import wholesale_traps
from sample_data.vendors import (
    BANDWIDTH_HEADER,
    NETSAPIENS_HEADER,
    Entry,
    asterisk_legs,
    bandwidth,
    netsapiens,
)
from sample_data.wall_clock import DENVER, GMT, moment

SEPTEMBER: Final = "2026-09"
OCTOBER: Final = "2026-10"
RECORDS: Final = {
    SEPTEMBER: {"H": 17_684, "W": 11_502, "A": 7_951},
    OCTOBER: {"H": 19_236, "W": 12_410, "A": 8_566},
}
"""Records a month by switch, in all its files but the one that comes twice."""

_REPEATED_IN_PBX: Final = 104
_REPEATED_IN_WHOLESALE: Final = 44
_LATE_OCTOBER: Final = 180
_SUNDAY: Final = {"H": 84, "W": 96, "A": 31}
"""Calls of November 1, when clocks go back: October's files are made on that evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFile:
    """A file as it lies on the disk."""

    path: str
    """Below the folder of the calls."""
    entries: tuple[Entry, ...]
    header: str = ""
    line_end: str = "\n"
    encoding: str = "utf-8"

    def text(self) -> str:
        """The file's text before its encoding; a file that is cut off ends within its last row."""
        lines = [*([self.header] if self.header else []), *(entry.text for entry in self.entries)]
        whole = "\n".join(lines)
        cut = bool(self.entries) and whole.count('"') % 2 == 1
        return (whole if cut else whole + "\n").replace("\n", self.line_end)

    def content(self) -> bytes:
        """The bytes before any packing."""
        mark = "\ufeff" if self.encoding == "utf-16-le" else ""
        return (mark + self.text()).encode(self.encoding)

    def packed(self) -> bytes:
        """The bytes on the disk."""
        plain = self.content()
        return gzip.compress(plain, 9, mtime=0) if self.path.endswith(".gz") else plain

    def rows(self) -> Iterable[tuple[int, Entry]]:
        """Each record with the physical line on which it begins."""
        line = 2 if self.header else 1
        for entry in self.entries:
            yield line, entry
            line += 1 + entry.text.count("\n")


def call_files() -> list[CallFile]:
    """Every file, in the order in which the months bring them: sources by name, files by name."""
    september_hosted, hosted = _hosted()
    september_wholesale, wholesale = _wholesale()
    september_pbx, pbx = _pbx()
    return [
        *september_hosted,
        *september_pbx,
        *september_wholesale,
        *hosted,
        *pbx,
        *wholesale,
        *_late(september_hosted[0], wholesale[-1]),
    ]


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.started))


def _ordinary(
    month: str,
    switch: str,
    *,
    count: int,
    write: Callable[[Call], list[str]],
    stream: str = "calls",
) -> list[Entry]:
    """Exactly so many records of ordinary calls."""
    entries: list[Entry] = []
    calls = month_calls(month, switch, count=count, stream=stream)
    for call in sorted(calls, key=lambda c: (c.serial, c.number, c.started)):
        rows = write(call)
        if len(entries) + len(rows) <= count:
            entries += [Entry(call.started, row) for row in rows]
    return entries


def _october(switch: str, *, count: int, write: Callable[[Call], list[str]]) -> list[Entry]:
    """October's ordinary records and those of the Sunday after, so many together."""
    sunday = _ordinary(NOVEMBER, switch, count=_SUNDAY[switch], write=write)
    return [*_ordinary(OCTOBER, switch, count=count - len(sunday), write=write), *sunday]


def _some(entries: Sequence[Entry], count: int, *words: object) -> list[Entry]:
    """So many ordinary records, each once."""
    dice = Dice("some", *words)
    plain = [entry for entry in entries if entry.trap is None]
    return [plain.pop(dice.below(len(plain))) for _ in range(count)]


def _before(entries: Iterable[Entry], when: int) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.started < when)


def _from(entries: Iterable[Entry], when: int) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.started >= when)


def _hosted() -> tuple[list[CallFile], list[CallFile]]:
    """NetSapiens: exports in GMT, so October's begins with the last evening of September."""
    first = _september("H", lambda call: [netsapiens(call)])
    overlap = [
        again(entry, "also in September's file: the evening of September 30")
        for entry in _from(first, moment("2026-10-01 00:00:00", GMT))
        if entry.trap is None
    ]
    traps = hosted_traps()
    count = RECORDS[OCTOBER]["H"] - len(traps) - len(overlap) - 9
    plain = _october("H", count=count, write=lambda call: [netsapiens(call)])
    chosen = _some(plain, 9, "hosted")
    repeated = [again(entry, "the same row twice") for entry in chosen[:8]]
    everything = _in_order([*plain, *overlap, *traps, *repeated, other_content(chosen[8])])
    week = moment("2026-10-26 00:00:00", GMT)
    return (
        [_netsapiens_file("2026-09/hosted-pbx_2026-09.csv.gz", first)],
        [
            _netsapiens_file("2026-10/hosted-pbx_2026-10.csv.gz", _before(everything, week)),
            CallFile(
                path="2026-10/hosted-pbx_2026-10_26.csv",
                header=NETSAPIENS_HEADER,
                entries=_from(everything, week),
                line_end="\r\n",
                encoding="utf-8-sig",
            ),
        ],
    )


def _netsapiens_file(path: str, entries: tuple[Entry, ...]) -> CallFile:
    return CallFile(path=path, header=NETSAPIENS_HEADER, entries=entries)


def _september(switch: str, write: Callable[[Call], list[str]]) -> tuple[Entry, ...]:
    """A quiet month: a few repeated rows and the month's edge."""
    edges = {
        "H": [("3035550142", "3035550189", "Denver"), ("2125550140", "6465550150", "New York")],
        "W": [("6025550100", "4805550150", "Phoenix")],
        "A": [],
    }[switch]
    traps = [
        Entry(call.started, write(call)[0], rated(f"{place}: September's last half minute"))
        for number, other, place in edges
        for call in [call_of(number, other, "2026-09-30 23:59:30")]
    ]
    count = RECORDS[SEPTEMBER][switch] - len(traps) - 5
    plain = _ordinary(SEPTEMBER, switch, count=count, write=write)
    repeated = [
        again(entry, "the same row twice") for entry in _some(plain, 5, "september", switch)
    ]
    return _in_order([*plain, *traps, *repeated])


def _wholesale() -> tuple[list[CallFile], list[CallFile]]:
    """Bandwidth: a packed file, then one of the last days in UTF-16 that overlaps it."""
    first = _september("W", lambda call: [bandwidth(call)])
    traps = wholesale_traps()
    count = RECORDS[OCTOBER]["W"] - len(traps) - 7 - _REPEATED_IN_WHOLESALE
    plain = _october("W", count=count, write=lambda call: [bandwidth(call)])
    repeated = [again(entry, "the same row twice") for entry in _some(plain, 7, "wholesale")]
    everything = _in_order([*plain, *traps, *repeated])
    days = moment("2026-10-29 00:00:00", GMT)
    head = _before(everything, days)
    overlap = [
        again(entry, "also in the file before")
        for entry in [e for e in head if e.trap is None][-_REPEATED_IN_WHOLESALE:]
    ]
    return (
        [_bandwidth_file("2026-09/wholesale-sip_2026-09.csv.gz", first)],
        [
            _bandwidth_file("2026-10/wholesale-sip_2026-10.csv.gz", head),
            CallFile(
                path="2026-10/wholesale-sip_2026-10_29.csv",
                header=BANDWIDTH_HEADER,
                entries=_in_order([*overlap, *_from(everything, days)]),
                line_end="\r\n",
                encoding="utf-16-le",
            ),
        ],
    )


def _bandwidth_file(path: str, entries: tuple[Entry, ...]) -> CallFile:
    return CallFile(path=path, header=BANDWIDTH_HEADER, entries=entries)


def _rows(call: Call) -> list[str]:
    return [leg_.row() for leg_ in asterisk_legs(call)]


def _pbx() -> tuple[list[CallFile], list[CallFile]]:
    """Asterisk: Master.csv, the last week again, one branch without unique ids, one copy."""
    first = _september("A", _rows)
    traps = pbx_traps()
    branch = _branch()
    count = RECORDS[OCTOBER]["A"] - len(traps) - len(branch) - 6 - _REPEATED_IN_PBX - 1
    plain = _october("A", count=count, write=_rows)
    chosen = _some(plain, 6, "pbx")
    repeated = [again(entry, "the same row twice") for entry in chosen[:5]]
    changed = Entry(
        chosen[5].started,
        chosen[5].text.replace('"DOCUMENTATION"', '"BILLING"'),
        duplicate("the same unique id, channel and times with other content"),
    )
    everything = _in_order([*plain, *traps, *repeated, changed])
    copied = moment("2026-10-30 18:00:00", DENVER)
    master = _before(everything, copied)
    overlap = [
        again(entry, "also in the file before")
        for entry in [e for e in master if e.trap is None][-_REPEATED_IN_PBX:]
    ]
    week = CallFile(
        path="2026-10/pbx-denver_Master_2026-10_week5.csv",
        entries=_accented([*_in_order([*overlap, *_from(everything, copied)]), cut_off()]),
        line_end="\r\n",
        encoding="cp1252",
    )
    return (
        [CallFile(path="2026-09/pbx-denver_Master_2026-09.csv", entries=first)],
        [
            CallFile(path="2026-10/pbx-denver_Master_2026-10.csv", entries=master),
            CallFile(path="2026-10/pbx-denver_Master_2026-10_branch.csv", entries=branch),
            week,
            CallFile(
                path="2026-10/pbx-denver_Master_2026-10_week5_copy.csv",
                entries=week.entries,
                encoding="cp1252",
            ),
        ],
    )


def _accented(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """A caller's name with an accent in new rows: what makes this file CP1252."""
    return tuple(
        Entry(entry.started, entry.text.replace("San Juan Outfitters", "San Juan Outfitters (Zoë)"))
        if entry.trap is None
        else entry
        for entry in entries
    )


def _branch() -> tuple[Entry, ...]:
    """A PBX at Pueblo Steel that writes 16 columns: no unique id, so the call itself is its key."""
    dice = Dice("branch")
    entries = []
    for serial in range(64):
        day, hour = dice.between(12, 16), dice.between(8, 16)
        when = f"2026-10-{day:02d} {hour:02d}:{dice.below(60):02d}:{dice.below(60):02d}"
        call = call_of(
            "7195550141",
            f"1719555017{dice.below(10)}",
            when,
            seconds=dice.between(12, 600),
            serial=serial,
        )
        entries.append(Entry(call.started, leg(call).row(columns=16)))
    fax = call_of("7195550142", "17195550175", "2026-10-14 13:30:00", seconds=42)
    text = leg(fax).row(columns=16)
    twice = ("suspended", "probable_duplicate", "the same call again, without any id: a fax retry?")
    entries += [
        Entry(fax.started, text, rated("a fax, the first of two equal rows without any id")),
        Entry(fax.started, text, twice),
    ]
    return _in_order(entries)


def _late(september: CallFile, wholesale: CallFile) -> list[CallFile]:
    """What comes when its month is over: September's after its bills, October's after its bills."""
    late_september = [
        Entry(call.started, netsapiens(call), rated("a call of September that came in October"))
        for n in range(10)
        for call in [
            call_of(
                ("3035550144", "3035550182", "3035550133")[n % 3],
                f"212555017{n}",
                f"2026-09-{28 + n % 3} {9 + n:02d}:15:00",
                seconds=60 + 37 * n,
                serial=n,
            )
        ]
    ]
    repeated = [
        again(entry, "also in September's file") for entry in _some(september.entries, 3, "late")
    ]
    tail = _ordinary(
        OCTOBER, "W", count=2 * _LATE_OCTOBER, write=lambda call: [bandwidth(call)], stream="late"
    )
    priced = [entry for entry in tail if "TOLL-FREE TERMINATION" not in entry.text]
    late_october = [
        Entry(entry.started, entry.text, rated("a call of October that came after its bills"))
        for entry in sorted(priced, key=lambda e: e.started)[-_LATE_OCTOBER:]
    ]
    plain = [entry for entry in wholesale.entries if entry.trap is None]
    return [
        _netsapiens_file(
            "late/hosted-pbx_2026-09_late.csv", _in_order([*late_september, *repeated])
        ),
        _bandwidth_file(
            "late/wholesale-sip_2026-10_late.csv.gz",
            _in_order([*late_october, *(again(e, "also in the file before") for e in plain[-20:])]),
        ),
    ]
