from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.usage.parties import (
    FEATURE_BASE,
    LOCAL_BASE,
    TEXT_BASE,
    code_of,
    complete_local,
    is_local,
    party_words,
    read_parties,
    text_id,
)
from app.values.phone_number import read_party

DIGITS = st.text("0123456789", max_size=17)
WRITINGS = (
    st.text(st.characters(codec="utf-8"), max_size=16)
    | DIGITS
    | st.builds(lambda d: f"+{d}", DIGITS)
    | st.builds(lambda d: f"011{d}", DIGITS)
    | st.builds(lambda d: f"1010288{d}", DIGITS)
    | st.builds(lambda d: f"*{d}", DIGITS)
    | st.from_regex(r"\A\(?[2-9]\d\d\)? ?[2-9]\d\d-?\d{4}\Z")
)


def numbered(texts: Sequence[str]) -> dict[str, int]:
    """An id for each text, the same at each asking."""
    return {text: crc32(text.encode()) % 900_000_000 + 1 for text in texts}


def codes(*texts: str) -> list[int]:
    return read_parties(pl.Series(texts, dtype=pl.String), numbered).codes.to_list()


@given(texts=st.lists(WRITINGS, max_size=12))
@example(texts=["+1303555014²", "１３０３５５５０１４２", "3035550142", "+0", "+"])  # noqa: RUF001  meant
@example(texts=["0000000000000000000", "9999999999999999999", "+99999999999999999"])
@example(texts=["13035550142\n", " 3035550142", "303 555 0142", "-5550142"])
def test_a_column_is_read_as_its_texts_one_by_one(texts: list[str]) -> None:
    column = read_parties(pl.Series(texts, dtype=pl.String), numbered)
    readings = [read_party(text) for text in texts]
    ids = numbered(texts)
    assert column.codes.to_list() == [
        code_of(reading, ids, text) for reading, text in zip(readings, texts, strict=True)
    ]
    assert column.carrier_codes == {
        place: reading.carrier_code
        for place, reading in enumerate(readings)
        if reading.carrier_code is not None
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 0),
        ("3035550142", 13035550142),
        ("13035550142", 13035550142),
        ("+13035550142", 13035550142),
        ("(303) 555-0142", 13035550142),
        ("011442079460000", 442079460000),
        ("+442079460000", 442079460000),
        ("5550142", -LOCAL_BASE - 5550142),
        ("911", -911),
        ("988", -988),
    ],
)
def test_writings_have_their_code(text: str, code: int) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize("text", ["anonymous", "442079460000", "0142", "1135550142", "3031550142"])
def test_what_is_no_number_is_a_text(text: str) -> None:
    assert codes(text) == [-TEXT_BASE - numbered([text])[text]]


def test_a_feature_code_is_a_text_of_its_own_kind() -> None:
    assert codes("*72") == [-FEATURE_BASE - numbered(["*72"])["*72"]]


def test_a_dropped_carrier_code_is_remembered_by_position() -> None:
    texts = pl.Series(["3035550142", "10102883035550142", "1015432011442079460000", "911"])
    assert read_parties(texts, numbered).carrier_codes == {1: "1010288", 2: "1015432"}


def test_texts_are_asked_for_only_where_there_are_any() -> None:
    asked: list[Sequence[str]] = []

    def ids_of(texts: Sequence[str]) -> Mapping[str, int]:
        asked.append(texts)
        return numbered(texts)

    read_parties(pl.Series(["3035550142", "911", ""]), ids_of)
    assert asked == []


@given(texts=st.lists(WRITINGS, max_size=8))
def test_the_words_of_a_code_are_read_as_the_same_code(texts: list[str]) -> None:
    ids = numbered(texts)
    known = {number: text.strip() for text, number in ids.items()}
    for text in texts:
        code = code_of(read_party(text), ids, text)
        assert read_party(party_words(code, known)).kind is read_party(text).kind


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (13035550142, "+13035550142"),
        (0, ""),
        (-911, "911"),
        (-LOCAL_BASE - 5550142, "5550142"),
        (-LOCAL_BASE - 50142, "0050142"),
        (-TEXT_BASE - 7, "ext-204"),
        (-FEATURE_BASE - 8, "*72"),
    ],
)
def test_codes_have_their_words(code: int, words: str) -> None:
    assert party_words(code, {7: "ext-204", 8: "*72"}) == words


def test_only_texts_have_an_id() -> None:
    assert [text_id(c) for c in (1, 0, -911, -LOCAL_BASE - 5550142)] == [None] * 4
    assert [text_id(c) for c in (-FEATURE_BASE - 8, -TEXT_BASE - 7)] == [8, 7]


def test_seven_digits_are_told_from_texts() -> None:
    assert [is_local(c) for c in (-LOCAL_BASE - 5550142, -TEXT_BASE - 7, -911)] == [
        True,
        False,
        False,
    ]


def test_seven_digits_take_the_area_code_of_the_payer() -> None:
    codes = np.array([-LOCAL_BASE - 5550142] * 3 + [-911, 17185550100])
    payers = np.array([13035550143, 442079460000, 0, 13035550143, 13035550143])
    completed = complete_local(codes, payers)
    assert completed.tolist() == [
        13035550142,
        -LOCAL_BASE - 5550142,
        -LOCAL_BASE - 5550142,
        -911,
        17185550100,
    ]
