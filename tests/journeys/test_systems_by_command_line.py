"""Every system through the command line, with every fault of its practice system switched on.

What somebody does with a PSA and with the books in a month, each step until it is done: a command
that breaks is given again, and a sign-in that was revoked is given again.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.posting_company import NAMES, posting_company
from tests.journeys.practice_user import EVERY_FAULT, User, in_this_process, served_by_a_process
from tests.journeys.world_sheets import write_sheets

PERIOD = "2026-10"
BOOKS = ("quickbooks", "xero", "sage")
PSAS = ("connectwise", "halopsa", "autotask", "revio")
KNOWN_THERE = {"10003", "10004", "10042"}
"""Our accounts that a PSA has without our number; 10001 bears it there already."""
WHY = "--why=Made by mistake"


@pytest.fixture
def user(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[User]:
    """Somebody with the small company, beside a system that misbehaves in every way."""
    with in_this_process(monkeypatch, tmp_path / "home") as (program, told, time):
        found = User(
            program=program,
            told=told,
            company=posting_company(tmp_path),
            system=request.param,
            sleep=time.sleep,
        )
        found.arm(*EVERY_FAULT)
        yield found


def connected(user: User) -> dict[str, dict[str, int]]:
    """Connects, looks at its rights, and reads all of it, twice and once more what is new."""
    assert user.connect()["missing"] == []
    rights = user.rights()
    assert rights
    for name, (is_given, why) in rights.items():
        assert is_given or why, name
    user.pull("--full")
    counts = user.pull("--full")
    for family, each in counts.items():
        assert (each["new"], each["changed"], each["gone"]) == (0, 0, 0), family
    for family, each in user.pull().items():
        assert (each["new"], each["changed"], each["gone"]) == (0, 0, 0), family
    return counts


def mapped(user: User) -> None:
    """Says of everybody who is likely somebody there that it is so."""
    for each in user.does("map", user.company, user.system)["pairs"]:
        if each["ours"] is not None and each["state"] == "likely":
            pair = f"{each['ours']}={each['theirs']}"
            user.does("map", user.company, user.system, "--link", pair)


# ------------------------------------------------------------------------------------------- books


@dataclass
class Month:
    """A month's invoices, as they are here and are to be there."""

    user: User
    totals: dict[str, Decimal] = field(default_factory=dict)
    """By number: what stands here."""
    numbers: dict[str, str] = field(default_factory=dict)
    """By account: its invoice of the period that stands."""
    paid: dict[str, Decimal] = field(default_factory=dict)

    def bill(self) -> None:
        """A run of the period: all accounts first, then those whose invoice was made void."""
        done = self.user.does("bill", self.user.company, "--period", PERIOD, "--approve")
        assert done["state"] == "approved"
        for each in done["invoices"]:
            self.totals[each["invoice_number"]] = Decimal(each["total"])
            self.numbers[each["account_number"]] = each["invoice_number"]

    def void(self, account: str) -> str:
        """Makes an account's invoice void here; its number."""
        number = self.numbers.pop(account)
        self.user.does("void", self.user.company, number, WHY)
        del self.totals[number]
        return number

    def post(self) -> dict[str, list[tuple[str, str]]]:
        """Posts until nothing waits; by number what was planned and became of it each time."""
        path, outcomes = self.user.post()
        told: dict[str, list[tuple[str, str]]] = {}
        for each in outcomes:
            told.setdefault(each["our_id"], []).append((each["action"], each["outcome"]))
        self.apply_again(path)
        return told

    def apply_again(self, path: Path) -> None:
        """The same plan once more does nothing, and nothing is there twice."""
        before = self.user.state()
        again = self.user.apply(path)["counts"]
        assert again["done"] == 0
        after = self.user.state()
        for name in ("customers", "invoices", "credits", "payments"):
            assert after[name] == before[name], name

    def pay(self, account: str, amount: Decimal) -> str:
        """Somebody pays; the payment's number."""
        number = self.numbers[account]
        done = self.user.somebody("pay", number, str(amount))
        self.paid[number] = self.paid.get(number, Decimal(0)) + min(amount, self.totals[number])
        return str(done["payment"]["number"])

    def agrees(self) -> dict[str, Any]:
        """Here and there are the same: each invoice once, its total and what is paid of it."""
        told = self.user.payments()
        there = self.user.invoices()
        for number, total in self.totals.items():
            if total < 0:
                continue
            paid = self.paid.get(number, Decimal(0))
            assert there[number] == [(total, total - paid)], number
            assert told["invoices"][number] == {
                "paid": f"{paid:.2f}",
                "open": f"{total - paid:.2f}",
            }
        given_back = sorted((n, -total) for n, total in self.totals.items() if total < 0)
        assert given_back == [
            (each["number"], Decimal(each["total"]))
            for each in self.user.state()["credits"]
            if each.get("number") in self.totals and not is_void(each)
        ]
        names = [each["name"] for each in self.user.state()["customers"]]
        assert len(names) == len(set(names))
        return told


