from dataclasses import replace
from datetime import date
from pathlib import Path

from app.customers.service import Circuit
from app.operations.office import Office
from app.store.customer_lists import (
    account_heads,
    audit_of,
    audit_of_removed,
    circuit_heads,
    fitting,
    holders,
    invoice_heads,
    location_heads,
    number_counts,
    number_heads,
)
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    GRANITE,
    STEPPED_NUMBER,
    add,
    approve,
    change,
    take_in,
)

TODAY = date(2026, 11, 2)
LINE = Circuit(
    circuit_code="100-SIP1",
    account_number="100",
    location_code="100-MAIN",
    starts_on=date(2026, 1, 1),
)


def test_heads_stand_by_name(office: Office) -> None:
    add(office, circuits=[LINE, replace(LINE, circuit_code="100-A", ends_on=TODAY)])
    with office.file.read() as conn:
        assert [each.name for each in account_heads(conn)] == [
            "Granite Peak Credit Union",
            "Harbor Light Dental",
        ]
        assert [each.title for each in location_heads(conn)] == ["5 Pier Road", "88 Quarry Street"]
        found = [(each.circuit_code, each.has_ended) for each in circuit_heads(conn, TODAY)]
        assert found == [("100-A", True), ("100-SIP1", False)]


def test_numbers_that_ended_do_not_count(office: Office) -> None:
    change(office, numbers=[replace(BASIC_NUMBER, ends_on=TODAY)])
    with office.file.read() as conn:
        assert number_counts(conn, TODAY) == {
            ("100", "100-MAIN", ""): 1,
            ("200", "200-MAIN", ""): 1,
        }
        found = number_heads(conn, "100", location_code="100-MAIN", circuit_code="", today=TODAY)
        assert [each.number for each in found] == ["+13035550142"]


def test_any_part_of_a_name_code_number_or_address_fits(office: Office) -> None:
    with office.file.read() as conn:
        assert fitting(conn, "peak", TODAY).accounts == {"100"}
        assert fitting(conn, "200-m", TODAY).locations == {"200-MAIN"}
        assert fitting(conn, "quarry", TODAY).locations == {"100-MAIN"}
        assert not fitting(conn, "%", TODAY).accounts
        numbers = fitting(conn, "(212) 555", TODAY).numbers
        assert [each.number for each in numbers] == [STEPPED_NUMBER.number]
        assert not fitting(conn, "55", TODAY).numbers


def test_invoices_of_a_payer_stand_newest_first(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        (head,) = invoice_heads(conn, "100")
    assert (head.invoice_number, str(head.total)) == ("CF-1043", "44.24")


def test_the_audit_of_records_stands_newest_first(office: Office) -> None:
    change(office, accounts=[replace(GRANITE, name="Granite Peak")])
    with office.file.read() as conn:
        found = audit_of(conn, [("accounts", "100"), ("locations", "100-MAIN")], at_most=10)
        assert [(each.area, each.action) for each in found] == [
            ("accounts", "changed"),
            ("locations", "added"),
            ("accounts", "added"),
        ]
        assert audit_of_removed(conn, "100", at_most=10) == []


def test_every_holder_of_a_number_is_told(office: Office) -> None:
    with office.file.read() as conn:
        (found,) = holders(conn, [BASIC_NUMBER.number, "+13035559999"])
    assert (found.name, found.starts_on, found.ends_on) == (
        "Granite Peak Credit Union",
        date(2026, 1, 1),
        None,
    )
