"""Rows of the setup workbook for tests: each column's own example, changed where told."""

from collections.abc import Mapping
from datetime import date

from app.rating.area_codes import AreaCodes
from app.tax.usf import read_usf_factors
from app.values.sheet import SheetRow
from app.workbook.cells import cell_reader
from app.workbook.checks import PublishedTables
from app.workbook.outlook import Current, Outlook
from app.workbook.plan import WorkbookPlan, plan_import
from app.workbook.raw_sheets import RawSheet
from app.workbook.reading import ReadRow, WorkbookRows, read_raw_sheets
from app.workbook.sheets import SHEETS

TODAY = date(2026, 11, 1)

AREA_CODES = AreaCodes.parse(
    "dated,2026-11-01\n"
    "npa,class,country,region,in_service_from,in_service_to,note\n"
    "303,geographic,US,CO,,,\n"
    "416,geographic,CA,ON,,,\n"
    "787,us_territory,US,PR,,,\n"
    "800,toll_free,,,,,\n"
    "876,nanp_foreign,JM,,,,\n"
)
TABLES = PublishedTables(
    area_codes=AREA_CODES,
    usf_factors=read_usf_factors(
        "quarter,effective_from,effective_to,factor\n2026Q4,2026-10-01,2026-12-31,0.4\n"
    ),
)

CALLS = {"product_code": "CALLS", "billed": "usage", "line_kind": "none"}


def cells(sheet_name: str, **changes: str) -> dict[str, str]:
    """The texts of an example row by column; a trailing underscore of a name is dropped."""
    columns = SHEETS[sheet_name].columns.values()
    texts = {column.name: column.example for column in columns}
    return texts | {name.removesuffix("_"): text for name, text in changes.items()}


def a_row(sheet_name: str, **changes: str) -> SheetRow:
    """An example row, changed where told."""
    sheet = SHEETS[sheet_name]
    texts = cells(sheet_name, **changes)
    values = {
        field: cell_reader(sheet, field)(texts[column.name] or None)
        for field, column in sheet.columns.items()
    }
    if sheet_name == "numbers":
        (values["number"],) = values["number"]  # type: ignore[misc]
    return sheet.row(**values)


def raw_sheet(name: str, *rows: Mapping[str, str]) -> RawSheet:
    """A sheet of texts; its header is that of the first row, in row 1."""
    header = list(rows[0])
    lines = [header, *([row.get(column, "") for column in header] for row in rows)]
    return RawSheet(name, iter(enumerate(lines, start=1)))


def read(*sheets: RawSheet) -> WorkbookRows:
    """The sheets, read."""
    return read_raw_sheets(iter(sheets))


def current_of(**rows: SheetRow | list[SheetRow]) -> Current:
    """A company file that holds these rows."""
    lists = {name: each if isinstance(each, list) else [each] for name, each in rows.items()}
    return {name: {SHEETS[name].key_of(row): row for row in each} for name, each in lists.items()}


def outlook(current: Current | None = None, **rows: SheetRow | list[SheetRow]) -> Outlook:
    """The tables once these rows, in rows 2 and on of their sheets, have come in."""
    return Outlook(
        current or {},
        {
            name: [
                ReadRow(number, row)
                for number, row in enumerate(each if isinstance(each, list) else [each], start=2)
            ]
            for name, each in rows.items()
        },
    )


def whole_workbook() -> list[RawSheet]:
    """A workbook of example rows that fit each other."""
    return [
        raw_sheet("company", cells("company")),
        raw_sheet("accounts", cells("accounts")),
        raw_sheet("locations", cells("locations")),
        raw_sheet("products", cells("products"), cells("products", **CALLS)),
        raw_sheet("rate_plans", cells("rate_plans")),
        raw_sheet("rates", cells("rates")),
        raw_sheet("circuits", cells("circuits")),
        raw_sheet("numbers", cells("numbers")),
        raw_sheet("services", cells("services")),
    ]


def plan(
    *sheets: RawSheet, current: Current | None = None, has_invoices: bool = False
) -> WorkbookPlan:
    """The plan of importing these sheets."""
    return plan_import(
        current or {}, read(*sheets), tables=TABLES, today=TODAY, has_invoices=has_invoices
    )
