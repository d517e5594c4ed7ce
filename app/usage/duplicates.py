"""No call counted twice: record keys, fingerprints, and look-ups by 64-bit hash.

Within one source the first accepted record of a key counts (``setup-workbook.md``, priced, 1). A
hash only finds candidates; that two records share a key is always confirmed on the key's text.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLD: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_HALF: Final = np.uint64(32)
_SHIFT: Final = np.uint64(29)
_WORD: Final = 8
_DIGEST_BYTES: Final = 10
_TABLE: Final = 2**22
_TABLE_SHIFT: Final = np.uint64(64 - 22)
"""A hash's place in a table of what was seen: its highest bits, so that sorted ones ascend."""

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Offsets = np.ndarray[tuple[int], np.dtype[np.uint32]]


def key_hashes(keys: pl.Series) -> Hashes:
    """A 64-bit hash of each text, the same on every machine and in every version."""
    texts = keys.to_list()
    try:
        packed = np.array(texts, dtype="S")
    except UnicodeEncodeError:
        packed = np.array([text.encode() for text in texts], dtype="S")
    if not len(packed):
        return np.empty(0, dtype=np.uint64)
    width = -(-max(packed.itemsize, 1) // _WORD) * _WORD
    words = packed.astype(f"S{width}").view("<u8").reshape(len(texts), width // _WORD)
    hashed = np.full(len(texts), _FOLD, dtype=np.uint64)
    for column in range(words.shape[1]):
        word = words[:, column]
        # An empty word leaves the hash alone: it must not depend on the column's longest text.
        mixed = (hashed ^ word) * _PRIME
        mixed ^= mixed >> _HALF
        hashed = np.where(word != 0, mixed, hashed)
    hashed *= _FOLD
    hashed ^= hashed >> _SHIFT
    return hashed


@dataclass(frozen=True, slots=True)
class KeyBlock:
    """The keys of one stretch of stored calls: sorted hashes, and where each call lies."""

    first_call_id: int
    hashes: Hashes
    """Sorted ascending."""
    offsets: Offsets
    """Call id less ``first_call_id``, in the order of the hashes."""


def make_block(first_call_id: int, hashes: Hashes, offsets: Offsets) -> KeyBlock:
    """The block of calls whose hashes and offsets are given in the calls' own order."""
    order = np.argsort(hashes, kind="stable")
    return KeyBlock(first_call_id, hashes[order], offsets[order])


class HashSet:
    """The hashes of some records, ready to be looked for among many stored ones."""

    def __init__(self, hashes: Hashes) -> None:
        """``hashes`` in any order, repeated or not."""
        self._sorted = np.sort(hashes)
        self._seen = np.zeros(_TABLE, dtype=np.bool_)
        self._seen[hashes >> _TABLE_SHIFT] = True

    def repeated(self) -> Hashes:
        """Those that several of the records have, ascending."""
        same = self._sorted[1:] == self._sorted[:-1]
        shared: Hashes = np.unique(self._sorted[1:][same])
        return shared

    def calls_in(self, block: KeyBlock) -> np.ndarray:
        """Ids of the calls of a block whose hash one of the records has."""
        if not len(self._sorted):
            return np.empty(0, dtype=np.int64)
        # The table turns most away at the price of one look; both sides then ascend.
        likely = np.flatnonzero(self._seen[block.hashes >> _TABLE_SHIFT])
        asked = block.hashes[likely]
        at = np.minimum(np.searchsorted(self._sorted, asked), len(self._sorted) - 1)
        found = likely[self._sorted[at] == asked]
        ids: np.ndarray = block.first_call_id + block.offsets[found].astype(np.int64)
        return ids


class Fingerprints:
    """Keys for records that carry none: caller, called, start, duration, and an ordinal.

    One object serves one file; the ordinal counts identical records from the file's first on.
    """

    def __init__(self) -> None:
        """No record was seen."""
        self._seen: list[Hashes] = []

    def add_keys(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls with ``call_id`` filled, and ``ordinal``: 1, or more for repeated records.

        Takes ``call_id``, ``caller``, ``called``, ``started_us``, ``raw_seconds``. A record with an
        id of its own has the ordinal 1.
        """
        lacking = calls["call_id"].is_null()
        if not lacking.any():
            return calls.with_columns(ordinal=pl.lit(1, pl.Int64))
        positions = lacking.arg_true()
        digests = self._digests(calls[positions])
        hashes = key_hashes(digests)
        ordinals = (
            pl.DataFrame({"digest": digests})
            .select(pl.int_range(pl.len()).over("digest"))
            .to_series()
            + 1
        ).to_numpy() + self._earlier(hashes)
        self._seen.append(np.sort(hashes))
        keys = pl.Series(
            [f"{d}-{o}" for d, o in zip(digests.to_list(), ordinals.tolist(), strict=True)],
            dtype=pl.String,
        )
        return calls.with_columns(
            call_id=calls["call_id"].scatter(positions, keys),
            ordinal=pl.Series([1], dtype=pl.Int64)
            .new_from_index(0, calls.height)
            .scatter(positions, pl.Series(ordinals, dtype=pl.Int64)),
        )

    def _earlier(self, hashes: Hashes) -> np.ndarray:
        """How often each was seen in earlier chunks of the file."""
        count = np.zeros(len(hashes), dtype=np.int64)
        for seen in self._seen:
            count += np.searchsorted(seen, hashes, "right") - np.searchsorted(seen, hashes, "left")
        return count

    @staticmethod
    def _digests(calls: pl.DataFrame) -> pl.Series:
        """Twenty hex digits of what makes a record what it is."""
        texts = calls.select(
            pl.concat_str(
                ["caller", "called", "started_us", "raw_seconds"], separator="|", ignore_nulls=True
            )
        ).to_series()
        return pl.Series(
            [
                hashlib.blake2b(t.encode(), digest_size=_DIGEST_BYTES).hexdigest()
                for t in texts.to_list()
            ],
            dtype=pl.String,
        )
