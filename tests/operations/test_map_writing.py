from dataclasses import replace

import pytest

from app.customers.account import Account
from app.customers.incoming import PsaCustomer
from app.errors import NotAllowed
from app.operations.map_writing import (
    AccountEdit,
    MapChange,
    fact_edit,
    reverse_map,
    settle_link,
    write_map,
)
from app.operations.office import Office
from app.store.audit import entries_of
from app.store.links import Link, LinkKind, PairKind, keep_link, links
from app.store.mapping import FactKind
from app.store.setup import load_of_account
from tests.operations.companies import GRANITE, NOW
from tests.operations.mapped import connect, tell

PSA = "connectwise"


def link(number: str, theirs: str) -> Link:
    return Link(kind=LinkKind.CUSTOMER, our_id=number, their_id=theirs, sent={})


def made(office: Office, number: str, theirs: str | None) -> MapChange:
    with office.file.read() as conn:
        after = None if theirs is None else link(number, theirs)
        edits = fact_edit(conn, PSA, FactKind.LINK, key=number, after=after)
    return MapChange(system=PSA, title="Link", edits=tuple(edits))


def known(office: Office) -> dict[str, str]:
    with office.file.read() as conn:
        return {ours: each.their_id for ours, each in links(conn, PSA, LinkKind.CUSTOMER).items()}


def write(office: Office, change: MapChange) -> None:
    with office.write() as conn:
        write_map(office, conn, change, why="so")


def test_links_may_change_places_at_once(office: Office) -> None:
    connect(office, PSA)
    write(office, made(office, "100", "1"))
    write(office, made(office, "200", "2"))
    edits = (*made(office, "100", "2").edits, *made(office, "200", "1").edits)
    swap = MapChange(system=PSA, title="Swap", edits=edits)
    write(office, swap)
    assert known(office) == {"100": "2", "200": "1"}
    reverse_map(office, swap)
    assert known(office) == {"100": "1", "200": "2"}


def test_what_is_so_already_is_no_change(office: Office) -> None:
    connect(office, PSA)
    write(office, made(office, "100", "1"))
    assert made(office, "100", "1").is_empty
    with office.file.read() as conn:
        told = entries_of(conn, "links", record="100")
    write(office, made(office, "100", "1"))
    with office.file.read() as conn:
        assert entries_of(conn, "links", record="100") == told


def test_what_was_changed_meanwhile_is_not_written_over(office: Office) -> None:
    connect(office, PSA)
    change = made(office, "100", "1")
    write(office, made(office, "100", "7"))
    with pytest.raises(NotAllowed, match="100 was changed meanwhile"):
        write(office, change)
    assert known(office) == {"100": "7"}


def test_an_account_that_was_changed_meanwhile_is_left(office: Office) -> None:
    edit = AccountEdit(before=replace(GRANITE, phone="1"), after=GRANITE)
    with pytest.raises(NotAllowed, match="account 100 was changed meanwhile"):
        write(office, MapChange(system="", title="Close", accounts=(edit,)))


def test_the_audit_tells_each_fact(office: Office) -> None:
    connect(office, PSA)
    with office.write() as conn:
        edits = [
            *fact_edit(conn, PSA, FactKind.IGNORED, key="9", after="twice"),
            *fact_edit(conn, PSA, FactKind.PAIR, kind=PairKind.TAX, key="911", after="A9"),
        ]
        change = MapChange(system=PSA, title="Say", edits=tuple(edits))
        write_map(office, conn, change, reasons={"9": "entered twice"})
        (left,) = entries_of(conn, "links", record="connectwise/9")
        (paired,) = entries_of(conn, "links", record="911")
    assert (left.action, left.reason, left.operation) == ("added", "entered twice", "Say")
    assert '"id":"A9"' in (paired.after or "")


def test_what_posting_links_has_its_id_field_and_name(office: Office) -> None:
    connect(office, PSA)
    tell(office, PSA, "customers", [PsaCustomer(source_id="1", name="Granite P.")])
    with office.write() as conn:
        keep_link(conn, PSA, link("100", "1"), at=NOW)
        settle_link(conn, PSA, ours="100", theirs="1", at=NOW)
        (row,) = load_of_account(conn, Account, "100")
        assert row.psa_id == "1"
        assert links(conn, PSA, LinkKind.CUSTOMER)["100"].name == "Granite P."
        keep_link(conn, PSA, link("100", "1"), at=NOW)
        assert links(conn, PSA, LinkKind.CUSTOMER)["100"].name == "Granite P."
        keep_link(conn, PSA, link("100", "2"), at=NOW)
        settle_link(conn, PSA, ours="100", theirs="2", at=NOW)
        assert links(conn, PSA, LinkKind.CUSTOMER)["100"].name == ""
