from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from app.operations.office import Office
from app.store.database import CompanyFile, raw
from app.store.usage import (
    DECISIONS,
    STORED,
    add_block,
    calls_by_id,
    contents_by_id,
    decide,
    decisions,
    key_blocks,
    key_spans,
    known_text_ids,
    load_calls,
    next_id,
    read_frame,
    sealed_frame,
    set_status,
    split_start,
    text_ids,
    texts_by_id,
    update_prices,
    write_block,
)
from app.store.usage_tables import calls as calls_table
from app.usage.duplicates import KeySpan, key_hashes, make_block
from app.usage.table import Status
from tests.operations.companies import A1, A2, OCTOBER, STRANGER, approve, take_in


def test_the_columns_are_those_of_the_table_in_its_order() -> None:
    assert list(STORED) == [column.name for column in calls_table.columns]


def test_a_start_is_cut_into_seconds_and_the_rest() -> None:
    frame = split_start(pl.DataFrame({"started_us": [1_500_000, 2_000_000, -1]}))
    assert frame.select("started_at", "started_micros").rows() == [
        (1, 500_000),
        (2, None),
        (-1, 999_999),
    ]


def test_calls_of_no_ids_are_none(office: Office) -> None:
    with office.file.read() as conn:
        assert calls_by_id(raw(conn), []).height == 0


@pytest.mark.parametrize("read", [calls_by_id, contents_by_id])
def test_calls_are_found_by_id(
    office: Office, tmp_path: Path, read: Callable[..., pl.DataFrame]
) -> None:
    take_in(office, tmp_path, A1, A2)
    with office.file.read() as conn:
        assert read(raw(conn), [2])["call_key"].to_list() == ["a2"]


def test_more_ids_than_one_query_takes_are_found(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A2)
    with office.file.read() as conn:
        assert calls_by_id(raw(conn), list(range(1, 1200)))["id"].to_list() == [1, 2]


def test_a_long_result_is_read_in_pieces(
    company: CompanyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.usage._FETCH", 2)
    sql = "SELECT value FROM json_each('[1, 2, null, 4, 5]')"
    with company.read() as conn:
        frame = read_frame(raw(conn), sql, (), {"value": pl.Int64})
    assert frame["value"].to_list() == [1, 2, None, 4, 5]


def test_the_next_id_follows_the_highest(office: Office, tmp_path: Path) -> None:
    with office.file.read() as conn:
        assert next_id(raw(conn), "calls") == 1
    take_in(office, tmp_path, *OCTOBER)
    with office.file.read() as conn:
        assert [next_id(raw(conn), name) for name in ("calls", "imports")] == [9, 2]


def test_prices_are_written_by_id(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A2)
    with office.write() as conn:
        db = raw(conn)
        dear = load_calls(db).filter(pl.col("id") == 2).with_columns(charge=pl.lit(7))
        update_prices(db, dear)
        assert load_calls(db)["charge"].to_list() == [6_000_000, 7]


def test_a_text_has_one_id(company: CompanyFile) -> None:
    with company.write() as conn:
        db = raw(conn)
        first = text_ids(db, ["anna", "ext 7"])
        assert text_ids(db, ["ext 7", "bert"]) == {"ext 7": first["ext 7"], "bert": 3}
        assert known_text_ids(db) == {"anna": 1, "ext 7": 2, "bert": 3}
        assert texts_by_id(db) == {1: "anna", 2: "ext 7", 3: "bert"}


def test_texts_in_any_number_have_their_ids(company: CompanyFile) -> None:
    texts = [f"x{place}" for place in range(1201)]
    with company.write() as conn:
        assert sorted(text_ids(raw(conn), texts)) == sorted(texts)


def test_a_block_of_keys_is_read_as_it_was_written(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    take_in(office, tmp_path, A2, source="carrier")
    block = make_block(
        9,
        KeySpan("a", "b"),
        hashes=key_hashes(pl.Series(["b", "a"])),
        offsets=np.array([4, 5], np.uint32),
    )
    with office.write() as conn:
        db = raw(conn)
        write_block(db, 1, block)
        spans = key_spans(db, "pbx")
        (second,) = key_blocks(db, [max(spans)]).values()
    assert list(spans.values()) == [KeySpan("a1", "a1"), KeySpan("a", "b")]
    assert (second.first_call_id, second.span) == (9, KeySpan("a", "b"))
    assert second.hashes.tolist() == block.hashes.tolist()
    assert second.offsets.tolist() == block.offsets.tolist()


def test_stored_calls_that_count_from_now_on_have_a_block(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    with office.write() as conn:
        db = raw(conn)
        add_block(db, 1, load_calls(db, "calls.status = 4"))
        (block,) = key_blocks(db, [max(key_spans(db, "pbx"))]).values()
    assert block.hashes.tolist() == key_hashes(pl.Series(["a1"])).tolist()


def test_a_decision_takes_the_place_of_an_earlier_one(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    first = {"id": 1, "forced_number_id": 2, "released": 0, "held": 1, "written_off": 0, "why": "a"}
    with office.write() as conn:
        db = raw(conn)
        for row in (first, first | {"forced_number_id": None, "why": "b"}):
            decide(db, pl.DataFrame([row], schema=DECISIONS), at_us=5)
        assert decisions(db).to_dicts() == [first | {"forced_number_id": None, "why": "b"}]


def test_a_status_is_set(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, STRANGER)
    with office.write() as conn:
        set_status(raw(conn), [1], Status.WRITTEN_OFF)
        assert load_calls(raw(conn))["status"].to_list() == [3, 0]


def test_what_was_sealed_is_read(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A2)
    approve(office)
    with office.file.read() as conn:
        assert sealed_frame(conn).rows() == [(1, 600_000, 0, 60_000_000)]
