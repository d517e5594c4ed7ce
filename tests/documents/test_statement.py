import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdf
import pytest

from app.documents.invoice.document import Balance
from app.documents.page_style import PageStyle
from app.documents.statement import Statement, StatementLine, statement_bytes
from app.progress import Silent
from app.values.period import Period
from tests.operations.companies import COMPANY, GRANITE

DAY = date(2026, 11, 1)
LINE = StatementLine(
    invoice_number="CF-1043", dated=DAY, due=DAY, period="October 2026", amount=Decimal("44.24")
)
STATEMENT = Statement(
    company=COMPANY,
    account=GRANITE,
    span=Period(date(2026, 9, 1), date(2026, 12, 1)),
    dated=DAY,
    currency="USD",
    lines=(LINE, replace(LINE, invoice_number="CF-1044", is_void=True)),
)


def words(style: PageStyle, *statements: Statement) -> list[str]:
    content = statement_bytes(statements, style, progress=Silent(), total=len(statements))
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_void_invoices_are_named_and_not_counted(style: PageStyle) -> None:
    assert STATEMENT.billed == Decimal("44.24")
    told = words(style, STATEMENT)[0]
    assert "October 2026, void" in told
    assert "Payments are not on this statement" in told


def test_known_balances_are_what_counts(style: PageStyle) -> None:
    told = words(style, replace(STATEMENT, balance=Balance(previous=Decimal("12.30"))))[0]
    assert "Owed, as our books say" in told
    assert "12.30" in told


def test_long_statements_go_on_and_count_their_own_pages(style: PageStyle) -> None:
    long = replace(STATEMENT, lines=(LINE,) * 80)
    told = words(style, long, STATEMENT)
    assert len(told) == 4
    assert "Page 3 of 3" in told[2]
    assert "Page 1 of 1" in told[3]


def test_a_pack_of_none_is_a_fault(style: PageStyle) -> None:
    with pytest.raises(ValueError, match="needs a statement"):
        words(style)
