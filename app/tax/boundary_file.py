"""One boundary file: of which state and quarter it is, and its records in bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from app.errors import InputError
from app.files.archive import Member
from app.files.text import TextFacts, line_blocks, text_facts
from app.progress import Progress, Silent
from app.tax.boundaries import BoundaryRecord, Unusable, read_boundaries

BLOCK_BYTES: Final = 4 * 2**20
MOST_TOLD: Final = 20
"""Unusable lines that are told one by one."""

_VINTAGE: Final = re.compile(r"(?:^|[/_-])[A-Z]{2}B(\d{4})Q([1-4])", re.IGNORECASE | re.ASCII)
_HEAD_LINES: Final = 50


@dataclass(slots=True)
class BoundaryReading:
    """A boundary file that is being read; what could not be used is counted on the way."""

    member: Member
    facts: TextFacts
    state: str
    """Postal abbreviation, by its first record."""
    left_out: int = 0
    unusable: list[Unusable] = field(default_factory=list)
    """The first lines that say nothing of any place."""

    @property
    def vintage(self) -> str:
        """The quarter its name tells, as in 2026Q4 of ``NEB2026Q4AUG27.csv``; blank if none."""
        found = _VINTAGE.search(self.member.name)
        return f"{found[1]}Q{found[2]}" if found else ""

    def records(self, progress: Progress) -> Iterator[BoundaryRecord]:
        """The records; InputError at one of another state."""
        for each in read_boundaries(_lines(self.member, self.facts, progress)):
            if isinstance(each, Unusable):
                self.left_out += 1
                if len(self.unusable) < MOST_TOLD:
                    self.unusable.append(each)
                continue
            state, record = each
            if state != self.state:
                raise InputError(
                    f"{self.member.name} speaks of {self.state} and of {state}.",
                    "A boundary file is of one state.",
                    "Split it.",
                )
            yield record


def open_boundaries(member: Member) -> BoundaryReading:
    """A boundary file ready to be read; InputError where its first lines are none of one."""
    facts = text_facts(member.open)
    head = list(islice(_lines(member, facts, Silent()), _HEAD_LINES))
    read = (each for each in read_boundaries(head) if not isinstance(each, Unusable))
    first = next(read, None)
    if first is not None:
        return BoundaryReading(member, facts, first[0])
    raise InputError(
        f"{member.name} is no boundary file.",
        "Its first lines are no records of type Z, 4 or A.",
        "Take the boundary file of a state, as in NEB2026Q4AUG27.csv.",
    )


def first_day(vintage: str) -> date:
    """The first day of a quarter such as 2026Q4; the first of all days where it is blank."""
    if not vintage:
        return date.min
    return date(int(vintage[:4]), 3 * int(vintage[5]) - 2, 1)


def _lines(member: Member, facts: TextFacts, progress: Progress) -> Iterator[str]:
    done = 0
    with member.open() as stream:
        blocks = line_blocks(stream, facts.encoding, name=member.name, block_bytes=BLOCK_BYTES)
        for block in blocks:
            progress.step(done, facts.size, member.name)
            done += len(block.data)
            yield from block.data.decode().split("\n")
