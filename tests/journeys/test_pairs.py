"""A month end between every PSA and every set of books, by command line, with every fault on.

Connect, decide, read, tell who is who, sync, count, rate, bill, approve, post; others pay, edit,
void and delete there meanwhile; and the proof closes and says what the practice systems hold.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli import switchbook
from tests.journeys.other_clients import EYES
from tests.journeys.pair_company import ALL_NAMES, ELSEWHERE_UNKNOWN, call_file, pair_company
from tests.journeys.pair_user import Pair, pair_of
from tests.journeys.psa_workbook import write_psa

PERIOD = "2026-10"
BOOKS = ("quickbooks", "xero", "sage")
PSAS = ("connectwise", "halopsa", "autotask", "revio")
SAMPLE = Path(__file__).parents[2] / "sample_data"
SHELL = "Taos Ski Rentals"
"""A customer of the PSA alone: its contract makes an account here."""
NAMES_THERE = {
    "10003": {"Blue Spruce Accounting", "Blue Spruce Accounting PLLC"},
    "10027": {"Northfield Orthopedics", "Northfield Orthopaedics PC"},
}
"""Accounts that are called otherwise somewhere."""
SPREADSHEET = "psa-files"
WAIVED = (
    "suspended_usage",
    "probable_duplicates",
    "accounts_not_ready",
    "not_registered",
    "expired_tables",
    "no_tax_rules",
    "usf_factor_missing",
    "undecided_charge",
    "share_missing",
    "period_not_over",
)
WHY = "--why=Made by mistake"
FLOWS = 7


@pytest.fixture
def pair(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pair]:
    """The small company between two systems; Rev.io PSA's contracts come by spreadsheet."""
    psa, books = request.param
    systems = (psa, SPREADSHEET, books) if psa == "revio" else (psa, books)
    with pair_of(pair_company(tmp_path), systems, monkeypatch, tmp_path / "home") as found:
        yield found


