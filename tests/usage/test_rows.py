"""Records of any format to calls: what is common to all formats."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.usage.formats import FORMATS
from app.usage.formats.declaration import (
    Answered,
    CallFormat,
    DirectionRule,
    Hold,
    Key,
    Layout,
    Values,
)
from app.usage.opening import Placed
from app.usage.rows import MOST_WARNINGS, Call, RowReader, values_of
from app.usage.settings import ReadSettings
from app.usage.table import Direction, MalformedRow, Reason

FORMAT = CallFormat(
    name="test",
    title="test",
    layouts=(Layout(columns={}),),
    answered=Answered(meaning="disposition", words=frozenset({"answered"}), blank=True),
    direction=DirectionRule(meaning="direction", words={"in": Direction.IN}, lists=True),
    keys=(Key(meanings=("id",)),),
    hold=Hold(meaning="kind", final=frozenset({"", "normal"})),
)
GOOD: Values = {
    "id": "1",
    "start": "2026-11-02 15:00:00",
    "seconds": "95",
    "caller": "3035550142",
    "called": "913105550123",
}


def _reader(**settings: tuple[str, ...] | str) -> RowReader:
    return RowReader(FORMAT, ReadSettings("UTC", **settings), file="calls.csv")  # type: ignore[arg-type]


def _call(reader: RowReader | None = None, **values: str) -> Call:
    found = (reader or _reader()).read({**GOOD, **values}, 7, "raw")
    assert isinstance(found, Call)
    return found


def _fault(**values: str) -> str:
    found = _reader().read({**GOOD, **values}, 7, "raw")
    assert isinstance(found, MalformedRow)
    assert found.finding.raw == "raw"
    return found.reason.name.lower()


def test_a_record_becomes_a_call() -> None:
    assert _call() == Call(
        row=7,
        call_id="1",
        started_us=1_793_631_600_000_000,
        raw_seconds=95,
        caller="3035550142",
        called="913105550123",
        billing_number="",
        direction=Direction.UNKNOWN,
        answered=True,
        cost=None,
        hold=0,
    )


def test_what_cannot_be_read_is_malformed_in_the_contract_s_order() -> None:
    assert _fault(start="", seconds="x") == "bad_start"
    assert _fault(start="soon") == "bad_start"
    assert _fault(seconds="x") == "bad_duration_text"
    assert _fault(seconds="") == "bad_duration_text"


def test_a_blank_duration_is_zero_when_unanswered() -> None:
    assert _call(seconds="", disposition="busy").raw_seconds == 0


def test_a_record_without_id_has_no_key() -> None:
    assert _call(id="").call_id is None


def test_contexts_and_channels_of_the_source_come_in() -> None:
    reader = _reader(inbound_contexts=("from-trunk",), trunk_channels=("PJSIP/mesa",))
    assert _call(reader, context="from-trunk").direction == Direction.IN
    assert _call(reader, channel="PJSIP/mesa-1").direction == Direction.IN
    assert _call(reader, context="other").direction == Direction.UNKNOWN
    assert _call(_reader(), channel="PJSIP/mesa-1").direction == Direction.UNKNOWN


def test_the_access_code_is_taken_off_calls_that_did_not_come_in() -> None:
    reader = _reader(access_code="9")
    assert _call(reader).called == "13105550123"
    assert _call(reader, direction="in").called == "913105550123"


def test_records_that_are_not_final_are_held() -> None:
    assert _call(kind="Interim", seconds="").hold == Reason.PARTIAL
    assert _call(kind="Normal").hold == 0


def test_a_cost_that_is_no_amount_is_left_out_and_told() -> None:
    reader = _reader()
    assert _call(reader, cost="0.0096").cost == 960_000
    assert _call(reader, cost="free").cost is None
    assert [(finding.code, finding.row) for finding in reader.take_warnings()] == [("bad_cost", 7)]
    assert reader.take_warnings() == []


def test_warnings_of_one_kind_come_to_an_end() -> None:
    reader = _reader()
    for _ in range(MOST_WARNINGS + 5):
        _call(reader, cost="free")
    assert len(reader.take_warnings()) == MOST_WARNINGS


def test_a_time_that_daylight_saving_skips_is_told() -> None:
    reader = RowReader(FORMAT, ReadSettings("America/New_York"), file="calls.csv")
    call = _call(reader, start="2026-03-08 02:30:00")
    assert call.started_us == 1_772_955_000_000_000
    assert [finding.code for finding in reader.take_warnings()] == ["stamp_skipped"]


def test_what_exports_write_for_nothing_is_nothing() -> None:
    placed = Placed(places=(("a", 0), ("b", 1), ("c", 2), ("d", 9)), looks=(), width=3)
    assert values_of([" x ", "NULL", "<null>"], placed) == {"a": "x"}


def test_the_first_moment_of_all_is_no_start_east_of_greenwich() -> None:
    reader = RowReader(FORMAT, ReadSettings("Asia/Tokyo"), file="calls.csv")
    found = reader.read({**GOOD, "start": "9999-12-31 23:59:59"}, 7, "raw")
    assert isinstance(found, Call)


def test_an_assumed_order_stays_where_the_id_proves_neither() -> None:
    fmt = replace(FORMAT, date_order="dmy")
    reader = RowReader(fmt, ReadSettings("UTC"), file="calls.csv")
    found = reader.read({**GOOD, "start": "1/9/2026 10:00:00", "epoch": "1"}, 7, "raw")
    assert isinstance(found, Call)
    assert found.started_us == 1_788_256_800_000_000


def test_legs_are_remembered_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.usage.rows._REMEMBERED_LEGS", 1)
    reader = RowReader(
        replace(FORMAT, second_leg=("id", "other")), ReadSettings("UTC"), file="calls.csv"
    )
    legs = [("a", "b"), ("b", "a"), ("c", "d"), ("e", "f"), ("d", "c")]
    holds = [_call(reader, id=own, other=other).hold for own, other in legs]
    assert holds == [0, Reason.PROBABLE_DUPLICATE, 0, 0, 0]


_TEXTS = st.one_of(
    st.sampled_from(
        [
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "2026-11-01 01:30:00",
            "99/99/9999 99:99",
            "1793631600",
            "0",
            "-5",
            "9" * 30,
            "ANSWERED",
            "sip:x",
            "<>",
        ]
    ),
    st.text(max_size=12),
)


@pytest.mark.parametrize("name", FORMATS)
@given(st.data())
def test_no_record_of_any_format_breaks_the_reader(name: str, data: st.DataObject) -> None:
    fmt = FORMATS[name]
    meanings = {"start", "answer", "end", "seconds", "elapsed", "epoch", "cost", "called"}
    meanings |= {meaning for layout in fmt.layouts for meaning in layout.columns}
    values = data.draw(st.dictionaries(st.sampled_from(sorted(meanings)), _TEXTS))
    values.pop("epoch", None)
    settings = ReadSettings("America/New_York", access_code="9")
    found = RowReader(fmt, settings, file="calls.csv").read(dict(values), 1, "raw")
    assert isinstance(found, Call | MalformedRow)
    if isinstance(found, Call):
        assert abs(found.started_us) < 2**63
        assert abs(found.raw_seconds) < 2**63
