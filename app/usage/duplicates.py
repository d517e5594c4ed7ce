"""No call counted twice: record keys, fingerprints, and look-ups by 64-bit hash.

Within one source the first accepted record of a key counts (``setup-workbook.md``, priced, 1). A
hash only finds candidates; that two records share a key is always confirmed on the key's text.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLD: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_HALF: Final = np.uint64(32)
_SHIFT: Final = np.uint64(29)
_WORD: Final = 8
_DIGEST_BYTES: Final = 10
_SPARSE_BITS: Final = 4
"""A table of what was seen has some sixteen places or more for each hash."""
_LEAST_BITS: Final = 10
_MOST_BITS: Final = 22

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Offsets = np.ndarray[tuple[int], np.dtype[np.uint32]]


def key_hashes(keys: pl.Series) -> Hashes:
    """A 64-bit hash of each text, the same on every machine and in every version."""
    packed = _packed(keys)
    if not len(packed):
        return np.empty(0, dtype=np.uint64)
    width = -(-max(packed.itemsize, 1) // _WORD) * _WORD
    words = packed.astype(f"S{width}").view("<u8").reshape(len(packed), width // _WORD)
    hashed = np.full(len(packed), _FOLD, dtype=np.uint64)
    for column in range(words.shape[1]):
        word = words[:, column]
        # An empty word leaves the hash alone: it must not depend on the column's longest text.
        mixed = (hashed ^ word) * _PRIME
        mixed ^= mixed >> _HALF
        hashed = np.where(word != 0, mixed, hashed)
    hashed *= _FOLD
    hashed ^= hashed >> _SHIFT
    return hashed


def _packed(keys: pl.Series) -> npt.NDArray[np.bytes_]:
    """The texts in UTF-8, side by side."""
    lengths = keys.str.len_bytes()
    width = lengths.max()
    if isinstance(width, int) and width and lengths.min() == width:
        return np.frombuffer("".join(keys.to_list()).encode(), dtype=f"S{width}")
    return np.array([text.encode() for text in keys.to_list()], dtype="S")


@dataclass(frozen=True, slots=True)
class KeySpan:
    """The lowest and the highest of some keys, by their letters."""

    lowest: str
    highest: str

    @classmethod
    def of(cls, keys: pl.Series) -> Self:
        """The span of these texts; of none, that of the empty text."""
        return cls(str(keys.min() or ""), str(keys.max() or ""))

    def meets(self, other: "KeySpan") -> bool:
        """Whether a key may lie in both: most numberings only ever go up."""
        return self.lowest <= other.highest and other.lowest <= self.highest


@dataclass(frozen=True, slots=True)
class KeyBlock:
    """The keys of one stretch of stored calls: sorted hashes, and where each call lies."""

    span: KeySpan
    first_call_id: int
    hashes: Hashes
    """Sorted ascending."""
    offsets: Offsets
    """Call id less ``first_call_id``, in the order of the hashes."""


def make_block(first_call_id: int, span: KeySpan, *, hashes: Hashes, offsets: Offsets) -> KeyBlock:
    """The block of calls whose hashes and offsets are given in the calls' own order."""
    order = np.argsort(hashes)
    return KeyBlock(span, first_call_id, hashes[order], offsets[order])


class HashSet:
    """The hashes of some records, ready to be looked for among many stored ones."""

    def __init__(self, hashes: Hashes) -> None:
        """``hashes`` in any order, repeated or not."""
        self._order = np.argsort(hashes)
        self._sorted = hashes[self._order]
        bits = min(max(len(hashes).bit_length() + _SPARSE_BITS, _LEAST_BITS), _MOST_BITS)
        # A hash's place in the table is its highest bits, so that sorted ones ascend.
        self._shift = np.uint64(64 - bits)
        self._seen = np.zeros(1 << bits, dtype=np.bool_)
        self._seen[hashes >> self._shift] = True

    def shared(self, stored: Hashes) -> npt.NDArray[np.intp]:
        """The places of records whose hash another of them has, or a stored call; ascending."""
        same = self._sorted[1:] == self._sorted[:-1]
        shared = np.zeros(len(self._sorted), dtype=np.bool_)
        shared[1:] |= same
        shared[:-1] |= same
        if len(stored):
            others = np.sort(stored)
            at = np.minimum(np.searchsorted(others, self._sorted), len(others) - 1)
            shared |= others[at] == self._sorted
        return np.sort(self._order[shared])

    def calls_in(self, block: KeyBlock) -> np.ndarray:
        """Ids of the calls of a block whose hash one of the records has."""
        if not len(self._sorted):
            return np.empty(0, dtype=np.int64)
        # The table turns most away at the price of one look; both sides then ascend.
        places = (block.hashes >> self._shift).view(np.int64)
        likely = np.flatnonzero(self._seen.take(places))
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
        if not calls["call_id"].null_count():
            once = pl.Series("ordinal", [1], dtype=pl.Int64).new_from_index(0, calls.height)
            return calls.hstack([once])
        positions = calls["call_id"].is_null().arg_true()
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