class MonthEnd:
    """A month of one pair, step by step; what it has come to so far."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.totals: dict[str, Decimal] = {}
        """By number what stands here."""
        self.numbers: dict[str, str] = {}
        """By account its invoice."""
        self.paid: dict[str, Decimal] = {}
        self.customers_before: list[str] = []

    # ------------------------------------------------------------------------- before the bills

    def connect(self) -> None:
        """Signs in at each, decides, and reads all."""
        pair = self.pair
        for user in pair.users.values():
            if user.system == SPREADSHEET:
                folder = pair.company.parent / "psa"
                write_psa(folder, set(ALL_NAMES.values()) | {SHELL})
                user.connect(folder=str(folder))
            else:
                user.connect()
        for answer in ("invoices=one", "payments=accounting", "time_product=LABOR"):
            pair.does("decide", answer)
        for user in pair.users.values():
            user.pull()
        self.customers_before = [each["name"] for each in pair.books.state()["customers"]]

    def tell_who_is_who(self) -> None:
        """Exact ones at once, likely ones one by one, the rest new, not needed or left alone."""
        for user in self.pair.users.values():
            is_books = user is self.pair.books
            shown = user.does("map", user.company, user.system, "--accept-exact")
            links, lacking, strangers = [], [], []
            for each in shown["pairs"]:
                if each["state"] == "linked":
                    continue
                if each["ours"] is None:
                    strangers.append(each)
                elif each["state"] == "new":
                    lacking.append(each["ours"])
                else:
                    links.append(f"--link={each['ours']}={_is_it(each)}")
            assert set(lacking) == set(ELSEWHERE_UNKNOWN), lacking
            user.does("map", user.company, user.system, *links)
            options = [f"--new={n}" if is_books else f"--not-needed={n}=Not of it" for n in lacking]
            user.does("map", user.company, user.system, *options[:1])
            user.does("map", user.company, user.system, *options[1:])
            if not is_books:
                left = [e["theirs"] for e in strangers if e["their_name"] != SHELL]
                ignored = [f"--ignore={each}=Not of this test" for each in left]
                user.does("map", user.company, user.system, *ignored)
            again = user.does("map", user.company, user.system)
            states = {e["ours"]: e["state"] for e in again["pairs"] if e["ours"]}
            lacks = "new" if is_books else "ignored"
            assert {n for n, e in states.items() if e != "linked"} == set(ELSEWHERE_UNKNOWN)
            assert {states[each] for each in ELSEWHERE_UNKNOWN} == {lacks}

    def come_in_step(self) -> None:
        """A plan is saved, exactly that is applied, once; then what follows from it, no more."""
        pair = self.pair
        pair.arm()
        before = _documents(pair)
        path, planned = pair.plan()
        assert planned["counts"]["create"]
        assert len({each["flow"] for each in planned["parts"]}) == FLOWS
        assert _documents(pair) == before
        done = pair.apply(path)
        assert {"account", "location", "time", "payment"} <= {each["kind"] for each in done}
        assert pair.apply(path) == []
        follows = pair.sync("--go")
        # Lines at a site wait until the site is a location, and the plan made it one.
        assert {each["kind"] for each in follows} <= {"service"}
        assert pair.sync("--go") == []

    def count(self) -> None:
        """Ten direct numbers are signed for, and nine provisioned: the contract is lowered."""
        dids = ("10051", "DID")
        rows = self.pair.does("counts", codes=(0, 1))["rows"]
        (row,) = [e for e in rows if (e["account_number"], e["product_code"]) == dids]
        assert (row["contract"], row["provisioned"]) == ("10", "9")
        assert (row["suggestion"], row["amount"]) == ("lower", "-2.50")
        settled = self.pair.does("counts", "--settle=10051/DID=lower", codes=(0, 1))["rows"]
        (row,) = [e for e in settled if (e["account_number"], e["product_code"]) == dids]
        assert (row["differs"], row["settled"]["action"]) == (False, "lower")

    # ----------------------------------------------------------------------------------- billing

    def rate(self) -> None:
        """The October calls: those of numbers here are rated, a stranger's is not."""
        told = self.pair.does("import", call_file(self.pair.company))["counts"]
        assert (told["rated"], told["suspended"], told["duplicate"]) == (15, 1, 1)

    def bill(self) -> list[dict[str, Any]]:
        """A run of the period: everybody first, then those whose invoice was made void."""
        waived = [f"--waive={gate}=known" for gate in WAIVED]
        options = ("--period", PERIOD, "--approve", *waived)
        done = self.pair.does("bill", *options)
        assert done["state"] == "approved", done["gates"]
        for each in done["invoices"]:
            self.totals[each["invoice_number"]] = Decimal(each["total"])
            self.numbers[each["account_number"]] = each["invoice_number"]
        out = self.pair.company.parent / f"documents {done['run']}"
        self.pair.does("documents", "--run", done["run"], "--out", out)
        assert len(list(out.rglob("*.pdf"))) >= len(done["invoices"])
        return list(done["invoices"])

    def void(self, account: str) -> str:
        """Makes an account's invoice void here."""
        number = self.numbers.pop(account)
        self.pair.does("void", number, WHY)
        del self.totals[number]
        return number

    def post(self) -> list[dict[str, Any]]:
        """Posts all, each once; a second time does nothing, or it would go on."""
        self.pair.arm()
        done = self.pair.sync("--go")
        told = [(e["kind"], e["our_id"]) for e in done if e["outcome"] == "done"]
        assert len(told) == len(set(told))
        return done

    # ---------------------------------------------------------------------- what others do there

    def pay(self, account: str, amount: Decimal) -> str:
        """Somebody pays; the payment's number."""
        number = self.numbers[account]
        done = self.pair.books.somebody("pay", number, str(amount))
        self.paid[number] = self.paid.get(number, Decimal(0)) + min(amount, self.owed(account))
        return str(done["payment"]["number"])

    def owed(self, account: str) -> Decimal:
        """What an account's invoice still asks for."""
        number = self.numbers[account]
        return self.totals[number] - self.paid.get(number, Decimal(0))

    def payments_come_in(self) -> None:
        """One is paid, one in part and in part again, one beyond its total, one bounces."""
        self.pay("10001", self.owed("10001"))
        self.pay("10003", Decimal("20.00"))
        self.pay("10042", self.owed("10042") + Decimal("15.00"))
        bounced = self.pay("10027", Decimal("12.34"))
        self.pair.sync()
        self.agrees()
        self.pay("10003", Decimal("1.25"))
        self.pair.books.somebody("delete", bounced)
        del self.paid[self.numbers["10027"]]
        self.pair.sync()
        self.agrees()
        assert any(kind in {"overpaid", "unapplied"} for kind, _ in self.pair.inbox())

    def others_change_invoices(self) -> None:
        """Somebody changes one there and deletes one: told, never put right behind their back."""
        changed, deleted = self.numbers["10071"], self.numbers["10070"]
        self.pair.books.somebody("edit", changed, "7.77")
        self.pair.books.somebody("delete", deleted)
        done = self.pair.sync("--go")
        assert not {changed, deleted} & {each["our_id"] for each in done}
        found = self.pair.inbox()
        drift = found["drift", f"invoice {changed}"]
        ended = found["void_there", f"invoice {deleted}"]
        proof = self.pair.does("proof", "--period", PERIOD, codes=(1,))
        assert not proof["sections"]["posted"]["closes"]
        told = " ".join(proof["broken"])
        assert changed in told
        assert deleted in told
        for each in (drift, ended):
            assert not self.pair.retry(each["id"])["solved"]
        again = self.pair.inbox()
        assert again["drift", f"invoice {changed}"]["id"] == drift["id"]
        self.void("10071")
        self.void("10070")
        self.bill()
        self.post()
        left = self.pair.inbox()
        assert ("drift", f"invoice {changed}") not in left
        assert ("void_there", f"invoice {deleted}") not in left
        assert not {changed, deleted} & set(self.pair.books.invoices())

    # ---------------------------------------------------------------------------------- at the end

    def agrees(self) -> None:
        """Here and there are the same: each invoice once, its total and what is owed of it."""
        there = self.pair.books.invoices()
        for number, total in self.totals.items():
            if total > 0:
                paid = self.paid.get(number, Decimal(0))
                assert there[number] == [(total, total - paid)], number
        given_back = sorted((n, -total) for n, total in self.totals.items() if total < 0)
        credits_there = [e for e in self.pair.books.state()["credits"] if not _is_void(e)]
        assert given_back == sorted(
            (e["number"], Decimal(e["total"]))
            for e in credits_there
            if e.get("number") in self.totals
        )

    def nobody_is_doubled(self) -> None:
        """Customers there are those of before, and the two that were new; here each once."""
        now = [each["name"] for each in self.pair.books.state()["customers"]]
        new = [ALL_NAMES[each] for each in ELSEWHERE_UNKNOWN]
        assert sorted(now) == sorted([*self.customers_before, *new])
        shown = self.pair.does("presence")["customers"]
        mine = [each for each in shown if each["account"] in ALL_NAMES]
        assert sorted(each["account"] for each in mine) == sorted(ALL_NAMES)
        for each in mine:
            expected = (
                {"linked", "not_needed"}
                if each["account"] in ELSEWHERE_UNKNOWN
                else {
                    "linked",
                    "renamed",
                }
            )
            states = {cell["state"] for cell in each["there"].values()}
            assert states <= expected, each

    def proof_closes(self) -> None:
        """The proof closes from file to payment, and says what the practice books hold."""
        proof = self.pair.does("proof", "--period", PERIOD)
        assert proof["closes"]
        sections = proof["sections"]
        assert {name: each["closes"] for name, each in sections.items()} == dict.fromkeys(
            ("file", "rated", "billed", "posted", "paid"), True
        )
        assert Decimal(sections["billed"]["total"]) == sum(self.totals.values())
        state = self.pair.books.state()
        mine = [e for e in state["invoices"] if e["number"] in self.totals and not _is_void(e)]
        given = [e for e in state["credits"] if e.get("number") in self.totals and not _is_void(e)]
        asked = sum(Decimal(e["total"]) for e in mine) - sum(Decimal(e["total"]) for e in given)
        (books,) = sections["posted"]["systems"]
        assert Decimal(books["ours"]) == Decimal(books["there"]) == asked
        assert Decimal(books["not_posted"]) == 0
        assert books["invoices"] == len(mine) + len(given) == len(self.totals)
        paid = sections["paid"]
        assert Decimal(paid["paid"]) == sum(self.paid.values())
        balances = sum(Decimal(e["balance"]) for e in mine)
        owed_back = sum(Decimal(e["total"]) for e in given)
        assert Decimal(paid["open"]) == balances - owed_back, (paid, balances, owed_back)
        open_here = sum(self.totals.values()) - sum(self.paid.values())
        assert Decimal(paid["open"]) == open_here

    def others_see_the_same(self) -> None:
        """Clients that others wrote read in the books what is here, to the cent."""
        books = self.pair.books
        if books.system not in EYES:
            return
        books.arm()
        books.sleep(90)
        with pytest.MonkeyPatch.context() as patch:
            seen = EYES[books.system](books, patch)
        assert {number: total for number, (total, _) in seen.items() if number in self.totals} == (
            self.totals
        )
        for number, (_, balance) in seen.items():
            if self.totals.get(number, Decimal(0)) > 0:
                assert balance == self.totals[number] - self.paid.get(number, Decimal(0)), number

    def nothing_is_billed_twice(self) -> None:
        """No record of the PSA stands on two invoices, and none of our accounts' work on none."""
        told = self.pair.does("left-out", PERIOD)
        assert told["billed_twice"] == []
        forgotten = [
            each
            for each in told["left_out"]
            if each["account_number"] in ALL_NAMES
            and each["kind"] == "time"
            and str(each["day"]).startswith(PERIOD)
        ]
        assert forgotten == []


