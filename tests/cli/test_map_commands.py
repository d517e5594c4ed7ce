"""Who is who by the command line, over practice systems read into the file."""

import shutil
from pathlib import Path

import pytest

from app.operations.make_company import open_company
from app.store.links import LinkKind, links
from tests.cli.command_line import CommandLine
from tests.operations.companies import CLOCK, lay_company
from tests.operations.mapped import lay_mapped
from tests.operations.psa_staged import link, tiny

PSA = "connectwise"
BOOKS = "quickbooks"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mapped") / "cedar.switchbook"
    lay_mapped(path, PSA, BOOKS)
    return path


@pytest.fixture
def mapped(laid: Path, tmp_path: Path) -> Path:
    path = tmp_path / "cedar.switchbook"
    shutil.copyfile(laid, path)
    return path


def test_each_pair_is_told_with_state_score_and_reasons(
    mapped: Path, switchbook: CommandLine
) -> None:
    facts = switchbook.facts("map", mapped, PSA)
    assert facts["counts"] == {
        "linked": 0,
        "exact": 57,
        "likely": 2,
        "ambiguous": 1,
        "new": 0,
        "ignored": 0,
    }
    pairs = {each["ours"]: each for each in facts["pairs"]}
    renamed = pairs["10026"]
    assert (renamed["state"], renamed["theirs"], renamed["score"]) == ("likely", "226", 85)
    assert renamed["reasons"][0] == {"words": "Same phone number", "points": 35}
    assert [each["id"] for each in pairs["10031"]["candidates"]] == ["231", "261"]
    assert switchbook("map", mapped, PSA).out.endswith("nothing can be measured.\n")


def test_exact_ones_are_accepted_and_only_those(mapped: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("map", mapped, PSA, "--accept-exact")
    assert facts["done"] == [{"title": "Link 57 exact matches", "changed": True, "links": 57}]
    assert (facts["counts"]["linked"], facts["counts"]["ambiguous"]) == (57, 1)
    again = switchbook.facts("map", mapped, PSA, "--accept-exact")
    assert again["done"][0]["changed"] is False


def test_pairs_are_settled_one_by_one(mapped: Path, switchbook: CommandLine) -> None:
    def state(*words: str, system: str = PSA, ours: str = "10031") -> str:
        facts = switchbook.facts("map", mapped, system, *words)
        return next(str(each["state"]) for each in facts["pairs"] if each["ours"] == ours)

    assert state("--link", "10031=231", "--link", "10026=226") == "linked"
    assert state("--unlink", "10031") == "ambiguous"
    assert state("--ignore", "261=entered twice") == "exact"
    assert state("--take-back", "261") == "ambiguous"
    assert state("--not-needed", "10031=moved away") == "ignored"
    assert state("--take-back", "10031") == "ambiguous"
    assert state("--new", "10060", system=BOOKS, ours="10060") == "new"
    history = switchbook.facts("map", mapped, PSA, "--history", "10031")["history"]
    assert [each["did"] for each in history] == ["added", "removed", "added", "removed"]
    assert history[0]["after"]["id"] == "231"
    words = switchbook("map", mapped, PSA, "--history", "10031").out
    assert "Link Redstone Physical Therapy" in words
    assert "Nothing was said" in switchbook("map", mapped, PSA, "--history", "10001").out


@pytest.mark.parametrize(
    "words",
    [
        ("--link", "10031"),
        ("--ignore", "261="),
        ("--link", "10031=231", "--new", "10060"),
        ("--accept-exact", "--unlink", "10031"),
        ("--pair", "colour.4010=1"),
    ],
)
def test_wrong_usage_ends_in_2(
    mapped: Path, switchbook: CommandLine, words: tuple[str, ...]
) -> None:
    assert switchbook("map", mapped, PSA, *words).code == 2


def test_what_cannot_be_done_ends_in_1(mapped: Path, switchbook: CommandLine) -> None:
    answer = switchbook("map", mapped, PSA, "--link", "10031=9999")
    assert (answer.code, "has no customer 9999" in answer.err) == (1, True)
    assert switchbook("map", mapped, "sage").code == 1
    assert switchbook("map", mapped, PSA, "--new", "10060").code == 1


def test_codes_are_shown_and_paired(mapped: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("map", mapped, BOOKS, "--codes")
    codes = {(each["kind"], each["code"]): each for each in facts["codes"]}
    assert codes["revenue", "4010"]["state"] == "exact"
    assert facts["coverage"]["share"] == "100.0"
    facts = switchbook.facts("map", mapped, BOOKS, "--pair", "revenue.4010=2")
    codes = {(each["kind"], each["code"]): each for each in facts["codes"]}
    assert (codes["revenue", "4010"]["state"], codes["revenue", "4010"]["theirs"]) == (
        "linked",
        "2",
    )
    assert "Done: revenue 4010 has no pair." in (
        switchbook("map", mapped, BOOKS, "--pair", "revenue.4010=").out
    )


def test_what_is_there_is_taken_over_once(mapped: Path, switchbook: CommandLine) -> None:
    words = ("map", mapped, BOOKS, "--first-connect", "2026-11-01")
    first = switchbook.facts(*words, code=1)
    assert (first["customers"], first["need_a_look"], first["changed"]) == (24, 2, True)
    assert first["payments"] > 0
    again = switchbook.facts(*words, code=1)
    assert (again["changed"], again["customers"], again["payments"]) == (False, 0, 0)
    assert "never posted: 0 of them" in switchbook(*words).out


def test_a_site_is_said_to_be_a_location_or_a_new_one(
    tmp_path: Path, switchbook: CommandLine
) -> None:
    company = tmp_path / "tiny.switchbook"
    lay_company(company)
    with open_company(company, CLOCK, write=True) as office:
        tiny(office, PSA, name="Granite Peak Credit Union")
        link(office, PSA, "100", "9")
    assert switchbook("map", company, PSA, "--site", "90=200-MAIN").code == 1
    assert switchbook("map", company, PSA, "--site", "90").code == 2
    switchbook.facts("map", company, PSA, "--site", "90=new")
    with open_company(company, CLOCK, write=False) as office, office.file.read() as conn:
        assert links(conn, PSA, LinkKind.SITE)["100-MAIN2"].their_id == "90"
