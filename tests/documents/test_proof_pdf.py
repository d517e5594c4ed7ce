import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdf

from app.billing.proof import InvoiceSums, Outcomes, Tally, prove
from app.billing.proof_sections import WholeProof
from app.billing.proof_systems import (
    BookedDocument,
    BooksProof,
    Hold,
    PaidProof,
    PsaProof,
    RelayedInvoice,
    SettledDocument,
)
from app.documents.page_style import PageStyle
from app.documents.proof_pdf import ProofPaper, proof_bytes
from tests.documents.conftest import Golden
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
PROOF = replace(
    prove([], [SUMS], billed_calls=CALLS), records_in=CALLS, outcomes=Outcomes(billed=CALLS)
)
PAPER = ProofPaper(
    company=COMPANY,
    month="October 2026",
    dated=date(2026, 11, 2),
    whole=WholeProof(proof=PROOF, paid=PaidProof(documents=())),
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
    whole = replace(PAPER.whole, proof=replace(PROOF, records_in=replace(CALLS, calls=4)))
    assert "October 2026 does not close." in words(replace(PAPER, whole=whole), style)


def test_every_sum_stands_beside_the_one_it_must_equal(style: PageStyle) -> None:
    told = words(PAPER, style)
    for each in ("1:02", "Records in", "Invoices, and receivable", "Both", "1 invoice"):
        assert each in told


def test_the_same_proof_makes_the_same_bytes(style: PageStyle) -> None:
    assert proof_bytes(PAPER, style) == proof_bytes(PAPER, style)


BOOKED = BookedDocument(
    number="CF-1",
    account_number="100",
    total=ONE,
    is_void=False,
    is_linked=True,
    there=ONE,
    is_read=True,
)
LATER = replace(
    BOOKED,
    number="CF-2",
    total=Decimal(0),
    is_linked=False,
    there=None,
    hold=Hold.NOTHING,
    why="It comes to 0.",
)
RELAYED = RelayedInvoice(number="PSA-9", total=Decimal(5), is_linked=True, there=Decimal(5))
PAID = SettledDocument(
    number="CF-1", owed=ONE, money=Decimal("0.40"), credits=Decimal("0.10"), balance=Decimal("0.50")
)
SYSTEMS = replace(
    PAPER.whole,
    psas=(
        PsaProof(
            system="psa",
            title="The PSA",
            lines={"PSA:psa:time:7": [ONE]},
            ledger={"PSA:psa:time:7": ONE},
        ),
    ),
    books=(
        BooksProof(
            system="books",
            title="The Books",
            documents=(BOOKED, LATER),
            relayed=(RELAYED, replace(RELAYED, number="PSA-10", is_linked=False, there=None)),
        ),
    ),
    paid=PaidProof(documents=(PAID,), unapplied=Decimal(3)),
)


def test_the_paper_over_all_systems(style: PageStyle, golden: Golden) -> None:
    golden("proof.txt", words(replace(PAPER, whole=SYSTEMS), style))


def test_the_paper_of_a_break_names_every_record(style: PageStyle, golden: Golden) -> None:
    documents = tuple(
        replace(BOOKED, number=f"CF-{place}", there=ONE + place) for place in range(1, 6)
    )
    books = replace(SYSTEMS.books[0], documents=documents)
    golden("proof-broken.txt", words(replace(PAPER, whole=replace(SYSTEMS, books=(books,))), style))
