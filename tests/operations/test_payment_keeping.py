from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import Allocation, BookPayment, PaymentKind
from app.operations.list_payments import list_payments
from app.operations.office import Office
from app.operations.sync_company import sync_company
from app.store.payment_events import PaymentEvent, PaymentEventKind, payment_events
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        found = connect_both(approved(office, tmp_path), monkeypatch)
        sync_company(office, go=True)
        yield found


def events(office: Office) -> list[PaymentEvent]:
    """The oldest first."""
    with office.file.read() as conn:
        return payment_events(conn)[::-1]


def told(office: Office) -> list[tuple[str, str | None, Decimal]]:
    return [(each.event.value, each.invoice_number, each.amount) for each in events(office)]


def changed(sides: Sides, payment: str, **values: object) -> None:
    known = sides.books.payments[payment]
    sides.books.payments[payment] = replace(known, **values)  # type: ignore[arg-type]


def theirs(sides: Sides, number: str) -> str:
    (found,) = sides.books.standing(number)
    return found.source_id


def test_a_part_then_the_rest_then_too_much(office: Office, sides: Sides) -> None:
    sides.books.pay("CF-1043", Decimal(40))
    sync_company(office)
    sides.books.pay("CF-1043", Decimal("4.24"))
    sync_company(office)
    sides.books.pay("CF-1043", Decimal(6))
    sync_company(office)
    assert told(office) == [
        ("received", None, Decimal(40)),
        ("part", "CF-1043", Decimal(40)),
        ("received", None, Decimal("4.24")),
        ("paid", "CF-1043", Decimal("4.24")),
        ("received", None, Decimal(6)),
        ("over", "CF-1043", Decimal(6)),
    ]


def test_an_edited_amount_and_money_on_no_invoice(office: Office, sides: Sides) -> None:
    payment = sides.books.pay("CF-1044", Decimal(20))
    sync_company(office)
    changed(sides, payment, total=Decimal(25), unapplied=Decimal(5))
    sync_company(office)
    assert told(office)[2:] == [
        ("amount_edited", None, Decimal(5)),
        ("unapplied", None, Decimal(5)),
    ]
    found = list_payments(office, account="200")
    assert found.unapplied == Decimal(5)
    assert found.ageing.total == Decimal("1.41")


def test_money_put_elsewhere_is_told_on_both_invoices(office: Office, sides: Sides) -> None:
    payment = sides.books.pay("CF-1043", Decimal(10))
    sync_company(office)
    moved = Allocation(document_id=theirs(sides, "CF-1044"), amount=Decimal(10))
    changed(sides, payment, allocations=(moved,))
    sync_company(office)
    assert told(office)[2:] == [
        ("reallocated", "CF-1043", Decimal(-10)),
        ("part", "CF-1044", Decimal(10)),
    ]


@pytest.mark.parametrize(("how", "kind"), [("is_gone", "deleted"), ("is_void", "bounced")])
def test_money_that_did_not_stay(office: Office, sides: Sides, how: str, kind: str) -> None:
    payment = sides.books.pay("CF-1043", Decimal("44.24"))
    sync_company(office)
    changed(sides, payment, **{how: True})
    sync_company(office)
    assert told(office)[2:] == [(kind, None, Decimal("-44.24"))]
    assert list_payments(office, account="100").ageing.total == Decimal("44.24")
    changed(sides, payment, **{how: False})
    sync_company(office)
    assert told(office)[-1] == ("paid", "CF-1043", Decimal("44.24"))


def test_a_credit_and_a_refund(office: Office, sides: Sides) -> None:
    payment = sides.books.pay("CF-1043", Decimal(4))
    changed(sides, payment, kind=PaymentKind.CREDIT)
    customer = sides.books.invoices[theirs(sides, "CF-1043")].customer_id
    sides.books.payments["R"] = BookPayment(
        source_id="R", kind=PaymentKind.REFUND, customer_id=customer, total=Decimal(3), raw="{}"
    )
    sync_company(office)
    assert sorted(told(office)) == [
        ("credit", "CF-1043", Decimal(4)),
        ("refund", None, Decimal(3)),
    ]


def test_another_reference_is_a_change(office: Office, sides: Sides) -> None:
    payment = sides.books.pay("CF-1043", Decimal(4))
    sync_company(office)
    changed(sides, payment, reference="Cheque 1001")
    sync_company(office)
    last = events(office)[-1]
    assert last.event is PaymentEventKind.CHANGED
    assert last.words == "Changed: reference: , now Cheque 1001."


def test_what_is_nobody_s_of_ours_is_no_event(office: Office, sides: Sides) -> None:
    sides.books.payments["S"] = BookPayment(source_id="S", customer_id="else", total=Decimal(9))
    result = sync_company(office)
    assert events(office) == []
    assert result.plans == ()


def test_told_twice_is_one_event(office: Office, sides: Sides) -> None:
    sides.books.pay("CF-1043", Decimal(4))
    sync_company(office)
    sync_company(office)
    assert len(events(office)) == 2
