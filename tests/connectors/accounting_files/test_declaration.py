"""Accounting programs by files, as they are declared."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.connectors.accounting_files import declaration
from app.connectors.accounting_files.declaration import ACCOUNTING_FILES, LAYOUTS
from app.connectors.system import SignInKind
from app.errors import InputError
from tests.connectors.accounting_files.cabinet import INVOICE, KEY, opened, written

SHORT = replace(INVOICE, customer_id="T-1042")
"""To a customer whose id every program can hold."""


def test_there_are_five_layouts_and_no_sign_in() -> None:
    assert list(LAYOUTS) == [
        "quickbooks-desktop",
        "sage50-us",
        "sage50-uk",
        "xero-csv",
        "quickbooks-csv",
    ]
    assert (ACCOUNTING_FILES.by_files, ACCOUNTING_FILES.sign_in) == (True, SignInKind.NONE)
    assert ACCOUNTING_FILES.secrets == ()
    assert ACCOUNTING_FILES.limits({})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_writes_a_file(tmp_path: Path, layout: str) -> None:
    port = opened(tmp_path, layout=layout, receivable="11000")
    assert port.create_invoice(SHORT, key=KEY).total == INVOICE.total
    (text,) = written(tmp_path).values()
    assert "TB-42" in text
    assert text.endswith("\r\n")


def test_what_a_layout_needs_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs receivable"):
        opened(tmp_path, layout="sage50-us")
    with pytest.raises(InputError, match="needs tax_code"):
        opened(tmp_path, layout="quickbooks-csv", country="gb")


@pytest.mark.parametrize(
    ("settings", "day"),
    [
        ({"layout": "xero-csv"}, "10/01/2026"),
        ({"layout": "xero-csv", "country": "nz"}, "01/10/2026"),
        ({"layout": "xero-csv", "days": "year-first"}, "2026-10-01"),
        ({"layout": "sage50-uk"}, "01/10/2026"),
        ({"layout": "sage50-us", "receivable": "1"}, "10/01/26"),
    ],
)
def test_days_are_as_the_program_reads_them(
    tmp_path: Path, settings: dict[str, str], day: str
) -> None:
    opened(tmp_path, **settings).create_invoice(SHORT, key=KEY)
    (text,) = written(tmp_path).values()
    assert day in text


def test_the_company_is_named_as_the_folder_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert opened(tmp_path, company="").company().name == tmp_path.name
    assert opened(tmp_path, layout="sage50-uk").company().country == "GB"


def test_every_quirk_names_a_test_that_is_there() -> None:
    assert declaration.__doc__ is not None
    named = re.findall(r"``(test_\w+)``", declaration.__doc__)
    texts = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in texts] == []
