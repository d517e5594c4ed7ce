from decimal import Decimal
from pathlib import Path

import pytest

from app.documents.invoice.document import Balance
from app.errors import InputError
from app.operations.balances import read_balances

HEADER = "account_number,previous_balance,payments,adjustments"


def test_balances_are_read(tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    path.write_text(f"{HEADER}\n100,123.45,23.45,\n200,,,-1\n", encoding="utf-8-sig")
    assert read_balances(path) == {
        "100": Balance(
            previous=Decimal("123.45"), payments=Decimal("-23.45"), adjustments=Decimal(0)
        ),
        "200": Balance(previous=Decimal(0), payments=Decimal(0), adjustments=Decimal(-1)),
    }


def test_a_payment_leaves_less_to_pay(tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    path.write_text(f"{HEADER}\n100,100.00,40.00,2.50\n", encoding="utf-8")
    assert read_balances(path)["100"].forward == Decimal("62.50")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "It lacks the columns account_number, previous_balance, payments, adjustments"),
        ("account_number,previous_balance,payment,adjustments\n", "It lacks the columns payments"),
    ],
)
def test_a_list_without_its_columns_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "balances.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=rf"balances\.csv is no list of balances\. {words}"):
        read_balances(path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("100,much,,", "previous_balance is “much”, which is no amount"),
        ("100,NaN,,", ".* no amount in cents"),
        ("100,1.234,,", ".* no amount in cents"),
        ("100,5,-5,", "Payments are money received, and -5 is below zero"),
        (",5,,", "It names no account"),
        ("200,5,,", "A row above is for account 200 too"),
    ],
)
def test_a_row_that_is_no_balance_is_refused(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "balances.csv"
    path.write_text(f"{HEADER}\n200,1,,\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"balances\.csv row 3 is no balance\. {words}"):
        read_balances(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    path.write_bytes(b"account_number,previous_balance\n100,\xa35\n")
    with pytest.raises(InputError, match=r"balances\.csv cannot be read"):
        read_balances(path)
