"""Posting over books in memory that break: each invoice once, equal to the cent, nothing lost."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.billing.incoming import BookCustomer, DocumentStanding
from app.billing.invoice import InvoiceState
from app.errors import InputError, NotAllowed, RemoteRefused
from app.operations.adjust_invoices import void_invoice
from app.operations.connect_systems import connect_system
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import PostingResult, Result, Sender
from app.operations.posting_plan import Plan, PlanAction, plan_text
from app.store import audit
from app.store.connections import connection_to
from app.store.invoices import load_invoices
from app.store.links import LinkKind, PairKind, keep_pair, links
from app.store.outbox import open_errands
from tests.keyrings import MemoryKeyring, memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import copied, dump, lay_company
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books, nobody


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


@pytest.fixture
def books(
    office: Office, tmp_path: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> FakeBooks:
    assert keyring.secrets == {}
    return connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)


def planned(office: Office, folder: Path) -> tuple[Plan, Path]:
    plan = plan_posting(office, KEY)
    path = folder / "plan.json"
    path.write_text(plan_text(plan), encoding="utf-8")
    return plan, path


def posted(office: Office, folder: Path) -> PostingResult:
    _, path = planned(office, folder)
    return post_invoices(office, KEY, path)


def actions(plan: Plan) -> list[tuple[str, str, str]]:
    return [(each.kind, each.our_id, each.action.value) for each in plan.records]


def totals(office: Office) -> dict[str, Decimal]:
    with office.file.read() as conn:
        return {
            str(each.invoice.invoice_number): each.total
            for each in load_invoices(conn, lean=True)
            if each.invoice.state is not InvoiceState.VOID
        }


def there(books: FakeBooks) -> dict[str, Decimal]:
    standing = [e for e in books.invoices.values() if e.standing is not DocumentStanding.VOID]
    assert len({each.number for each in standing}) == len(standing)
    return {each.number: each.total for each in standing}


def test_a_plan_names_what_is_made_and_changes_nothing(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    before = dump(office)
    plan, _ = planned(office, tmp_path)
    assert actions(plan) == [
        ("customer", "100", "create"),
        ("customer", "200", "create"),
        ("invoice", "CF-1043", "create"),
        ("invoice", "CF-1044", "create"),
    ]
    assert [each.amount for each in plan.records[2:]] == [Decimal("44.24"), Decimal("21.41")]
    assert (dump(office), books.calls) == (before, [])


def test_an_applied_plan_is_equal_to_the_cent_and_linked(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    result = posted(office, tmp_path)
    assert [each.result for each in result.outcomes] == [Result.DONE] * 4
    assert result.is_clear
    assert (
        there(books)
        == totals(office)
        == {
            "CF-1043": Decimal("44.24"),
            "CF-1044": Decimal("21.41"),
        }
    )
    with office.file.read() as conn:
        known = links(conn, KEY, LinkKind.INVOICE)
        entries = audit.entries_of(conn, "invoices", record="CF-1043")
    assert known["CF-1043"].their_id in books.invoices
    assert entries[-1].action == "sent"


def test_posting_twice_posts_once(office: Office, books: FakeBooks, tmp_path: Path) -> None:
    _, path = planned(office, tmp_path)
    post_invoices(office, KEY, path)
    again = post_invoices(office, KEY, path)
    assert {each.result for each in again.outcomes} == {Result.ALREADY}
    plan, _ = planned(office, tmp_path)
    assert {each.action for each in plan.records} == {PlanAction.SKIP}
    assert there(books) == totals(office)


@pytest.mark.parametrize("fate", ["lost_before", "lost_after"])
@pytest.mark.parametrize("has_keys", [True, False])
def test_a_time_out_is_looked_for_before_anything_else(
    office: Office, books: FakeBooks, tmp_path: Path, fate: str, *, has_keys: bool
) -> None:
    books.has_keys = has_keys
    books.befalls = [fate] * 6
    result = posted(office, tmp_path)
    if fate == "lost_after":
        assert result.is_clear
    books.befalls = []
    posted(office, tmp_path)
    assert there(books) == totals(office)
    assert len(books.customers) == 2


def test_who_takes_no_more_calls_leaves_the_rest_waiting(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    books.befalls = ["", "away"]
    result = post_invoices(office, KEY, path)
    assert [each.result for each in result.outcomes] == [Result.DONE, *[Result.WAITING] * 3]
    assert "Too many calls." in result.stopped
    assert post_invoices(office, KEY, path).is_clear
    assert there(books) == totals(office)


def test_a_refusal_is_told_and_stops_nothing_else(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.befalls = ["", "", "refused", ""]
    books.batch = 1
    _, path = planned(office, tmp_path)
    result = post_invoices(office, KEY, path)
    # A refusal of the whole request stops; of one record it would be that record's outcome.
    assert result.outcomes[2].result is Result.WAITING
    assert post_invoices(office, KEY, path).is_clear


def test_a_refused_customer_holds_up_its_invoice_alone(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.befalls = ["refused"]
    result = posted(office, tmp_path)
    assert [each.result for each in result.outcomes] == [
        Result.REFUSED,
        Result.DONE,
        Result.WAITING,
        Result.DONE,
    ]


def test_taxes_that_the_books_add_are_taken_back(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.adds_tax = Decimal("0.01")
    result = posted(office, tmp_path)
    differing = [each for each in result.outcomes if each.result is Result.DIFFERS]
    assert len(differing) == 2
    assert "tax_total 0.01 there" in differing[0].why
    assert there(books) == {}


def test_a_plan_that_was_changed_is_refused(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    path.write_text(path.read_text().replace("44.24", "44.25"))
    with pytest.raises(InputError, match="was changed since it was made"):
        post_invoices(office, KEY, path)
    path.write_text("{}")
    with pytest.raises(InputError, match="is no plan"):
        post_invoices(office, KEY, path)
    path.write_text("[")
    with pytest.raises(InputError, match="cannot be read as a plan"):
        post_invoices(office, KEY, path)
    assert books.calls == []


def test_another_company_is_never_written_to(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    books.tenant = "T2"
    with pytest.raises(RemoteRefused, match="leads to another company"):
        post_invoices(office, KEY, path)
    connect_system(office, KEY, {}, sign_in=nobody())
    with pytest.raises(InputError, match="is a plan for"):
        post_invoices(office, KEY, path)
    assert books.calls == []


def test_an_invoice_that_is_there_already_is_linked_not_made(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("DELETE FROM links")
        conn.exec_driver_sql("DELETE FROM outbox")
    plan, _ = planned(office, tmp_path)
    assert {each.action for each in plan.records} == {PlanAction.SKIP}
    assert {each.result for each in posted(office, tmp_path).outcomes} == {Result.LINKED}
    assert there(books) == totals(office)


def test_another_invoice_of_our_number_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    books.edit("CF-1043", Decimal("1.00"))
    plan, _ = planned(office, tmp_path)
    conflict = plan.records[2]
    assert (conflict.action, conflict.before["total"], conflict.after["total"]) == (
        PlanAction.CONFLICT,
        "1",
        "44.24",
    )
    assert "It was changed there" in conflict.reason


@pytest.mark.parametrize(
    ("standing", "words"),
    [(DocumentStanding.VOID, "void there"), (DocumentStanding.DELETED, "no longer there")],
)
def test_what_somebody_ended_there_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path, standing: DocumentStanding, words: str
) -> None:
    posted(office, tmp_path)
    books.end("CF-1043", standing)
    if standing is DocumentStanding.DELETED:
        books.invoices = {
            key: each for key, each in books.invoices.items() if each.number != "CF-1043"
        }
    plan, _ = planned(office, tmp_path)
    assert plan.records[2].action is PlanAction.CONFLICT
    assert words in plan.records[2].reason


def test_a_void_here_is_made_void_there_once(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    void_invoice(office, "CF-1043", why="Wrong")
    books.befalls = ["lost_after"]
    _, path = planned(office, tmp_path)
    assert post_invoices(office, KEY, path).is_clear
    assert there(books) == totals(office) == {"CF-1044": Decimal("21.41")}
    plan, _ = planned(office, tmp_path)
    assert "void on both sides" in plan.records[2].reason


def test_a_void_of_what_is_paid_there_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    books.pay("CF-1043", Decimal("10.00"))
    void_invoice(office, "CF-1043", why="Wrong")
    plan, _ = planned(office, tmp_path)
    assert plan.records[2].action is PlanAction.CONFLICT


def test_an_invoice_made_void_since_the_plan_is_not_posted(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    void_invoice(office, "CF-1043", why="Wrong")
    result = post_invoices(office, KEY, path)
    assert [each.result for each in result.outcomes[2:]] == [Result.CONFLICT, Result.DONE]
    assert there(books) == totals(office)


def test_lines_that_go_to_other_accounts_are_written_anew_while_unpaid(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "A4050")
    plan, path = planned(office, tmp_path)
    updates = [each.our_id for each in plan.records if each.action is PlanAction.UPDATE]
    assert "CF-1043" in updates
    books.befalls = ["lost_after", "lost_before"]
    assert post_invoices(office, KEY, path).is_clear
    books.pay("CF-1043", Decimal("1.00"))
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "A4060")
    plan, _ = planned(office, tmp_path)
    (record,) = (each for each in plan.records if each.our_id == "CF-1043")
    assert (record.action, "paid there already" in record.reason) == (PlanAction.SKIP, True)


def test_payment_between_plan_and_update_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "A4050")
    _, path = planned(office, tmp_path)
    books.pay("CF-1043", Decimal("1.00"))
    books.end("CF-1044", DocumentStanding.VOID)
    results = {e.record.our_id: e.result for e in post_invoices(office, KEY, path).outcomes}
    assert results["CF-1043"] is Result.CONFLICT


def test_an_update_that_may_not_be_read_for_is_refused_alone(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(office, tmp_path)
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "A4050")
    _, path = planned(office, tmp_path)

    def forbid(*_: object) -> None:
        raise NotAllowed("The keyring is locked.")

    monkeypatch.setattr(FakePort, "read_invoice", forbid)
    result = post_invoices(office, KEY, path)
    found = {each.record.our_id: each.result for each in result.outcomes}
    assert (result.stopped, found["CF-1043"]) == ("", Result.REFUSED)
    assert not any(each.startswith("update") for each in books.calls)


def test_what_was_made_as_the_program_ended_is_linked_and_its_errand_ends(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(BaseException):
        """The program is gone."""

    def end(*_: object, **__: object) -> None:
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(Sender, "landed", end)
        with pytest.raises(Ended):
            posted(office, tmp_path)
    assert len(books.customers) == 1
    with office.file.read() as conn:
        assert len(open_errands(conn, KEY)) == 1
    result = posted(office, tmp_path)
    assert (result.outcomes[0].result, result.is_clear) == (Result.LINKED, True)
    with office.file.read() as conn:
        assert open_errands(conn, KEY) == []
    assert len(books.customers) == 2


def test_codes_without_an_account_keep_their_invoices_back(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "NONE")
    plan, _ = planned(office, tmp_path)
    (record,) = (each for each in plan.records if each.our_id == "CF-1043")
    assert record.action is PlanAction.CONFLICT
    assert "No account of the books is for GL code 4010" in record.reason
    assert books.calls == []


def test_items_are_made_where_lines_need_them(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.needs_items = True
    plan, path = planned(office, tmp_path)
    assert [each.kind for each in plan.records].count("item") >= 2
    books.befalls = ["lost_after"]
    post_invoices(office, KEY, path)
    assert posted(office, tmp_path).is_clear
    assert there(books) == totals(office)
    assert len({each.name for each in books.items.values()}) == len(books.items)


def test_a_customer_of_that_name_is_linked_not_made(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.customers["C7"] = BookCustomer(source_id="C7", name="Granite Peak Credit Union")
    plan, path = planned(office, tmp_path)
    assert plan.records[0].action is PlanAction.SKIP
    assert post_invoices(office, KEY, path).is_clear
    assert {each.customer_id for each in books.invoices.values()} >= {"C7"}


def test_a_renamed_account_is_written_to_its_customer(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE accounts SET name = 'Granite Bank' WHERE account_number = 100")
    plan, path = planned(office, tmp_path)
    assert (plan.records[0].action, plan.records[0].after) == (
        PlanAction.UPDATE,
        {"name": "Granite Bank"},
    )
    assert post_invoices(office, KEY, path).is_clear
    assert "Granite Bank" in {each.name for each in books.customers.values()}


def test_batches_are_looked_for_made_and_read_back_together(
    office: Office, tmp_path: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyring.secrets == {}
    books = connect_books(approved(office, tmp_path), FakeBooks(batch=30), monkeypatch)
    books.befalls = ["", "", "lost_after"]
    assert posted(office, tmp_path).is_clear
    assert [call for call in books.calls if "CF" in call] == ["create CF-1043 CF-1044"]
    assert there(books) == totals(office)


def test_no_secret_is_written_into_the_file(
    office: Office, books: FakeBooks, tmp_path: Path, keyring: MemoryKeyring
) -> None:
    posted(office, tmp_path)
    assert "hush-of-books" in keyring.secrets.values()
    written = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert b"hush-of-books" not in written
    assert books.invoices
    with office.file.read() as conn:
        stored = connection_to(conn, KEY)
    assert stored is not None
    assert "hush" not in json.dumps(dict(stored.settings))


class Interleavings(RuleBasedStateMachine):
    """Posts, time-outs, ends of the program, edits by others: at the end each exists once."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.folder = TemporaryDirectory()
        self.ring = memory_keyring()
        self.ring.__enter__()
        self.company: AbstractContextManager[Office] | None = None

    @initialize(has_keys=st.booleans(), batch=st.sampled_from([1, 30]))
    def begin(self, *, has_keys: bool, batch: int) -> None:
        path = Path(self.folder.name) / "made.switchbook"
        lay_company(path)
        self.company = copied(path, Path(self.folder.name) / "cedar.switchbook")
        self.office = approved(self.company.__enter__(), Path(self.folder.name))
        self.books = connect_books(
            self.office, FakeBooks(has_keys=has_keys, batch=batch), self.patch
        )
        self.touched: set[str] = set()

    @rule(
        fates=st.lists(
            st.sampled_from(["", "lost_before", "lost_after", "away", "signed_out"]), max_size=6
        )
    )
    def post(self, fates: list[str]) -> None:
        self.books.befalls = fates
        posted(self.office, Path(self.folder.name))
        self.books.befalls = []

    @rule(number=st.sampled_from(["CF-1043", "CF-1044"]), cents=st.integers(1, 9000))
    def paid(self, number: str, cents: int) -> None:
        if self.books.standing(number):
            self.books.pay(number, Decimal(cents) / 100)

    @rule(number=st.sampled_from(["CF-1043", "CF-1044"]))
    def voided_there(self, number: str) -> None:
        if self.books.standing(number):
            self.books.end(number, DocumentStanding.VOID)
            self.touched.add(number)

    @rule(number=st.sampled_from(["CF-1043", "CF-1044"]), cents=st.integers(1, 9000))
    def edited_there(self, number: str, cents: int) -> None:
        if self.books.standing(number):
            self.books.edit(number, Decimal(cents) / 100)
            self.touched.add(number)

    @rule(pair=st.sampled_from(["A4010", "A4050"]))
    def goes_elsewhere(self, pair: str) -> None:
        with self.office.write() as conn:
            keep_pair(conn, KEY, PairKind.REVENUE, "4010", pair)

    @invariant()
    def nothing_exists_twice(self) -> None:
        if self.company is not None:
            there(self.books)
            names = [each.name for each in self.books.customers.values()]
            assert len(names) == len(set(names))

    def teardown(self) -> None:
        if self.company is not None:
            for _ in range(2):
                posted(self.office, Path(self.folder.name))
            ours = totals(self.office)
            theirs = there(self.books)
            for number in ours.keys() - self.touched:
                assert theirs[number] == ours[number]
            with self.office.file.read() as conn:
                assert open_errands(conn, KEY) == []
            self.company.__exit__(None, None, None)
        self.ring.__exit__(None, None, None)
        self.patch.undo()
        self.folder.cleanup()


Interleavings.TestCase.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
test_interleavings = Interleavings.TestCase
