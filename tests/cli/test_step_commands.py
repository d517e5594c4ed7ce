"""Sync and inbox by the command line, over books and a PSA in memory."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import run
from app.customers.incoming import PsaCustomer
from app.host.schedule import Scheduler
from app.operations.make_company import open_company
from app.operations.office import Office
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, copied, lay_company
from tests.operations.fake_books import KEY, FakeBooks, connect_books
from tests.operations.fake_psa import KEY as PSA
from tests.operations.fake_psa import FakePsa, connect_psa

Told = Callable[..., dict[str, Any]]


@pytest.fixture
def books() -> FakeBooks:
    return FakeBooks()


@pytest.fixture
def company(books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "made.switchbook"
    lay_company(made)
    path = tmp_path / "cedar.switchbook"
    customers = {"1": PsaCustomer(source_id="1", name="Granite Peak Credit Union")}
    office: Office
    with memory_keyring(), copied(made, path, clock=CLOCK) as office:
        approved(office, tmp_path)
        connect_books(office, books, monkeypatch)
        connect_psa(office, FakePsa(customers=customers), monkeypatch)
    monkeypatch.setattr("app.operations.system_connection.secret_of", lambda *_: "hush")
    return path


@pytest.fixture
def told(company: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    def ask(command: str, *arguments: object, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert run([command, str(company), *map(str, arguments), "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def flows(found: dict[str, Any]) -> dict[str, str]:
    return {each["flow"]: each["state"] for each in found["flows"]}


def test_sync_tells_flows_records_outcomes_and_money(told: Told, books: FakeBooks) -> None:
    found = told("sync")
    assert flows(found)["invoices"] == "planned"
    assert found["pulled"][PSA]["new"] == 1
    invoices = next(each for each in found["flows"] if each["flow"] == "invoices")
    assert (invoices["direction"], invoices["setting"]) == ("out", "next_batch")
    assert (invoices["planned"]["create"], invoices["money"]["create"]) == (4, "65.65")
    assert found["money"]["create"] == "0.00"
    found = told("sync", "--go")
    assert flows(found)["invoices"] == "applied"
    assert found["money"]["create"] == "65.65"
    done = {each["our_id"]: each for each in found["records"] if each["kind"] == "invoice"}
    assert (done["CF-1043"]["outcome"], done["CF-1043"]["amount"]) == ("done", "44.24")
    assert done["CF-1043"]["their_id"] in books.invoices


def test_a_plan_is_made_and_exactly_that_is_applied(
    told: Told, books: FakeBooks, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    made = told("sync", "--plan", path, "--flow", "invoices")
    assert made["counts"] == {"create": 4, "update": 0, "skip": 0, "conflict": 0}
    assert (made["money"]["create"], made["seal"] != "") == ("65.65", True)
    assert books.invoices == {}
    done = told("sync", "--apply", path)
    assert done["outcomes"]["done"] == 4
    again = told("sync", "--apply", path)
    assert (again["outcomes"]["done"], again["outcomes"]["already"]) == (0, 4)
    back = told("sync", "--take-back", made["id"], "--plan", path)
    assert back["counts"]["update"] == 2
    assert told("sync", "--apply", path)["outcomes"]["done"] == 2
    assert {each.standing.value for each in books.invoices.values()} == {"void"}


def test_the_inbox_lists_what_needs_a_hand_and_tries_a_row_again(
    told: Told, books: FakeBooks
) -> None:
    assert told("inbox") == {"open": [], "solved": 0, "solved_themselves": 0}
    books.befalls = ["refused"]
    told("sync", "--go", code=1)
    (entry,) = told("inbox")["open"]
    assert (entry["kind"], entry["record"], entry["times"]) == ("refused", "customer 100", 1)
    assert entry["remedy"]
    found = told("inbox", "--retry", entry["id"])
    assert found["solved"] is True
    assert told("inbox")["open"] == []


def test_a_retry_that_does_not_help_ends_in_1(told: Told, books: FakeBooks) -> None:
    books.befalls = ["refused"]
    told("sync", "--go", code=1)
    books.befalls = ["refused"]
    found = told("inbox", "--retry", 1, code=1)
    assert found["solved"] is False
    assert "Refused" in found["why"]


def test_while_somebody_else_writes_the_file_it_ends_quietly(
    company: Path, told: Told, books: FakeBooks
) -> None:
    with open_company(company, CLOCK, write=True):
        found = told("sync")
        assert "is synced there" in found["why"]
        assert run(["sync", str(company), "--go"]) == 0
    assert books.calls == []


def test_who_does_not_answer_waits_and_the_rest_goes_on(told: Told, books: FakeBooks) -> None:
    books.is_down = True
    found = told("sync", "--go", code=1)
    assert flows(found) == {
        "customers": "nothing",
        "contracts": "nothing",
        "work": "nothing",
        "payments": "waiting",
        "invoices": "waiting",
        "relay": "waiting",
        "status": "applied",
    }


def test_it_speaks_to_people_too(
    company: Path, books: FakeBooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    assert run(["sync", str(company), "--plan", str(path)]) == 0
    assert "nothing was applied" in capsys.readouterr().out
    books.befalls = ["refused"]
    assert run(["sync", str(company), "--go"]) == 1
    said = capsys.readouterr().out
    assert "customer 100: refused" in said
    assert "Inbox: 1 need a hand" in said
    assert run(["inbox", str(company)]) == 0
    assert "Customer 100 was not taken" in capsys.readouterr().out
    assert run(["inbox", str(company), "--retry", "1"]) == 0
    assert "Solved" in capsys.readouterr().out
    books.pay("CF-1044", Decimal("21.41"))


@pytest.mark.parametrize(
    "wrong",
    [
        ("--plan", "a.json", "--go"),
        ("--go", "--schedule", "daily"),
        ("--take-back", "1"),
        ("--schedule", "weekly"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(company: Path, wrong: tuple[str, ...]) -> None:
    assert run(["sync", str(company), *wrong]) == 2


def test_a_flow_that_is_none_is_said(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", str(company), "--flow", "wages"]) == 1
    assert "no flow wages" in capsys.readouterr().err


def test_the_computer_is_told_to_sync_by_itself(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Scheduler(platform="linux", home=tmp_path, run=lambda _: 0, environment={})
    monkeypatch.setattr("app.operations.schedule_sync.this_scheduler", lambda: made)
    found = told("sync", "--schedule", "hourly")
    assert (found["schedule"], found["running"], len(found["files"])) == ("hourly", True, 2)
    assert told("sync", "--schedule", "off")["files"] == found["files"]
    assert KEY
