"""A company between a PSA and books, whatever is done on any side and whatever breaks meanwhile.

Random interleavings of syncs with faults, ends of the program in the middle of a request, restarts,
old plans applied late, edits in the PSA, here and in the books, and payments. At the end each side
knows what the others know: nothing stands twice, and no change is lost.
"""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.billing.drift import DriftChoice
from app.billing.invoice import InvoiceState
from app.customers.account import Account
from app.errors import AppError, RemoteUnavailable, SignInNeeded
from app.operations.apply_sync import apply_sync
from app.operations.decide import decide
from app.operations.keep_inbox import list_inbox
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.settle_drift import settle_drift
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import FlowState, SyncPlan
from app.practice.world import world
from app.store.invoices import load_invoices
from app.store.outbox import open_errands
from app.store.payments import paid_by_invoice
from app.store.setup import load
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, GRANITE, HARBOR, change, copied, lay_company
from tests.operations.practice_sides import PracticeSides, ProgramEnded, practice_sides

NUMBERS = ("CF-1043", "CF-1044")
FAULTS = (
    "",
    "",
    "timeout_after_commit:1",
    "timeout_after_commit:2",
    "duplicate_delivery:1",
    "shifting_pages",
    "too_many_requests:2",
    "server_error:1",
    "server_error:9",
    "half_answer:1",
    "html_gateway:1",
    "expired_token:1",
    "revoked_token:1",
)
ENDED = {"voided", "void", "deleted"}
SMALL = replace(world(), customers=world().customers[:4], psa_invoices=(), book_payments=())
OURS = replace(GRANITE, name="Quarry Road Credit Union")
STREETS = ("1 First Street", "2 Second Street", "3 Third Street")


