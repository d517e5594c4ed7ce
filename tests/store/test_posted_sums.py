from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from app.billing.incoming import BookFamily, BookInvoice
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.store.links import Link, LinkKind, keep_link
from app.store.payments import StoredAllocation, StoredPayment, keep_payment
from app.store.posted_sums import linked_records, psa_lines, settled_by_kind, unapplied_of
from app.store.psa_billing import keep_in_ledger
from app.store.remote_records import keep_records
from tests.operations.billed import approved
from tests.operations.companies import a_charge

AT = datetime(2026, 11, 2, tzinfo=UTC)
BOOKS = "quickbooks"


def payment(name: str, number: str | None, amount: str, **more: str) -> StoredPayment:
    part = StoredAllocation(
        document_id="9",
        invoice_number=number,
        amount=Decimal(amount),
        applied_on=None,
        uses_credit=number is None,
    )
    return StoredPayment(
        source_id=name,
        kind=more.get("kind", "payment"),
        state=more.get("state", "standing"),
        account_number="100",
        customer_id="1",
        paid_on=date(2026, 11, 1),
        total=Decimal(amount),
        unapplied=Decimal(more.get("unapplied", "0")),
        currency="USD",
        reference="",
        method="",
        allocations=(part,),
    )


def test_a_linked_record_comes_with_what_was_last_read(office: Office) -> None:
    family = BookFamily.INVOICES.value
    there = BookInvoice(source_id="7", number="CF-1", total=Decimal(5), raw="{}")
    with office.write() as conn:
        for number, their_id in (("CF-1", "7"), ("CF-2", "8")):
            link = Link(
                kind=LinkKind.INVOICE, our_id=number, their_id=their_id, total=Decimal(5), sent={}
            )
            keep_link(conn, BOOKS, link, at=AT)
        keep_records(conn, BOOKS, family, [there], walk=1, at=AT)
        found = linked_records(conn, BOOKS, LinkKind.INVOICE, family, record=BookInvoice)
    assert found["CF-1"].record is not None
    assert (found["CF-1"].record.total, found["CF-1"].is_gone) == (Decimal(5), False)
    assert (found["CF-2"].record, found["CF-2"].total) == (None, Decimal(5))
    assert found["CF-2"].linked_at == AT


def test_what_settles_an_invoice_is_told_by_kind(office: Office) -> None:
    with office.write() as conn:
        for each in (
            payment("1", "CF-1", "10", unapplied="2"),
            payment("2", "CF-1", "5"),
            payment("3", "CF-1", "3", kind="credit"),
            payment("4", "CF-1", "99", state="void", unapplied="9"),
            payment("5", None, "7"),
            payment("6", "CF-9", "4"),
        ):
            keep_payment(conn, BOOKS, each, at=AT)
        assert settled_by_kind(conn, ["CF-1", "CF-2"]) == {
            "CF-1": {"payment": Decimal(15), "credit": Decimal(3)}
        }
        assert unapplied_of(conn, ["100"]) == Decimal(2)
        assert unapplied_of(conn, ["200"]) == Decimal(0)


def test_lines_of_a_psa_are_known_by_reference_and_by_the_ledger(
    office: Office, tmp_path: Path
) -> None:
    own = "PSA:connectwise:time:7"
    rows = [a_charge(own), a_charge("T-1"), a_charge("T-2")]
    edit_records(office, rows, title="work")
    approved(office, tmp_path)
    with office.write() as conn:
        keep_in_ledger(conn, "connectwise", ("time", "8"), "T-1")
        amount = [Decimal(250)]
        assert psa_lines(conn, "connectwise", "2026-10") == {own: amount, "T-1": amount}
        assert psa_lines(conn, "connectwise", "2026-09") == {}
        assert psa_lines(conn, "halopsa", "2026-10") == {}
