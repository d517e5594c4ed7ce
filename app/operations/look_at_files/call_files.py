"""A call file read and priced in memory: its first rows, its sums, what has to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from app.billing.issuer import Company
from app.errors import InputError
from app.operations.office import Office
from app.progress import Progress
from app.rating.mediation import ASKED_COLUMNS, Mediator
from app.store.database import raw
from app.store.facts import profiles
from app.store.imports import StoredImport, load_imports
from app.store.rating_setup import RatingSetup
from app.store.setup import load
from app.store.usage import known_text_ids
from app.usage.choices import Choices, layout_of, settings_of
from app.usage.formats.declaration import Zone
from app.usage.parties import party_words, read_parties
from app.usage.profile import from_json
from app.usage.proposal import Proposal, propose_for
from app.usage.reading import CallFile, ReadChunk, content_hash, members, read_chunks
from app.usage.source import Source
from app.usage.table import CallClass, Reason, Status
from app.values.money import ZERO, from_counts

FIRST_ROWS: Final = 20
_PARTIES: Final = ("caller", "called", "billing_number")
_BLOCK_BYTES: Final = 4 * 2**20
_BAD_SHOWN: Final = 20


class Question(Enum):
    """What has to be asked before a call file can come in."""

    SOURCE = "source"
    """Several switches or carriers could have sent it."""
    MAPPING = "mapping"
    """Its layout is new: which column means what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedRow:
    """One of the first rows, as it would be kept."""

    row: int
    started_at: datetime
    caller: str
    called: str
    number: str
    """The customer's own number."""
    customer: str
    call_class: CallClass
    status: Status
    reason: Reason
    seconds: int
    billed_seconds: int
    rate: Decimal | None
    charge: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedCalls:
    """A call file looked at."""

    path: Path
    digest: str = ""
    """Tells its content from any other, whatever its name and line ends."""
    format: str = ""
    format_title: str = ""
    source: str = ""
    sources: tuple[str, ...] = ()
    """What could be chosen."""
    zone: str = ""
    calls: int = 0
    bad_rows: int = 0
    bad_messages: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    missing_days: tuple[date, ...] = ()
    """Days between the first and the last on which no call begins."""
    clock_change: date | None = None
    """A day of the file on which the clocks go back, where its stamps have no offset."""
    seconds: int = 0
    rated: int = 0
    charge: Decimal = ZERO
    suspended: int = 0
    rows: tuple[RatedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    proposal: Proposal | None = None
    earlier: StoredImport | None = None
    """The import of the same content into the same source."""
    problem: InputError | None = None
    """Why nothing can be made of it."""


@dataclass(slots=True)
class _Sums:
    calls: int = 0
    bad: int = 0
    messages: list[str] = field(default_factory=list)
    seconds: int = 0
    rated: int = 0
    charge: int = 0
    suspended: int = 0
    days: set[date] = field(default_factory=set)
    rows: list[RatedRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the company file tells, read once for all files."""

    known: Mapping[str, Source]
    saved: Mapping[str, Any]
    company: Company
    imports: Sequence[StoredImport]
    setup: RatingSetup
    texts: Mapping[str, int]


def look_at_calls(
    office: Office, path: Path, *, choices: Choices, progress: Progress
) -> LookedCalls:
    """Reads and prices a call file whole, in memory; says what has to be asked.

    Repeats of calls that are in already are not left out here.
    """
    try:
        call_files = list(members(path))
    except InputError as problem:
        return LookedCalls(path=path, problem=problem)
    if not call_files:
        return LookedCalls(path=path, problem=InputError(f"{path.name} holds no file."))
    with office.file.read() as conn:
        desk = _Desk(
            known={source.source: source for source in load(conn, Source)},
            saved={name: from_json(text) for name, text in profiles(conn).items()},
            company=load(conn, Company)[0],
            imports=load_imports(conn),
            setup=office.rating_setup(conn),
            texts=known_text_ids(raw(conn)),
        )
    try:
        return _look(office, path, call_files, desk=desk, choices=choices, progress=progress)
    except InputError as problem:
        return _unknown(path, call_files[0], problem, desk)


def _unknown(path: Path, call_file: CallFile, problem: InputError, desk: _Desk) -> LookedCalls:
    """A table nobody knows yet is asked about; anything else is refused."""
    try:
        proposal = propose_for(call_file)
    except InputError:
        return LookedCalls(path=path, problem=problem)
    enough = {"start", "called"} & proposal.profile.columns.keys()
    if not enough:
        return LookedCalls(path=path, problem=problem)
    return LookedCalls(
        path=path,
        proposal=proposal,
        questions=(Question.MAPPING,),
        sources=tuple(sorted(desk.known)),
        problem=problem,
    )


def _look(
    office: Office,
    path: Path,
    call_files: Sequence[CallFile],
    *,
    desk: _Desk,
    choices: Choices,
    progress: Progress,
) -> LookedCalls:
    row = desk.known.get(choices.source or "")
    layout = layout_of(call_files[0], choices, row=row, saved=desk.saved)
    source, candidates = _source(path, layout.name, choices, desk)
    row = desk.known.get(source)
    settings = settings_of(row, choices, company_zone=desk.company.timezone)
    digest = content_hash(call_files[0])
    earlier = [
        e for e in desk.imports if e.content_hash == digest and e.source in {source, layout.name}
    ]
    sums = _Sums()
    reader = _Reader(desk, source, office.clock.now())
    for call_file in call_files:
        own = layout_of(call_file, choices, row=row, saved=desk.saved)
        chunks = read_chunks(call_file, own, settings, progress, block_bytes=_BLOCK_BYTES)
        for chunk in chunks:
            reader.add(chunk, sums)
    days = sorted(sums.days)
    whole = (
        {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days)} if days else set()
    )
    return LookedCalls(
        path=path,
        digest=digest,
        format=layout.name,
        format_title=layout.title,
        source=source,
        sources=candidates,
        zone=settings.zone,
        calls=sums.calls,
        bad_rows=sums.bad,
        bad_messages=tuple(sums.messages),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        missing_days=tuple(sorted(whole - sums.days)),
        clock_change=_clock_change(days, settings.zone) if layout.zone is Zone.SOURCE else None,
        seconds=sums.seconds,
        rated=sums.rated,
        charge=from_counts(sums.charge),
        suspended=sums.suspended,
        rows=tuple(sums.rows),
        questions=() if source else (Question.SOURCE,),
        earlier=earlier[0] if earlier else None,
    )


def _source(path: Path, layout: str, choices: Choices, desk: _Desk) -> tuple[str, tuple[str, ...]]:
    """The source it comes from, as far as it is sure, and what could be chosen."""
    known = tuple(sorted(desk.known))
    if choices.source:
        return choices.source, known
    if not known:
        return layout, (layout,)
    named = [each for each in known if each.casefold() in path.name.casefold()]
    if len(named) == 1:
        return named[0], known
    fitting = [n for n, s in desk.known.items() if layout in {s.format, s.profile}]
    came = {e.source for e in desk.imports if e.format == layout and e.source in desk.known}
    sure = fitting if len(fitting) == 1 else sorted(came) if len(came) == 1 else []
    if sure:
        return sure[0], known
    return (known[0] if len(known) == 1 else ""), known


def _clock_change(days: Sequence[date], zone: str) -> date | None:
    """The day of the file on which an hour comes twice."""
    where = ZoneInfo(zone)
    for day in days:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        before = (noon - timedelta(days=1)).astimezone(where).utcoffset()
        after = noon.astimezone(where).utcoffset()
        if before is not None and after is not None and after < before:
            return day
    return None


class _Reader:
    """Prices chunks in memory; texts that the file brings get ids that nobody keeps."""

    def __init__(self, desk: _Desk, source: str, now: datetime) -> None:
        self._setup = desk.setup
        self._zone = ZoneInfo(desk.company.timezone)
        self._texts = dict(desk.texts)
        self._ids_of([alias.alias for alias in desk.setup.aliases])
        self._mediator: Mediator = desk.setup.mediator_of_texts(self._texts, source, now)

    def _ids_of(self, texts: Sequence[str]) -> Mapping[str, int]:
        following = max(self._texts.values(), default=0) + 1
        for text in texts:
            if text not in self._texts:
                self._texts[text] = following
                following += 1
        return self._texts

    def add(self, chunk: ReadChunk, sums: _Sums) -> None:
        """Takes in a chunk."""
        sums.bad += len(chunk.malformed)
        room = _BAD_SHOWN - len(sums.messages)
        sums.messages += [
            f"Row {bad.row:,}: {bad.finding.message}" for bad in chunk.malformed[: max(0, room)]
        ]
        calls = chunk.frame
        sums.calls += calls.height
        if calls.is_empty():
            return
        columns = {name: read_parties(calls[name], self._ids_of) for name in _PARTIES}
        asked = calls.with_columns(
            *(read.codes.alias(name) for name, read in columns.items()),
            released=pl.lit(0, pl.Int16),
            forced_number_id=pl.lit(None, pl.Int64),
        )
        priced = self._mediator.mediate(asked.select(ASKED_COLUMNS)).with_columns(asked["row"])
        statuses = priced["status"].to_numpy()
        sums.seconds += int(calls["raw_seconds"].clip(lower_bound=0).sum())
        sums.rated += int(np.count_nonzero(statuses == Status.RATED))
        sums.suspended += int(np.count_nonzero(statuses == Status.SUSPENDED))
        sums.charge += int(priced.filter(pl.col("status") == int(Status.RATED))["charge"].sum())
        stamps = pl.from_epoch(calls["started_us"], time_unit="us").dt.replace_time_zone("UTC")
        local = stamps.dt.convert_time_zone(str(self._zone)).dt.date()
        believed = priced["reason"] != int(Reason.BAD_TIMESTAMP)
        sums.days |= set(local.filter(believed).unique().to_list())
        if len(sums.rows) < FIRST_ROWS:
            sums.rows += self._first(priced.head(FIRST_ROWS - len(sums.rows)))

    def _first(self, rows: pl.DataFrame) -> list[RatedRow]:
        texts = {number: text for text, number in self._texts.items()}
        return [self._row(row, texts) for row in rows.iter_rows(named=True)]

    def _row(self, row: Mapping[str, Any], texts: Mapping[int, str]) -> RatedRow:
        line = self._setup.numbers.get(row["number_id"]) if row["number_id"] else None
        return RatedRow(
            row=row["row"],
            started_at=datetime.fromtimestamp(row["started_us"] / 1_000_000, UTC),
            caller=party_words(row["caller"], texts),
            called=party_words(row["called"], texts),
            number=line.row.number if line else "",
            customer=self._setup.accounts[line.account].name if line else "",
            call_class=CallClass(row["call_class"]),
            status=Status(row["status"]),
            reason=Reason(row["reason"]),
            seconds=row["raw_seconds"],
            billed_seconds=row["billed_seconds"],
            rate=None if row["rate"] is None else from_counts(row["rate"]),
            charge=from_counts(row["charge"]),
        )
