"""The proof over practice systems: what it says is what stands there, whatever was done there."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.proof_sections import WholeProof
from app.operations.decide import decide
from app.operations.office import Office
from app.operations.prove_period import prove_systems
from app.operations.sync_company import sync_company
from tests.keyrings import memory_keyring
from tests.operations.billed import approved, credited
from tests.operations.companies import DECEMBER, change, copied, later, lay_company
from tests.operations.companies import GRANITE as GRANITE_PEAK
from tests.operations.practice_sides import PracticeSides, practice_sides

GRANITE, HARBOR = Decimal("44.24"), Decimal("21.41")
ENDED = {"void", "voided", "deleted"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = tmp_path / "made.switchbook"
    lay_company(made)
    with copied(made, tmp_path / "cedar.switchbook") as found:
        yield found


@pytest.fixture(params=["quickbooks", "xero", "sage"])
def books(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sides(office: Office, tmp_path: Path, books: str) -> Iterator[PracticeSides]:
    """October, approved and posted."""
    # The books know another Granite Peak Credit Union, by another number.
    change(office, accounts=[replace(GRANITE_PEAK, name="Quarry Road Credit Union")])
    approved(office, tmp_path)
    with memory_keyring():
        found = practice_sides(books)
        found.connect(office, books)
        decide(office, "flow.invoices", "automatic")
        synced(office, found)
        yield found


def synced(office: Office, sides: PracticeSides) -> None:
    for _ in range(2):
        sides.time.sleep(3600)
        sync_company(office, ways=sides.ways)


def standing(sides: PracticeSides, books: str, whole: WholeProof) -> dict[str, Decimal]:
    """Balances there of what the proof calls posted."""
    wanted = {each.number for each in whole.books[0].posted}
    return {
        each["number"]: Decimal(each["balance"])
        for each in sides.state(books)["invoices"]
        if each["number"] in wanted and str(each["status"]).casefold() not in ENDED
    }


def proven(office: Office, period: str = "2026-10") -> WholeProof:
    """The proof, and its laws."""
    whole = prove_systems(office, period)
    (found,) = whole.books
    assert found.ours + found.not_posted == whole.proof.invoices.total
    paid = whole.paid
    assert paid.settled + paid.open - paid.over == found.ours
    return whole


def test_what_is_paid_and_open_is_what_stands_there(
    office: Office, sides: PracticeSides, books: str
) -> None:
    whole = proven(office)
    assert (whole.closes, whole.books[0].there) == (True, GRANITE + HARBOR)
    assert standing(sides, books, whole) == {"CF-1043": GRANITE, "CF-1044": HARBOR}
    sides.act(books, "pay", "CF-1043", GRANITE)
    sides.act(books, "pay", "CF-1044", Decimal("1.41"))
    synced(office, sides)
    whole = proven(office)
    assert (whole.closes, whole.broken) == (True, [])
    assert whole.paid.counts == {"paid": 1, "part": 1, "open": 0, "over": 0}
    assert sum(standing(sides, books, whole).values()) == whole.paid.open == Decimal(20)


def test_more_than_is_asked_for_is_told(office: Office, sides: PracticeSides, books: str) -> None:
    sides.act(books, "pay", "CF-1044", HARBOR + 5)
    synced(office, sides)
    whole = proven(office)
    assert whole.closes
    assert whole.paid.over + whole.paid.unapplied == Decimal(5)
    assert whole.paid.open == GRANITE


def test_what_somebody_changed_there_breaks_it(
    office: Office, sides: PracticeSides, books: str
) -> None:
    # Its first line was 20.00.
    sides.act(books, "edit", "CF-1044", Decimal("7.77"))
    synced(office, sides)
    whole = proven(office)
    assert not whole.closes
    assert [each.number for each in whole.books[0].differing] == ["CF-1044"]
    assert whole.books[0].difference == Decimal("7.77") - Decimal(20)


def test_what_somebody_made_void_there_breaks_it(
    office: Office, sides: PracticeSides, books: str
) -> None:
    sides.act(books, "void", "CF-1044")
    synced(office, sides)
    whole = proven(office)
    assert [each.number for each in whole.books[0].voids] == ["CF-1044"]
    assert (whole.closes, whole.books[0].difference) == (False, -HARBOR)


@pytest.mark.usefixtures("books")
def test_credit_is_used_up_there_as_it_is_here(office: Office, sides: PracticeSides) -> None:
    credited(office)
    with later(office, DECEMBER) as december:
        synced(december, sides)
        november = proven(december, "2026-11")
        assert (november.broken, november.closes) == ([], True)
        assert november.books[0].there == november.proof.invoices.total
        october = proven(december)
        assert (october.broken, october.closes) == ([], True)
        used = -sum((e.settled for e in november.paid.documents if e.owed < 0), Decimal(0))
        assert used == october.paid.credits
