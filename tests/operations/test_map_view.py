from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.customers.incoming import PsaContact, PsaCustomer, PsaSite
from app.customers.matching import MatchState, Rule, Side, Strategy
from app.operations.map_view import (
    go_live_of,
    id_field,
    is_pulled,
    pairing_words,
    pairings_of,
    sides_here,
    sides_there,
    strategy_of,
)
from app.operations.office import Office
from app.store.decisions import save_answer
from app.store.links import Link, LinkKind, keep_link
from app.values.foreign_record import PostalAddress
from tests.operations.companies import GRANITE, NOW, copied
from tests.operations.mapped import connect, tell

PSA = "connectwise"
BOOKS = "xero"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(template, tmp_path / "cedar.switchbook") as office:
        connect(office, PSA)
        connect(office, BOOKS)
        yield office


def test_accounts_are_compared_with_their_places(office: Office) -> None:
    with office.file.read() as conn:
        granite = sides_here(conn, PSA)[0]
    assert (granite.id, granite.number, granite.name) == ("100", "100", GRANITE.name)
    assert granite.places == {("80226", "88")}


def test_a_psa_tells_sites_and_billing_contacts(office: Office) -> None:
    there = PostalAddress(line1="88 Quarry St", city="Lakewood", postal_code="80226")
    tell(office, PSA, "customers", [PsaCustomer(source_id="1", name="G", phone="303-555-0142")])
    tell(
        office,
        PSA,
        "sites",
        [
            PsaSite(source_id="7", customer_id="1", phone="7205550100"),
            PsaSite(source_id="8", customer_id="1", address=there, is_billing=True),
        ],
    )
    people = [
        PsaContact(source_id="5", customer_id="1", email="AP@g.example", is_billing=True),
        PsaContact(source_id="6", customer_id="1", email="bob@g.example"),
    ]
    tell(office, PSA, "contacts", people)
    with office.file.read() as conn:
        (side,) = sides_there(conn, PSA)
    assert side.emails == {"ap@g.example"}
    assert side.phones == {"3035550142", "7205550100"}
    assert side.address == there


def test_who_was_merged_there_is_nobody(office: Office) -> None:
    told = [
        BookCustomer(source_id="1", name="G", merged_into_id="2"),
        BookCustomer(source_id="2", name="G", company_name="Granite"),
    ]
    tell(office, BOOKS, "customers", told)
    with office.file.read() as conn:
        (side,) = sides_there(conn, BOOKS)
        assert is_pulled(conn, BOOKS)
        assert not is_pulled(conn, PSA)
    assert (side.id, side.also) == ("2", ("Granite",))


def test_what_is_told_just_now_counts(office: Office) -> None:
    tell(office, BOOKS, "customers", [BookCustomer(source_id="1", name=GRANITE.name)])
    renamed = BookCustomer(source_id="1", name="Nobody known")
    gone = BookCustomer(source_id="1", is_gone=True)
    with office.file.read() as conn:
        assert pairings_of(conn, BOOKS)[0].state is MatchState.EXACT
        assert pairings_of(conn, BOOKS, also=[renamed])[0].state is MatchState.NEW
        assert len(pairings_of(conn, BOOKS, also=[gone])) == 2


def test_a_tax_id_that_the_psa_knows_speaks_in_the_next_one(office: Office) -> None:
    connect(office, "halopsa")
    tell(office, PSA, "customers", [PsaCustomer(source_id="1", name="G", tax_number="84-1")])
    tell(office, "halopsa", "customers", [PsaCustomer(source_id="9", name="X", tax_number="841")])
    with office.write() as conn:
        link = Link(kind=LinkKind.CUSTOMER, our_id="100", their_id="1", sent={})
        keep_link(conn, PSA, link, at=NOW)
        pairing = pairings_of(conn, "halopsa")[0]
    assert (pairing.state, pairing.reasons[0].words) == (MatchState.EXACT, Rule.TAX_ID.value)


def test_the_id_field_belongs_to_one_system_of_a_role(office: Office) -> None:
    with office.write() as conn:
        assert (id_field(conn, PSA), id_field(conn, BOOKS)) == ("psa_id", "accounting_id")
    connect(office, "halopsa")
    with office.write() as conn:
        assert id_field(conn, PSA) is None
        save_answer(conn, "psa", value="halopsa", stamp=office.stamp("decide"))
        assert (id_field(conn, PSA), id_field(conn, "halopsa")) == (None, "psa_id")


def test_what_was_decided(office: Office) -> None:
    with office.write() as conn:
        assert strategy_of(conn) is Strategy.IDS_AND_NAMES
        assert go_live_of(conn, BOOKS) is None
        save_answer(conn, "matching", value="ids", stamp=office.stamp("decide"))
        save_answer(conn, "go_live.xero", value="2026-11-01", stamp=office.stamp("decide"))
        assert strategy_of(conn) is Strategy.IDS
        assert go_live_of(conn, BOOKS) == date(2026, 11, 1)


def test_closed_accounts_are_left_out_unless_linked(office: Office) -> None:
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE accounts SET closed_on = 20000 WHERE account_number = '200'")
        assert [each.id for each in sides_here(conn, PSA)] == ["100"]
        assert [each.id for each in sides_here(conn, PSA, {"200"})] == ["100", "200"]


def test_words_say_what_to_do(office: Office) -> None:
    tell(
        office,
        BOOKS,
        "customers",
        [BookCustomer(source_id=key, name=GRANITE.name) for key in ("1", "2")],
    )
    with office.file.read() as conn:
        pairings = pairings_of(conn, BOOKS)
    assert pairing_words(pairings[0], "Xero") == (
        "Several there have this name (1, 2): say who it is in the map."
    )
    assert pairing_words(pairings[1], "Xero") == "No customer there is like it."
    assert Side(id="1", name="A").places == frozenset()
