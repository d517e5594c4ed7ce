from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.invoice_papers import (
    Billed,
    PrintChoices,
    papers_of,
    records_of_account,
    records_of_run,
    style_of,
)
from app.operations.office import Office
from app.store.invoices import load_invoices
from app.store.run_records import load_run_records
from tests.operations.companies import BILLABLE, approve, take_in


def test_one_account_s_records_make_the_page_of_the_whole_run(
    office: Office, tmp_path: Path
) -> None:
    approve(office, "2026-09")
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        invoice = load_invoices(conn, run_id=2)[0].invoice
        whole = records_of_run(load_run_records(conn))
        alone = records_of_account(conn, invoice.account_number)
        pages = [
            next(iter(papers_of(conn, records, [Billed(invoice)], PrintChoices(), draft=True)))
            for records in (whole, alone)
        ]
    assert pages[0] == pages[1]
    assert pages[0].before is not None


def test_paper_and_colour_are_checked() -> None:
    with pytest.raises(InputError, match="no paper"):
        style_of(PrintChoices(paper="a5"))
    with pytest.raises(InputError, match="no colour"):
        style_of(PrintChoices(accent="blue"))
