"""Several invoices in one request: what befalls some of them, and the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import DocumentStanding
from app.billing.outgoing import OutgoingInvoice
from app.connectors.dealings import Posted
from app.errors import NotAllowed, RemoteRefused, SignInNeeded
from app.operations.office import Office
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Result
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books
from tests.operations.test_post_invoices import planned, posted, there, totals


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        yield connect_books(approved(office, tmp_path), FakeBooks(batch=50), monkeypatch)


def results(office: Office, folder: Path) -> dict[str, Result]:
    return {each.record.our_id: each.result for each in posted(office, folder).outcomes}


def test_a_refusal_of_one_touches_no_other(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = FakePort.create_invoices

    def refuse_first(
        port: FakePort, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        return [RemoteRefused("No."), *make(port, invoices[1:])]

    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "create_invoices", refuse_first)
        found = results(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.REFUSED, Result.DONE)
    assert results(office, tmp_path)["CF-1043"] is Result.DONE
    assert there(books) == totals(office)


def test_what_was_made_and_cannot_be_found_stays_open(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "find_invoices", lambda _port, _numbers: [])
        patch.setattr(FakePort, "read_invoice", lambda _port, _id: None)
        found = results(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.UNKNOWN, Result.UNKNOWN)
    assert results(office, tmp_path)["CF-1043"] is Result.SKIPPED or there(books)
    assert there(books) == totals(office)


def test_a_list_that_lags_is_read_by_id(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "find_invoices", lambda _port, _numbers: [])
        found = results(office, tmp_path)
    assert found["CF-1043"] is Result.DONE
    assert there(books) == totals(office)


def test_what_cannot_be_taken_back_is_left_to_a_person(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Posted:
        raise RemoteRefused("The period is closed.")

    books.adds_tax = Decimal("0.01")
    monkeypatch.setattr(FakePort, "void_invoice", refuse)
    result = posted(office, tmp_path)
    assert "See to it by hand." in result.outcomes[-1].why


def test_who_cannot_be_asked_before_sending_waits(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    books.befalls = ["", "", "away"]
    found = results(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.WAITING, Result.WAITING)
    assert results(office, tmp_path)["CF-1044"] is Result.DONE


def test_what_a_gateway_delivered_twice_is_made_void_again(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.has_keys = False
    make = FakePort.create_invoices

    def twice(
        port: FakePort, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        make(port, invoices)
        return make(port, invoices)

    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "create_invoices", twice)
        found = results(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.DONE, Result.DONE)
    assert len(books.invoices) == 4
    assert there(books) == totals(office)


def test_what_was_delivered_twice_and_cannot_be_taken_back_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.has_keys = False
    make = FakePort.create_invoices

    def twice(
        port: FakePort, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        make(port, invoices)
        return make(port, invoices)

    def signed_out(*_: object, **__: object) -> Posted:
        raise SignInNeeded("Signed out.")

    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "create_invoices", twice)
        patch.setattr(FakePort, "void_invoice", signed_out)
        result = posted(office, tmp_path)
    last = result.outcomes[-1]
    ids = ", ".join(each.source_id for each in books.standing("CF-1044"))
    assert (last.result, last.why) == (
        Result.CONFLICT,
        f"It stands there 2 times, as {ids}: make all but one void there.",
    )
    for number in totals(office):
        first = books.standing(number)[0]
        books.invoices[first.source_id] = replace(first, standing=DocumentStanding.VOID)
    assert results(office, tmp_path)["CF-1044"] is Result.LINKED
    assert there(books) == totals(office)


def test_two_of_others_making_are_not_touched(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    posted(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("DELETE FROM outbox")
    (first,) = books.standing("CF-1044")
    books.invoices["B99"] = replace(first, source_id="B99")
    result = post_invoices(office, KEY, path)
    assert (result.outcomes[-1].result, len(books.standing("CF-1044"))) == (Result.CONFLICT, 2)


def test_what_is_not_allowed_for_one_is_refused_for_it_alone(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = FakePort.create_invoices

    def forbid_first(
        port: FakePort, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        if any(invoice.number == "CF-1043" for invoice, _ in invoices):
            raise NotAllowed("No file takes it.")
        return make(port, invoices)

    monkeypatch.setattr(FakePort, "create_invoices", forbid_first)
    found = results(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.REFUSED, Result.DONE)
    assert len(books.invoices) == 1
