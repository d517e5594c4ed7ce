"""Counts and what is on no invoice, by the command line."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import run
from tests.operations.companies import copied, lay_company
from tests.operations.psa_billing import HOURS, SALE, SEATS_LINE, VOICE, later_hours, with_psa


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """One seat by contract, two here; hours and a sale that wait."""
    made, path = tmp_path / "made.switchbook", tmp_path / "cedar.switchbook"
    lay_company(made)
    with copied(made, path) as office:
        one = replace(SEATS_LINE, quantity=Decimal(1))
        free = later_hours(source_id="free", is_billable=False)
        with_psa(office, VOICE, one, HOURS, SALE, free)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*(str(each) for each in words), "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_differs_needs_a_hand(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "counts", company, "--period", "2026-10", code=1)
    assert (found["differences"], found["amount"]) == (1, "20.00")
    (row,) = (each for each in found["rows"] if each["account_number"] == "100")
    assert (row["contract"], row["provisioned"], row["carrier"]) == ("1", "2", None)
    assert run(["counts", str(company), "--period", "2026-10", "--all"]) == 1
    words = capsys.readouterr().out
    assert "Bill 2, tell the account manager" in words
    assert "1 differ, +20.00 a month. 1 agree" in words


def test_a_row_is_settled_or_free(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    period = ("--period", "2026-10")
    free = "100/SEAT=2027-01-01:trial of one"
    found = told(capsys, "counts", company, *period, "--free", free)
    (row,) = (each for each in found["rows"] if each["settled"])
    assert row["settled"]["reason"] == "trial of one"
    assert {each["after"] for each in found["settled"][0]["services"]} >= {"100-SEATS-FREE"}
    found = told(capsys, "counts", company, *period, "--settle", "100/SEAT=bill_provisioned")
    assert found["differences"] == 0


def test_a_carriers_list_comes_in(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "Mesa.csv"
    path.write_text("number\n3035550142\n3035550199\nx\n", encoding="utf-8")
    found = told(capsys, "counts", company, "--carrier", path, code=1)
    assert found["listed"]["carriers"] == {"Mesa": 2}
    assert found["strangers"] == ["+13035550199"]
    assert [each["carrier"] for each in found["lists"]] == ["Mesa"]
    assert run(["counts", str(company), "--carrier", str(path)]) == 1
    assert "Numbers listed: Mesa: 2." in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("--settle", "100/SEAT=nothing"),
        ("--settle", "100=lower"),
        ("--free", "100/SEAT=soon:why"),
        ("--free", "100/SEAT=2027-01-01:"),
    ],
)
def test_wrong_words_are_wrong_usage(company: Path, words: tuple[str, str]) -> None:
    assert run(["counts", str(company), *words]) == 2


def test_what_is_on_no_invoice(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "left-out", company, "2026-10")
    assert found["amount"] == "397.50"
    assert {each["source_id"]: each["amount"] for each in found["left_out"]} == {
        "7": "187.50",
        "product:8": "190.00",
        "60": "20.00",
    }
    assert [each["why"] for each in found["not_owed"]] == ["not_billable"]
    assert (found["billed_twice"], found["billed_twice_amount"]) == ([], "0.00")
    assert run(["left-out", str(company), "2026-10", "--covered"]) == 0
    words = capsys.readouterr().out
    assert "2026-10: 3 on no invoice, 397.50." in words
    assert "It is marked as not billable there." in words
