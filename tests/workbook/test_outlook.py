from app.customers.account import Account
from app.workbook.outlook import PlacedRow
from tests.workbook.examples import a_row, current_of, outlook


def test_rows_of_the_workbook_stand_over_those_of_the_file() -> None:
    old, other = a_row("accounts", name="Old"), a_row("accounts", account_number="10050")
    new = a_row("accounts", name="New")
    found = outlook(current_of(accounts=[old, other]), accounts=new)
    assert found.table("accounts") == {
        ("10042",): PlacedRow(("10042",), new, 2),
        ("10050",): PlacedRow(("10050",), other, None),
    }


def test_rows_come_with_their_row_in_the_workbook() -> None:
    old, new = a_row("accounts"), a_row("accounts", account_number="10050")
    found = outlook(current_of(accounts=old), accounts=new)
    assert list(found.rows("accounts", Account)) == [(old, None), (new, 2)]
    assert list(found.incoming("accounts", Account)) == [(new, 2)]


def test_a_row_is_found_by_its_key() -> None:
    row = a_row("accounts")
    found = outlook(current_of(accounts=row))
    assert found.row("accounts", Account, ("10042",)) == row
    assert found.row("accounts", Account, ("none",)) is None
