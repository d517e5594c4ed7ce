import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from app.errors import InputError
from app.operations.issuing import issue
from app.operations.make_statements import list_statements, make_statements
from app.operations.office import Office
from app.progress import Silent
from app.values.period import Period
from tests.operations.billed import approved

AUTUMN = Period(date(2026, 9, 1), date(2026, 12, 1))


@pytest.fixture
def sent(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Office:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    approved(office, tmp_path)
    with office.write() as conn:
        issue(office, conn, [1, 2], how="test", operation="test")
    return office


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_who_was_billed_is_listed_without_guessing_what_is_owed(sent: Office) -> None:
    found = list_statements(sent, AUTUMN)
    assert [(row.account_number, row.invoices, row.billed, row.owed) for row in found] == [
        ("100", 1, Decimal("44.24"), None),
        ("200", 1, Decimal("21.41"), None),
    ]
    assert list_statements(sent, Period(date(2026, 1, 1), date(2026, 2, 1))) == []


def test_a_statement_says_that_payments_are_not_on_it(sent: Office) -> None:
    made = make_statements(sent, ["100"], AUTUMN, progress=Silent())
    told = words(made.content)
    assert "CF-1043" in told
    assert "44.24" in told
    assert "Payments are not on this statement" in told


def test_balances_of_accounting_stand_on_it(sent: Office, tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    path.write_text("account_number,previous_balance,payments,adjustments\n100,50,20,0\n")
    assert list_statements(sent, AUTUMN, balances=path)[0].owed == 30
    made = make_statements(sent, ["100"], AUTUMN, balances=path, progress=Silent())
    assert "30.00" in words(made.content)


def test_many_are_one_pdf_each_with_its_own_pages(sent: Office) -> None:
    made = make_statements(sent, ["200", "100"], AUTUMN, progress=Silent())
    told = words(made.content)
    assert made.name == "2 statements"
    assert told.count("Page 1 of 1") == 2
    assert told.index("CF-1044") < told.index("CF-1043")


def test_nobody_and_those_billed_nothing_are_refused(sent: Office) -> None:
    with pytest.raises(InputError, match="No customer"):
        make_statements(sent, [], AUTUMN, progress=Silent())
    with pytest.raises(InputError, match="billed nothing"):
        make_statements(sent, ["999"], AUTUMN, progress=Silent())