def is_void(document: dict[str, Any]) -> bool:
    """Whether a document of the books counts no more."""
    return str(document["status"]).casefold() in {"void", "voided", "deleted"}


@pytest.mark.slow
@pytest.mark.parametrize("user", BOOKS, indirect=True)
def test_a_month_of_books(user: User) -> None:
    month = Month(user)
    month.bill()
    assert len(month.totals) == len(NAMES)
    connected(user)
    mapped(user)
    month.post()
    told = month.agrees()
    assert {n: each["paid"] for n, each in told["invoices"].items() if each["paid"] != "0.00"} == {}
    payments_come_in(month)
    invoices_go_elsewhere(month)
    invoices_are_made_void(month)
    others_change_invoices(month)
    a_payment_is_taken_back(month)
    month.agrees()
    _, records = user.plan()
    assert {each["action"] for each in records} == {"skip"}


def payments_come_in(month: Month) -> None:
    """One is paid in full, one in part and again in part, one beyond its total."""
    on_account = Decimal(month.agrees()["unapplied"])
    month.pay("10001", month.totals[month.numbers["10001"]])
    month.pay("10003", Decimal("20.00"))
    month.pay("10042", month.totals[month.numbers["10042"]] + Decimal("15.00"))
    told = month.agrees()
    assert Decimal(told["unapplied"]) == on_account + 15
    month.pay("10003", Decimal("1.25"))
    assert Decimal(month.agrees()["unapplied"]) == on_account + 15
    month.user.pull()
    assert month.agrees()["changed"] == []


def invoices_go_elsewhere(month: Month) -> None:
    """Revenue goes to another account from now on: what is unpaid there follows."""
    month.user.connect(**{"revenue.4030": "4110"})
    told = month.post()
    for account in ("10070", "10071"):
        assert ("update", "done") in told[month.numbers[account]]
    for account in ("10001", "10003", "10042"):
        assert told[month.numbers[account]][-1] == ("skip", "skipped")
    month.agrees()


def invoices_are_made_void(month: Month) -> None:
    """An invoice is wrong: made void here and there, and made anew under the next number."""
    number = month.void("10070")
    told = month.post()
    assert ("update", "done") in told[number]
    assert number not in month.user.invoices()
    month.bill()
    assert month.numbers["10070"] != number
    month.post()
    month.agrees()


def others_change_invoices(month: Month) -> None:
    """Somebody changes one there and deletes one: told, never put right behind their back."""
    changed, deleted = month.numbers["10071"], month.numbers["10070"]
    month.user.somebody("edit", changed, "7.77")
    month.user.somebody("delete", deleted)
    findings = {each["record"]: each["code"] for each in month.user.payments()["findings"]}
    assert findings[changed] == "changed_in_books"
    assert findings[deleted] == "void_in_books"
    _, records = month.user.plan()
    told = {each["our_id"]: each["action"] for each in records}
    assert (told[changed], told[deleted]) == ("conflict", "conflict")
    month.void("10071")
    month.void("10070")
    month.bill()
    month.post()
    assert not {changed, deleted} & set(month.user.invoices())
    month.agrees()


def a_payment_is_taken_back(month: Month) -> None:
    """A payment is deleted there: its invoice is open again."""
    number = month.numbers["10071"]
    payment = month.pay("10071", Decimal("30.00"))
    month.agrees()
    month.user.somebody("delete", payment)
    del month.paid[number]
    month.agrees()


