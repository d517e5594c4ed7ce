from sqlalchemy import Connection

from app.store.database import CompanyFile
from app.store.transaction import Transaction


def test_a_transaction_is_what_the_company_file_opens(company: CompanyFile) -> None:
    with company.read() as conn:
        assert isinstance(conn, Transaction)
    assert Transaction is Connection
