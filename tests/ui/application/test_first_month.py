"""From the first start of an empty program to paid invoices in practice systems, by wizards alone.

A person who has never seen the program: what is pressed is in view and can be pressed, and nothing
is done behind the window. What the practice systems hold at the end is read of themselves.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.billing.bill_run import RunState
from app.customers.matching import MatchState
from app.operations import show_sample
from app.operations.billed_twice import billed_twice
from app.operations.browse_sync import PlanView
from app.operations.map_customers import show_map
from app.operations.prove_period import prove_period, prove_systems
from app.operations.show_sample import sample_call_files
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import LinkKind, links
from app.store.payments import paid_by_invoice
from app.store.psa_billing import billed_lines
from app.ui.application import Program
from app.ui.pages.connections.page import ConnectionsPage
from app.ui.wizards.bill_run_wizard import GATES, REVIEW, BillRunWizard
from app.ui.wizards.connect_wizard import ConnectWizard
from app.ui.wizards.consolidate_wizard import ConsolidateWizard
from app.ui.wizards.first_run_wizard import FirstRunWizard
from app.ui.wizards.go_live_wizard import GoLiveWizard
from app.ui.wizards.map_customers.map_work import MapWork
from app.ui.wizards.map_customers_wizard import MapCustomersWizard
from app.ui.wizards.workbook_wizard import WorkbookWizard
from tests.journeys.pair_company import call_file, pair_company
from tests.ui.person import Person
from tests.ui.practising import Ground, practising

PERIOD = "2026-10"
MOST = 80
"""More of the same than anybody has patience for."""
PAID = 3
OUR_NUMBER = {"connectwise": "accountNumber", "halopsa": "accountsid", "autotask": "companyNumber"}
"""Where a PSA's customer bears our number."""
ENDED = frozenset({"void", "voided", "deleted"})
SAMPLE = Path(__file__).parents[3] / "sample_data"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two systems, and how somebody begins with them."""

    psa: str
    psa_title: str
    books: str
    books_title: str
    is_own: bool
    """A company of one's own from a workbook, else the sample company."""


PAIRS = (
    Pair("connectwise", "ConnectWise PSA", "quickbooks", "QuickBooks Online", is_own=False),
    Pair("halopsa", "HaloPSA", "xero", "Xero", is_own=True),
    Pair("autotask", "Autotask PSA", "sage", "Sage Accounting", is_own=True),
)


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ground]:
    with practising(monkeypatch, tmp_path) as made:
        yield made


@pytest.fixture
def person(
    settings: QSettings,
    ground: Ground,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Person]:
    """Somebody at the window of the very first start."""
    monkeypatch.setattr(show_sample, "documents_folder", lambda: tmp_path)
    program = Program(ground.clock, settings)
    window = program.open_window(with_pages=False)
    qtbot.addWidget(window)
    made = Person(window, qtbot)
    pictures = os.environ.get("SWITCHBOOK_PICTURES")
    made.pictures = Path(pictures) if pictures else None
    yield made
    window.desk.tasks.cancel_all()
    window.desk.tasks.wait()
    for each in list(program.windows):
        each.close()


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.psa}+{pair.books}")
def test_a_first_month(pair: Pair, person: Person, ground: Ground, tmp_path: Path) -> None:
    if not pair.is_own and not SAMPLE.exists():
        pytest.skip("the sample files are not here")
    files = begin_own(person, tmp_path) if pair.is_own else begin_with_sample(person)
    connect(person, pair.psa, pair.psa_title)
    map_customers(person, pair.psa, to_the_end=True)
    sync(person)
    connect(person, pair.books, pair.books_title)
    map_customers(person, pair.books, to_the_end=not pair.is_own)
    if pair.is_own:
        bill_time_here(person)
        go_live(person, pair)
    sync(person)
    take_calls_in(person, files)
    run_bills(person)
    post(person, ground, pair)
    somebody_pays(person, ground, pair)
    sync(person)
    agrees(person, ground, pair)


# ------------------------------------------------------------------------------------ the company


def begin_with_sample(person: Person) -> list[Path]:
    """Enter opens the sample company; its call files."""
    person.press("Return")
    wait_for_pages(person)
    return sample_call_files(PERIOD)


