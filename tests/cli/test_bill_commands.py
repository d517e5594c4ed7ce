from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

WAIVED = ("--waive", "suspended_usage=one stranger")


def test_a_draft_is_json_of_the_agreed_shape(october: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("bill", october, "--period", "2026-10", code=1)
    assert {name: facts[name] for name in ("run", "period", "state", "left_out")} == {
        "run": 1,
        "period": "2026-10",
        "state": "draft",
        "left_out": [],
    }
    assert {"gates", "invoices", "findings", "totals"} <= set(facts)
    assert facts["totals"] == {
        "invoices": 2,
        "charges": "60.61",
        "taxes": "5.04",
        "total": "65.65",
    }
    assert [gate for gate in facts["gates"] if not gate["cleared"]] == [
        {
            "gate": "suspended_usage",
            "count": 1,
            "amount": "0.06",
            "cleared": False,
            "waived": None,
            "records": ["s1"],
        }
    ]


def test_an_invoice_is_json_of_the_agreed_shape(october: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("bill", october, "--period", "2026-10", *WAIVED)
    invoice = facts["invoices"][0]
    head = {name: value for name, value in invoice.items() if not isinstance(value, list)}
    assert head == {
        "account_number": "100",
        "invoice_number": None,
        "invoice_date": "2026-11-01",
        "due_date": "2026-12-01",
        "currency": "USD",
        "charges": "40.22",
        "taxes": "4.02",
        "total": "44.24",
    }
    line = invoice["lines"][0]
    agreed = {
        "kind": "recurring",
        "product_code": "SEAT",
        "gl_code": "4010",
        "location_code": "100-MAIN",
        "description": "Hosted voice seat",
        "quantity": "2",
        "unit_price": "20",
        "amount": "40.00",
        "from": "2026-11-01",
        "to": "2026-12-01",
    }
    assert {name: line[name] for name in agreed} == agreed
    assert invoice["tax_lines"] == [
        {
            "tax_code": "CO-SALES",
            "bill_label": "Colorado sales tax",
            "class": "TAX",
            "jurisdiction": "US/CO",
            "location_code": None,
            "base": "40.22",
            "units": None,
            "units_counted": None,
            "exempt_amount": "0.00",
            "certificate_number": None,
            "rate": "0.1",
            "amount": "4.02",
            "adjusts": None,
        }
    ]


def test_an_approval_numbers_its_invoices(october: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("bill", october, "--period", "2026-10", "--approve", *WAIVED)
    assert facts["state"] == "approved"
    assert [each["invoice_number"] for each in facts["invoices"]] == ["CF-1043", "CF-1044"]


def test_an_open_gate_holds_the_approval_and_is_told(
    october: Path, switchbook: CommandLine
) -> None:
    answer = switchbook("bill", october, "--period", "2026-10", "--approve")
    assert answer.code == 1
    assert "Run 1, 2026-10: draft." in answer.out
    assert "Open gates hold the approval: clear them, or --waive GATE=REASON." in answer.out


def test_what_is_left_out_is_told_with_its_money(october: Path, switchbook: CommandLine) -> None:
    words = ("workbook", "export", october, "--out", october.parent / "w", "--sheet", "accounts")
    switchbook(*words)
    path = october.parent / "w" / "accounts.csv"
    path.write_text(
        path.read_text()
        .replace("America/New_York", "America/New_York")
        .replace(",NY,10004,US,,,,no,,", ",NY,10004,US,,,,no,some day,")
    )
    assert switchbook("workbook", "import", october, path.parent).code == 0
    facts = switchbook.facts("bill", october, "--period", "2026-10", *WAIVED, code=1)
    (left_out,) = facts["left_out"]
    assert (left_out["account_number"], left_out["gates"], left_out["amount"]) == (
        "200",
        ["accounts_not_ready"],
        "20.39",
    )
    answer = switchbook("bill", october, "--period", "2026-10", *WAIVED)
    assert "Left out: 200, 20.39." in answer.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--period", "2026-13"), 2, "2026-13"),
        (("--period", "2026-10", "--waive", "boredom=x"), 2, "There is no gate"),
        (("--period", "2026-10", "--waive", "suspended_usage"), 2, "without a reason"),
        (("--period", "2026-10", "--invoice-date", "x"), 2, "--invoice-date"),
    ],
)
def test_a_bill_asked_wrongly(
    october: Path, switchbook: CommandLine, words: tuple[str, ...], code: int, *, said: str
) -> None:
    answer = switchbook("bill", october, *words)
    assert (answer.code, said in answer.err) == (code, True)


def test_a_run_is_undone_with_its_numbers(billed: Path, switchbook: CommandLine) -> None:
    assert switchbook.facts("undo-run", billed, 1, "--why", "a wrong price") == {
        "run": 1,
        "invoice_numbers": ["CF-1043", "CF-1044"],
    }
    assert switchbook("undo-run", billed, 1).code == 1


def test_an_invoice_is_made_void(billed: Path, switchbook: CommandLine) -> None:
    words = ("void", billed, "CF-1043", "--why", "a wrong address")
    assert switchbook.facts(*words) == {
        "invoice_number": "CF-1043",
        "total": "44.24",
        "state": "void",
    }
    answer = switchbook(*words)
    assert (answer.code, "It is void." in answer.err) == (1, True)


def test_a_void_needs_a_reason(billed: Path, switchbook: CommandLine) -> None:
    assert switchbook("void", billed, "CF-1043").code == 2


def test_a_line_is_credited(billed: Path, switchbook: CommandLine) -> None:
    words = ("credit", billed, "CF-1043", "--line", "1", "--why", "no service")
    assert switchbook.facts(*words, "--amount", "10") == {
        "reference": "CR-CF-1043-1",
        "account_number": "100",
        "amount": "-10.00",
    }
    assert switchbook(*words).out == "-30.00 stands on 100's next invoice.\n"


@pytest.mark.parametrize(("amount", "code"), [("much", 2), ("NaN", 1), ("40.01", 1), ("-1", 1)])
def test_an_amount_that_cannot_be_credited(
    billed: Path, switchbook: CommandLine, amount: str, code: int
) -> None:
    words = ("credit", billed, "CF-1043", "--line", "1", f"--amount={amount}", "--why", "x")
    answer = switchbook(*words)
    assert (answer.code, "Traceback" in answer.err) == (code, False)


def test_documents_are_written_and_issued(
    billed: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    out = tmp_path / "out"
    facts = switchbook.facts("documents", billed, "--run", 1, "--out", out)
    told = {"out", "invoices", "call_detail", "register", "journal", "issued"}
    assert told <= set(facts)
    assert facts["issued"] is True
    paths = [*facts["invoices"], *facts["call_detail"], facts["register"], facts["journal"]]
    assert [path for path in paths if not Path(path).is_file()] == []
    assert switchbook("undo-run", billed, 1).code == 1


def test_a_preview_of_documents_says_so(
    billed: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    balances = tmp_path / "balances.csv"
    balances.write_text("account_number,previous_balance,payments,adjustments\n100,12.50,,\n")
    answer = switchbook(
        *("documents", billed, "--run", 1, "--out", tmp_path / "out", "--preview", "--no-detail"),
        *("--paper", "a4", "--accent", "#336699", "--note", "Thank you", "--show-numbers"),
        *("--balances", balances),
    )
    assert answer.code == 0
    assert answer.out.endswith("They are drafts; nothing is issued.\n")


def test_documents_of_no_run_are_refused(
    billed: Path, tmp_path: Path, switchbook: CommandLine
) -> None:
    answer = switchbook("documents", billed, "--run", 9, "--out", tmp_path / "out")
    assert (answer.code, "There is no bill run 9." in answer.err) == (1, True)
