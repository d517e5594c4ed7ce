from app.store.database import CompanyFile
from app.store.tax_service import (
    StoredService,
    company_id,
    drop_service,
    given_company_id,
    set_service,
    stored_service,
)


def test_a_new_company_uses_none(company: CompanyFile) -> None:
    with company.read() as conn:
        assert stored_service(conn) is None
        assert company_id(conn) == ""


def test_a_company_is_given_its_id_once(company: CompanyFile) -> None:
    with company.write() as conn:
        made = given_company_id(conn)
    with company.write() as conn:
        assert given_company_id(conn) == made == company_id(conn)
    assert len(made) == 16


def test_one_service_is_in_use_at_a_time(company: CompanyFile) -> None:
    with company.write() as conn:
        made = given_company_id(conn)
        set_service(conn, "avalara", {"client_id": "1"})
        set_service(conn, "other", {"client_id": "2"})
    with company.read() as conn:
        assert stored_service(conn) == StoredService(
            service="other", settings={"client_id": "2"}, company_id=made
        )


def test_a_dropped_service_is_gone(company: CompanyFile) -> None:
    with company.write() as conn:
        set_service(conn, "avalara", {})
        drop_service(conn)
    with company.read() as conn:
        assert stored_service(conn) is None
