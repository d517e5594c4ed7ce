"""A tax service by the command line, from connecting to a void invoice."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import Answer, CommandLine
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server
from tests.keyrings import MemoryKeyring, memory_keyring

PAIRS = """service,maps,code,category,transaction,service_type,family,class,note
avalara,category,VOIP_*,,19,6,,,
avalara,count,LINE,,19,21,,,
avalara,count,INVOICE,,19,43,,,
"""
WAIVED = ("--waive", "suspended_usage=one stranger")


@pytest.fixture
def afc() -> Iterator[AfcServer]:
    with afc_server() as server:
        yield server


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


class Connecting:
    """Connects the company of October, its secret on stdin."""

    def __init__(
        self, company: Path, switchbook: CommandLine, url: str, patch: pytest.MonkeyPatch
    ) -> None:
        self.company = company
        self.switchbook = switchbook
        self.url = url
        self.patch = patch

    def __call__(self, secret: str = PASSWORD, *more: str) -> Answer:
        self.patch.setattr("sys.stdin", io.StringIO(f"{secret}\n"))
        given = {
            "client_id": CLIENT,
            "username": USER,
            "base_url": self.url,
            "timeout_seconds": "0.5",
        }
        words = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
        return self.switchbook(
            "tax",
            "service",
            self.company,
            "--connect",
            "avalara",
            *words,
            "--secret-from-stdin",
            *more,
        )


@pytest.fixture
def connect(
    october: Path,
    tmp_path: Path,
    switchbook: CommandLine,
    afc: AfcServer,
    keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> Connecting:
    del keyring
    folder = tmp_path / "pairs"
    folder.mkdir()
    (folder / "tax_service_pairs.csv").write_text(PAIRS, encoding="utf-8")
    assert switchbook("workbook", "import", october, folder).code == 0
    return Connecting(october, switchbook, afc.url, monkeypatch)


def gates(facts: dict[str, object]) -> set[str]:
    found = facts["gates"]
    assert isinstance(found, list)
    return {gate["gate"] for gate in found}


def test_from_connecting_to_a_void_invoice(
    connect: Connecting, switchbook: CommandLine, afc: AfcServer
) -> None:
    company = connect.company
    connect()
    assert switchbook.facts("tax", "service", company, "--health")["answers"] is True

    draft = switchbook.facts("bill", company, "--period", "2026-10", *WAIVED)
    assert (draft["totals"]["taxes"], afc.committed) == ("19.90", {})
    assert "tax_service" in gates(draft)

    run = switchbook.facts("bill", company, "--period", "2026-10", "--approve", *WAIVED)
    assert (run["state"], run["totals"]) == ("approved", draft["totals"])
    assert [each["tax_lines"] for each in run["invoices"]] == [
        each["tax_lines"] for each in draft["invoices"]
    ]
    assert sorted(f"{total:.2f}" for total in afc.committed.values()) == ["13.46", "7.05"]

    assert switchbook("undo-run", company, run["run"]).code == 0
    assert afc.committed == {}

    switchbook.facts("bill", company, "--period", "2026-10", "--approve", *WAIVED)
    assert len(afc.committed) == 2
    assert switchbook("void", company, "CF-1043", "--why", "a wrong address").code == 0
    assert [f"{total:.2f}" for total in afc.committed.values()] == ["7.05"]
    state = switchbook.facts("tax", "service", company)
    assert state["documents"] == {"committed": 1, "quoted": 2, "voided": 3}
    assert state["not_settled"] == []


def test_a_company_without_a_service_has_no_gate_of_one(
    october: Path, switchbook: CommandLine
) -> None:
    facts = switchbook.facts("bill", october, "--period", "2026-10", *WAIVED)
    assert "tax_service" not in gates(facts)


def test_what_could_not_be_filed_is_named_and_the_rest_is_approved(
    connect: Connecting, switchbook: CommandLine, afc: AfcServer
) -> None:
    connect()
    switchbook("bill", connect.company, "--period", "2026-10", *WAIVED)
    afc.fail("/Commit", "good", action=lambda: setattr(afc, "is_down", True))
    answer = switchbook("bill", connect.company, "--period", "2026-10", "--approve", *WAIVED)
    assert answer.code == 1
    assert "CF-1043" in answer.out
    assert "200: " in answer.out
    assert answer.out.endswith("What is left out is billed by another run of the period.\n")


def test_the_state_tells_settings_and_no_secret(
    connect: Connecting, switchbook: CommandLine
) -> None:
    connect()
    answer = switchbook("tax", "service", connect.company)
    assert "Taxes come from Avalara for Communications." in answer.out
    assert "  client_id = 787" in answer.out
    assert PASSWORD not in answer.out
    facts = switchbook.facts("tax", "service", connect.company)
    assert (facts["service"], facts["has_secret"]) == ("avalara", True)


def test_without_one_taxes_are_worked_out_here(company: Path, switchbook: CommandLine) -> None:
    answer = switchbook("tax", "service", company)
    assert answer.out == "No tax service is connected: taxes are worked out here.\n"


def test_the_keyring_without_the_secret_is_told(
    connect: Connecting, switchbook: CommandLine, keyring: MemoryKeyring
) -> None:
    connect()
    keyring.secrets.clear()
    assert "holds no credentials" in switchbook("tax", "service", connect.company).out


def test_lists_are_for_picking(connect: Connecting, switchbook: CommandLine) -> None:
    connect()
    lists = switchbook.facts("tax", "service", connect.company, "--lists")
    assert lists["pairs"] == [
        {"transaction": "19", "service_type": "6", "words": "VoIP/Access charge"}
    ]
    assert "Sales Tax" in switchbook("tax", "service", connect.company, "--lists").out


def test_wrong_credentials_are_told_and_no_secret_with_them(
    connect: Connecting, switchbook: CommandLine
) -> None:
    connect("old-and-wrong")
    answer = switchbook("tax", "service", connect.company, "--health", "--json")
    assert answer.code == 1
    assert "did not take our credentials" in answer.err
    assert "old-and-wrong" not in answer.out + answer.err


def test_giving_it_up_works_taxes_out_here_again(
    connect: Connecting, switchbook: CommandLine
) -> None:
    connect()
    assert "is given up" in switchbook("tax", "service", connect.company, "--off").out
    facts = switchbook.facts("bill", connect.company, "--period", "2026-10", *WAIVED)
    assert facts["totals"]["taxes"] == "5.04"


@pytest.mark.parametrize(
    "words",
    [
        ("--off", "--health"),
        ("--set", "client_id=7"),
        ("--secret-from-stdin",),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    company: Path, switchbook: CommandLine, words: tuple[str, ...]
) -> None:
    assert switchbook("tax", "service", company, *words).code == 2


def test_a_setting_without_a_value_is_wrong_usage(connect: Connecting) -> None:
    assert connect(PASSWORD, "--set", "bscl").code == 2


def test_a_blank_secret_is_wrong_usage(connect: Connecting) -> None:
    assert connect("").code == 2


def test_a_document_that_was_seen_to_is_settled_by_hand(
    connect: Connecting, switchbook: CommandLine, afc: AfcServer
) -> None:
    connect()
    afc.fail("/Commit", "drop_after", action=lambda: setattr(afc, "is_down", True))
    switchbook("bill", connect.company, "--period", "2026-10", "--approve", *WAIVED)
    (open_one,) = switchbook.facts("tax", "service", connect.company)["not_settled"]
    assert f"Not settled: {open_one['code']}" in switchbook("tax", "service", connect.company).out
    words = ("tax", "service", connect.company, "--settled", open_one["code"])
    assert switchbook(*words).code == 1
    assert switchbook.facts(*words, "--why", "voided in the portal")["state"] == "voided"
    assert switchbook.facts("tax", "service", connect.company)["not_settled"] == []


def test_an_unknown_service_is_refused_with_those_there_are(
    company: Path, switchbook: CommandLine, keyring: MemoryKeyring
) -> None:
    del keyring
    answer = switchbook("tax", "service", company, "--connect", "abacus")
    assert (answer.code, "Services are: avalara." in answer.err) == (1, True)


def test_pairs_that_are_wrong_are_refused_by_row(
    company: Path, switchbook: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "wrong"
    folder.mkdir()
    sheet = folder / "tax_service_pairs.csv"
    sheet.write_text(PAIRS.replace("LINE", "SEAT"), encoding="utf-8")
    answer = switchbook("workbook", "import", company, folder)
    assert answer.code == 1
    assert "row 3 code" in answer.out
