from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookInvoice, DocumentStanding
from app.customers.incoming import PsaAgreement, PsaFamily, PsaInvoice
from app.operations.decide import decide
from app.operations.inbox_looks import problems_at
from app.operations.office import Office
from app.operations.sync_company import sync_company
from app.store.connections import begin_walk, connection_to, end_walk
from app.store.inbox import Problem
from app.store.remote_records import keep_records
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import BILLABLE, NOW, approve, take_in
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both
from tests.operations.psa_billing import HOURS, later_hours, say, sync, with_psa
from tests.operations.psa_billing import KEY as CONNECTWISE


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        found = connect_both(approved(office, tmp_path), monkeypatch)
        sync_company(office, go=True)
        sync_company(office)
        yield found


def look(office: Office, key: str, **more: object) -> list[Problem]:
    with office.write() as conn:
        stored = connection_to(conn, key)
        assert stored is not None
        return problems_at(office, conn, stored, **more)  # type: ignore[arg-type]


def agreements(office: Office, *ends: date | None, at: datetime = NOW) -> None:
    """Agreements of Granite Peak, as they were last told."""
    records = [
        PsaAgreement(source_id=str(place), customer_id="1", ends_on=day)
        for place, day in enumerate(ends)
    ]
    with office.write() as conn:
        walk = begin_walk(conn, PSA, PsaFamily.AGREEMENTS.value)
        keep_records(conn, PSA, PsaFamily.AGREEMENTS.value, records, walk=walk, at=at)
        end_walk(conn, PSA, PsaFamily.AGREEMENTS.value, mark=None, whole=True, at=at)


def test_nothing_is_told_while_all_is_well(office: Office, sides: Sides) -> None:
    assert sides.books.invoices
    assert look(office, BOOKS) == look(office, PSA) == []


def test_a_sign_in_that_ends_and_trouble_are_told(office: Office, sides: Sides) -> None:
    assert sides.books.invoices
    (ends,) = look(office, BOOKS, days_left=1)
    assert (ends.title, ends.kind, ends.amount) == ("Sign-in ends in 1 day", "sign_in_ends", None)
    (away,) = look(office, BOOKS, trouble=("unreachable", "No route."))
    assert away.title.endswith("does not answer")
    assert away.why == "No route."
    (other,) = look(office, BOOKS, trouble=("turned_away", "Another company."))
    assert other.title.endswith("turned the sync away")


def test_what_ended_there_and_stands_here_is_told(office: Office, sides: Sides) -> None:
    sides.books.end("CF-1044", DocumentStanding.VOID)
    sync_company(office)
    (found,) = look(office, BOOKS)
    assert found.title == "Invoice CF-1044 was made void over there"
    assert (found.kind, found.amount) == ("void_there", Decimal("21.41"))


def test_money_too_much_and_money_on_no_invoice_is_told(office: Office, sides: Sides) -> None:
    sides.books.pay("CF-1043", Decimal("50.00"), unapplied=Decimal(3))
    sync_company(office)
    over, unapplied = look(office, BOOKS)
    assert over.title == "Payment is 5.76 more than what is owed"
    assert unapplied.title == "3.00 lies on no invoice"
    assert (unapplied.account_number, unapplied.amount) == ("100", Decimal(3))


def test_an_agreement_that_ended_while_services_run_is_told(office: Office, sides: Sides) -> None:
    assert sides.psa.customers["1"].external_id == "100"
    agreements(office, date(2026, 10, 1), date(2026, 11, 1))
    (found,) = look(office, PSA)
    assert (found.kind, found.record, found.amount) == (
        "agreement_ended",
        "account 100",
        Decimal(40),
    )
    assert "ended on 2026-11-01, and 1 service still runs" in found.why
    agreements(office, date(2026, 10, 1), None)
    assert look(office, PSA) == []


def test_an_invoice_of_the_psa_in_the_books_too_is_told(office: Office, sides: Sides) -> None:
    theirs = PsaInvoice(
        source_id="9",
        customer_id="1",
        number="PSA-9",
        dated_on=date(2026, 10, 9),
        total=Decimal(5),
        raw="changed",
    )
    sides.psa.invoices["9"] = theirs
    booked = BookInvoice(source_id="X", number="PSA-9", total=Decimal(5), balance=Decimal(5))
    sides.books.invoices["X"] = booked
    sync_company(office)
    (found,) = look(office, PSA)
    assert (found.kind, found.record, found.amount) == (
        "billed_twice",
        "psa_invoice PSA-9",
        Decimal(5),
    )
    assert found.remedy.startswith("Make it void there")


def test_work_billed_twice_is_told_once_by_its_plan_or_by_the_look(
    office: Office, tmp_path: Path
) -> None:
    with_psa(office, HOURS)
    sync(office)
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    say(office, later_hours(is_billed=True, billed_reference="PSA-9"))
    assert look(office, CONNECTWISE) == []
    decide(office, "flow.work", "off")
    (found,) = look(office, CONNECTWISE)
    assert found.title == "Time entry PSA:connectwise:time:7 is billed twice"
    assert (found.account_number, found.amount) == ("100", Decimal("187.50"))