def _documents(pair: Pair) -> dict[str, Any]:
    """All that the books hold of customers, documents and money."""
    state = pair.books.state()
    return {name: state[name] for name in ("customers", "invoices", "credits", "payments")}


def _is_void(document: dict[str, Any]) -> bool:
    return str(document["status"]).casefold() in {"void", "voided", "deleted"}


def _is_it(each: dict[str, Any]) -> str:
    """Their id of the customer that a person knows it to be."""
    names = NAMES_THERE.get(each["ours"], set()) | {each["name"]}
    shown = [(each["theirs"], each["their_name"])]
    shown += [(one["id"], one["name"]) for one in each["candidates"]]
    return str(next(there for there, name in shown if there and name in names))


def lived(month: MonthEnd) -> None:
    """All of the month, and what must be true after it."""
    month.connect()
    month.tell_who_is_who()
    month.come_in_step()
    month.count()
    month.rate()
    assert len(month.bill()) == len(ALL_NAMES)
    month.post()
    month.agrees()
    month.payments_come_in()
    month.others_change_invoices()
    month.agrees()
    month.nobody_is_doubled()
    month.proof_closes()
    month.others_see_the_same()
    month.nothing_is_billed_twice()


@pytest.mark.slow
@pytest.mark.parametrize("pair", [(psa, books) for psa in PSAS for books in BOOKS], indirect=True)
def test_a_month_end(pair: Pair) -> None:
    lived(MonthEnd(pair))


