from typing import Any

import httpx
import pytest

from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused
from tests.connectors.connectwise.manage import (
    BASE,
    COMPANY,
    INFO,
    LATER,
    answers,
    opened,
    pulled,
    rows,
)
from tests.connectors.psa_answers import Answers, Asked

COMPANIES = f"GET {BASE}/company/companies"


def agreement(number: int, **fields: object) -> dict[str, Any]:
    company = {"id": 250, "name": "Acme"}
    return {"id": number, "company": company, "agreementStatus": "Active", "_info": INFO, **fields}


def addition(number: int) -> dict[str, Any]:
    return {"id": number, "product": {"id": 7, "identifier": "DID"}, "quantity": 10}


def two_agreements() -> Answers:
    found = answers()
    closed = agreement(13, agreementStatus="Cancelled", cancelledFlag=True)
    found.on(f"GET {BASE}/finance/agreements", [agreement(12), closed])
    found.on(f"GET {BASE}/finance/agreements/12/additions", [addition(91)])
    found.on(f"GET {BASE}/finance/agreements/13/additions", [addition(92)])
    return found


def test_sites_are_asked_company_by_company() -> None:
    found = answers()
    found.on(COMPANIES, [COMPANY, {**COMPANY, "id": 251}, {"id": 252, "deletedFlag": True}])
    found.on(f"GET {BASE}/company/companies/250/sites", [{"id": 1, "name": "Main"}])
    found.on(f"GET {BASE}/company/companies/251/sites", [{"id": 2, "name": "Main"}])
    records, _, pages = pulled(opened(found), PsaFamily.SITES)
    assert [(each.source_id, each.customer_id) for each in records] == [("1", "250"), ("2", "251")]
    assert all(page.is_whole for page in pages)
    assert found.of(COMPANIES)[0].query["fields"] == "id,deletedFlag,_info/lastUpdated"


def test_with_a_mark_sites_are_asked_of_changed_companies_alone() -> None:
    found = answers()
    found.on(COMPANIES, [COMPANY])
    found.on(f"GET {BASE}/company/companies/250/sites", [{"id": 1, "name": "Main"}])
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.SITES)
    found.asked.clear()
    assert pulled(port, PsaFamily.SITES, mark)[0] == []
    assert found.lines() == [COMPANIES]
    found.on(COMPANIES, [{**COMPANY, "_info": LATER}])
    assert len(pulled(port, PsaFamily.SITES, mark)[0]) == 1


def test_additions_have_no_list_and_are_asked_of_each_agreement() -> None:
    records, _, pages = pulled(opened(two_agreements()), PsaFamily.AGREEMENT_LINES)
    assert [(each.source_id, each.agreement_id) for each in records] == [("91", "12"), ("92", "13")]
    assert {each.customer_id for each in records} == {"250"}
    assert all(page.is_whole for page in pages)


def test_with_a_mark_additions_of_every_active_agreement_are_asked() -> None:
    found = two_agreements()
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.AGREEMENT_LINES)
    found.asked.clear()
    records, _, pages = pulled(port, PsaFamily.AGREEMENT_LINES, mark)
    assert [each.source_id for each in records] == ["91"]
    assert len(found.asked) == 2
    assert not any(page.is_whole for page in pages)


def test_an_agreement_that_was_cancelled_since_is_asked_once_more() -> None:
    found = two_agreements()
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.AGREEMENT_LINES)
    ended = agreement(12, agreementStatus="Cancelled", _info=LATER)
    found.on(f"GET {BASE}/finance/agreements", [ended])
    assert [each.source_id for each in pulled(port, PsaFamily.AGREEMENT_LINES, mark)[0]] == ["91"]


def test_an_overlap_that_is_as_it_was_is_not_read_again() -> None:
    found = answers()
    found.on(COMPANIES, [{**COMPANY, "billingContact": {"id": 5}}])
    found.on(f"GET {BASE}/company/contacts", [{"id": 5}])
    port = opened(found)
    records, mark, _ = pulled(port, PsaFamily.CUSTOMERS)
    found.asked.clear()
    assert (len(records), pulled(port, PsaFamily.CUSTOMERS, mark)[0]) == (1, [])
    assert found.lines() == [COMPANIES]


