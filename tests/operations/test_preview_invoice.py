import io
from pathlib import Path

import pypdf
import pytest

from app.errors import InputError
from app.operations.invoice_papers import PrintChoices
from app.operations.office import Office
from app.operations.preview_invoice import preview_draft, preview_invoice
from app.operations.print_invoices import print_invoices
from app.operations.run_bills import bill
from tests.operations.companies import BILLABLE, approve, take_in


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_draft_is_drawn_as_its_document_would_be(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    result = bill(office, "2026-10")
    shown = preview_draft(office, result.made, "100")
    print_invoices(office, 1, tmp_path / "out", choices=PrintChoices(detail=True))
    assert shown.content == (tmp_path / "out/invoices/draft-100.pdf").read_bytes()
    assert shown.name == "Draft of 100"
    assert "44.24" in words(shown.content)


def test_an_account_without_an_invoice_has_no_page(office: Office) -> None:
    made = bill(office, "2026-10").made
    with pytest.raises(InputError, match="no invoice for account 999"):
        preview_draft(office, made, "999")


def test_an_approved_invoice_is_marked_until_it_is_issued(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    before = preview_invoice(office, "CF-1043")
    assert "DRAFT" in words(before.content)
    print_invoices(office, 1, tmp_path / "out", choices=PrintChoices())
    after = preview_invoice(office, "CF-1043")
    assert after.content == (tmp_path / "out/invoices/CF-1043.pdf").read_bytes()
    assert after.account_number == "100"


def test_an_unknown_number_is_told(office: Office) -> None:
    with pytest.raises(InputError, match="no invoice CF-9"):
        preview_invoice(office, "CF-9")
