from dataclasses import replace

import pytest

from app.documents.fonts import register_fonts
from app.documents.invoice.slip import remit_lines
from app.documents.page_style import PageStyle
from tests.documents.granite_peak import COMPANY, granite_peak


@pytest.fixture(autouse=True)
def _fonts(style: PageStyle) -> None:
    register_fonts(style.fonts)


@pytest.mark.parametrize(
    "remit_to",
    [
        "PO Box 100, Denver, CO 80216",
        "Cedar Fork Voice LLC, PO Box 100, Denver, CO 80216",
        "cedar fork voice, PO Box 100, Denver, CO 80216",
        "Cedar Fork Voice LLC\nPO Box 100, Denver, CO 80216",
    ],
)
def test_the_company_is_named_once(remit_to: str) -> None:
    company = replace(
        COMPANY, name="Cedar Fork Voice", legal_name="Cedar Fork Voice LLC", remit_to=remit_to
    )
    lines = remit_lines(replace(granite_peak(), company=company), 200.0)
    assert lines == ["PO Box 100", "Denver, CO 80216"]


def test_a_name_that_only_begins_alike_stays() -> None:
    company = replace(
        COMPANY, name="Cedar", legal_name=None, remit_to="Cedar Street 5, Denver, CO 80216"
    )
    lines = remit_lines(replace(granite_peak(), company=company), 200.0)
    assert lines == ["Cedar Street 5", "Denver, CO 80216"]
