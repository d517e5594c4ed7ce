"""Asterisk and FreePBX: what ``rating-and-cdr.md`` 5.2 and 7 warn of."""

from pathlib import Path

import pytest

from app.usage.reading import ReadSettings
from app.usage.table import Direction, Reason
from tests.usage.call_files import BLOCK_SIZES, call_file, read

UTC = ReadSettings("UTC")


def row(  # noqa: PLR0913  a record has that many parts
    *extra: str,
    src: str = "3035550142",
    dst: str = "13105550123",
    context: str = "from-internal",
    channel: str = "PJSIP/100-00000001",
    dest_channel: str = "PJSIP/carrier-00000002",
    app: str = "Dial",
    data: str = "PJSIP/13105550123@carrier,60,T",
    start: str = "2026-11-02 15:00:00",
    answer: str = "2026-11-02 15:00:05",
    end: str = "2026-11-02 15:01:40",
    elapsed: str = "100",
    seconds: str = "95",
    disposition: str = "ANSWERED",
    account: str = "",
) -> str:
    fields = [account, src, dst, context, f'""Pat, O"" <{src}>', channel, dest_channel, app, data]
    quoted = ",".join(f'"{field}"' for field in [*fields, start])
    answered = f'"{answer}"' if answer else ""
    rest = ",".join(f'"{field}"' for field in [disposition, "DOCUMENTATION", *extra])
    return f'{quoted},{answered},"{end}",{elapsed},{seconds},{rest}\n'


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ((), None),
        (("userfield",), None),
        (
            ("1793631600.1",),
            (
                "1793631600.1|2026-11-02 15:00:00|2026-11-02 15:00:05|2026-11-02 15:01:40"
                "|PJSIP/carrier-00000002"
            ),
        ),
        (
            ("pbx1-1793631600.1", "userfield"),
            (
                "pbx1-1793631600.1|2026-11-02 15:00:00|2026-11-02 15:00:05|2026-11-02 15:01:40"
                "|PJSIP/carrier-00000002"
            ),
        ),
        (("", "1793631600.1", "7"), "1793631600.1:7"),
        (("1793631600.2", "", "1793631600.1", "7"), "1793631600.2:7"),
        (("1793631600.2", "", "", "1793631600.1", "7"), "1793631600.2:7"),
    ],
)
def test_sixteen_to_twenty_one_columns_are_all_legal(
    tmp_path: Path, extra: tuple[str, ...], key: str | None
) -> None:
    found = read(call_file(tmp_path, row(*extra)), settings=UTC)
    assert found.format.name == "asterisk"
    assert found.column("call_id") == [key]
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
    assert found.calls.select("raw_seconds", "caller", "called", "answered").rows() == [
        (95, "3035550142", "13105550123", True)
    ]


def test_rows_of_several_widths_in_one_file_are_each_read_by_their_own(tmp_path: Path) -> None:
    text = row("1793631600.1", "") + row("1793631600.2", "", "", "1793631600.2", "9")
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.column("call_id")[1] == "1793631600.2:9"
    assert found.malformed == []


def test_the_account_code_pays_and_may_be_blank(tmp_path: Path) -> None:
    text = row("1.1", account="acme") + row("1.2")
    found = read(call_file(tmp_path, text), "asterisk", UTC)
    assert found.column("billing_number") == ["acme", ""]


def test_attempts_of_one_call_are_different_records(tmp_path: Path) -> None:
    failed = row(
        "1793631600.1",
        "",
        answer="",
        end="2026-11-02 15:00:02",
        elapsed="2",
        seconds="0",
        disposition="FAILED",
        dest_channel="PJSIP/carrier2-3",
    )
    found = read(call_file(tmp_path, row("1793631600.1", "") + failed), settings=UTC)
    assert len(set(found.column("call_id"))) == 2
    assert found.column("answered") == [True, False]


