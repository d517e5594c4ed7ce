"""``switchbook decide``: answers kept, taken back, listed and refused."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine


def test_an_answer_is_kept_and_taken_back(company: Path, switchbook: CommandLine) -> None:
    assert switchbook.facts("decide", company, "psa=connectwise") == {
        "key": "psa",
        "before": None,
        "after": "connectwise",
    }
    found = switchbook("decide", company, "psa=halopsa")
    assert found.out == "psa is halopsa; it was connectwise.\n"
    assert switchbook("decide", company, "psa=").out == "psa is not decided; it was halopsa.\n"


def test_without_an_answer_all_is_listed(company: Path, switchbook: CommandLine) -> None:
    switchbook("decide", company, "owner.contact.email=here")
    switchbook("decide", company, "flow.work=off")
    facts = switchbook.facts("decide", company)
    assert "psa" in facts["open"]
    known = {each["key"]: each for each in facts["decisions"]}
    assert known["owner.contact.email"]["answer"] == "here"
    assert (known["flow.work"]["answer"], known["flow.work"]["usual"]) == ("off", "automatic")
    assert known["sync"]["choices"][0] == "minute"
    assert known["time_product"]["answer"] is None
    assert known["psa"]["decided_by"] is None
    lines = switchbook("decide", company).out
    assert "flow.invoices" in lines
    assert "to decide. In brackets" in lines


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("colour=red", "There is nothing to decide called colour."),
        ("colour=", "There is nothing to decide called colour."),
        ("psa=paper", "has no answer paper"),
        ("time_product=BEER", "There is no product BEER."),
        ("go_live.halopsa=2026-11-01", "HaloPSA is a PSA."),
        ("go_live.beer=2026-11-01", "There is no system"),
        ("go_live.beer=", "There is no system"),
        ("go_live.xero=soon", "Write it as 2026-11-01."),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(
    company: Path, switchbook: CommandLine, decision: str, words: str
) -> None:
    found = switchbook("decide", company, decision)
    assert found.code == 1
    assert words in found.err
    assert all(each["answer"] is None for each in _decisions(company, switchbook))


def test_a_product_and_a_day_are_kept(company: Path, switchbook: CommandLine) -> None:
    switchbook("decide", company, "time_product=LABOR")
    switchbook("decide", company, "go_live.xero=2026-11-01")
    switchbook("decide", company, "keep_calls=36")
    kept = {each["key"]: each["answer"] for each in _decisions(company, switchbook)}
    assert (kept["time_product"], kept["go_live.xero"], kept["keep_calls"]) == (
        "LABOR",
        "2026-11-01",
        "36",
    )


@pytest.mark.parametrize("words", ["psa", "=here", " =x"])
def test_what_is_no_decision_is_wrong_usage(
    company: Path, switchbook: CommandLine, words: str
) -> None:
    assert switchbook("decide", company, words).code == 2


def _decisions(company: Path, switchbook: CommandLine) -> list[dict[str, object]]:
    found: list[dict[str, object]] = switchbook.facts("decide", company)["decisions"]
    return found
