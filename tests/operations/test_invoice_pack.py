import io
from pathlib import Path

import pypdf
import pytest

from app.billing.invoice import InvoiceState
from app.billing.mailing import MailState
from app.errors import InputError
from app.operations.browse_invoices import list_invoices
from app.operations.invoice_pack import note_printed, pack_invoices, save_file
from app.operations.invoice_papers import PrintChoices
from app.operations.office import Office
from app.operations.preview_invoice import preview_invoice
from app.progress import Silent
from tests.operations.billed import approved

BOTH = ("CF-1043", "CF-1044")


@pytest.fixture
def billed(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Office:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    return approved(office, tmp_path)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_a_pack_is_the_invoices_one_after_another(billed: Office) -> None:
    pack = pack_invoices(billed, BOTH, issues=True, progress=Silent())
    alone = [
        preview_invoice(billed, number, choices=PrintChoices(detail=False)).content
        for number in BOTH
    ]
    assert pages(pack.content) == [*pages(alone[0]), *pages(alone[1])]
    assert pack.name == "2 invoices"


def test_what_was_not_issued_says_draft(billed: Office) -> None:
    pack = pack_invoices(billed, ["CF-1043"], progress=Silent())
    assert "DRAFT" in pages(pack.content)[0]
    assert list_invoices(billed).rows[0].state is InvoiceState.APPROVED


def test_what_was_printed_is_noted_once_issued(billed: Office) -> None:
    assert note_printed(billed, BOTH) == 0
    pack_invoices(billed, BOTH, issues=True, progress=Silent())
    assert note_printed(billed, BOTH) == 2
    assert note_printed(billed, BOTH) == 2
    assert {row.standing for row in list_invoices(billed).rows} == {MailState.PRINTED}


def test_none_and_unknown_ones_are_refused(billed: Office) -> None:
    with pytest.raises(InputError, match="No invoice is chosen"):
        pack_invoices(billed, [], progress=Silent())
    with pytest.raises(InputError, match="no invoice X"):
        pack_invoices(billed, ["X"], progress=Silent())


def test_a_pack_is_written_whole(tmp_path: Path) -> None:
    assert save_file(tmp_path / "a.pdf", b"%PDF").read_bytes() == b"%PDF"
