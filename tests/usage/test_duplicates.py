import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.usage.duplicates import (
    Fingerprints,
    HashSet,
    KeyBlock,
    KeySpan,
    key_hashes,
    make_block,
)

KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def hashes(*texts: str) -> list[int]:
    return [int(each) for each in key_hashes(pl.Series(texts, dtype=pl.String))]


def block_of(first: int, *texts: str) -> KeyBlock:
    offsets = np.arange(len(texts), dtype=np.uint32)
    keys = pl.Series(texts, dtype=pl.String)
    return make_block(first, KeySpan.of(keys), hashes=key_hashes(keys), offsets=offsets)


def found(block: KeyBlock, *texts: str) -> list[int]:
    ids = HashSet(key_hashes(pl.Series(texts, dtype=pl.String))).calls_in(block)
    return sorted(ids.tolist())


def test_hashes_are_those_that_lie_in_company_files() -> None:
    assert hashes("", "a1", "12345678", "1700000000.1234", "café-ß") == [
        0x6766186D9E12E114,
        0x667C74D92B938F49,
        0xB8B9DB4754BE5DE4,
        0xB7FEC01FDF371F82,
        0x93CF60BC306D1D66,
    ]


@given(texts=st.lists(KEYS, max_size=8))
def test_the_hash_of_a_text_is_its_own(texts: list[str]) -> None:
    assert hashes(*texts) == [hashes(text)[0] for text in texts]


@given(texts=st.lists(KEYS, unique=True, max_size=50))
def test_different_texts_hardly_ever_share_a_hash(texts: list[str]) -> None:
    assert len(set(hashes(*texts))) == len(texts)


def test_every_stored_call_with_a_hash_is_found() -> None:
    assert found(block_of(100, "x", "y", "x", "z"), "y", "nobody", "x") == [100, 101, 102]


def test_a_block_that_holds_none_of_the_keys_has_no_such_call() -> None:
    assert found(block_of(100, "x", "y"), "p", "q") == []


def test_an_empty_block_has_no_such_call() -> None:
    assert found(block_of(100), "x") == []


def test_no_records_are_found_nowhere() -> None:
    assert found(block_of(100, "x")) == []


@given(stored=st.lists(KEYS, max_size=12), asked=st.lists(KEYS, max_size=12))
def test_what_is_found_is_what_looking_one_by_one_finds(
    stored: list[str], asked: list[str]
) -> None:
    assert found(block_of(7, *stored), *asked) == [
        7 + place for place, text in enumerate(stored) if text in asked
    ]


@given(
    texts=st.lists(st.sampled_from("abcde"), max_size=12),
    stored=st.lists(st.sampled_from("defg"), max_size=4),
)
def test_records_that_share_a_hash_are_told(texts: list[str], stored: list[str]) -> None:
    known = key_hashes(pl.Series(stored, dtype=pl.String))
    told = HashSet(key_hashes(pl.Series(texts, dtype=pl.String))).shared(known)
    assert told.tolist() == [
        place for place, text in enumerate(texts) if texts.count(text) > 1 or text in stored
    ]


@given(one=st.lists(KEYS, min_size=1), other=st.lists(KEYS, min_size=1))
def test_spans_that_do_not_meet_have_no_key_in_common(one: list[str], other: list[str]) -> None:
    met = KeySpan.of(pl.Series(one)).meets(KeySpan.of(pl.Series(other)))
    assert met or not set(one) & set(other)


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (KeySpan("a", "c"), KeySpan("c", "d"), True),
        (KeySpan("a", "d"), KeySpan("b", "c"), True),
        (KeySpan("a", "b"), KeySpan("c", "d"), False),
        (KeySpan("9", "9"), KeySpan("10", "10"), False),
    ],
)
def test_spans_meet_where_a_key_may_lie_in_both(one: KeySpan, other: KeySpan, *, met: bool) -> None:
    assert (one.meets(other), other.meets(one)) == (met, met)


def test_no_keys_span_the_empty_text_alone() -> None:
    assert KeySpan.of(pl.Series([], dtype=pl.String)) == KeySpan("", "")


def record(call_id: str | None = None, caller: int = 1, start: int = 2) -> dict[str, object]:
    return {
        "call_id": call_id,
        "caller": caller,
        "called": 13035550142,
        "started_us": start,
        "raw_seconds": 60,
    }


def frame(*records: dict[str, object]) -> pl.DataFrame:
    schema = {
        "call_id": pl.String,
        "caller": pl.Int64,
        "called": pl.Int64,
        "started_us": pl.Int64,
        "raw_seconds": pl.Int64,
    }
    return pl.DataFrame(list(records), schema=schema)


def test_records_with_ids_keep_them() -> None:
    keyed = Fingerprints().add_keys(frame(record("a"), record("b")))
    assert keyed.select("call_id", "ordinal").rows() == [("a", 1), ("b", 1)]


def test_identical_records_without_id_are_counted() -> None:
    keyed = Fingerprints().add_keys(frame(record(), record(start=3), record(), record("own")))
    assert keyed["ordinal"].to_list() == [1, 1, 2, 1]


def test_a_fingerprint_is_the_one_that_lies_in_company_files() -> None:
    keyed = Fingerprints().add_keys(frame(record(), record("own"), record()))
    assert keyed["call_id"].to_list() == ["1120d964f6120e5cd1fd-1", "own", "1120d964f6120e5cd1fd-2"]


@given(starts=st.lists(st.integers(0, 3), min_size=1, max_size=12), cut=st.integers(0, 12))
def test_ordinals_do_not_depend_on_how_the_file_is_cut(starts: list[int], cut: int) -> None:
    rows = [record(start=start) for start in starts]
    whole = Fingerprints().add_keys(frame(*rows))
    parts = Fingerprints()
    pieces = [parts.add_keys(frame(*piece)) for piece in (rows[:cut], rows[cut:])]
    together = pl.concat([piece.select(whole.columns) for piece in pieces])
    assert together.rows() == whole.rows()
