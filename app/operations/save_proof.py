"""The proof of a month as a PDF file."""

from pathlib import Path
from zoneinfo import ZoneInfo

from app.billing.closing import month_name
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.issuer import Company
from app.documents.whole_file import put_in_place
from app.operations.browse_bills import billed_sums
from app.operations.invoice_papers import PrintChoices, style_of
from app.operations.office import Office
from app.operations.prove_period import prove_systems
from app.store.setup import load


def save_proof(
    office: Office, period: str, path: Path, *, choices: PrintChoices | None = None
) -> Path:
    """Writes the proof of a period, there whole or not at all; where it lies.

    InputError for a period that is none, or a place that cannot be written.
    """
    from app.documents.fonts import register_fonts
    from app.documents.proof_pdf import ProofPaper, proof_bytes

    bill_period(period, FIRST_CYCLE_DAY)
    style = style_of(choices or PrintChoices())
    register_fonts(style.fonts)
    whole, sums = prove_systems(office, period), billed_sums(office, period)
    with office.file.read() as conn:
        company = load(conn, Company)[0]
    paper = ProofPaper(
        company=company,
        month=month_name(period),
        dated=office.clock.today(ZoneInfo(company.timezone)),
        whole=whole,
        invoices=sums.invoices,
        kinds=sums.kinds,
        taxes=sums.taxes,
        ledger=sums.ledger,
    )
    drawn = proof_bytes(paper, style)
    with put_in_place(path) as own:
        own.write_bytes(drawn)
    return path
