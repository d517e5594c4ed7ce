from decimal import Decimal
from pathlib import Path

import pytest

from app.cli.demo_command import COMPANY_FILE
from tests.cli.command_line import CommandLine
from tests.keyrings import memory_keyring

SECTIONS = ["file", "rated", "billed", "posted", "paid"]


def test_a_demo_overwrites_nothing(tmp_path: Path, switchbook: CommandLine) -> None:
    company = tmp_path / "cedar-fork.switchbook"
    company.write_text("mine")
    answer = switchbook("demo", "--out", tmp_path)
    assert (answer.code, "is there already" in answer.err) == (1, True)
    assert company.read_text() == "mine"


@pytest.mark.slow
def test_the_demo_tells_the_whole_story_without_a_keyring(
    tmp_path: Path, switchbook: CommandLine
) -> None:
    with memory_keyring() as locked:
        locked.is_locked = True
        facts = switchbook.facts("demo", "--out", tmp_path / "demo")
    assert facts["proof_closes"] is True
    assert [each["total"] for each in facts["runs"]] == ["30796.36", "31895.30"]
    assert (facts["mapped"]["connectwise"]["exact"], facts["pulled"]["connectwise"]["new"]) > (
        50,
        0,
    )
    assert facts["mapped"]["connectwise"]["ambiguous"] > 0
    assert facts["work"]["typed_before"] == facts["work"]["from_psa"] == facts["work"]["lines"] > 0
    posted, payments = facts["posted"], facts["payments"]
    assert (posted["invoices"], posted["ours"], posted["there"]) == (55, "31895.30", "31895.30")
    assert all(payments[each] > 0 for each in ("paid", "part", "open"))
    assert Decimal(payments["amount"]) + Decimal(payments["open_amount"]) == Decimal(posted["ours"])
    assert Decimal(payments["on_no_invoice"]) >= Decimal(20)
    assert [name for name, each in facts["sections"].items() if each["closes"]] == SECTIONS
    # The end of the demo is the proof of its file.
    again = switchbook.facts("proof", tmp_path / "demo" / COMPANY_FILE, "--period", "2026-10")
    assert again["sections"] == facts["sections"]
