import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from pypdf import PdfReader

from app.billing.invoice import InvoiceState
from app.documents.invoice.document import Balance, InvoiceDocument
from app.documents.invoice.drawing import invoice_bytes, write_invoice
from app.documents.numerals import money
from app.documents.page_style import PageStyle, Paper
from app.errors import InputError
from tests.documents.conftest import Golden
from tests.documents.granite_peak import INVOICE, granite_peak
from tests.documents.printed import pages, spread, text
from tests.documents.variations import canadian, credit, exempt_draft, many_pages

Make = Callable[[], InvoiceDocument]
ALL = [granite_peak, many_pages, credit, exempt_draft, canadian]


@pytest.mark.parametrize("make", ALL)
def test_the_printed_text(make: Make, style: PageStyle, golden: Golden) -> None:
    golden(f"invoice-{make.__name__}.txt", text(invoice_bytes(make(), style)))


@pytest.mark.parametrize("make", ALL)
def test_every_line_and_tax_line_is_printed(make: Make, style: PageStyle) -> None:
    document = make()
    said = spread(invoice_bytes(document, style))
    lines = [line.description for line in document.invoice.lines if line.usage is None]
    taxes = [line.bill_label for line in document.invoice.tax_lines]
    amounts = [money(line.amount) for line in document.invoice.tax_lines]
    assert [words for words in (*lines, *taxes, *amounts) if words not in said] == []


@pytest.mark.parametrize("make", ALL)
def test_every_page_names_account_invoice_and_page(make: Make, style: PageStyle) -> None:
    document = make()
    made = pages(invoice_bytes(document, style))
    known = f"Account 10042 \u00b7 Invoice {document.number}"
    feet = [
        known in page and f"Page {number} of {len(made)}" in page
        for number, page in enumerate(made, start=1)
    ]
    assert feet == [True] * len(made)


@pytest.mark.parametrize("make", ALL)
def test_the_same_invoice_makes_the_same_bytes(make: Make, style: PageStyle) -> None:
    assert invoice_bytes(make(), style) == invoice_bytes(make(), style)


@pytest.mark.parametrize("paper", list(Paper))
def test_pages_have_the_size_of_the_paper(paper: Paper, style: PageStyle) -> None:
    data = invoice_bytes(granite_peak(), replace(style, paper=paper))
    sizes = {
        (float(page.mediabox.width), float(page.mediabox.height))
        for page in PdfReader(io.BytesIO(data)).pages
    }
    assert sizes == {paper.value}


def test_the_file_tells_what_it_is(style: PageStyle) -> None:
    found = PdfReader(io.BytesIO(invoice_bytes(granite_peak(), style)))
    about = found.metadata
    assert about is not None
    assert [about.title, about.author, about.subject, str(found.root_object["/Lang"])] == [
        "Invoice CF-1043, Granite Peak Credit Union",
        "Cedar Fork Voice LLC",
        "Account 10042, October 1\u201331, 2026",
        "en-US",
    ]


def test_all_letters_are_embedded_plex(style: PageStyle) -> None:
    found = PdfReader(io.BytesIO(invoice_bytes(granite_peak(), style)))
    resources = [cast("Any", page["/Resources"]) for page in found.pages]
    fonts = {font["/BaseFont"] for each in resources for font in each["/Font"].values()}
    assert fonts == {"/AAAAAA+IBMPlexSans-Regular", "/AAAAAA+IBMPlexSans-SemiBold"}


@pytest.mark.parametrize(
    ("state", "draft", "word"),
    [
        (InvoiceState.APPROVED, True, "DRAFT"),
        (InvoiceState.VOID, False, "VOID"),
    ],
)
def test_what_is_not_to_be_paid_says_so_across_each_page(
    state: InvoiceState, word: str, style: PageStyle, *, draft: bool
) -> None:
    document = replace(granite_peak(), invoice=replace(INVOICE, state=state), draft=draft)
    made = pages(invoice_bytes(document, style))
    assert [word in page for page in made] == [True, True]


def test_an_approved_invoice_has_no_word_across(style: PageStyle) -> None:
    said = spread(invoice_bytes(granite_peak(), style))
    assert "DRAFT" not in said
    assert "VOID" not in said


def test_nothing_to_pay_has_no_slip(style: PageStyle) -> None:
    assert "Please return this part" not in spread(invoice_bytes(credit(), style))


def test_company_surcharges_say_that_they_are_no_taxes(style: PageStyle) -> None:
    assert "These are not taxes" in spread(invoice_bytes(granite_peak(), style))


def test_a_note_too_long_for_the_first_page_follows_behind(style: PageStyle) -> None:
    document = replace(many_pages(), note="Read this well. " * 200)
    made = pages(invoice_bytes(document, style))
    assert "Read this well" not in made[0]
    assert "".join("".join(made).split()).count("Readthiswell.") == 200


def test_a_very_large_total_stays_in_its_place(style: PageStyle) -> None:
    document = granite_peak()
    due = Balance(previous=Decimal("987654321098.76"))
    said = pages(invoice_bytes(replace(document, balance=due), style))[0]
    assert "$\u2009987,654,322,761.54" in said


def test_a_logo_is_shown(style: PageStyle, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (90, 90), (122, 74, 33, 255)).save(logo)
    found = PdfReader(io.BytesIO(invoice_bytes(granite_peak(), replace(style, logo=logo))))
    assert len(found.pages[0].images) == 1


def test_a_file_is_written_whole(style: PageStyle, tmp_path: Path) -> None:
    path = tmp_path / "CF-1043.pdf"
    write_invoice(path, granite_peak(), style)
    assert path.read_bytes() == invoice_bytes(granite_peak(), style)


def test_a_missing_logo_leaves_no_file(style: PageStyle, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_invoice(tmp_path / "x.pdf", granite_peak(), replace(style, logo=tmp_path / "no.png"))
    assert list(tmp_path.iterdir()) == []
