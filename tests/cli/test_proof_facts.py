"""The sections of the proof on the command line."""

from pathlib import Path

from app.cli.proof_facts import section_facts, section_lines
from tests.billing.test_proof_sections import WHOLE
from tests.cli.command_line import CommandLine

SECTIONS = ["file", "rated", "billed", "posted", "paid"]


def test_every_section_says_whether_it_closes(billed: Path, switchbook: CommandLine) -> None:
    sections = switchbook.facts("proof", billed, "--period", "2026-10")["sections"]
    assert list(sections) == SECTIONS
    assert all(each["closes"] for each in sections.values())
    assert sections["billed"]["total"] == "65.65"
    assert sections["posted"]["systems"] == []
    assert sections["paid"]["joints"] == []


def test_books_and_payments_are_told_with_two_places() -> None:
    facts = section_facts(WHOLE)
    assert list(facts) == SECTIONS
    (books,) = facts["posted"]["systems"]  # type: ignore[misc]
    assert books["ours"] == books["there"] == "1.00"  # type: ignore[has-type]
    assert books["relayed"]["psa"] == "1.00"  # type: ignore[has-type]
    paid = facts["paid"]
    assert (paid["paid"], paid["open"], paid["over"]) == ("1.00", "0.00", "0.00")
    assert paid["invoices"] == {"paid": 1, "part": 0, "open": 0, "over": 0}
    assert facts["billed"]["psa"] == [
        {"system": "psa", "lines": 1, "amount": "1.00", "ledger": "1.00"}
    ]


def test_the_joints_stand_one_below_the_other() -> None:
    told = "\n".join(section_lines(WHOLE))
    assert "In The Books = Posted from here" in told
    assert "PSA invoices relayed" in told
    assert "differs" not in told
