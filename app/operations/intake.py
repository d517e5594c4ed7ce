"""One call file on its way into the company file: keys, duplicates, prices, rows.

The work on a chunk has two halves, what is computed and what is written; the next chunk is computed
while the last one is written. All of a file is one transaction of the caller's.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from app.findings import Finding, warning
from app.rating.mediation import ASKED_COLUMNS, RATED_COLUMNS, Mediator
from app.store.call_writing import ready_calls, write_calls
from app.store.rating_setup import RatingSetup
from app.store.usage import (
    STORED,
    contents_by_id,
    key_blocks,
    key_spans,
    next_id,
    split_start,
    text_ids,
    write_block,
    write_carrier_codes,
    write_malformed,
)
from app.usage.duplicates import (
    Fingerprints,
    Hashes,
    HashSet,
    KeyBlock,
    KeySpan,
    key_hashes,
    make_block,
)
from app.usage.parties import read_parties
from app.usage.table import MalformedRow, Reason, Status

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_CONTENT: Final = (
    "started_us",
    "raw_seconds",
    "caller",
    "called",
    "billing_number",
    "answered",
)
"""What two records of one key have in common if they are the same call."""

_PARTIES: Final = ("caller", "called", "billing_number")
BLOCK_BYTES: Final = 4 * 2**20
"""So much text makes a chunk: small enough that writing begins soon, memory stays low, and a window
of the same process gets its turn."""

_COMPARED: Final[Mapping[str, type[pl.DataType]]] = {
    "call_id": pl.String,
    "started_us": pl.Int64,
    "raw_seconds": pl.Int64,
    "caller": pl.Int64,
    "called": pl.Int64,
    "billing_number": pl.Int64,
    "answered": pl.Boolean,
}
"""Key and content of a stored call."""

_NO_CALLS: Final = pl.DataFrame(schema=_COMPARED)
_NO_HASHES: Final[Hashes] = np.empty(0, np.uint64)

_REASONS: Final = 100
"""More than there are reasons."""

_WORD_BITS: Final = 63

_MANY: Final = 100
"""So many findings of one kind are kept singly; a file of repeats needs no million of them."""


@dataclass(slots=True)
class IntakeCounts:
    """What became of the records of a file."""

    records: int = 0
    malformed: int = 0
    raw_seconds: int = 0
    duplicates: int = 0
    findings: list[Finding] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    """Stored records by outcome, and after a colon by reason; see ``FileResult``."""

    def add_outcomes(self, calls: pl.DataFrame) -> None:
        """Counts what became of stored calls."""
        statuses = calls["status"].to_numpy().astype(np.int64)
        outcomes = statuses * _REASONS + calls["reason"].to_numpy()
        for outcome, number in zip(*np.unique(outcomes, return_counts=True), strict=True):
            status, reason = divmod(int(outcome), _REASONS)
            word = Status(status).name.lower()
            self._add(word, int(number))
            if reason and status in {Status.SUSPENDED, Status.NOT_CHARGEABLE}:
                self._add(f"{word}:{Reason(reason).name.lower()}", int(number))

    def _add(self, word: str, number: int) -> None:
        self.outcomes[word] = self.outcomes.get(word, 0) + number


class Intake:
    """Takes in the chunks of one file. Used in a ``with``; at its end all is written."""

    def __init__(
        self,
        db: sqlite3.Connection,
        *,
        import_id: int,
        file: str,
        source: str,
        mediator: Mediator,
        setup: RatingSetup,
    ) -> None:
        """``mediator``: of this source, made from ``setup``."""
        self._db = db
        self._import_id = import_id
        self._file = file
        self._source = source
        self._mediator = mediator
        self._setup = setup
        self._writer = ThreadPoolExecutor(1, "switchbook-writer")
        self._written: Future[None] | None = None
        self._texts: dict[str, int] = {}
        self._blocks: list[KeyBlock] = []
        self._stored_blocks: dict[int, KeyBlock] = {}
        self._fingerprints = Fingerprints()
        self._next_id = next_id(db, "calls")
        self.counts = IntakeCounts()

    def __enter__(self) -> Self:
        self._spans = key_spans(self._db, self._source)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and self._written is not None:
                self._written.result()
        finally:
            self._writer.shutdown(wait=True, cancel_futures=True)

    def add(self, calls: pl.DataFrame, malformed: Sequence[MalformedRow]) -> None:
        """Takes in one chunk in the order of the file."""
        if calls.is_empty() and not malformed:
            return
        self.counts.records += calls.height + len(malformed)
        self.counts.malformed += len(malformed)
        self.counts.raw_seconds += int(calls["raw_seconds"].sum())
        calls, carrier_codes = self._read_parties(calls)
        calls = _with_repeats_held(self._fingerprints.add_keys(calls))
        hashes, span = key_hashes(calls["call_id"]), KeySpan.of(calls["call_id"])
        repeated = self._find_repeated(calls, hashes, span)
        stored, order = self._settle(calls, repeated)
        accepted = ~repeated[order]
        block = make_block(
            self._next_id,
            span,
            hashes=hashes[order[accepted]],
            offsets=np.flatnonzero(accepted).astype(np.uint32),
        )
        codes = {}
        if carrier_codes:
            ids = np.empty(len(order), np.int64)
            ids[order] = self._next_id + np.arange(len(order))
            codes = {int(ids[at]): code for at, code in carrier_codes.items()}
        self._next_id += calls.height
        self._blocks.append(block)
        self.counts.add_outcomes(stored)
        self._write(stored, block, malformed, codes)

    def _read_parties(self, calls: pl.DataFrame) -> tuple[pl.DataFrame, dict[int, str]]:
        """Party texts as codes; and the carrier codes dropped from called numbers, by position."""
        columns = {name: read_parties(calls[name], self._ids_of) for name in _PARTIES}
        codes = calls.with_columns(column.codes.alias(name) for name, column in columns.items())
        return codes, dict(columns["called"].carrier_codes)

    def _ids_of(self, texts: Sequence[str]) -> Mapping[str, int]:
        new = [text for text in texts if text not in self._texts]
        if new:
            self._texts.update(self._writer.submit(text_ids, self._db, new).result())
        return self._texts

    def _find_repeated(self, calls: pl.DataFrame, hashes: Hashes, span: KeySpan) -> Bools:
        """Whether each record repeats the key of an accepted one; differing content is found."""
        looked_for = HashSet(hashes)
        stored = self._stored_calls(looked_for, span)
        repeated = np.zeros(calls.height, np.bool_)
        # Only records that share a hash are compared by their texts.
        shared = looked_for.shared(key_hashes(stored["call_id"]) if stored.height else _NO_HASHES)
        if not len(shared):
            return repeated
        likely = calls[[*_COMPARED, "row"]][shared]
        keys = likely["call_id"]
        own = keys.is_first_distinct().to_numpy()
        if stored.height:
            own &= ~keys.is_in(stored["call_id"].implode()).to_numpy()
        repeated[shared] = ~own
        if not own.all():
            accepted = likely[[*_COMPARED]][np.flatnonzero(own)]
            accepted = pl.concat([stored, accepted]) if stored.height else accepted
            self._compare(likely[np.flatnonzero(~own)], accepted)
        return repeated

    def _stored_calls(self, looked_for: HashSet, span: KeySpan) -> pl.DataFrame:
        """Accepted calls of this source, stored before, that share a hash with those looked for.

        ``span``: of the keys looked for; blocks beyond it are not even read.
        """
        met = [block for block, stored in self._spans.items() if stored.meets(span)]
        unread = [block for block in met if block not in self._stored_blocks]
        if unread:
            self._stored_blocks |= self._writer.submit(key_blocks, self._db, unread).result()
        own = (block for block in self._blocks if block.span.meets(span))
        blocks = (*(self._stored_blocks[block] for block in met), *own)
        ids = np.concatenate([np.empty(0, np.int64), *map(looked_for.calls_in, blocks)])
        if not len(ids):
            return _NO_CALLS
        found = self._writer.submit(contents_by_id, self._db, np.unique(ids).tolist()).result()
        return found.rename({"call_key": "call_id"}).select(
            pl.col(name).cast(dtype) for name, dtype in _COMPARED.items()
        )

    def _compare(self, repeats: pl.DataFrame, accepted: pl.DataFrame) -> None:
        """Finds repeated keys whose content differs from the accepted record's."""
        self.counts.duplicates += repeats.height
        place = {key: at for at, key in enumerate(accepted["call_id"].to_list())}
        first = accepted[[place[key] for key in repeats["call_id"].to_list()]]
        differs = np.zeros(repeats.height, np.bool_)
        for name in _CONTENT:
            differs |= (repeats[name] != first[name]).to_numpy()
        other = repeats[["row", "call_id"]][np.flatnonzero(differs)]
        for row, call_id in other.head(_MANY).iter_rows():
            self.counts.findings.append(
                warning(
                    "same_key_other_content",
                    f"Call {call_id} is in this source already, with other content. "
                    "The first record counts.",
                    way_out="Ask the sender which is right; undo the import of the wrong one.",
                    sheet=self._file,
                    row=row,
                    record=call_id,
                )
            )
        if other.height > _MANY:
            self.counts.findings.append(
                warning(
                    "same_key_other_content",
                    f"{_more_calls(other.height - _MANY)} in this source already, "
                    "with other content.",
                    way_out="Ask the sender which file is right.",
                    sheet=self._file,
                )
            )

    def _settle(
        self, calls: pl.DataFrame, repeated: Bools
    ) -> tuple[pl.DataFrame, npt.NDArray[np.intp]]:
        """All stored columns of the chunk by number and start; and where each was in the file."""
        asked = calls.with_columns(
            released=pl.lit(0, pl.Int16), forced_number_id=pl.lit(None, pl.Int64)
        )
        rated = self._mediator.mediate(asked[[*ASKED_COLUMNS]], repeated=repeated)
        rated = rated[[*RATED_COLUMNS]]
        settled = split_start(calls.hstack(self._setup.at_rest(rated)))
        order = stored_order(
            settled["number_id"].fill_null(0).to_numpy(), settled["started_at"].to_numpy()
        )
        stored = settled[order].with_columns(
            pl.int_range(self._next_id, self._next_id + len(order)).alias("id"),
            pl.lit(self._import_id).alias("import_id"),
            pl.col("call_id").alias("call_key"),
            pl.col("answered").cast(pl.Int8),
            pl.lit(None, pl.Int64).alias("invoice_id"),
        )
        return stored[[*STORED]], order

    def _write(
        self,
        calls: pl.DataFrame,
        block: KeyBlock,
        malformed: Sequence[MalformedRow],
        carrier_codes: Mapping[int, str],
    ) -> None:
        """Hands a chunk to the writer, once the one before is written."""
        ready = ready_calls(calls)
        if self._written is not None:
            self._written.result()

        def write() -> None:
            write_calls(self._db, ready)
            write_block(self._db, self._import_id, block)
            write_malformed(self._db, self._import_id, malformed)
            write_carrier_codes(self._db, carrier_codes)

        self._written = self._writer.submit(write)


