import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdf

from app.billing.proof import InvoiceSums, Outcomes, Tally, prove
from app.documents.page_style import PageStyle
from app.documents.proof_pdf import ProofPaper, proof_bytes
from tests.operations.companies import COMPANY

ONE = Decimal(1)
CALLS = Tally(calls=3, seconds=3720, amount=ONE)
SUMS = InvoiceSums(
    name="CF-1",
    lines=ONE,
    tax_lines=Decimal(0),
    charges=ONE,
    taxes=Decimal(0),
    total=ONE,
    receivable=ONE,
    revenue=ONE,
    tax_payable=Decimal(0),
    usage_exact=ONE,
    calls_exact=ONE,
    usage_calls=3,
    calls=3,
)
PROOF = prove([], [SUMS], billed_calls=CALLS)
PAPER = ProofPaper(
    company=COMPANY,
    month="October 2026",
    dated=date(2026, 11, 2),
    proof=replace(PROOF, records_in=CALLS, outcomes=Outcomes(billed=CALLS)),
    invoices=1,
    kinds=[("Calls", ONE)],
    taxes=[],
    ledger=[("Receivable", ONE), ("Revenue", -ONE)],
)


def words(paper: ProofPaper, style: PageStyle) -> str:
    reader = pypdf.PdfReader(io.BytesIO(proof_bytes(paper, style)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_paper_says_whether_the_month_closes(style: PageStyle) -> None:
    assert "October 2026 closes, to the cent." in words(PAPER, style)
    proof = replace(PAPER.proof, records_in=replace(CALLS, calls=4))
    assert "October 2026 does not close." in words(replace(PAPER, proof=proof), style)


def test_every_sum_stands_beside_the_one_it_must_equal(style: PageStyle) -> None:
    told = words(PAPER, style)
    for each in ("1:02", "Records in", "Invoices, and receivable", "Both", "1 invoice"):
        assert each in told


def test_the_same_proof_makes_the_same_bytes(style: PageStyle) -> None:
    assert proof_bytes(PAPER, style) == proof_bytes(PAPER, style)
