"""Credit notes that are delivered twice, come out otherwise, or may not be made."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookCreditNote, DocumentStanding
from app.billing.outgoing import OutgoingCreditNote
from app.connectors.dealings import Posted
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable
from app.operations.office import Office
from app.operations.posting_credits import stands_as_credit
from app.operations.posting_errands import Result
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import FakeBooks, FakePort, connect_books
from tests.operations.test_post_invoices import posted
from tests.operations.test_posting_documents import applied, turned_round

MAKE = FakePort.create_credit_note


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        books = connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)
        turned_round(office)
        yield books


def twice(port: FakePort, note: OutgoingCreditNote, *, key: str) -> Posted:
    MAKE(port, note, key=key)
    return MAKE(port, note, key=key)


def standing(books: FakeBooks) -> list[BookCreditNote]:
    return [each for each in books.notes.values() if stands_as_credit(each)]


def test_what_a_gateway_delivered_twice_is_made_void_again(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakePort, "create_credit_note", twice)
    assert applied(office, tmp_path)["CF-1044"] is Result.DONE
    assert (len(books.notes), len(standing(books))) == (2, 1)


def test_what_cannot_be_taken_back_is_a_conflict_that_names_both(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Posted:
        raise RemoteRefused("The period is closed.")

    monkeypatch.setattr(FakePort, "create_credit_note", twice)
    monkeypatch.setattr(FakePort, "void_credit_note", refuse)
    last = posted(office, tmp_path).outcomes[-1]
    assert last.result is Result.CONFLICT
    assert all(each.source_id in last.why for each in standing(books))


def test_what_comes_out_otherwise_is_told(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dearer(port: FakePort, note: OutgoingCreditNote, *, key: str) -> Posted:
        made = MAKE(port, note, key=key)
        kept = books.notes[made.id]
        books.notes[made.id] = replace(kept, total=kept.total + Decimal("0.01"))
        return made

    monkeypatch.setattr(FakePort, "create_credit_note", dearer)
    last = posted(office, tmp_path).outcomes[-1]
    assert (last.result, last.why[:17]) == (Result.DIFFERS, "It came to 21.42 ")


def test_one_that_is_not_allowed_stops_nothing_else(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_: object, **__: object) -> Posted:
        raise NotAllowed("No file takes it.")

    monkeypatch.setattr(FakePort, "create_credit_note", forbid)
    found = applied(office, tmp_path)
    assert (found["CF-1043"], found["CF-1044"]) == (Result.DONE, Result.REFUSED)
    assert books.notes == {}


def test_who_does_not_answer_after_it_was_made_stops_with_its_outcome(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = FakePort.find_credit_notes

    def until_made(port: FakePort, numbers: list[str]) -> list[BookCreditNote]:
        if books.notes:
            raise RemoteUnavailable("It is down.")
        return look(port, numbers)

    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "find_credit_notes", until_made)
        result = posted(office, tmp_path)
    assert (result.stopped, result.outcomes[-1].result) == ("It is down.", Result.DONE)


def test_void_ones_do_not_stand() -> None:
    note = BookCreditNote(
        source_id="1", number="C", customer_id="2", total=Decimal(1), remaining=Decimal(1)
    )
    assert stands_as_credit(note)
    assert not stands_as_credit(replace(note, standing=DocumentStanding.VOID))
    assert not stands_as_credit(replace(note, is_gone=True))
