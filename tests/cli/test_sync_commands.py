"""Other systems by the command line, over books and a PSA in memory."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli.main import run
from app.customers.incoming import PsaCustomer
from app.operations.office import Office
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, copied, lay_company
from tests.operations.fake_books import KEY, FakeBooks, connect_books
from tests.operations.fake_psa import KEY as PSA
from tests.operations.fake_psa import FakePsa, connect_psa


@pytest.fixture
def books() -> FakeBooks:
    return FakeBooks()


@pytest.fixture
def psa() -> FakePsa:
    return FakePsa()


@pytest.fixture
def company(
    books: FakeBooks, psa: FakePsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    made = tmp_path / "made.switchbook"
    lay_company(made)
    path = tmp_path / "cedar.switchbook"
    office: Office
    with memory_keyring() as ring, copied(made, path, clock=CLOCK) as office:
        approved(office, tmp_path)
        connect_books(office, books, monkeypatch)
        connect_psa(office, psa, monkeypatch)
        kept = dict(ring.secrets)
    monkeypatch.setattr("app.operations.system_connection.secret_of", lambda *_: "hush")
    assert kept
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_plan_is_made_applied_and_paid(
    company: Path, books: FakeBooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    made = told(capsys, "post", str(company), KEY, "--plan", str(plan))
    assert made["counts"] == {"create": 4, "update": 0, "skip": 0, "conflict": 0}
    done = told(capsys, "post", str(company), KEY, "--apply", str(plan))
    records = done["records"]
    assert isinstance(records, list)
    assert [(each["our_id"], each["outcome"], each["amount"]) for each in records[2:]] == [
        ("CF-1043", "done", "44.24"),
        ("CF-1044", "done", "21.41"),
    ]
    assert all(each["their_id"] for each in records)
    books.pay("CF-1043", Decimal("44.24"))
    paid = told(capsys, "payments", str(company), KEY)
    assert paid["invoices"] == {
        "CF-1043": {"paid": "44.24", "open": "0.00"},
        "CF-1044": {"paid": "0.00", "open": "21.41"},
    }


def test_what_needs_a_hand_ends_in_1(
    company: Path, books: FakeBooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    assert run(["post", str(company), KEY, "--plan", str(plan)]) == 0
    books.befalls = ["away"]
    assert run(["post", str(company), KEY, "--apply", str(plan)]) == 1
    assert "Apply the same plan again to go on." in capsys.readouterr().out


def test_counts_are_told_by_family(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "pull", str(company), PSA, "--full")
    assert found["counts"] == {
        "customers": {"new": 0, "changed": 0, "unchanged": 0, "gone": 0},
        "invoices": {"new": 0, "changed": 0, "unchanged": 0, "gone": 0},
    }


def test_a_pull_that_breaks_tells_what_it_kept(
    company: Path, psa: FakePsa, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("Granite Peak Credit Union", "Harbor Light Dental")
    psa.customers = {
        name: PsaCustomer(source_id=str(place), name=name) for place, name in enumerate(names)
    }
    psa.breaks_after = 1
    found = told(capsys, "pull", str(company), PSA, code=1)
    assert found["kept"] == {"customers": {"new": 1, "changed": 0, "unchanged": 0, "gone": 0}}
    assert run(["pull", str(company), PSA]) == 1
    captured = capsys.readouterr()
    assert "What was read before is kept" in captured.out
    assert "It broke." in captured.err


def test_each_right_is_told_with_its_reason(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "connect", str(company), PSA, "--test", code=1)
    rights = found["rights"]
    assert isinstance(rights, list)
    assert rights[1] == {
        "right": "reads time",
        "given": False,
        "why": "The role lacks it.",
        "needed": True,
    }
    assert run(["connect", str(company), PSA, "--test"]) == 1
    assert "reads time: no, The role lacks it." in capsys.readouterr().out


def test_a_plan_is_made_or_applied(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["post", str(company), KEY]) == 2
    assert "Give one of --plan" in capsys.readouterr().err