def test_a_billing_contact_s_e_mail_serves_where_none_is_given() -> None:
    found = answers()
    items = [{"communicationType": "Email", "value": "pay@acme.example", "defaultFlag": True}]
    found.on(COMPANIES, [{**COMPANY, "billingContact": {"id": 5}}])
    found.on(f"GET {BASE}/company/contacts", [{"id": 5, "communicationItems": items}])
    (record,) = pulled(opened(found), PsaFamily.CUSTOMERS)[0]
    assert (record.billing_email, record.billing_contact_id) == ("pay@acme.example", "5")
    asked = found.of(f"GET {BASE}/company/contacts")[0]
    assert asked.query["conditions"] == "id in (5)"


def test_a_separate_billing_site_gives_the_billing_address() -> None:
    found = answers()
    found.on(COMPANIES, [{**COMPANY, "site": {"id": 1}, "billingSite": {"id": 2}}])
    found.on(f"GET {BASE}/company/companies/250/sites/2", {"id": 2, "addressLine1": "PO Box 9"})
    (record,) = pulled(opened(found), PsaFamily.CUSTOMERS)[0]
    assert (record.billing_address.line1, record.billing_site_id) == ("PO Box 9", "2")


def test_no_company_at_all_is_a_right_that_is_missing() -> None:
    found = answers()
    found.on(COMPANIES, [])
    with pytest.raises(RemoteRefused, match="shows no company at all"):
        pulled(opened(found), PsaFamily.CUSTOMERS)


def test_companies_may_be_chosen_by_type() -> None:
    found = answers()
    found.on(COMPANIES, [COMPANY])
    pulled(opened(found, {"company_types": "Customer, Managed"}), PsaFamily.CUSTOMERS)
    asked = found.of(COMPANIES)[0]
    assert asked.query["childConditions"] == 'types/name="Customer" or types/name="Managed"'


def test_a_list_that_refuses_the_stamp_is_read_whole() -> None:
    found = answers()

    def answer(asked: Asked) -> httpx.Response:
        if "conditions" in asked.query:
            return httpx.Response(400, json={"code": "InvalidObject", "message": "no such field"})
        return rows({"id": 7, "identifier": "DID", "_info": INFO})

    found.on(f"GET {BASE}/procurement/catalog", answer)
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.PRODUCTS)
    records, _, pages = pulled(port, PsaFamily.PRODUCTS, mark)
    assert (len(records), all(page.is_whole for page in pages)) == (1, True)


def test_products_and_expenses_each_go_on_from_their_own_mark() -> None:
    found = answers()
    found.on(f"GET {BASE}/procurement/products", [{"id": 1, "_info": INFO}])
    found.on(f"GET {BASE}/expense/entries", [{"id": 1, "_info": LATER}])
    port = opened(found)
    records, mark, pages = pulled(port, PsaFamily.CHARGES)
    assert [each.source_id for each in records] == ["product:1", "expense:1"]
    assert all(page.is_whole for page in pages)
    pulled(port, PsaFamily.CHARGES, mark)
    last = [each.query["conditions"] for each in found.asked[-2:]]
    assert [each[len("lastUpdated > [") :][:10] for each in last] == ["2026-10-01", "2026-10-02"]


def test_terms_have_no_stamp_and_are_read_whole() -> None:
    found = answers()
    found.on(f"GET {BASE}/finance/billingTerms", [{"id": 3, "name": "Net 30", "dueDays": 30}])
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.TERMS)
    records, _, pages = pulled(port, PsaFamily.TERMS, mark)
    assert (len(records), pages[0].is_whole) == (1, True)


def test_an_empty_family_still_brings_a_mark() -> None:
    found = answers()
    found.on(f"GET {BASE}/time/entries", [])
    _, mark, pages = pulled(opened(found), PsaFamily.TIME)
    assert (len(pages) > 0, isinstance(mark, str)) == (True, True)


def test_the_mark_is_the_server_s_own_stamp() -> None:
    found = answers()
    entry = {"id": 1, "timeStart": "2026-10-01T23:30:00Z", "_info": INFO}
    answer = rows(entry, Date="Fri, 02 Oct 2026 08:00:00 GMT")
    found.on(f"GET {BASE}/time/entries", lambda _: answer)
    _, mark, _ = pulled(opened(found), PsaFamily.TIME)
    assert mark is not None
    assert "2026-10-01T12:00:00" in mark
