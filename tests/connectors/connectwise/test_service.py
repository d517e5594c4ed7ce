import httpx

from app.customers.incoming import PsaFamily
from tests.connectors.connectwise.manage import BASE, COMPANY, answers, opened, pulled
from tests.connectors.psa_answers import Answers, check_described, description

SPEC = "connectwise-psa/connectwise-psa-2025.1-billing.openapi.json"


def full() -> Answers:
    """One row of every family."""
    found = answers()
    found.on(f"GET {BASE}/company/companies", [{**COMPANY, "billingContact": {"id": 5}}])
    found.on(f"GET {BASE}/company/companies/250/sites", [{"id": 1, "name": "Main"}])
    found.on(f"GET {BASE}/finance/agreements", [{"id": 12, "company": {"id": 250}}])
    found.on(f"GET {BASE}/finance/agreements/12/additions", [{"id": 91}])
    for path in (
        "/company/contacts",
        "/finance/billingTerms",
        "/procurement/catalog",
        "/procurement/products",
        "/expense/entries",
        "/time/entries",
        "/finance/invoices",
        "/finance/billingStatuses",
    ):
        found.on(f"GET {BASE}{path}", [{"id": 5}])
    return found


def test_rights_are_found_by_asking_and_change_nothing() -> None:
    found = full()
    rights = opened(found).rights()
    assert all(right.is_given for right in rights)
    assert {each.method for each in found.asked} == {"GET"}
    assert "reads agreement lines" in {right.name for right in rights}


def test_a_role_that_shows_nothing_is_told() -> None:
    found = full()
    found.on(f"GET {BASE}/company/companies", [])
    found.on(f"GET {BASE}/time/entries", [])
    rights = {right.name: right for right in opened(found).rights()}
    assert not rights["reads customers"].is_given
    assert "security role" in rights["reads time"].why


def test_a_right_that_is_refused_is_told_in_the_vendor_s_words() -> None:
    found = full()
    refusal = {"code": "SecurityDenied", "message": "Access is denied to invoices"}
    found.on(f"GET {BASE}/finance/invoices", lambda _: httpx.Response(403, json=refusal))
    rights = {right.name: right for right in opened(found).rights()}
    assert not rights["reads invoices"].is_given
    assert "Access is denied to invoices" in rights["reads invoices"].why


def test_every_request_of_a_pull_is_in_the_vendor_s_description() -> None:
    spec, found = description(SPEC), full()
    port = opened(found)
    for family in PsaFamily:
        _, mark, _ = pulled(port, family)
        pulled(port, family, mark)
    for asked in found.asked:
        if asked.path.startswith(BASE):
            check_described(spec, asked, below=BASE)
