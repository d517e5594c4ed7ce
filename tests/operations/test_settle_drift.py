from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.drift import DriftChoice
from app.billing.incoming import BookInvoice, BookLine
from app.errors import NotAllowed
from app.operations.keep_inbox import list_inbox
from app.operations.list_payments import list_payments
from app.operations.office import Office
from app.operations.settle_drift import settle_drift, show_drift, show_split
from app.operations.sync_company import sync_company
from app.store.invoices import load_invoices
from app.store.payment_events import PaymentEventKind
from app.store.payments import paid_by_invoice
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY
from tests.operations.in_step import Sides, connect_both

NUMBER = "CF-1043"
TOTAL = Decimal("44.24")


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        found = connect_both(approved(office, tmp_path), monkeypatch)
        sync_company(office, go=True)
        yield found


def there(sides: Sides) -> BookInvoice:
    (found,) = sides.books.standing(NUMBER)
    return found


def edited(sides: Sides, office: Office, *, by: Decimal, more: Decimal = Decimal(0)) -> None:
    """Somebody changes the first line there, and adds another."""
    found = there(sides)
    first, *rest = found.lines
    lines = [replace(first, amount=first.amount + by), *rest]
    if more:
        lines.append(BookLine(description="Goodwill", amount=more))
    total = found.total + by + more
    sides.books.invoices[found.source_id] = replace(
        found, lines=tuple(lines), total=total, balance=total, version=sides.books.next_id()
    )
    sync_company(office)


def seal(office: Office) -> str:
    with office.file.read() as conn:
        (stored,) = load_invoices(conn, numbers=[NUMBER])
    assert stored.total == TOTAL
    return stored.seal


def test_the_card_shows_the_three_field_by_field(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12))
    card = show_drift(office, KEY, NUMBER)
    amount = card.drift.fields[0]
    assert (amount.ours, amount.there, amount.agreed) == (TOTAL, Decimal("32.24"), TOTAL)
    changed = [(each.words, each.difference) for each in card.drift.lines if each.difference]
    assert changed == [("Hosted voice seat, 2 at 20", Decimal(-12))]
    assert (card.theirs.taken, card.theirs.write) == (Decimal(-12), None)
    assert (card.ours.taken, card.may_write) == (Decimal(0), True)


def test_keep_ours_sets_it_back_there(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12))
    settle_drift(office, KEY, NUMBER, DriftChoice.OURS)
    assert there(sides).total == TOTAL
    assert list_inbox(office).open == ()
    assert sync_company(office, go=True).is_clear
    with pytest.raises(NotAllowed, match="same on both sides"):
        show_drift(office, KEY, NUMBER)


def test_take_theirs_is_a_credit_beside_the_sealed_invoice(office: Office, sides: Sides) -> None:
    before = seal(office)
    edited(sides, office, by=Decimal(-12))
    settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
    assert seal(office) == before
    sides.books.pay(NUMBER, Decimal("32.24"))
    result = sync_company(office, go=True)
    assert result.is_clear
    assert list_inbox(office).open == ()
    with office.file.read() as conn:
        assert paid_by_invoice(conn)[NUMBER] == TOTAL
    found = list_payments(office, account="100")
    assert found.ageing.total == 0
    assert [each.event for each in found.events] == [
        PaymentEventKind.PAID,
        PaymentEventKind.RECEIVED,
        PaymentEventKind.TAKEN_OVER,
    ]
    assert there(sides).total == Decimal("32.24")


def test_more_than_ours_taken_is_a_charge(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(5))
    settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
    found = list_payments(office, account="100")
    assert found.ageing.total == TOTAL + 5


def test_another_change_there_is_another_drift(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12))
    settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
    edited(sides, office, by=Decimal(-1))
    (entry,) = list_inbox(office).open
    assert entry.problem.kind == "drift"
    settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
    with office.file.read() as conn:
        assert paid_by_invoice(conn)[NUMBER] == Decimal(13)
    settle_drift(office, KEY, NUMBER, DriftChoice.OURS)
    with office.file.read() as conn:
        assert NUMBER not in paid_by_invoice(conn)
    assert there(sides).total == TOTAL


def test_a_split_keeps_a_line_and_takes_another(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12), more=Decimal(-2))
    assert show_split(office, KEY, NUMBER, keep=[1]).taken == Decimal(-2)
    settle_drift(office, KEY, NUMBER, DriftChoice.SPLIT, keep=[1])
    assert there(sides).total == TOTAL - 2
    with office.file.read() as conn:
        assert paid_by_invoice(conn)[NUMBER] == Decimal(2)
    assert sync_company(office, go=True).is_clear
    assert there(sides).total == TOTAL - 2


def test_what_is_paid_there_cannot_be_set_back(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12))
    sides.books.pay(NUMBER, Decimal("32.24"))
    sync_company(office)
    card = show_drift(office, KEY, NUMBER)
    assert "paid or credited" in card.why_not
    with pytest.raises(NotAllowed, match="left as it is"):
        settle_drift(office, KEY, NUMBER, DriftChoice.OURS)
    settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
    assert list_inbox(office).open == ()


def test_what_changed_there_since_is_looked_at_again(office: Office, sides: Sides) -> None:
    edited(sides, office, by=Decimal(-12))
    found = there(sides)
    sides.books.invoices[found.source_id] = replace(found, total=Decimal(30))
    with pytest.raises(NotAllowed, match="changed there once more"):
        settle_drift(office, KEY, NUMBER, DriftChoice.THEIRS)
