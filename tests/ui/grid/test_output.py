"""Points 6 and 36: what leaves a grid as a copy, as a file, on paper is what it shows."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from pytestqt.qtbot import QtBot

from app.progress import Silent
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.copying import as_tabs, as_typed_html, table
from app.ui.grid.grid import Grid
from app.ui.grid.paper import read_for_paper
from app.ui.grid.printing import draw_list
from app.ui.tasks import Tasks
from tests.ui.grid.rows import COLUMNS, Line, lines

MakeGrid = Callable[..., Grid]


def _copied(tasks: Tasks) -> str:
    tasks.wait()
    QCoreApplication.processEvents()
    return QGuiApplication.clipboard().text()


def test_ctrl_c_copies_titles_and_plain_values(
    make_grid: MakeGrid, tasks: Tasks, qtbot: QtBot
) -> None:
    grid = make_grid(COLUMNS, [Line(1, "Ash", amount=Decimal("1234.5"))])
    qtbot.keyClick(grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert _copied(tasks) == (
        "Name\tNumber\tA month\tFrom\tState\n"
        "Ash\t(303) 555-01\u2022\u2022\t1234.5\t2026-10-05\tReady\n"
    )


def test_what_is_selected_is_copied_in_the_order_shown(make_grid: MakeGrid, tasks: Tasks) -> None:
    grid = make_grid(COLUMNS[:1], lines(9))
    grid.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    for line in (1, 3):
        grid.view.selectionModel().select(
            grid.model.index(line, 0),
            grid.view.selectionModel().SelectionFlag.Select
            | grid.view.selectionModel().SelectionFlag.Rows,
        )
    grid.copy()
    assert _copied(tasks).splitlines()[1:] == ["Line008", "Line007", "Line005"]


def test_the_types_go_along() -> None:
    html = as_typed_html([["Account", "A month"], ["00123", Decimal("1.50")]])
    assert 'mso-number-format:"\\@"\' sdnum="1033;0;@">00123</td>' in html
    assert 'sdval="1.50"' in html


def test_a_name_that_begins_as_a_formula_is_text() -> None:
    assert as_tabs([["Name"], ["=HYPERLINK(1)"]]) == "Name\n'=HYPERLINK(1)\n"


def test_called_numbers_stay_masked_and_own_ones_whole() -> None:
    own = GridColumn(
        key="own", title="Own", kind=Kind.NUMBER, value=lambda r: r.number, is_own=True
    )
    called = GridColumn(key="to", title="To", kind=Kind.NUMBER, value=lambda r: r.number)
    row = Line(1, "Ash")
    assert table((own, called), [row])[1] == ["+13035550142", "(303) 555-01\u2022\u2022"]
    assert table((called,), [row], masked=False)[1] == ["+13035550142"]


def test_moments_are_copied_in_the_company_s_time() -> None:
    when = GridColumn(
        key="at",
        title="Started",
        kind=Kind.MOMENT,
        value=lambda _: datetime(2026, 10, 5, 3, tzinfo=UTC),
    )
    zone = ZoneInfo("America/Denver")
    assert table((when,), [Line(1, "Ash")], zone=zone)[1] == [datetime(2026, 10, 4, 21)]  # noqa: DTZ001


def test_excel_gets_the_current_filter_order_and_types(
    make_grid: MakeGrid, tasks: Tasks, tmp_path: Path, qtbot: QtBot
) -> None:
    grid = make_grid(COLUMNS, lines(20))
    grid.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    qtbot.keyClicks(grid.find_field, "line01")
    qtbot.waitUntil(lambda: grid.model.shown == 10)
    grid.export_to(tmp_path / "list.xlsx")
    tasks.wait()
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Name", "Number", "A month", "From", "State")
    assert [row[0] for row in rows[1:]] == [f"Line{n:03}" for n in range(19, 9, -1)]
    assert isinstance(rows[1][2], (int, float))
    assert isinstance(rows[1][3], (date, datetime))


def test_paper_has_every_row_its_sums_and_its_pages(make_grid: MakeGrid, tmp_path: Path) -> None:
    grid = make_grid(COLUMNS, lines(150))
    sums = [grid.model.sum_of(column) for column in grid.columns_shown()]
    printed = read_for_paper("Lines", grid.shown(), sums, progress=Silent())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "list.pdf"))
    pages = draw_list(printer, printed)
    read = PdfReader(tmp_path / "list.pdf")
    text = "\n".join(page.extract_text() for page in read.pages).replace("\t", " ")
    assert len(read.pages) == pages > 1
    assert all(f"Line{n:03}" in text for n in range(150))
    assert "2,793.75" in text
    assert f"Page {pages} of {pages}" in text


def test_print_opens_a_preview(make_grid: MakeGrid, tasks: Tasks, qtbot: QtBot) -> None:
    grid = make_grid(COLUMNS, lines(9))
    grid.print_shown()
    tasks.wait()
    qtbot.waitUntil(lambda: grid.findChild(QPrintPreviewDialog) is not None)
    preview = grid.findChild(QPrintPreviewDialog)
    assert isinstance(preview, QPrintPreviewDialog)
    preview.reject()