def _with_repeats_held(calls: pl.DataFrame) -> pl.DataFrame:
    """The calls; who has no id and is like an earlier one is a probable duplicate."""
    if not (calls["ordinal"] > 1).any():
        return calls
    return calls.with_columns(
        hold=pl.when((pl.col("ordinal") > 1) & (pl.col("hold") == 0))
        .then(int(Reason.PROBABLE_DUPLICATE))
        .otherwise(pl.col("hold"))
        .cast(pl.Int16)
    )


def stored_order(number_ids: Ints, starts: Ints) -> npt.NDArray[np.intp]:
    """The order by number, start and place."""
    if not len(starts):
        return np.empty(0, np.intp)
    since = starts - starts.min()
    start_bits = int(since.max()).bit_length()
    place_bits = len(starts).bit_length()
    if int(number_ids.max()).bit_length() + start_bits + place_bits > _WORD_BITS:
        return np.lexsort((starts, number_ids))
    # The three in one number: no sort of anything wider comes near in speed.
    keys = (((number_ids << start_bits) | since) << place_bits) | np.arange(len(starts))
    keys.sort()
    order: npt.NDArray[np.intp] = keys & ((1 << place_bits) - 1)
    return order


def _more_calls(number: int) -> str:
    return "1 more call is" if number == 1 else f"{number:,} more calls are"
