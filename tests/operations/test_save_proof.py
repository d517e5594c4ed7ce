from pathlib import Path

import pypdf
import pytest

from app.errors import InputError
from app.operations.office import Office
from app.operations.save_proof import save_proof
from tests.operations.companies import OCTOBER, approve, take_in


def test_the_proof_as_pdf_tells_the_sums_of_the_invoices(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    path = save_proof(office, "2026-10", tmp_path / "proof.pdf")
    told = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    for words in ("Proof of October 2026", "closes, to the cent", "Records in", "Debit"):
        assert words in told


def test_a_month_that_is_none_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        save_proof(office, "2026-13", tmp_path / "proof.pdf")
    assert not (tmp_path / "proof.pdf").exists()
