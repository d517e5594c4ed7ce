from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.invoice.batch import file_name, safe_name, write_invoices
from app.documents.invoice.document import InvoiceDocument
from app.documents.invoice.drawing import invoice_bytes
from app.documents.page_style import PageStyle
from app.errors import Cancelled, InputError
from tests.documents.granite_peak import INVOICE, granite_peak


class _Stop:
    """Stops the work once so many are done."""

    def __init__(self, after: int) -> None:
        self.after = after

    def step(self, done: int, total: int, note: str) -> None:  # noqa: ARG002  not asked for here
        if done >= self.after:
            raise Cancelled


def _numbered(number: str | None) -> InvoiceDocument:
    return replace(granite_peak(), invoice=replace(INVOICE, invoice_number=number))


def _several(count: int) -> list[InvoiceDocument]:
    return [_numbered(f"CF-{1000 + place}") for place in range(count)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CF-1043", "CF-1043"),
        ("CF/10:43", "CF_10_43"),
        ("..", "_"),
        ("CON", "_CON"),
        ("lpt1.x", "_lpt1.x"),
        ("a. ", "a"),
        ("..\\evil", "_evil"),
    ],
)
def test_names_are_safe_on_every_system(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_draft_is_named_by_its_account() -> None:
    assert file_name(_numbered(None)) == "draft-10042.pdf"


def test_files_stand_in_the_order_of_the_documents(style: PageStyle, tmp_path: Path) -> None:
    written = write_invoices(_several(11), tmp_path, style=style)
    assert [each.path.name for each in written] == [f"CF-{1000 + i}.pdf" for i in range(11)]


def test_two_numbers_of_one_name_are_two_files(style: PageStyle, tmp_path: Path) -> None:
    both = [_numbered("CF/1"), _numbered("CF:1")]
    written = write_invoices(both, tmp_path, style=style)
    assert [each.path.name for each in written] == ["CF_1.pdf", "CF_1_2.pdf"]


def test_letters_that_the_fonts_lack_are_told(style: PageStyle, tmp_path: Path) -> None:
    plain = _numbered("CF-1")
    named = replace(plain, account=replace(plain.account, name="Zo\u00eb \u6771\u4eac Caf\u00e9"))
    (written,) = write_invoices([named], tmp_path, style=style)
    assert (written.account_number, written.lacking) == ("10042", "\u4eac\u6771")


def test_a_folder_that_is_a_file_is_refused(style: PageStyle, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").touch()
    with pytest.raises(InputError, match=r"calls\.csv.* It is a file, or lies in one\."):
        write_invoices(_several(1), tmp_path / "calls.csv" / "invoices", style=style)


def test_several_processes_write_what_one_would(style: PageStyle, tmp_path: Path) -> None:
    several = _several(50)
    written = write_invoices(iter(several), tmp_path, style=style, workers=2)
    assert [each.path.read_bytes() for each in written] == [
        invoice_bytes(document, style) for document in several
    ]


@pytest.mark.parametrize(("count", "workers"), [(20, 1), (60, 2)])
def test_stopping_takes_new_files_away(
    count: int, workers: int, style: PageStyle, tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        write_invoices(
            _several(count), tmp_path, style=style, workers=workers, progress=_Stop(after=16)
        )
    assert list(tmp_path.iterdir()) == []


def test_stopping_keeps_files_that_were_there(style: PageStyle, tmp_path: Path) -> None:
    write_invoices(_several(3), tmp_path, style=style)
    with pytest.raises(Cancelled):
        write_invoices(_several(20), tmp_path, style=style, progress=_Stop(after=16))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "CF-1000.pdf",
        "CF-1001.pdf",
        "CF-1002.pdf",
    ]
