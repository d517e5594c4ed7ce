import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled
from app.operations.import_usage import Choices, import_usage
from app.operations.mapping_profiles import keep_profile, propose_profile
from app.operations.office import Office
from app.store import audit
from app.usage.source import Source
from tests.operations.companies import (
    A1,
    A2,
    A5,
    BILLABLE,
    HEADER,
    LATE,
    NOW,
    OCTOBER,
    STRANGER,
    call_file,
    calls_by_key,
    change,
    copied,
    dump,
    take_in,
)

PLAIN = ("audit", "imports", "key_blocks")


def refused(office: Office, path: Path, choices: Choices) -> str:
    """Why nothing of a file is imported."""
    before = dump(office)
    (result,) = import_usage(office, [path], choices=choices)
    assert dump(office) == before
    assert (result.import_id, result.records) == (None, 0)
    return str(result.error)


def test_records_are_counted_by_what_became_of_them(office: Office, tmp_path: Path) -> None:
    result = take_in(office, tmp_path, *OCTOBER)
    assert (result.file, result.source, result.format) == ("october.csv", "pbx", "canonical")
    assert (result.import_id, result.earlier_import, result.records) == (1, None, 9)
    assert result.outcomes == {
        "rated": 5,
        "not_chargeable": 1,
        "not_chargeable:not_answered": 1,
        "suspended": 1,
        "suspended:no_customer": 1,
        "duplicate": 1,
        "malformed": 1,
    }


def test_a_bad_row_is_a_finding_with_its_place(office: Office, tmp_path: Path) -> None:
    (finding,) = take_in(office, tmp_path, *OCTOBER).findings
    assert (finding.code, finding.sheet, finding.row, finding.column) == (
        "bad_start",
        "october.csv",
        9,
        "started_at",
    )


def test_the_same_file_again_adds_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = dump(office)
    again = take_in(office, tmp_path, *OCTOBER, name="renamed.csv")
    assert (again.import_id, again.earlier_import, again.records) == (None, 1, 0)
    assert [finding.code for finding in again.findings] == ["file_imported_before"]
    assert dump(office) == before


def test_the_same_file_with_other_line_ends_adds_nothing(office: Office, tmp_path: Path) -> None:
    first = call_file(tmp_path, *BILLABLE)
    other = tmp_path / "windows.csv"
    other.write_bytes(first.read_bytes().replace(b"\n", b"\r\n"))
    results = import_usage(office, [first, other], choices=Choices(source="pbx"))
    assert [each.earlier_import for each in results] == [None, 1]