@pytest.mark.parametrize(
    ("disposition", "seconds", "answered"),
    [
        ("ANSWERED", "0", True),
        ("NO ANSWER", "12", False),
        ("BUSY", "0", False),
        ("CONGESTION", "0", False),
    ],
)
def test_the_disposition_tells_what_was_answered(
    tmp_path: Path,
    disposition: str,
    seconds: str,
    answered: bool,  # noqa: FBT001
) -> None:
    text = row(disposition=disposition, seconds=seconds, answer="", end="2026-11-02 15:01:40")
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.calls.select("answered", "raw_seconds").rows() == [(answered, int(seconds))]


@pytest.mark.parametrize(
    ("dst", "app", "data", "called"),
    [
        ("s", "Dial", "PJSIP/13105550123@carrier,60", "13105550123"),
        ("h", "Dial", "SIP/trunk/13105550123,60,T", "13105550123"),
        ("*72", "Dial", "PJSIP/13105550123@carrier", "13105550123"),
        ("*72", "Dial", "SIP/108,60", "*72"),
        ("*60", "Wait", "1", "*60"),
        ("i", "Playback", "invalid", "i"),
        ("13105550123", "Dial", "PJSIP/913105550123@carrier", "13105550123"),
    ],
)
def test_a_step_of_the_dialplan_stands_for_the_number_dialled(
    tmp_path: Path, dst: str, app: str, data: str, called: str
) -> None:
    found = read(call_file(tmp_path, row(dst=dst, app=app, data=data)), settings=UTC)
    assert found.column("called") == [called]


@pytest.mark.parametrize(
    ("context", "channel", "direction"),
    [
        ("from-trunk", "PJSIP/100-1", Direction.IN),
        ("from-internal", "PJSIP/mesa-00000001", Direction.IN),
        ("from-internal", "PJSIP/100-1", Direction.UNKNOWN),
    ],
)
def test_the_lists_of_the_source_tell_what_came_in(
    tmp_path: Path, context: str, channel: str, direction: Direction
) -> None:
    settings = ReadSettings("UTC", inbound_contexts=("from-trunk",), trunk_channels=("PJSIP/mesa",))
    file = call_file(tmp_path, row(context=context, channel=channel))
    assert read(file, settings=settings).column("direction") == [direction]


def test_stamps_are_local_to_the_source(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, row()), settings=ReadSettings("America/New_York"))
    assert found.starts() == ["2026-11-02T20:00:00+00:00"]


def test_talk_longer_than_the_call_is_held_and_told(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, row(elapsed="5", seconds="7")), settings=UTC)
    assert found.column("hold") == [Reason.BAD_DURATION]
    assert [finding.code for finding in found.warnings] == ["duration_contradicts"]


def test_a_negative_duration_is_kept_as_it_is(tmp_path: Path) -> None:
    text = row(end="2026-11-02 14:59:58", elapsed="-2", seconds="-7")
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.calls.select("raw_seconds", "hold").rows() == [(-7, 0)]


def test_the_half_of_a_local_channel_that_runs_no_dialplan_is_held(tmp_path: Path) -> None:
    text = row(channel="Local/s@x-00000001;1") + row(channel="Local/s@x-00000001;2")
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.column("hold") == [Reason.PARTIAL, 0]


def test_the_id_tells_which_of_two_equal_hours_it_was(tmp_path: Path) -> None:
    # 01:50 in New York on 2026-11-01: 05:50Z, then 06:50Z.
    def at(uniqueid: str) -> str:
        return row(
            uniqueid,
            "",
            start="2026-11-01 01:50:00",
            answer="2026-11-01 01:50:05",
            end="2026-11-01 01:51:40",
        )

    found = read(call_file(tmp_path, at("1793512200.1") + at("1793515800.2") + at("x")))
    assert found.starts() == [
        "2026-11-01T05:50:00+00:00",
        "2026-11-01T06:50:00+00:00",
        "2026-11-01T05:50:00+00:00",
    ]
    assert [(finding.code, finding.row) for finding in found.warnings] == [("stamp_ambiguous", 3)]