# --------------------------------------------------------------------------------------------- PSA


@pytest.mark.slow
@pytest.mark.parametrize("user", PSAS, indirect=True)
def test_a_psa_is_read_and_told_our_numbers(user: User) -> None:
    counts = connected(user)
    others_change_records(user, counts["customers"]["unchanged"])
    mapped(user)
    path, outcomes = user.post()
    written = {each["our_id"]: each["their_id"] for each in outcomes if each["outcome"] == "done"}
    # Rev.io PSA is known to have no place for it: there it goes by spreadsheet.
    assert set(written) == (set() if user.system == "revio" else KNOWN_THERE)
    before = user.state()
    assert user.apply(path)["counts"]["done"] == 0
    assert user.state()["customers"] == before["customers"]
    user.pull()
    _, records = user.plan()
    told = {each["our_id"]: (each["action"], each["reason"]) for each in records}
    for number, their_id in written.items():
        assert told[number] == ("skip", "It bears our number."), number
        (there,) = [each for each in before["customers"] if str(each["id"]) == their_id]
        assert number in str(there) or number in str(before.get("external_links")), number


def others_change_records(user: User, count: int) -> None:
    """Somebody changes two records there and takes a customer out: told, and nothing is lost."""
    column = {"connectwise": "identifier", "halopsa": "ref"}.get(user.system, "id")
    customers = [str(each[column]) for each in user.state()["customers"] if each[column]]
    family, (changed, changed_too) = "customers", customers[-2:]
    if user.system == "halopsa":  # What is changed of a customer there concerns nobody here.
        family = "invoices"
        changed, changed_too = [each["invoicenumber"] for each in user.state()["invoices"]][:2]
    # A pull that breaks tells no counts of what it kept: they are looked at while all is quiet.
    user.arm()
    user.somebody("edit", changed)
    assert user.pull()[family]["changed"] == 1
    user.somebody("delete", customers[-3])
    found = user.pull("--full")["customers"]
    assert found == {"new": 0, "changed": 0, "unchanged": count - 1, "gone": 1}
    user.arm(*EVERY_FAULT)
    user.somebody("edit", changed_too)
    user.pull()
    user.arm()
    for name, each in user.pull("--full").items():
        assert (each["new"], each["changed"], each["gone"]) == (0, 0, 0), name
    user.arm(*EVERY_FAULT)


@pytest.mark.slow
@pytest.mark.parametrize("user", ["revio"], indirect=True)
def test_what_rev_io_does_not_serve_comes_by_spreadsheet(user: User, tmp_path: Path) -> None:
    """Both stand side by side: the customers by its interface, the rest by a workbook's sheets."""
    user.connect()
    assert user.pull()["customers"]["new"] > 0
    folder = tmp_path / "psa"
    write_sheets(
        folder,
        {
            "customers": [
                {"id": "R-1", "name": NAMES["10001"]},
                {"id": "R-2", "name": NAMES["10071"]},
            ]
        },
    )
    files = replace(user, system="psa-files")
    files.connect(folder=str(folder))
    assert files.rights()["reads customers"][0]
    assert files.pull("--full")["customers"]["new"] == 2
    assert files.pull()["customers"]["new"] == 0
    path, outcomes = files.post()
    done = {each["our_id"] for each in outcomes if each["outcome"] == "done"}
    assert done == {"10001", "10071"}
    assert files.apply(path)["counts"]["done"] == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a console is stopped otherwise there")
@pytest.mark.parametrize("user", ["sage"], indirect=True)
def test_practice_serve_is_a_program_of_its_own(user: User) -> None:
    with served_by_a_process("--faults", "slow_body:1,server_error:1") as told:
        assert set(told) == {*PSAS, *BOOKS}
        for key, each in told.items():
            assert each["api_url"].startswith("http://127.0.0.1:"), key
            assert each["credentials"], key
        assert len({each["state_url"] for each in told.values()}) == len(told)
        there = replace(user, told=told)
        assert set(there.state()["faults"]) == {"server_error:1", "slow_body:1"}
        there.connect()
        assert all(is_given for is_given, _ in there.rights().values())
        assert there.pull()["customers"]["new"] > 0
        assert there.state()["faults"] == []
