"""The month end as ten steps: what is known of a month, and each step with its things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.bill_run import RunState
from app.billing.closing import ClosedMonth
from app.billing.gates import GateName
from app.billing.run_summary import RunSummary
from app.usage.table import Reason
from app.values.money import ZERO

BACKUP_AGE: Final = timedelta(days=1)
"""An older backup is made again before a month is worked on."""


class StepName(Enum):
    """The ten steps, in their order."""

    OPEN = "open"
    CALLS = "calls"
    SYSTEMS = "systems"
    MAP = "map"
    EXCEPTIONS = "exceptions"
    COUNTS = "counts"
    DRAFT = "draft"
    REVIEW = "review"
    POST = "post"
    CLOSE = "close"


class StepState(Enum):
    """How far a step is."""

    DONE = "done"
    NEEDS_YOU = "needs_you"
    RUNNING = "running"
    WAITS = "waits"
    BLOCKED = "blocked"
    NOT_CONNECTED = "not_connected"


class RowState(Enum):
    """How one thing of a step stands."""

    OPEN = "open"
    CLEAR = "clear"
    WAIVED = "waived"
    LOOK = "look"
    """Told, and holds nothing."""


OF_SYSTEMS: Final = (StepName.SYSTEMS, StepName.MAP, StepName.COUNTS, StepName.POST)
"""Steps that other systems do; while none is connected they hold nothing up."""

OF_CALLS: Final = (GateName.SUSPENDED_USAGE, GateName.PROBABLE_DUPLICATES)
"""Gates of calls: looked at among the exceptions; all others with the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDays:
    """What a source brought in a period."""

    source: str
    calls: int
    missing: tuple[date, ...] = ()
    """Days without a call, of a source that has calls on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionSum:
    """Calls that wait for the same reason, and what they may be worth."""

    reason: Reason
    calls: int
    parties: int
    """How many numbers or names they are of."""
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSum:
    """Invoices of one state."""

    count: int = 0
    total: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Why, by whom and when something was waived; of a run drafted with it nobody may be named."""

    why: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """A run of the period that is worked out."""

    summary: RunSummary | None
    """None: only waivers lie there so far."""
    is_stale: bool
    """Whether something changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFacts:
    """What is known of one system that is connected."""

    key: str
    title: str
    is_psa: bool
    read_at: datetime | None
    """When it was last read whole; None: never."""
    trouble: str = ""
    """Why it could not be read when it was last tried; blank: it could."""
    problems: int = 0
    """Entries of the inbox about it."""
    money: Decimal = ZERO
    """What they are about."""
    unlinked: int = 0
    """Customers that are linked with nobody there, and of whom nobody said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """The invoices of the month at one accounting system."""

    key: str
    title: str
    posted: InvoiceSum
    waiting: InvoiceSum
    """Those that go there with the next batch."""
    problems: int = 0
    """Of those: how many were not taken, or need a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsSum:
    """Where contract, switch, carrier and bill differ."""

    differences: int
    amount: Decimal
    """A month's money of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """What is known of a month."""

    label: str
    now: datetime
    checked_at: datetime | None = None
    """When the company file was last read through."""
    backed_up_at: datetime | None = None
    backed_up_to: str = ""
    sources: Sequence[SourceDays] = ()
    unread_rows: int = 0
    exceptions: Sequence[ExceptionSum] = ()
    held: int = 0
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    """By gate, or by item of the month."""
    draft: DraftFacts | None = None
    runs: Sequence[RunState] = ()
    """Of its approved runs, the oldest first."""
    approved: RunSummary | None = None
    """Of the last approved run."""
    invoices: Mapping[str, InvoiceSum] = field(default_factory=dict)
    """By state."""
    closed: ClosedMonth | None = None
    reopened: Sequence[Waiver] = ()
    """Why, by whom and when it was opened again."""
    systems: Sequence[SystemFacts] = ()
    """Those that are connected."""
    posts: Sequence[PostFacts] = ()
    counts: CountsSum | None = None
    """None: there is no contract to compare with."""
    seconds: Mapping[str, int] = field(default_factory=dict)
    """A person's time by step."""
    seconds_before: Mapping[str, int] = field(default_factory=dict)
    """The same of the month before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One thing of a step."""

    kind: str
    """What it is: ``suspense``, ``gate``, ``source``, ``backup``, …"""
    name: str
    """Which one: a reason, a gate, a source; blank where there is but one."""
    state: RowState
    count: int = 0
    amount: Decimal | None = None
    parties: int = 0
    days: tuple[date, ...] = ()
    records: tuple[str, ...] = ()
    at: datetime | None = None
    item: str = ""
    """What a waiver of it is given for; blank: it cannot be waived."""
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as it stands."""

    name: StepName
    state: StepState
    count: int = 0
    amount: Decimal | None = None
    waits_for: StepName | None = None
    rows: tuple[StepRow, ...] = ()
    is_stale: bool = False
    """Of the draft: whether something changed since."""
    invoices: int = 0
    """Of the draft: how many it holds, whatever stands in the way."""
    total: Decimal | None = None
    """Of the draft: what they come to."""
    seconds: int = 0
    seconds_before: int = 0

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return list(StepName).index(self.name) + 1

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to do something."""
        return self.state in {StepState.NEEDS_YOU, StepState.BLOCKED}

    @property
    def open_rows(self) -> tuple[StepRow, ...]:
        """What of it is open."""
        return tuple(row for row in self.rows if row.state is RowState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthState:
    """A month end."""

    label: str
    steps: tuple[Step, ...]
    closed: ClosedMonth | None

    def step(self, name: StepName) -> Step:
        """The step of that name."""
        return next(step for step in self.steps if step.name is name)

    @property
    def next_need(self) -> Step | None:
        """The first step that needs a person."""
        return next((step for step in self.steps if step.needs_person), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.state is StepState.DONE for step in self.steps)

    @property
    def needing(self) -> int:
        """How many steps need a person."""
        return sum(step.needs_person for step in self.steps)

    @property
    def things(self) -> int:
        """How many things wait for a person."""
        return sum(max(step.count, 1) for step in self.steps if step.needs_person)

    @property
    def money(self) -> Decimal:
        """The money of what waits for a person."""
        return sum((step.amount or ZERO for step in self.steps if step.needs_person), ZERO)

    @property
    def seconds(self) -> int:
        """A person's time on this month so far."""
        return sum(step.seconds for step in self.steps)

    @property
    def seconds_before(self) -> int:
        """A person's time on the month before."""
        return sum(step.seconds_before for step in self.steps)