def test_a_call_over_the_end_of_daylight_saving_has_its_length_by_duration(tmp_path: Path) -> None:
    text = row(
        "x",
        "",
        start="2026-11-01 01:50:00",
        answer="2026-11-01 01:50:00",
        end="2026-11-01 01:10:00",
        elapsed="1200",
        seconds="1200",
    )
    found = read(call_file(tmp_path, text))
    assert found.calls.select("raw_seconds", "hold").rows() == [(1200, 0)]
    assert found.starts() == ["2026-11-01T05:50:00+00:00"]
    assert found.warnings == []


@pytest.mark.parametrize("block_bytes", BLOCK_SIZES)
def test_a_file_cut_off_inside_a_quote_ends_with_a_malformed_row(
    tmp_path: Path, block_bytes: int
) -> None:
    text = row("1.1", "") + row("1.2", "") + row("1.3", "")[:-30]
    found = read(call_file(tmp_path, text), "asterisk", UTC, block_bytes=block_bytes)
    assert found.column("row") == [1, 2]
    assert found.reasons() == [(3, "wrong_fields")]


def test_custom_records_begin_with_the_caller_id(tmp_path: Path) -> None:
    text = (
        '"""Pat"" <3035550142>","3035550142","13105550123","from-internal","PJSIP/100-1",'
        '"PJSIP/carrier-2","Dial","PJSIP/13105550123@carrier","2026-11-02 15:00:00",'
        '"2026-11-02 15:00:05","2026-11-02 15:01:40","100","95.312","ANSWERED","DOCUMENTATION",'
        '"acme","1793631600.1","",7\n'
    )
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.format.name == "asterisk-custom"
    assert found.calls.select("call_id", "raw_seconds", "billing_number").rows() == [
        ("1793631600.1:7", 95, "acme")
    ]


FREEPBX = (
    '"{date}","""Pat"" <{src}>","{src}","{dst}","from-internal","SIP/105-1",{channel},"Dial",'
    '"SIP/108,60","38","{seconds}","ANSWERED","3",,"{uniqueid}",,{did},,"105","Pat",,,,"0",\n'
)


def freepbx(**facts: str) -> str:
    usual = {
        "date": "1/9/2026 16:33:01",
        "src": "3035550142",
        "dst": "13105550123",
        "channel": '"SIP/108-2"',
        "seconds": "32",
        "uniqueid": "x.1",
        "did": "",
    }
    return FREEPBX.format(**{**usual, **facts})


def test_freepbx_has_no_answer_and_end(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, freepbx()), settings=UTC)
    assert found.format.name == "freepbx"
    assert found.starts() == ["2026-09-01T16:33:01+00:00"]
    assert found.calls.select("call_id", "raw_seconds", "answered").rows() == [
        ("x.1|1/9/2026 16:33:01|38|32|SIP/108-2", 32, True)
    ]


def test_freepbx_takes_the_order_of_day_and_month_from_the_source(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, freepbx()), settings=ReadSettings("UTC", "mdy"))
    assert found.starts() == ["2026-01-09T16:33:01+00:00"]


def test_freepbx_without_an_order_believes_the_instant_in_the_id(tmp_path: Path) -> None:
    # 2026-01-09T16:33:01Z
    found = read(call_file(tmp_path, freepbx(uniqueid="1767976381.5")), settings=UTC)
    assert found.starts() == ["2026-01-09T16:33:01+00:00"]


def test_freepbx_inbound_calls_are_to_their_did(tmp_path: Path) -> None:
    text = freepbx(dst="s", did='"3035550142"') + freepbx(did='"3035550142"')
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.column("called") == ["3035550142", "13105550123"]


def test_freepbx_with_a_header_is_the_same_format(tmp_path: Path) -> None:
    text = (
        "calldate;clid;src;dst;dcontext;channel;duration;billsec;disposition;uniqueid;sequence\n"
        "2026-11-02 15:00:00;x;3035550142;13105550123;internal;SIP/1;100;95;ANSWERED;17.1;4\n"
    )
    found = read(call_file(tmp_path, text), settings=UTC)
    assert found.format.name == "freepbx"
    assert found.calls.select("row", "call_id", "raw_seconds").rows() == [(2, "17.1:4", 95)]
    assert read(call_file(tmp_path, text), "freepbx", UTC).calls.equals(found.calls)