# --------------------------------------------------------------------------- the whole company


def sample_company(folder: Path) -> Path:
    """The sample company with its September and October calls."""
    company = folder / "cedar-fork.switchbook"
    switchbook("new", company, "--workbook", SAMPLE / "workbook")
    return company


def everybody_is_told_apart(pair: Pair) -> None:
    """Exact ones at once; of the others the likeliest; nobody there is new, or not needed."""
    for user in pair.users.values():
        shown = user.does("map", user.company, user.system, "--accept-exact")["pairs"]
        mine = [each for each in shown if each["ours"] and each["state"] not in {"linked", "new"}]
        taken = {each["theirs"] for each in shown if each["state"] == "linked"}
        links = []
        for each in mine:
            there = each["theirs"] or next(
                one["id"] for one in each["candidates"] if one["id"] not in taken
            )
            taken.add(there)
            links.append(f"--link={each['ours']}={there}")
        user.does("map", user.company, user.system, *links)
        option, why = ("--new", "") if user is pair.books else ("--not-needed", "=Not of it")
        lacking = [each["ours"] for each in shown if each["ours"] and each["state"] == "new"]
        user.does("map", user.company, user.system, *(f"{option}={n}{why}" for n in lacking))


@pytest.mark.slow
@pytest.mark.skipif(not (SAMPLE / "calls").exists(), reason="the sample files are not here")
def test_the_sample_company_between_a_psa_and_books(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pair_of(
        sample_company(tmp_path), ("connectwise", "xero"), monkeypatch, tmp_path / "home"
    ) as pair:
        month = MonthEnd(pair)
        month.connect()
        everybody_is_told_apart(pair)
        month.come_in_step()
        for path in sorted((SAMPLE / "calls" / PERIOD).iterdir()):
            pair.does("import", path, "--source", path.name.split("_")[0])
        made = month.bill()
        assert len(made) > 50
        month.post()
        month.agrees()
        paid = [each for each in made if Decimal(each["total"]) > 0][:5]
        for each in paid:
            month.pay(each["account_number"], Decimal(each["total"]))
        pair.sync()
        month.agrees()
        month.proof_closes()
        assert pair.does("left-out", PERIOD)["billed_twice"] == []
