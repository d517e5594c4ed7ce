"""What is said about who is who, and plans: taken back, done again, applied twice, late, or by two.

By command line, between a practice PSA and practice books that behave.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.pair_company import ALL_NAMES, pair_company
from tests.journeys.pair_user import Pair, users_of
from tests.journeys.practice_user import in_this_process
from tests.store.child import first_line, running

PERIOD = "2026-10"
PSA, BOOKS = "autotask", "xero"
FIRST_NUMBER = 1043
SALTBUSH = "10070"
DOUBTED = {PSA: "10042", BOOKS: "10003"}
"""A customer whom nothing makes out for certain there."""


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """The small company, connected to both, and all of them read."""
    with in_this_process(monkeypatch, tmp_path / "home") as (program, told, time):
        found = users_of(pair_company(tmp_path), (PSA, BOOKS), program, told, time)
        for user in found.users.values():
            user.connect()
            user.pull()
        yield found


def mapped(pair: Pair, system: str, *words: str) -> dict[str, dict[str, Any]]:
    """Who is who after this, by our number."""
    found = pair.does("map", system, *words)["pairs"]
    return {each["ours"]: each for each in found if each["ours"]}


def there(pair: Pair, system: str, theirs: str) -> dict[str, Any]:
    """The pair of a customer of theirs."""
    (found,) = [e for e in pair.does("map", system)["pairs"] if e["theirs"] == theirs]
    return dict(found)


def posted(pair: Pair) -> list[str]:
    """Our numbers of October that stand in the books, each as often as it stands."""
    return sorted(
        number
        for number, each in pair.books.invoices().items()
        if number.startswith("CF-") and int(number[3:]) >= FIRST_NUMBER
        for _ in each
    )


def billed(pair: Pair) -> list[str]:
    """October approved; its invoices."""
    done = pair.does("bill", "--period", PERIOD, "--approve")
    assert done["state"] == "approved"
    return [e["invoice_number"] for e in done["invoices"] if not e["total"].startswith("-")]


def all_mapped(pair: Pair) -> None:
    """Everybody linked, or new."""
    for system in (PSA, BOOKS):
        shown = mapped(pair, system, "--accept-exact")
        links = [
            f"--link={number}={each['theirs'] or each['candidates'][0]['id']}"
            for number, each in shown.items()
            if each["state"] in {"likely", "ambiguous"}
        ]
        mapped(pair, system, *links)
    strangers = [
        each["theirs"]
        for each in pair.does("map", PSA)["pairs"]
        if each["ours"] is None and each["state"] == "new"
    ]
    mapped(pair, PSA, *(f"--ignore={each}=Not of this test" for each in strangers))


@pytest.mark.slow
@pytest.mark.parametrize("system", [PSA, BOOKS])
def test_what_was_said_about_who_is_who_is_taken_back_and_said_again(
    pair: Pair, system: str
) -> None:
    doubted = DOUBTED[system]
    at_first = mapped(pair, system)
    likely = at_first[doubted]
    assert likely["state"] in {"likely", "ambiguous"}
    theirs = likely["theirs"] or likely["candidates"][0]["id"]
    for _ in range(2):
        linked = mapped(pair, system, f"--link={doubted}={theirs}")[doubted]
        assert (linked["state"], linked["theirs"]) == ("linked", theirs)
        assert mapped(pair, system, f"--unlink={doubted}") == at_first
        ignored = mapped(pair, system, f"--ignore={theirs}=Another one of the name")
        assert ignored[doubted]["theirs"] != theirs
        assert there(pair, system, theirs)["state"] == "ignored"
        assert mapped(pair, system, f"--take-back={theirs}") == at_first
        assert mapped(pair, system, f"--not-needed={SALTBUSH}=Pays cash")[SALTBUSH]["reasons"]
        assert mapped(pair, system, f"--take-back={SALTBUSH}") == at_first
    accepted = mapped(pair, system, "--accept-exact")
    exact = {number for number, each in at_first.items() if each["state"] == "exact"}
    assert exact
    assert {n for n, each in accepted.items() if each["state"] == "linked"} == exact
    again = pair.does("map", system, "--accept-exact")
    assert [each["changed"] for each in again["done"]] == [False]
    for number in sorted(exact):
        mapped(pair, system, f"--unlink={number}")
    assert mapped(pair, system) == at_first
    history = pair.does("map", system, f"--history={doubted}")["history"]
    assert len(history) >= 4


@pytest.mark.slow
def test_a_plan_applied_twice_does_it_once(pair: Pair) -> None:
    all_mapped(pair)
    numbers = billed(pair)
    path, planned = pair.plan()
    assert planned["counts"]["create"] >= len(numbers)
    assert posted(pair) == []
    assert {each["our_id"] for each in pair.apply(path)} >= set(numbers)
    assert posted(pair) == sorted(numbers)
    before = pair.books.state()
    assert pair.apply(path) == []
    # The same under another name, and after another sync.
    copied = path.with_name("the same.json")
    copied.write_bytes(path.read_bytes())
    pair.sync("--go")
    assert pair.apply(copied) == []
    for name in ("customers", "invoices", "credits", "payments"):
        assert pair.books.state()[name] == before[name], name
    copied.write_text(path.read_text(encoding="utf-8").replace("create", "update", 1))
    code, _ = pair.books.program(["sync", str(pair.company), "--apply", str(copied), "--json"])
    assert code == 1
    assert posted(pair) == sorted(numbers)


@pytest.mark.slow
def test_a_plan_gone_stale_stops_what_changed_alone(pair: Pair) -> None:
    all_mapped(pair)
    numbers = billed(pair)
    path, _ = pair.plan()
    stopped = numbers[0]
    pair.does("void", stopped, "--why=Made by mistake")
    customers = [str(each["id"]) for each in pair.users[PSA].state()["customers"]]
    pair.users[PSA].somebody("edit", customers[0])
    told = pair.does("sync", "--apply", path, codes=(0, 1))
    outcomes = {each["our_id"]: each["outcome"] for each in told["records"]}
    assert outcomes[stopped] == "stale"
    assert {outcomes[each] for each in numbers[1:]} == {"done"}
    assert posted(pair) == sorted(numbers[1:])
    # What was left alone is planned anew, and nothing of the rest is done again.
    assert pair.apply(path) == []
    assert stopped not in {each["our_id"] for each in pair.sync("--go")}
    assert posted(pair) == sorted(numbers[1:])


@pytest.mark.slow
def test_while_another_process_writes_the_file_it_is_read_and_synced_there(pair: Pair) -> None:
    all_mapped(pair)
    numbers = billed(pair)
    path, _ = pair.plan()
    before = pair.books.state()["invoices"]
    with running("hold", pair.company) as other:
        assert first_line(other) == "held"
        for words in ((), ("--go",)):
            told = pair.does("sync", *words)
            assert told["synced_elsewhere"] is True
            assert "open elsewhere" in told["why"]
        assert len(mapped(pair, BOOKS)) == len(ALL_NAMES)
        assert pair.does("presence")["customers"]
        assert "open" in pair.does("inbox")
        assert pair.does("counts", codes=(0, 1))["rows"]
        assert pair.does("proof", "--period", PERIOD)["closes"]
        for line in (
            ["map", str(pair.company), BOOKS, "--accept-exact"],
            ["sync", str(pair.company), "--apply", str(path)],
            ["decide", str(pair.company), "sync=daily"],
        ):
            code, _ = pair.books.program(line)
            assert code == 1, line
    assert pair.books.state()["invoices"] == before
    pair.apply(path)
    assert posted(pair) == sorted(numbers)


@pytest.mark.slow
def test_who_ends_without_a_word_leaves_the_file_free(pair: Pair) -> None:
    with running("hold", pair.company) as other:
        assert first_line(other) == "held"
        assert "synced_elsewhere" in pair.does("sync")
        other.kill()
        other.wait(timeout=60)
        assert "flows" in pair.does("sync", codes=(0, 1))
