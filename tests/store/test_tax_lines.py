from pathlib import Path

from app.operations.office import Office
from app.store.invoices import load_invoices
from tests.operations.companies import BILLABLE, approve, take_in


def test_parts_and_inputs_are_read_as_they_were(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    [taxed, _] = approve(office).invoices
    with office.file.read() as conn:
        [line] = load_invoices(conn)[0].invoice.tax_lines
    assert line.parts == taxed.tax_lines[0].parts
    assert line.trace == taxed.tax_lines[0].trace


def test_lean_lines_are_the_same_once_asked(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        lean = [each.invoice for each in load_invoices(conn, lean=True)]
        whole = [each.invoice for each in load_invoices(conn)]
        assert lean == whole