def begin_own(person: Person, folder: Path) -> list[Path]:
    """A new company, its setup workbook, and the questions that the wizard asks; its call file."""
    of_workbook = folder / "setup"
    of_workbook.mkdir()
    calls = call_file(pair_company(of_workbook))
    person.press("Ctrl+N", then=person.answer(str(folder / "own.switchbook")))
    wait_for_pages(person)
    wizard = person.wizard(FirstRunWizard)
    person.look(wizard)
    person.click("Bring in a workbook")
    bringing = person.wizard(WorkbookWizard)
    person.click("Choose a folder", then=person.answer(str(of_workbook / "workbook")))
    assert person.go_on(bringing, to="Brought in").startswith("Bring in ")
    person.go_on(bringing)
    wizard = person.wizard(FirstRunWizard)
    assert wizard.page_shown.step == "Your company"
    person.go_on(wizard, to="Systems")
    while wizard.page_shown is not wizard.pages_in_order[-1]:
        person.go_on(wizard)
    person.go_on(wizard)
    return [calls]


def wait_for_pages(person: Person) -> None:
    """All pages are in, and the company is open."""
    person.qtbot.waitUntil(lambda: "settings" in person.window.pages, timeout=60000)
    person.rest()
    assert person.window.desk.company is not None


# ----------------------------------------------------------------------------- connecting, mapping


def connect(person: Person, key: str, title: str) -> None:
    """The wizard to its last page; a practice system asks nothing."""
    person.press("Ctrl+0", "Ctrl+N")
    wizard = person.wizard(ConnectWizard)
    while wizard.choose_page.form is None or wizard.choose_page.form.key != key:
        person.press("Down")
    if not wizard.choose_page.practice.isChecked():
        person.click("A practice company")
    assert person.go_on(wizard, to="Sign in") == "Next"
    assert person.go_on(wizard, to="Test the rights") == "Start and connect"
    person.go_on(wizard, to="Right company")
    assert person.go_on(wizard, to="GL codes and items").startswith("Yes, it is ")
    person.go_on(wizard, to="First look")
    assert person.sees("There: ")
    person.go_on(wizard, to="Finish")
    assert person.sees(f"{title} is connected to ")
    person.look(wizard)
    person.click("Map customers")


def map_customers(person: Person, key: str, *, to_the_end: bool) -> None:
    """Exact ones in bulk, likely ones one by one, the rest new, or not needed there."""
    wizard = person.wizard(MapCustomersWizard)
    person.go_on(wizard, to="Match customers")
    work = wizard.match_page.work
    assert work.system is not None
    assert work.system.key == key
    if work.accept.isEnabled():
        person.press("Ctrl+E")
    for _ in range(MOST):
        row = work.current()
        if row is None or row.ours is None or row.state is MatchState.LINKED:
            break
        if row.state is not MatchState.NEW:
            person.press("Return")
        elif work.pane.new.isEnabled():
            person.press("Ctrl+A", "N")
        else:
            person.press("I", then=person.answer("Not of the PSA"))
    leave_strangers(person, work)
    assert show_map(person.window.desk.office, key).need_a_look == 0
    assert "0 of " in work.line.text()
    if not to_the_end:
        person.click("Leave, go on later")
        return
    while wizard.page_shown is not wizard.apply_page:
        person.go_on(wizard)
    person.go_on(wizard)
    assert wizard.finish_button.text() == "Close"
    person.go_on(wizard)
    assert not wizard.isVisible()


def leave_strangers(person: Person, work: MapWork) -> None:
    """Who is there alone can be left as it is: nothing waits for it."""
    row = work.current()
    assert row is None or row.ours is None or row.state is MatchState.LINKED
    assert person.front.isVisible()


def bill_time_here(person: Person) -> None:
    """One invoice for everything, but for one customer whose telecom stays apart."""
    person.click("Consolidate invoices")
    wizard = person.wizard(ConsolidateWizard)
    wizard.how_page.product.setFocus()
    person.write("LABOR")
    person.press("Return")
    person.go_on(wizard, to="Customers")
    assert wizard.customers_page.grid.model.rowCount() > 1
    person.press("Ctrl+Home", "T")
    person.go_on(wizard, to="An example")
    person.go_on(wizard, to="Preview and apply")
    assert person.go_on(wizard).startswith("Change 1 customer")
    assert person.go_on(wizard) == "Close"
    assert not wizard.isVisible()


def go_live(person: Person, pair: Pair) -> None:
    """What is ready, what is there already, and the day."""
    person.press("Alt+Shift+G")
    wizard = person.wizard(GoLiveWizard)
    assert pair.books_title in wizard.windowTitle()
    while wizard.page_shown is not wizard.apply_page:
        person.go_on(wizard)
    assert person.go_on(wizard) == "Go live on Nov 1, 2026"
    assert person.go_on(wizard) == "Close"
    assert not wizard.isVisible()


# -------------------------------------------------------------------------------------- the month


