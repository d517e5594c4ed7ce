from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operations.import_usage import Choices, import_usage
from app.operations.intake import stored_order
from app.operations.mapping_profiles import propose_profile
from app.operations.office import Office
from app.store.database import raw
from tests.operations.companies import A1, A2, B1, OCTOBER, STRANGER, calls_by_key, copied, take_in


def ids(office: Office) -> list[str]:
    with office.file.read() as conn:
        return [key for (key,) in raw(conn).execute("SELECT call_key FROM calls ORDER BY id")]


def test_calls_lie_by_number_and_start_strangers_first(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, B1, A2, STRANGER, A1)
    assert ids(office) == ["s1", "a1", "a2", "b1"]


@given(
    calls=st.lists(
        st.tuples(
            st.integers(0, 9) | st.integers(0, 2**40),
            st.integers(1_790_000_000, 1_790_000_005) | st.integers(-(2**36), 2**38),
        ),
        max_size=12,
    )
)
def test_the_order_is_by_number_start_and_place(calls: list[tuple[int, int]]) -> None:
    numbers = np.array([number for number, _ in calls], np.int64)
    starts = np.array([start for _, start in calls], np.int64)
    expected = sorted(range(len(calls)), key=lambda place: (*calls[place], place))
    assert stored_order(numbers, starts).tolist() == expected


def test_a_repeat_of_a_key_among_higher_and_lower_ones_is_found(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, A1.replace("a1,", "k3,"), A2.replace("a2,", "k5,"))
    take_in(office, tmp_path, A1.replace("a1,", "k8,"), name="later.csv")
    between = [A1.replace("a1,", f"k{place},") for place in (4, 5, 6)]
    again = take_in(office, tmp_path, *between, name="between.csv")
    assert (again.outcomes["rated"], again.outcomes["duplicate"]) == (2, 1)


def test_a_repeat_within_the_file_keeps_the_first(office: Office, tmp_path: Path) -> None:
    other = A1.replace(",60,", ",90,")
    result = take_in(office, tmp_path, A1, other, A1)
    assert result.outcomes == {"rated": 1, "duplicate": 2}
    assert [(f.code, f.row) for f in result.findings] == [("same_key_other_content", 3)]
    assert calls_by_key(office)["a1"]["raw_seconds"] == 60


def test_a_suspended_row_is_an_accepted_row(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    again = take_in(office, tmp_path, STRANGER, A1, name="again.csv")
    assert again.outcomes == {"rated": 1, "duplicate": 1}


def test_a_malformed_row_takes_no_key(office: Office, tmp_path: Path) -> None:
    result = take_in(office, tmp_path, A1.replace(",60,", ",soon,"), A1)
    assert result.outcomes == {"rated": 1, "malformed": 1}


def test_many_repeats_with_other_content_are_told_together(office: Office, tmp_path: Path) -> None:
    lines = [A1.replace("a1,", f"k{place},") for place in range(120)]
    take_in(office, tmp_path, *lines)
    again = take_in(office, tmp_path, *(x.replace(",60,", ",66,") for x in lines), name="b.csv")
    assert len(again.findings) == 101
    assert again.findings[-1].message.startswith("20 more calls are in this source already")


def test_a_dropped_carrier_code_is_kept_with_the_call(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A2, A1.replace(",3035550188,", ",10102883035550188,"))
    call = calls_by_key(office)["a1"]
    with office.file.read() as conn:
        kept = raw(conn).execute("SELECT call_id, carrier_code FROM call_carrier_codes").fetchall()
    assert (kept, call["called"]) == ([(call["id"], "1010288")], 13035550188)


def test_a_party_text_is_kept_once(office: Office, tmp_path: Path) -> None:
    lines = [A1.replace("a1,", f"k{place},").replace("3035550142", "anna") for place in range(3)]
    take_in(office, tmp_path, *lines, B1.replace("2125550155", "*72"))
    with office.file.read() as conn:
        texts = raw(conn).execute("SELECT text FROM call_texts ORDER BY text").fetchall()
    assert texts == [("*72",), ("anna",)]


@pytest.mark.parametrize("seconds", ["-5", "43201"])
def test_what_is_not_believed_counts_in_the_sum_of_seconds(
    office: Office, tmp_path: Path, seconds: str
) -> None:
    take_in(office, tmp_path, A1.replace(",60,", f",{seconds},"), A2)
    with office.file.read() as conn:
        ((kept,),) = raw(conn).execute("SELECT raw_seconds FROM imports").fetchall()
    assert kept == int(seconds) + 600


@pytest.mark.parametrize("block_bytes", [1, 150, 400])
def test_a_file_read_in_pieces_is_the_file_read_at_once(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block_bytes: int
) -> None:
    carrier = A1.replace("a1,", "c1,").replace(",3035550188,", ",10102883035550188,")
    spoken = B1.replace("b1,", "t1,").replace("2125550142", "anna")
    lines = (*OCTOBER, carrier, spoken, spoken, A1.replace(",60,", ",61,"))
    kept = []
    for size in (10**7, block_bytes):
        monkeypatch.setattr("app.operations.import_usage.BLOCK_BYTES", size)
        with copied(template, tmp_path / "pieces.switchbook") as office:
            result = take_in(office, tmp_path, *lines)
            calls = calls_by_key(office)
            with office.file.read() as conn:
                codes = raw(conn).execute(
                    "SELECT call_key, carrier_code FROM call_carrier_codes "
                    "JOIN calls ON calls.id = call_id"
                )
                kept.append(
                    (
                        result.outcomes,
                        sorted((f.code, f.row) for f in result.findings),
                        {key: row | {"id": None} for key, row in calls.items()},
                        codes.fetchall(),
                    )
                )
    assert kept[0] == kept[1]


def test_identical_rows_without_ids_are_counted_over_the_whole_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.operations.import_usage.BLOCK_BYTES", 60)
    path, profile = tmp_path / "calls.csv", tmp_path / "mesa.json"
    row = "2026-10-05 09:00:00,3035550142,3035550188,60\n"
    path.write_text("Start,From,To,Seconds\n" + row * 4)
    propose_profile(path, profile)
    (result,) = import_usage(office, [path], choices=Choices(profile=str(profile)))
    assert result.outcomes == {"rated": 1, "suspended": 3, "suspended:probable_duplicate": 3}
