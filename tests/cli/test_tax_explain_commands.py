from pathlib import Path

from tests.cli.command_line import CommandLine

OCTOBER = ("--period", "2026-10")


def test_a_final_invoice_in_words(billed: Path, switchbook: CommandLine) -> None:
    out = switchbook("tax", "explain", billed, "CF-1043").out
    assert out.startswith("Invoice CF-1043 of account 100, 2026-11-01: taxes and fees 4.02.")
    assert "1. Colorado sales tax: 4.02" in out
    assert "   At 10 % that is exactly 4.022." in out


def test_a_final_invoice_as_json(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("tax", "explain", billed, "CF-1043", "--line", 1)
    [tax] = facts["tax_lines"]
    assert {name: tax[name] for name in ("number", "tax_code", "exact", "amount", "source")} == {
        "number": 1,
        "tax_code": "CO-SALES",
        "exact": "4.022",
        "amount": "4.02",
        "source": "LOCAL",
    }
    assert tax["parts"][0] == {"line": 1, "amount": "4.00"}


def test_a_draft_in_words(company: Path, switchbook: CommandLine) -> None:
    out = switchbook("tax", "explain", company, "draft:100", *OCTOBER).out
    assert out.startswith("Invoice draft of account 100, 2026-11-01: taxes and fees 4.00.")


def test_a_draft_needs_its_period(company: Path, switchbook: CommandLine) -> None:
    assert switchbook("tax", "explain", company, "draft:100").code == 2


def test_an_unknown_invoice_is_told(company: Path, switchbook: CommandLine) -> None:
    answer = switchbook("tax", "explain", company, "CF-9")
    assert (answer.code, "There is no invoice CF-9." in answer.err) == (1, True)


def test_the_counts_in_words(company: Path, switchbook: CommandLine) -> None:
    out = switchbook("tax", "counts", company, *OCTOBER, "--account", "100").out
    assert "100-SEATS" in out
    assert "no fee counts LINE of VOIP_FIXED there" in out


def test_the_counts_as_json(company: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("tax", "counts", company, *OCTOBER)
    seats = next(unit for unit in facts["units"] if unit["code"] == "100-SEATS")
    assert (seats["kind"], seats["units"], seats["counted"]) == ("LINE", "2", False)
    assert (facts["fees"], facts["left_out"]) == ([], [])
