import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.documents.invoice.document import Change, PastInvoice
from app.documents.invoice.drawing import invoice_bytes
from app.documents.page_style import PageStyle, Paper
from tests.documents.granite_peak import ACCOUNT, a_line, granite_peak, with_lines
from tests.documents.printed import pages


def _amounts(page: str, first: str, last: str) -> list[Decimal]:
    """Return the amounts at the ends of the lines from one label to another."""
    lines = page.splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith(first))
    end = next(i for i, line in enumerate(lines) if line.startswith(last) and i > begin)
    found = [re.search(r"([+\u2212]?[\d,]+\.\d\d)$", line) for line in lines[begin : end + 1]]
    return [Decimal(each[1].replace(",", "").replace("\u2212", "-")) for each in found if each]


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("several", [1, 5, 6, 7, 30])
@pytest.mark.parametrize("children", [0, 1, 9])
def test_current_charges_add_up_however_many_there_are(
    several: int, children: int, paper: Paper, style: PageStyle
) -> None:
    own = [a_line("Seat", "1", "2.50", "2.50", location_code=f"L{i}") for i in range(several)]
    others = [a_line("Seat", "1", "3.10", "3.10", account_number=f"2{i}") for i in range(children)]
    document = with_lines(
        granite_peak(),
        (*own, *others),
        children={f"2{i}": replace(ACCOUNT, name=f"Child {i}") for i in range(children)},
    )
    page = pages(invoice_bytes(document, replace(style, paper=paper)))[0]
    _, *parts, whole = _amounts(page, "Balance forward", "Current charges")
    assert sum(parts) == whole == document.invoice.charges


@pytest.mark.parametrize("several", [1, 8, 9, 40])
def test_changes_add_up_however_many_there_are(several: int, style: PageStyle) -> None:
    document = granite_peak()
    changes = [Change(label=f"Change {i}", amount=Decimal(i)) for i in range(1, several)]
    rest = Decimal("104.58") - sum((each.amount for each in changes), Decimal(0))
    changes.append(Change(label="Change of the rest", amount=rest))
    page = pages(invoice_bytes(replace(document, changes=tuple(changes)), style))[0]
    listed = page[page.index("What changed") : page.index("A note from us")]
    *parts, whole = _amounts(listed + "\nend", "What changed", "end")
    assert sum(parts[1:] if len(parts) > 1 and parts[0] == Decimal("1558.20") else parts) == whole


def test_the_parts_of_the_total_add_up(style: PageStyle) -> None:
    page = pages(invoice_bytes(granite_peak(), style))[0]
    *parts, total = _amounts(page, "Current charges", "Total due 1,662.78")
    assert sum(parts) == total == Decimal("1662.78")


def test_a_first_invoice_has_neither_changes_nor_history(style: PageStyle) -> None:
    document = replace(
        granite_peak(),
        changes=(),
        before=None,
        history=(PastInvoice(label="Oct", total=Decimal("1662.78")),),
    )
    page = pages(invoice_bytes(document, style))[0]
    assert "What changed" not in page
    assert "invoices" not in page


def test_the_addressee_stands_where_a_window_shows_it(style: PageStyle) -> None:
    page = pages(invoice_bytes(granite_peak(), style))[0]
    block = page[page.index("Billed to") :].splitlines()[1:5]
    assert block == [
        "Granite Peak Credit Union",
        "Attn: Accounts Payable",
        "88 Quarry Street",
        "Lakewood, CO 80226",
    ]