def test_one_file_is_another_source_s_own(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    other = take_in(office, tmp_path, A1, source="carrier")
    assert (other.import_id, other.outcomes) == (2, {"rated": 1})
    assert [finding.code for finding in other.findings] == ["file_in_other_source"]


@given(cuts=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_overlapping_pieces_in_any_order_are_one_import(
    template: Path, tmp_path: Path, cuts: list[tuple[int, int]]
) -> None:
    kept = []
    for pieces in ([(0, 6)], [*cuts, (3, 6), (0, 4)]):
        path = tmp_path / "pieces.switchbook"
        with copied(template, path) as office:
            for place, (start, end) in enumerate(pieces):
                take_in(office, tmp_path, *BILLABLE[start:end], name=f"{place}.csv")
            own = calls_by_key(office)
        told = ("status", "reason", "number_id", "charge", "billed_seconds", "rate")
        kept.append({key: [row[name] for name in told] for key, row in own.items()})
    assert kept[0] == kept[1]


def test_a_repeated_key_with_other_content_is_a_finding(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    result = take_in(office, tmp_path, A1.replace(",60,", ",90,"), name="again.csv")
    (finding,) = result.findings
    assert (finding.code, finding.record, finding.row) == ("same_key_other_content", "a1", 2)
    assert result.outcomes == {"duplicate": 1}
    assert calls_by_key(office)["a1"]["raw_seconds"] == 60


def test_a_file_of_no_calls_is_an_import_of_none(office: Office, tmp_path: Path) -> None:
    result = take_in(office, tmp_path)
    assert (result.import_id, result.records, result.outcomes) == (1, 0, {})


def test_members_of_an_archive_are_files_of_their_own(office: Office, tmp_path: Path) -> None:
    archive = tmp_path / "october.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, line in (("a.csv", A1), ("b.csv", A2)):
            packed.writestr(name, f"{HEADER}\n{line}\n")
    results = import_usage(office, [archive], choices=Choices(source="pbx"))
    assert [each.file for each in results] == ["october.zip/a.csv", "october.zip/b.csv"]


def test_a_call_of_tomorrow_is_suspended(office: Office, tmp_path: Path) -> None:
    tomorrow = A1.replace("2026-10-05", "2026-11-03")
    assert take_in(office, tmp_path, tomorrow).outcomes["suspended:bad_timestamp"] == 1


def test_without_a_source_the_format_is_one(office: Office, tmp_path: Path) -> None:
    (result,) = import_usage(office, [call_file(tmp_path, A1)], choices=Choices())
    assert result.source == "canonical"


def test_a_format_that_nobody_knows_is_refused(office: Office, tmp_path: Path) -> None:
    told = refused(office, call_file(tmp_path, A1), Choices(format="nortel"))
    assert "There is no call format nortel" in told


def test_a_profile_that_is_not_saved_is_refused(office: Office, tmp_path: Path) -> None:
    told = refused(office, call_file(tmp_path, A1), Choices(profile="mesa"))
    assert "There is no saved profile mesa" in told


def test_a_time_zone_that_does_not_exist_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Start,From,To,Seconds\n2026-10-05 09:00,3035550142,3035550188,60\n")
    profile = tmp_path / "mesa.json"
    propose_profile(path, profile)
    name = keep_profile(office, profile).name
    told = refused(office, path, Choices(profile=name, timezone="Mars/Base"))
    assert "Mars/Base" in told


def test_a_bad_file_stops_no_other(office: Office, tmp_path: Path) -> None:
    poem, torn = tmp_path / "poem.txt", tmp_path / "torn.zip"
    poem.write_text("no calls here\n")
    torn.write_bytes(b"PK\3\4 and no more")
    good = call_file(tmp_path, A1)
    results = import_usage(office, [poem, torn, good], choices=Choices(source="pbx"))
    assert [(each.file, each.error is None) for each in results] == [
        ("poem.txt", False),
        ("torn.zip", False),
        ("october.csv", True),
    ]
    assert [each.findings[0].code for each in results[:2]] == ["file_not_imported"] * 2
    assert list(calls_by_key(office)) == ["a1"]


def test_a_source_tells_its_format(office: Office, tmp_path: Path) -> None:
    change(office, sources=[Source(source="pbx", format="asterisk", trunk_channels="PJSIP/a|")])
    assert take_in(office, tmp_path, A1).error is not None


class Impatient:
    """Stops the work at once."""

    def step(self, done: int, total: int, note: str) -> None:
        raise Cancelled(done, total, note)


def test_a_cancelled_file_leaves_nothing(office: Office, tmp_path: Path) -> None:
    before = dump(office)
    with pytest.raises(Cancelled):
        import_usage(
            office,
            [call_file(tmp_path, A1)],
            choices=Choices(source="pbx"),
            progress=Impatient(),
        )
    assert dump(office) == before


def test_an_import_is_in_the_audit(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A5)
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "imports", record="1")
    assert (entry.at, entry.operation, entry.action) == (NOW, "import_usage", "added")
    assert entry.after == (
        '{"file":"october.csv","source":"pbx","rated":1,"not_chargeable":1,'
        '"not_chargeable:not_answered":1}'
    )


def test_a_stored_call_keeps_how_it_was_priced(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LATE)
    call = calls_by_key(office)["z1"]
    told = ("row", "payer_rule", "number_id", "rate_id", "rate", "billed_seconds", "charge")
    assert [call[name] for name in told] == [2, 2, 1, 1, 6_000_000, 120, 12_000_000]


def test_identical_rows_without_ids_are_probable_duplicates(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    row = "2026-10-05 09:00:00,3035550142,3035550188,60\n"
    path.write_text("Start,From,To,Seconds\n" + row + row + row.replace("09:00", "09:30"))
    profile = tmp_path / "mesa.json"
    propose_profile(path, profile)
    choices = Choices(profile=keep_profile(office, profile).name)
    (result,) = import_usage(office, [path], choices=choices)
    assert result.outcomes == {
        "rated": 2,
        "suspended": 1,
        "suspended:probable_duplicate": 1,
    }


def test_a_saved_profile_is_recognised_by_content(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Start,From,To,Seconds\n2026-10-05 09:00:00,3035550142,3035550188,60\n")
    profile = tmp_path / "mesa.json"
    propose_profile(path, profile)
    name = keep_profile(office, profile).name
    (result,) = import_usage(office, [path], choices=Choices())
    assert (result.format, result.outcomes) == (name, {"rated": 1})


def test_the_source_s_own_zone_goes_before_the_company_s(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Start,From,To,Seconds\n2026-10-05 09:00:00,3035550142,3035550188,60\n")
    profile = tmp_path / "mesa.json"
    propose_profile(path, profile)
    name = keep_profile(office, profile).name
    eastern = replace(Source(source="pbx"), profile=name, timezone="America/New_York")
    change(office, sources=[eastern])
    import_usage(office, [path], choices=Choices(source="pbx"))
    (call,) = calls_by_key(office).values()
    assert call["started_at"] == 1791205200  # 13:00 UTC


def test_a_stranger_s_call_has_no_payer(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    call = calls_by_key(office)["s1"]
    assert (call["number_id"], call["charge"], call["payer_rule"]) == (None, 0, 0)


def test_a_profile_may_be_a_file(office: Office, tmp_path: Path) -> None:
    path, profile = tmp_path / "calls.csv", tmp_path / "mesa.json"
    path.write_text("Start,From,To,Seconds\n2026-10-05 09:00:00,3035550142,3035550188,60\n")
    propose_profile(path, profile)
    (result,) = import_usage(office, [path], choices=Choices(profile=str(profile)))
    assert result.outcomes == {"rated": 1}