class InStep(RuleBasedStateMachine):
    """One company, one PSA, one set of books."""

    psa: ClassVar[str]
    books: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "cedar.switchbook"
        self.ring = memory_keyring()
        self.ring.__enter__()
        self.sides: PracticeSides | None = None
        self.opened: Any = None
        self.plans: list[SyncPlan] = []
        self.touched: set[str] = set()
        self.streets: dict[str, str] = {}
        """By account the last one that was typed in here, of those that no PSA owns."""

    @initialize()
    def begin(self) -> None:
        """The company with two approved invoices, connected to both."""
        made = Path(self.folder.name) / "made.switchbook"
        lay_company(made)
        with copied(made, self.path) as office:
            # The books know another Granite Peak Credit Union, by another number.
            change(office, accounts=[OURS])
            approved(office, Path(self.folder.name))
            decide(office, "time_product", "LABOR")
        self.sides = practice_sides(self.psa, self.books, of=SMALL)
        self.start()
        self.connect()

    def there(self) -> PracticeSides:
        assert self.sides is not None
        return self.sides

    def start(self) -> None:
        """The program starts, with the file as it lies there."""
        if self.opened is not None:
            self.opened.__exit__(None, None, None)
        self.opened = open_company(self.path, CLOCK, write=True)
        self.office: Office = self.opened.__enter__()

    def connect(self) -> None:
        """The user signs in at both."""
        for key in (self.psa, self.books):
            self.there().connect(self.office, key)

    # ------------------------------------------------------------------------------ what we do

    @rule(
        faults=st.tuples(st.sampled_from(FAULTS), st.sampled_from(FAULTS)),
        go=st.booleans(),
        ends_at=st.one_of(st.none(), st.integers(0, 60)),
        arrives=st.booleans(),
    )
    def sync(
        self, faults: tuple[str, str], *, go: bool, ends_at: int | None, arrives: bool
    ) -> None:
        """A sync; faults strike on both sides, and perhaps the program ends."""
        sides = self.there()
        for key, fault in zip((self.psa, self.books), faults, strict=True):
            sides.arm(key, *([fault] if fault else []))
        sides.roads.left, sides.roads.arrives = ends_at, arrives
        self._guarded(lambda: sync_company(self.office, go=go, ways=sides.ways))

    @rule()
    def sync_without_a_network(self) -> None:
        """Nobody answers; nothing is lost by it."""
        self.there().roads.is_cut = True
        result = sync_company(self.office, go=True, ways=self.there().ways)
        assert {e.state for e in result.flows} <= {FlowState.WAITING, FlowState.OFF}
        self.there().roads.is_cut = False

    @rule()
    def plan(self) -> None:
        """A plan is made and left lying."""
        self._guarded(lambda: self.plans.append(plan_company(self.office, ways=self.there().ways)))

    @rule(place=st.integers(0, 5), ends_at=st.one_of(st.none(), st.integers(0, 30)))
    def apply_an_old_plan(self, place: int, ends_at: int | None) -> None:
        """A plan of before is applied, perhaps once more."""
        if self.plans:
            plan = self.plans[place % len(self.plans)]
            self.there().roads.left = ends_at
            self._guarded(lambda: apply_sync(self.office, plan, ways=self.there().ways))

    @rule(account=st.sampled_from((OURS, HARBOR)), street=st.sampled_from(STREETS))
    def move_here(self, account: Account, street: str) -> None:
        """An address is changed here, of a customer that no PSA knows."""
        change(self.office, accounts=[replace(account, address_line1=street)])
        self.streets[account.account_number] = street

    @rule(choice=st.sampled_from((DriftChoice.OURS, DriftChoice.THEIRS)))
    def settle(self, choice: DriftChoice) -> None:
        """The first drift of the inbox is settled."""
        for entry in list_inbox(self.office).open:
            if entry.problem.kind == "drift":
                number = str(entry.problem.facts["our_id"])
                with suppress(AppError):
                    settle_drift(self.office, self.books, number, choice, ways=self.there().ways)
                return

    @rule()
    def restart(self) -> None:
        """The program is closed and opened."""
        self.start()

    @rule(hours=st.integers(1, 48))
    def time_goes_by(self, hours: int) -> None:
        """Tokens and counts run out meanwhile."""
        self.there().time.sleep(hours * 3600.0)

    def _guarded(self, work: Any) -> None:  # noqa: ANN401  anything that may be cut off
        sides = self.there()
        try:
            work()
        except ProgramEnded:
            self.start()
        except (SignInNeeded, RemoteUnavailable):
            pass
        sides.roads.left = None
        for key in (self.psa, self.books):
            sides.arm(key)

    # ------------------------------------------------------------------- what somebody else does

    @rule(number=st.sampled_from(NUMBERS), cents=st.integers(1, 1500))
    def pay(self, number: str, cents: int) -> None:
        """A part is paid, or all."""
        if self._standing(number):
            self._acts(self.books, "pay", number, Decimal(cents) / 100)

    @rule(number=st.sampled_from(NUMBERS), act=st.sampled_from(["edit", "void"]))
    def meddle(self, number: str, act: str) -> None:
        """An invoice of ours is changed there, or made void."""
        if self._standing(number) and self._acts(
            self.books, act, number, Decimal("7.77") if act == "edit" else None
        ):
            self.touched.add(number)

    def _acts(self, key: str, act: str, number: str, amount: Decimal | None) -> bool:
        try:
            self.there().act(key, act, number, amount)
        except AssertionError:
            return False
        return True

    def _standing(self, number: str) -> list[dict[str, Any]]:
        return [
            each
            for each in self.there().state(self.books)["invoices"]
            if each["number"] == number and str(each["status"]).casefold() not in ENDED
        ]

    # -------------------------------------------------------------------------- what must hold

    @invariant()
    def nothing_stands_twice(self) -> None:
        """No invoice and customer of ours is there twice, and no customer of theirs here."""
        if self.sides is None:
            return
        for number in NUMBERS:
            assert len(self._standing(number)) <= self.most_at_a_time, number
        names = [each["name"] for each in self.sides.state(self.books)["customers"]]
        ours = [each for each in names if each in {OURS.name, HARBOR.name}]
        assert len(ours) == len(set(ours))
        with self.office.file.read() as conn:
            accounts = load(conn, Account)
        known = [each.psa_id for each in accounts if each.psa_id]
        assert len(known) == len(set(known))

    most_at_a_time: ClassVar[int] = 1

    def teardown(self) -> None:
        """All quiet again, we sync until nothing is left, and look."""
        try:
            if self.sides is not None:
                self._settle_and_look()
        finally:
            if self.opened is not None:
                self.opened.__exit__(None, None, None)
            self.ring.__exit__(None, None, None)
            self.folder.cleanup()

    def _settle_and_look(self) -> None:
        self.connect()
        for _ in range(5):
            result = sync_company(self.office, go=True, ways=self.there().ways)
            assert not [each.why for each in result.flows if each.state is FlowState.WAITING]
        again = sync_company(self.office, go=True, ways=self.there().ways)
        assert again.count(Result.DONE) == 0, [
            (each.record.kind, each.record.our_id, each.record.reason)
            for flow in again.flows
            for each in flow.outcomes
            if each.result is Result.DONE
        ]
        with self.office.file.read() as conn:
            ours = {
                str(each.invoice.invoice_number): each.total
                for each in load_invoices(conn, lean=True)
                if each.invoice.state is not InvoiceState.VOID
            }
            left = [e.errand for key in (self.psa, self.books) for e in open_errands(conn, key)]
            paid = paid_by_invoice(conn)
            streets = {each.account_number: each.address_line1 for each in load(conn, Account)}
        assert left == []
        for number in set(NUMBERS) - self.touched:
            (there,) = self._standing(number)
            assert there["total"] == ours[number]
            assert there["balance"] == ours[number] - paid.get(number, Decimal(0))
        for number, street in self.streets.items():
            assert streets[number] == street


def machine(psa: str, books: str, *, examples: int, steps: int) -> Any:  # noqa: ANN401  a test class
    """The state machine of a pair of systems as a test."""

    class Machine(InStep):
        most_at_a_time = 2 if books == "sage" else 1

    Machine.psa, Machine.books = psa, books
    Machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        # An example takes seconds; what fails is short enough to be read as it is.
        phases=(Phase.explicit, Phase.generate),
    )
    return Machine.TestCase


TestConnectWiseAndQuickBooks = pytest.mark.slow(
    machine("connectwise", "quickbooks", examples=20, steps=10)
)
TestHaloAndXero = pytest.mark.slow(machine("halopsa", "xero", examples=20, steps=10))
TestAutotaskAndSage = pytest.mark.slow(machine("autotask", "sage", examples=20, steps=10))


@pytest.mark.parametrize("pair", [("connectwise", "quickbooks"), ("autotask", "xero")])
def test_a_quiet_company_comes_in_step(pair: tuple[str, str]) -> None:
    class Quiet(InStep):
        psa, books = pair

    quiet = Quiet()
    quiet.begin()
    quiet.pay("CF-1043", 100)
    quiet.teardown()
