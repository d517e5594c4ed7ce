from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.mapping_profiles import keep_profile, list_profiles, propose_profile
from app.operations.office import Office
from app.store import audit

CALLS = "Start,From,To,Seconds\n2026-10-05 09:00:00,3035550142,3035550188,60\n"


@pytest.fixture
def proposed(tmp_path: Path) -> Path:
    """A proposed profile."""
    calls, out = tmp_path / "calls.csv", tmp_path / "mesa.json"
    calls.write_text(CALLS, encoding="utf-8")
    propose_profile(calls, out)
    return out


def test_a_proposal_says_which_column_is_what(tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(CALLS, encoding="utf-8")
    proposal = propose_profile(calls, tmp_path / "mesa.json")
    assert set(proposal.reasons) == {"start", "seconds", "caller", "called"}


def test_a_profile_is_kept_and_listed(office: Office, proposed: Path) -> None:
    kept = keep_profile(office, proposed)
    assert list_profiles(office) == [kept]


def test_a_profile_saved_twice_is_there_once(office: Office, proposed: Path) -> None:
    name = keep_profile(office, proposed).name
    keep_profile(office, proposed)
    assert [each.name for each in list_profiles(office)] == [name]
    with office.file.read() as conn:
        assert len(audit.entries_of(conn, "profiles", record=name)) == 1


def test_a_proposal_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text(CALLS, encoding="utf-8")
    with pytest.raises(InputError, match="could not be written"):
        propose_profile(calls, tmp_path / "no" / "mesa.json")


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"{}", b"no profile"])
def test_what_is_no_profile_is_refused(office: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mesa.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        keep_profile(office, path)
    assert list_profiles(office) == []


def test_a_profile_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mesa\.json cannot be read"):
        keep_profile(office, tmp_path / "mesa.json")
