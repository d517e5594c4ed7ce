"""The map over practice systems: bulk, one by one, taken back and done again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.customers.account import Account
from app.customers.incoming import PsaCustomer
from app.customers.matching import MatchState, Pairing
from app.errors import InputError, NotAllowed
from app.operations.map_customers import (
    accept_exact,
    confirm_name,
    ignore_customer,
    link_customer,
    make_new,
    map_history,
    not_needed,
    show_map,
    take_back,
    undo_map_change,
    unlink_customer,
)
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.store.decisions import save_answer
from app.store.links import Link, LinkKind, keep_link, links
from app.store.setup import load
from tests.operations.companies import NOW, copied
from tests.operations.mapped import lay_mapped, tell

PSA = "connectwise"
BOOKS = "quickbooks"


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mapped") / "cedar.switchbook"
    lay_mapped(path, PSA, BOOKS)
    return path


@pytest.fixture
def office(mapped: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(mapped, tmp_path / "cedar.switchbook") as office:
        yield office


def pairing(office: Office, number: str, system: str = PSA) -> Pairing:
    shown = show_map(office, system)
    return next(each for each in shown.pairings if each.ours and each.ours.id == number)


def account(office: Office, number: str) -> Account:
    with office.file.read() as conn:
        return next(each for each in load(conn, Account) if each.account_number == number)


def linked(office: Office, system: str = PSA) -> dict[str, str]:
    with office.file.read() as conn:
        return {
            ours: each.their_id for ours, each in links(conn, system, LinkKind.CUSTOMER).items()
        }


def test_the_practice_psa_is_told_apart(office: Office) -> None:
    shown = show_map(office, PSA)
    assert (shown.counts[MatchState.EXACT], shown.counts[MatchState.NEW]) == (57, 0)
    double = pairing(office, "10031")
    assert double.state is MatchState.AMBIGUOUS
    assert {each.theirs.name for each in double.candidates} == {
        "Redstone Physical Therapy",
        "Redstone Physical Therapy LLC",
    }
    renamed = pairing(office, "10026")
    assert (renamed.state, renamed.score) == (MatchState.LIKELY, 85)
    closed = pairing(office, "10060")
    assert closed.state is MatchState.LIKELY
    assert "not active" in closed.why


def test_the_practice_books_are_told_apart(office: Office) -> None:
    shown = show_map(office, BOOKS)
    assert (shown.counts[MatchState.EXACT], shown.counts[MatchState.NEW]) == (24, 34)
    (alone,) = (each for each in shown.pairings if each.ours is None)
    assert alone.theirs is not None
    assert alone.theirs.name == "Granite Peak CU"
    assert "Perhaps a double of" in alone.why


def test_exact_ones_are_linked_at_once_and_once(office: Office) -> None:
    change = accept_exact(office, PSA)
    assert (change.count, change.title) == (57, "Link 57 exact matches")
    assert accept_exact(office, PSA).is_empty
    shown = show_map(office, PSA)
    assert shown.counts[MatchState.LINKED] == 57
    assert not {"10026", "10031", "10060"} & linked(office).keys()
    assert account(office, "10042").psa_id == linked(office)["10042"]
    assert shown.need_a_look == 3


def test_a_bulk_is_taken_back_and_done_again(office: Office) -> None:
    change = accept_exact(office, PSA)
    before = linked(office)
    redo = undo_map_change(office, change)
    assert linked(office) == {}
    assert account(office, "10042").psa_id is None
    undo_map_change(office, redo)
    assert linked(office) == before


def test_what_was_changed_since_is_not_taken_back(office: Office) -> None:
    change = link_customer(office, PSA, ours="10031", theirs="231")
    unlink_customer(office, PSA, ours="10031")
    with pytest.raises(NotAllowed, match="was changed meanwhile"):
        undo_map_change(office, change)


def test_a_person_says_who_it_is(office: Office) -> None:
    change = link_customer(office, PSA, ours="10031", theirs="261")
    assert change.title == "Link Redstone Physical Therapy"
    assert pairing(office, "10031").state is MatchState.LINKED
    assert link_customer(office, PSA, ours="10031", theirs="261").is_empty
    with pytest.raises(NotAllowed, match="is linked with 261"):
        link_customer(office, PSA, ours="10031", theirs="231")
    with pytest.raises(NotAllowed, match="is linked with account 10031"):
        link_customer(office, PSA, ours="10026", theirs="261")


def test_who_is_not_there_is_not_linked(office: Office) -> None:
    with pytest.raises(InputError, match="no account 99999"):
        link_customer(office, PSA, ours="99999", theirs="231")
    with pytest.raises(InputError, match="no customer 9999"):
        link_customer(office, PSA, ours="10031", theirs="9999")
    with pytest.raises(NotAllowed, match="HaloPSA is not connected"):
        show_map(office, "halopsa")


def test_what_is_left_alone_never_comes_up_again(office: Office) -> None:
    ignore_customer(office, PSA, theirs="261", reason="entered twice")
    found = pairing(office, "10031")
    assert found.state is MatchState.EXACT
    assert found.theirs is not None
    assert found.theirs.id == "231"
    take_back(office, PSA, theirs="261")
    assert pairing(office, "10031").state is MatchState.AMBIGUOUS
    with pytest.raises(NotAllowed, match="Nothing was said about 261"):
        take_back(office, PSA, theirs="261")
    with pytest.raises(InputError, match="A reason is missing"):
        ignore_customer(office, PSA, theirs="261", reason=" ")


def test_a_linked_one_is_not_left_alone(office: Office) -> None:
    link_customer(office, PSA, ours="10031", theirs="231")
    with pytest.raises(NotAllowed, match="is linked with account 10031"):
        ignore_customer(office, PSA, theirs="231", reason="so")
    with pytest.raises(NotAllowed, match="is linked with 231"):
        not_needed(office, PSA, ours="10031", reason="so")


def test_linking_takes_back_what_was_said_before(office: Office) -> None:
    ignore_customer(office, PSA, theirs="261", reason="entered twice")
    not_needed(office, PSA, ours="10031", reason="moved away")
    assert pairing(office, "10031").state is MatchState.IGNORED
    change = link_customer(office, PSA, ours="10031", theirs="261")
    undo_map_change(office, change)
    assert pairing(office, "10031").state is MatchState.IGNORED


def test_new_is_made_by_posting_and_never_in_a_psa(office: Office) -> None:
    make_new(office, BOOKS, ours="10060")
    found = pairing(office, "10060", BOOKS)
    assert (found.state, found.theirs, found.candidates) == (MatchState.NEW, None, ())
    take_back(office, BOOKS, ours="10060")
    assert pairing(office, "10060", BOOKS).state is MatchState.LIKELY
    with pytest.raises(NotAllowed, match="not made in ConnectWise PSA from here"):
        make_new(office, PSA, ours="10060")


ACTS: list[Callable[[Office], MapChange]] = [
    lambda office: link_customer(office, PSA, ours="10031", theirs="231"),
    lambda office: ignore_customer(office, PSA, theirs="261", reason="entered twice"),
    lambda office: not_needed(office, PSA, ours="10031", reason="moved away"),
    lambda office: make_new(office, BOOKS, ours="10060"),
    lambda office: accept_exact(office, BOOKS),
]


@pytest.mark.parametrize("act", ACTS)
def test_everything_is_taken_back_and_done_again(
    office: Office, act: Callable[[Office], MapChange]
) -> None:
    def states() -> list[tuple[Pairing, ...]]:
        return [show_map(office, each).pairings for each in (PSA, BOOKS)]

    before = states()
    change = act(office)
    after = states()
    assert after != before
    redo = undo_map_change(office, change)
    assert states() == before
    undo = undo_map_change(office, redo)
    assert states() == after
    undo_map_change(office, undo)
    assert states() == before


def test_the_history_can_be_read(office: Office) -> None:
    change = link_customer(office, PSA, ours="10031", theirs="231")
    undo_map_change(office, change)
    told = map_history(office, "10031")
    assert [(each.action, each.reason) for each in told] == [
        ("added", "said so"),
        ("undone", "taken back"),
    ]
    assert '"id":"231"' in (told[0].after or "")
    assert told[0].operation == "Link Redstone Physical Therapy"


def test_undoing_keeps_what_was_sent_meanwhile(office: Office) -> None:
    link_customer(office, BOOKS, ours="10001", theirs="1")
    told = BookCustomer(source_id="1", name="Alder Creek Dentistry", email="x@y.example")
    tell(office, BOOKS, "customers", [told])
    change = confirm_name(office, BOOKS, ours="10001")
    with office.write() as conn:
        link = links(conn, BOOKS, LinkKind.CUSTOMER)["10001"]
        assert link.name == "Alder Creek Dentistry"
        sent = Link(
            kind=link.kind,
            our_id="10001",
            their_id="1",
            version="7",
            sent={"a": "b"},
            name=link.name,
        )
        keep_link(conn, BOOKS, sent, at=NOW)
    undo_map_change(office, change)
    with office.file.read() as conn:
        link = links(conn, BOOKS, LinkKind.CUSTOMER)["10001"]
    assert (link.name, link.version, link.sent) == ("Alder Creek Dental", "7", {"a": "b"})
    assert confirm_name(office, BOOKS, ours="10001").count == 0
    with pytest.raises(NotAllowed, match="not linked"):
        confirm_name(office, BOOKS, ours="10002")


def test_the_id_field_is_that_of_the_chosen_system(office: Office) -> None:
    tell(office, PSA, "customers", [PsaCustomer(source_id="5", name="Any")])
    with office.write() as conn:
        save_answer(conn, "psa", value="halopsa", stamp=office.stamp("decide"))
    link_customer(office, PSA, ours="10031", theirs="5")
    assert account(office, "10031").psa_id == "5"
    unlink_customer(office, PSA, ours="10031")
    assert account(office, "10031").psa_id is None
    with pytest.raises(NotAllowed, match="not linked there"):
        unlink_customer(office, PSA, ours="10031")


def test_an_id_field_alone_makes_an_exact_pair(office: Office) -> None:
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE accounts SET psa_id = '261' WHERE account_number = '10031'")
    found = pairing(office, "10031")
    assert (found.state, found.theirs and found.theirs.id) == (MatchState.EXACT, "261")


def test_the_strategy_is_as_decided(office: Office) -> None:
    with office.write() as conn:
        save_answer(conn, "matching", value="by_hand", stamp=office.stamp("decide"))
    assert accept_exact(office, PSA).is_empty
    assert show_map(office, PSA).counts[MatchState.EXACT] == 0
