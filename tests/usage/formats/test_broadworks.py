"""BroadWorks: what ``rating-and-cdr.md`` 5.5 warns of."""

from pathlib import Path

from app.usage.table import Direction, Reason
from tests.usage.call_files import call_file, read


def row(**facts: str) -> str:
    usual = {
        "id": "00000000010050569E7A1120261101000000.0001-000000",
        "type": "Normal",
        "direction": "Originating",
        "caller": "+12125550142",
        "called": "+13105550123",
        "indicator": "Yes",
        "answer": "20261102150004.312",
        "release": "20261102150139.310",
        "charged": "",
    }
    told = {**usual, **facts}
    fields = [""] * 150
    fields[0] = told["id"]
    fields[1] = "acme-sp"
    fields[2] = told["type"]
    fields[3] = "+12125550142"
    fields[5] = told["direction"]
    fields[6] = told["caller"]
    fields[8] = told["called"]
    fields[9] = "20261102150000.000"
    fields[10] = "1-050000"
    fields[11] = told["indicator"]
    fields[12] = told["answer"]
    fields[13] = told["release"]
    fields[31] = r"Acme Dental\, \"LLC"
    fields[145] = told["charged"]
    return ",".join(fields) + "\n"


def _file(*rows: str) -> str:
    return "version=23.0 encoding=UTF-8\n" + "".join(rows)


def test_a_normal_record_is_timed_in_gmt_and_lasts_from_answer_to_release(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, _file(row())))
    assert found.format.name == "broadworks"
    assert found.starts() == ["2026-11-02T15:00:00+00:00"]
    assert found.calls.drop("started_us").rows() == [
        (
            2,
            "00000000010050569E7A1120261101000000.0001-000000",
            95,
            "+12125550142",
            "+13105550123",
            "+12125550142",
            Direction.OUT,
            True,
            None,
            0,
        )
    ]


def test_the_version_line_may_be_missing(tmp_path: Path) -> None:
    assert read(call_file(tmp_path, row())).column("row") == [1]


def test_partial_records_are_held(tmp_path: Path) -> None:
    kinds = ("Start", "Interim", "Long Duration", "End", "Failover", "Normal", "Normal")
    found = read(call_file(tmp_path, _file(*(row(type=kind) for kind in kinds))))
    assert found.column("hold") == [Reason.PARTIAL] * 5 + [0, 0]


def test_a_partial_record_without_release_is_not_malformed(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, _file(row(type="Start", release=""), row())))
    assert found.calls.select("raw_seconds", "hold").rows() == [(0, Reason.PARTIAL), (95, 0)]


def test_an_answered_call_without_release_is_malformed(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, _file(row(release=""), row())))
    assert found.reasons() == [(2, "bad_duration_text")]


def test_the_charged_number_pays_before_the_user(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, _file(row(charged="+18005550199"))))
    assert found.column("billing_number") == ["+18005550199"]


def test_what_terminates_at_the_user_came_in(tmp_path: Path) -> None:
    text = _file(row(direction="Terminating", indicator="No", answer=""))
    found = read(call_file(tmp_path, text))
    assert found.calls.select("direction", "answered").rows() == [(Direction.IN, False)]


def test_a_redirected_answer_is_an_answer(tmp_path: Path) -> None:
    found = read(call_file(tmp_path, _file(row(indicator="Yes-PostRedirection"))))
    assert found.column("answered") == [True]


def test_later_releases_append_columns(tmp_path: Path) -> None:
    longer = row().rstrip("\n") + "," * 300 + "\n"
    assert read(call_file(tmp_path, _file(longer))).column("raw_seconds") == [95]
