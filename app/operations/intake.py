"""One call file on its way into the company file: keys, duplicates, prices, rows.

The work on a chunk has two halves, what is computed and what is written; the next chunk is computed
while the last one is written. All of a file is one transaction of the caller's.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import numpy as np
import polars as pl

from app.findings import Finding, warning
from app.rating.mediation import Mediator
from app.store.rating_setup import RatingSetup
from app.store.usage import (
    STORED,
    contents_by_id,
    key_blocks,
    next_id,
    ready_calls,
    split_start,
    text_ids,
    write_block,
    write_calls,
    write_carrier_codes,
    write_malformed,
)
from app.usage.duplicates import Fingerprints, Hashes, HashSet, KeyBlock, key_hashes, make_block
from app.usage.parties import read_parties
from app.usage.table import MalformedRow, Reason, Status

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
BLOCK_BYTES: Final = 16 * 2**20
"""So much text makes a chunk: small enough that writing begins soon and memory stays low."""

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
        for status, reason, number in (
            calls.group_by("status", "reason").agg(pl.len()).sort("status", "reason").iter_rows()
        ):
            word = Status(status).name.lower()
            self._add(word, number)
            if reason and status in {Status.SUSPENDED, Status.NOT_CHARGEABLE}:
                self._add(f"{word}:{Reason(reason).name.lower()}", number)

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
        self._fingerprints = Fingerprints()
        self._next_id = next_id(db, "calls")
        self.counts = IntakeCounts()

    def __enter__(self) -> Self:
        self._stored_blocks = list(key_blocks(self._db, self._source))
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
        calls = self._fingerprints.add_keys(calls).with_columns(
            hold=pl.when((pl.col("ordinal") > 1) & (pl.col("hold") == 0))
            .then(int(Reason.PROBABLE_DUPLICATE))
            .otherwise(pl.col("hold"))
            .cast(pl.Int16)
        )
        hashes = key_hashes(calls["call_id"])
        repeated = self._find_repeated(calls, hashes)
        stored = self._settle(calls, repeated)
        ids = stored["id"].to_numpy()
        accepted = stored.filter(pl.col("status") != int(Status.DUPLICATE))
        block = make_block(
            self._next_id,
            hashes[accepted["position"].to_numpy()],
            (accepted["id"].to_numpy() - self._next_id).astype(np.uint32),
        )
        by_position = (
            dict(zip(stored["position"].to_list(), ids.tolist(), strict=True))
            if (carrier_codes)
            else {}
        )
        codes = {by_position[at]: code for at, code in carrier_codes.items()}
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

    def _find_repeated(self, calls: pl.DataFrame, hashes: Hashes) -> pl.Series:
        """Whether each record repeats the key of an accepted one; differing content is found."""
        looked_for = HashSet(hashes)
        first = _first_of_key(calls["call_id"], hashes, looked_for)
        stored = self._stored_matches(calls, looked_for)
        if stored.is_empty():
            known = pl.repeat(value=False, n=calls.height, eager=True)
        else:
            known = calls["call_id"].is_in(stored["call_id"].implode())
        repeated = known | ~first
        if repeated.any():
            keys = calls.filter(repeated)["call_id"].unique()
            own = calls.filter(first & ~known).select("call_id", *_CONTENT)
            own = own.filter(pl.col("call_id").is_in(keys.implode()))
            self._compare(calls.filter(repeated), pl.concat([stored, own]))
        return repeated

    def _stored_matches(self, calls: pl.DataFrame, looked_for: HashSet) -> pl.DataFrame:
        """Accepted calls of this source, stored before, that share a key with these."""
        blocks = (*self._stored_blocks, *self._blocks)
        ids = np.concatenate([np.empty(0, np.int64), *map(looked_for.calls_in, blocks)])
        schema: dict[str, pl.DataType] = {
            name: calls.schema[name] for name in ("call_id", *_CONTENT)
        }
        if not len(ids):
            return pl.DataFrame(schema=schema)
        found = self._writer.submit(contents_by_id, self._db, np.unique(ids).tolist()).result()
        return (
            found.rename({"call_key": "call_id"})
            .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
            .filter(pl.col("call_id").is_in(calls["call_id"].unique().implode()))
        )

    def _compare(self, repeats: pl.DataFrame, accepted: pl.DataFrame) -> None:
        """Finds repeated keys whose content differs from the accepted record's."""
        self.counts.duplicates += repeats.height
        pairs = repeats.select("row", "call_id", *_CONTENT).join(
            accepted, on="call_id", how="inner", suffix="_first"
        )
        other = pairs.filter(
            pl.any_horizontal(pl.col(name) != pl.col(f"{name}_first") for name in _CONTENT)
        )
        for row, call_id in other.select("row", "call_id").head(_MANY).iter_rows():
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
                    f"{other.height - _MANY} more calls are in this source already, "
                    "with other content.",
                    way_out="Ask the sender which file is right.",
                    sheet=self._file,
                )
            )

    def _settle(self, calls: pl.DataFrame, repeated: pl.Series) -> pl.DataFrame:
        """All stored columns of the chunk, ordered by number and start, with their ids."""
        calls = calls.with_row_index("position").with_columns(
            released=pl.lit(0, pl.Int16), forced_number_id=pl.lit(None, pl.Int64)
        )
        rated = self._mediator.mediate(calls.filter(~repeated))
        frames = [rated]
        if repeated.any():
            frames.append(calls.filter(repeated).with_columns(_unpriced(rated.schema)))
        settled = self._setup.at_rest(pl.concat(frames, how="diagonal_relaxed"))
        return (
            split_start(settled)
            .sort("number_id", "started_at", "position", nulls_last=False)
            .with_row_index("id", offset=self._next_id)
            .with_columns(
                pl.col("id").cast(pl.Int64),
                pl.lit(self._import_id).alias("import_id"),
                pl.col("call_id").alias("call_key"),
                pl.col("answered").cast(pl.Int8),
                pl.lit(None, pl.Int64).alias("invoice_id"),
            )
            .select("position", *STORED)
        )

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


def _first_of_key(keys: pl.Series, hashes: Hashes, looked_for: HashSet) -> pl.Series:
    """Whether each record is the first of its key among these."""
    first = np.ones(len(keys), dtype=np.bool_)
    shared = looked_for.repeated()
    if len(shared):
        # Only records that share a hash are compared by their texts.
        at = np.flatnonzero(np.isin(hashes, shared))
        first[at] = keys.gather(at).is_first_distinct().to_numpy()
    return pl.Series(first)


def _unpriced(schema: Mapping[str, pl.DataType]) -> Iterator[pl.Expr]:
    """What a duplicate has in place of a payer and a price."""
    zero = {"payer_rule", "reason", "call_class", "jurisdiction", "billed_seconds", "charge"}
    nothing = {"number_id", "plan", "rate_id", "period", "rate"}
    for name in sorted(zero):
        yield pl.lit(0).cast(schema[name]).alias(name)
    for name in sorted(nothing):
        yield pl.lit(None).cast(schema[name]).alias(name)
    yield pl.lit(int(Status.DUPLICATE)).cast(schema["status"]).alias("status")
