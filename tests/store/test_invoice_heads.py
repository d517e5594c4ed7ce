from app.store.database import CompanyFile
from app.store.invoice_heads import billed_on, invoice_heads


def test_a_file_without_invoices_has_no_heads(company: CompanyFile) -> None:
    with company.read() as conn:
        assert invoice_heads(conn) == []
        assert invoice_heads(conn, ids=[1], account="100") == []
        assert billed_on(conn, ["CR-1"]) == {}
