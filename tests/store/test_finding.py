from pathlib import Path

from app.operations.office import Office
from app.store.finding import find_rows
from tests.operations.companies import BILLABLE, approve, take_in


def kinds(office: Office, text: str) -> list[tuple[str, str]]:
    with office.file.read() as conn:
        return [(row.kind, row.key) for row in find_rows(conn, text, at_most=5)]


def test_customers_stand_first_and_locations_follow(office: Office) -> None:
    assert kinds(office, "100") == [("customer", "100"), ("location", "100-MAIN")]


def test_digits_find_a_number_in_any_writing(office: Office) -> None:
    assert ("number", "+13035550142") in kinds(office, "(303) 555-0142")
    assert kinds(office, "5550142") == [("number", "+13035550142"), ("number", "+12125550142")]


def test_marks_of_a_pattern_mean_themselves(office: Office) -> None:
    assert kinds(office, "%") == []
    assert kinds(office, "_") == []


def test_invoices_are_found_by_part_of_their_number(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert ("invoice", "CF-1043") in kinds(office, "1043")