def sync(person: Person) -> None:
    """Reads everything, and takes in what comes by itself."""
    person.press("Ctrl+0", "Ctrl+F5")
    assert not person.sees("could not")


def take_calls_in(person: Person, files: list[Path]) -> None:
    """Ctrl+I asks for the files; the dialog tells what they are; Ctrl+Enter takes them in."""
    person.press("Ctrl+I", then=person.answer(" ".join(f'"{path}"' for path in files)))
    person.press("Ctrl+Return")
    assert person.front is person.window


def run_bills(person: Person) -> None:
    """Waives what stands in the way, drafts, approves all, and writes the documents."""
    person.press("Ctrl+7", "Ctrl+Shift+G")
    wizard = person.wizard(BillRunWizard)
    for _ in range(MOST):
        if wizard.currentId() == GATES and wizard.gates_page.open_gates():
            person.press("Ctrl+Home", then=None)
            person.press("W", then=person.answer("Known, and billed later"))
        elif wizard.currentId() == REVIEW and wizard.review_page.all_button.isEnabled():
            person.click("Approve the other")
        else:
            person.go_on(wizard)
        if not wizard.isVisible():
            break
    review = wizard.kept.review
    assert review is not None
    assert review.state is RunState.FINAL
    assert review.sums.invoices > 0


def post(person: Person, ground: Ground, pair: Pair) -> None:
    """The plan is shown; exactly that is done, once."""
    before = [each.get("number") for each in ground.state(pair.books)["invoices"]]
    person.press("Ctrl+0", "Ctrl+Shift+P")
    view = plan_of(person)
    wanted = {e.our_id: e.amount for e in view.lines if e.is_to_do and e.kind == "invoice"}
    assert wanted
    person.press("Ctrl+Return", then=person.answer())
    there = {e.get("number"): Decimal(e["total"]) for e in ground.state(pair.books)["invoices"]}
    assert {number: there[number] for number in there.keys() - set(before)} == wanted
    person.press("Ctrl+Shift+P")
    assert not [e for e in plan_of(person).lines if e.is_to_do and e.kind == "invoice"]


def plan_of(person: Person) -> PlanView:
    """The plan in view."""
    page = person.window.pages["connections"]
    assert isinstance(page, ConnectionsPage)
    assert page.tabs.current == "Plans"
    assert page.plans.view is not None
    return page.plans.view


def somebody_pays(person: Person, ground: Ground, pair: Pair) -> None:
    """Some customers pay: the first half, the others all."""
    heads = [each for each in invoices_of(person) if each.total > 0][:PAID]
    for place, each in enumerate(heads):
        amount = each.total if place else (each.total / 2).quantize(Decimal("0.01"))
        ground.somebody(pair.books, "pay", each.invoice_number, str(amount))


# ------------------------------------------------------------------------------------- at the end


def agrees(person: Person, ground: Ground, pair: Pair) -> None:
    """Each invoice stands there once and to the cent, what was paid came back, the proof closes."""
    office, heads = person.window.desk.office, invoices_of(person)
    there = ground.state(pair.books)
    with office.file.read() as conn:
        paid = paid_by_invoice(conn)
        linked = links(conn, pair.psa, LinkKind.CUSTOMER)
        work = billed_lines(conn, pair.psa)
    assert not pair.is_own or work, "the PSA's time is on our invoice"
    assert billed_twice(office) == []
    assert sum(paid.get(each.invoice_number, 0) > 0 for each in heads) == PAID
    for each in heads:
        kind = "credits" if each.total < 0 else "invoices"
        found = [e for e in there[kind] if e.get("number") == each.invoice_number and not ended(e)]
        assert len(found) == 1, (each, there[kind])
        (one,) = found
        assert Decimal(one["total"]) == abs(each.total), each
        if each.total > 0:
            left = each.total - paid.get(each.invoice_number, Decimal(0))
            assert Decimal(one["balance"]) == left, each
    assert linked
    psa = {str(each["id"]): each for each in ground.state(pair.psa)["customers"]}
    bear = {ours: psa[link.their_id][OUR_NUMBER[pair.psa]] for ours, link in linked.items()}
    assert bear == {number: number for number in linked}
    assert prove_period(office, PERIOD).closes
    assert prove_systems(office, PERIOD).closes


def invoices_of(person: Person) -> list[InvoiceHead]:
    """The invoices of the month that stand."""
    with person.window.desk.office.file.read() as conn:
        found = [each for each in invoice_heads(conn) if each.period == PERIOD]
    return [each for each in found if each.voided_on is None]


def ended(document: dict[str, Any]) -> bool:
    return str(document["status"]).casefold() in ENDED
