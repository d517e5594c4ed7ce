"""Real and synthetic samples of call files, where they lie beside the project."""

from pathlib import Path

import pytest

from app.errors import InputError
from app.usage.detection import detect
from app.usage.reading import members
from app.usage.table import Direction, Reason
from tests.usage.call_files import Reading, read

SAMPLES = Path(__file__).parents[3] / "shared" / "cdr-samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def _read(name: str) -> Reading:
    [file] = members(SAMPLES / name)
    return read(file)


def test_asterisk_self_test() -> None:
    found = _read("asterisk-cdr-csv/testsuite-self_test-Master.csv")
    assert found.format.name == "asterisk"
    assert found.column("raw_seconds") == [7, 7]
    assert found.malformed == []


def test_asterisk_good_file_with_one_impossible_row() -> None:
    found = _read("asterisk-cdr-csv/testsuite-cdrlib-good.csv")
    assert found.column("hold") == [0, Reason.BAD_DURATION, 0, 0, 0]
    assert [finding.row for finding in found.warnings] == [2]
    assert found.column("answered") == [True, True, False, False, False]


def test_asterisk_file_cut_off_inside_a_quote() -> None:
    found = _read("asterisk-cdr-csv/testsuite-cdrlib-buggy-unterminated-quote.csv")
    assert found.format.name == "asterisk"
    assert found.calls.height == 0
    assert found.reasons() == [(1, "wrong_fields")]


def test_asterisk_gotchas() -> None:
    found = _read("synthetic/asterisk-cdr-csv-gotchas.csv")
    assert found.column("raw_seconds") == [95, 0, 0, 180, -7, 43201]
    assert found.column("answered") == [True, False, False, True, True, True]
    assert found.column("called")[3] == "911"
    assert len(set(found.column("call_id"))) == 6
    assert set(found.column("hold")) == {0}


def test_freepbx_excerpt_is_of_september() -> None:
    found = _read("freepbx-cdr-export/apspoliveira-cdr-excerpt.csv")
    assert found.format.name == "freepbx"
    assert found.calls.height == 11
    assert {start[:7] for start in found.starts()} == {"2017-09"}


def test_freeswitch_answered() -> None:
    found = _read("freeswitch-json-cdr/cgrates-fscdr-test-answered-68s.json")
    assert found.format.name == "freeswitch-json"
    assert found.starts() == ["2018-01-11T10:25:44+00:00"]
    assert found.calls.select("raw_seconds", "caller", "called", "hold").rows() == [
        (68, "1001", "1002", 0)
    ]


def test_freeswitch_minimal_is_unanswered() -> None:
    found = _read("freeswitch-json-cdr/cgrates-fscdr-test-minimal.json")
    assert found.calls.select("raw_seconds", "answered").rows() == [(0, False)]


def test_cucm_with_one_header_row() -> None:
    found = _read("cisco-cucm/hleguern-cdr-anonymised.csv")
    assert found.format.name == "cucm"
    assert found.column("row") == [2, 3, 4]
    assert found.column("hold") == [Reason.BAD_DURATION, 0, 0]


def test_cucm_with_two_header_rows() -> None:
    found = _read("cisco-cucm/public-generator-two-header-rows.csv")
    assert found.column("row") == [3, 4, 5]
    assert found.column("answered") == [True, False, True]


def test_netsapiens() -> None:
    found = _read("synthetic/netsapiens-advanced.csv")
    assert found.format.name == "netsapiens"
    assert found.column("direction") == [
        Direction.OUT,
        Direction.IN,
        Direction.IN,
        Direction.OUT,
        Direction.IN,
        Direction.OUT,
    ]
    assert found.column("call_id")[0] == found.column("call_id")[5]


def test_broadworks() -> None:
    found = _read("synthetic/broadworks-accounting.csv")
    assert found.format.name == "broadworks"
    assert found.column("hold") == [0, 0, Reason.PARTIAL, 0]
    assert found.column("raw_seconds") == [95, 0, 0, 601]
    assert found.column("billing_number") == ["+12125550142"] * 4


def test_bandwidth() -> None:
    found = _read("synthetic/bandwidth-bdr.csv")
    assert found.format.name == "bandwidth"
    assert found.calls.select("direction", "raw_seconds", "cost").rows() == [
        (Direction.OUT, 96, 960_000),
        (Direction.IN, 66, 1_265_000),
    ]


def test_twilio() -> None:
    found = _read("synthetic/twilio-calls.csv")
    assert found.format.name == "twilio"
    assert found.calls.select("raw_seconds", "answered", "cost").rows() == [
        (95, True, 2_800_000),
        (0, False, None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "synthetic/3cx-cdr.log",
        "synthetic/emi-010101-175.txt",
        "synthetic/sansay-vsx.csv",
        "synthetic/thinq-origination.csv",
        "synthetic/vitelity.csv",
        "synthetic/voip-innovations.CDR",
        "synthetic/voipms-getcdr-as-csv.csv",
        "synthetic/windstream-tab.txt",
        "generic-csv/billrun-calculator-test1.csv",
        "generic-csv/cdr-stats-import_retail_rates.txt",
        "fixed-width-hdr-trl/cgrates-fwv-HDR-CDR-TRL.fwv",
    ],
)
def test_files_of_other_formats_are_not_mistaken(name: str) -> None:
    [file] = members(SAMPLES / name)
    with pytest.raises(InputError, match="no format that is known"):
        detect(file)
