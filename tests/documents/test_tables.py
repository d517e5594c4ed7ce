from dataclasses import replace
from datetime import date

from app.documents.page_style import PageStyle
from app.documents.pen import About, Pen
from app.documents.tables import Column, Flow, Row, RowKind, Table
from tests.documents.printed import pages

COLUMNS = (
    Column(title="Service", share=1, wraps=True),
    Column(title="Amount", share=0.1, right=True),
)


def _flow(style: PageStyle) -> Flow:
    about = About(title="", author="", subject="", language="en", dated=date(2026, 1, 1))
    pen = Pen(style, about)
    pen.new_page()
    return Flow(pen, lambda: 60.0)


def _plain(several: int) -> tuple[Row, ...]:
    return tuple(Row(cells=(f"row {place}", "1.00")) for place in range(several))


def test_a_long_table_tells_its_title_and_columns_on_each_page(style: PageStyle) -> None:
    flow = _flow(style)
    flow.table(Table("Charges", COLUMNS, _plain(120), flow.width))
    heads = [page.splitlines()[:2] for page in pages(flow.pen.saved())]
    again = ["Charges (continued)", "Service Amount"]
    assert heads == [["Charges", "Service Amount"], again, again]


def test_every_row_is_drawn_once(style: PageStyle) -> None:
    flow = _flow(style)
    flow.table(Table("Charges", COLUMNS, _plain(120), flow.width))
    drawn = [
        line
        for page in pages(flow.pen.saved())
        for line in page.splitlines()
        if line.startswith("row")
    ]
    assert drawn == [f"row {place} 1.00" for place in range(120)]


def test_a_group_is_told_again_on_the_next_page_without_its_amount(style: PageStyle) -> None:
    flow = _flow(style)
    group = Row(cells=("Main", "120.00"), kind=RowKind.GROUP, aside=" \u00b7 1 Road")
    flow.table(Table("Charges", COLUMNS, (group, *_plain(60)), flow.width))
    second = pages(flow.pen.saved())[1]
    assert second.splitlines()[2] == "Main \u00b7 1 Road (continued)"


def test_a_total_never_stands_alone(style: PageStyle) -> None:
    total = Row(cells=("Total", "9.00"), kind=RowKind.TOTAL)
    last_pages = set()
    for several in range(40, 60):
        flow = _flow(style)
        flow.table(Table("Charges", COLUMNS, (*_plain(several), total), flow.width))
        made = pages(flow.pen.saved())
        last_pages.add(made[-1].splitlines()[-2].startswith("row"))
    assert last_pages == {True}


def test_a_number_is_never_wider_than_its_column(style: PageStyle) -> None:
    _flow(style)
    rows = (Row(cells=("name", "1,234,567,890.12")),)
    table = Table("", COLUMNS, rows, 200)
    left, right = table.edges[1]
    assert right - left > 60


def test_a_table_without_rows_is_not_drawn(style: PageStyle) -> None:
    flow = _flow(style)
    flow.table(Table("Charges", COLUMNS, (), flow.width))
    assert flow.y == flow.top


def test_two_short_tables_stand_side_by_side(style: PageStyle) -> None:
    flow = _flow(style)
    table = Table("Taxes", COLUMNS, _plain(3), flow.width)
    flow.beside(table, replace(table, title="Fees"))
    side = flow.y - flow.top
    flow = _flow(style)
    flow.table(table)
    assert side == flow.y - flow.top


def test_two_long_tables_stand_below_each_other(style: PageStyle) -> None:
    flow = _flow(style)
    table = Table("Taxes", COLUMNS, _plain(30), flow.width)
    flow.beside(table, replace(table, title="Fees"))
    made = pages(flow.pen.saved())
    assert len(made) == 2
