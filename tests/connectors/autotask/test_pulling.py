import pytest

from app.customers.incoming import PsaContact, PsaCustomer, PsaFamily, PsaSite
from app.errors import RemoteRefused
from tests.connectors.autotask.desk import (
    Desk,
    lists_of_company,
    port_of,
    practice,
    practice_port,
)

COMPANY = {"id": 174, "companyName": "Dunmore", "lastTrackedModifiedDateTime": "2026-10-08T20:00Z"}


def test_the_providers_own_company_is_left_out() -> None:
    desk = Desk({**lists_of_company(), "companies/query": [COMPANY]})
    list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=None))
    list(port_of(desk).pull(PsaFamily.SITES, since=None))
    own = {"op": "noteq", "field": "id", "value": 0}
    assert desk.bodies("Companies/query")[0]["Filter"] == [own]
    assert desk.bodies("CompanyLocations/query")[0]["Filter"] == [
        {"op": "noteq", "field": "companyID", "value": 0}
    ]


def test_a_company_without_any_customer_is_a_silent_filter_and_refused() -> None:
    with pytest.raises(RemoteRefused, match="security level"):
        list(port_of(Desk()).pull(PsaFamily.CUSTOMERS, since=None))


def test_changes_are_asked_by_the_stamp_less_ten_minutes() -> None:
    desk = Desk({**lists_of_company(), "companies/query": [COMPANY]})
    pages = list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=None))
    mark = pages[-1].mark
    assert pages[-1].is_whole
    again = list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=mark))
    assert not again[-1].is_whole
    assert desk.bodies("Companies/query")[-1]["Filter"][1] == {
        "op": "gte",
        "field": "lastTrackedModifiedDateTime",
        "value": "2026-10-08T19:50:00Z",
    }
    # What lies in the overlap and is as it was costs nothing.
    assert [page.records for page in again] == [()]


def test_a_row_that_cannot_be_read_is_named() -> None:
    rows = [{"id": 9, "companyID": 174}, {"id": 10, "companyID": 174, "startDate": "soon"}]
    desk = Desk({**lists_of_company(), "contracts/query": rows})
    with pytest.raises(RemoteRefused, match="record 10 cannot be read"):
        list(port_of(desk).pull(PsaFamily.AGREEMENTS, since=None))


def test_products_keep_a_mark_for_each_of_their_lists() -> None:
    port = port_of(Desk(lists_of_company()))
    first = list(port.pull(PsaFamily.PRODUCTS, since=None))
    assert [each.source_id for page in first for each in page.records] == ["service:1"]
    again = list(port.pull(PsaFamily.PRODUCTS, since=first[-1].mark))
    assert {page.is_whole for page in again} == {False}


def test_practice_is_read_whole_and_then_for_changes() -> None:
    port = practice_port(practice())
    for family in PsaFamily:
        pages = list(port.pull(family, since=None))
        whole = {each.source_id: each for page in pages for each in page.records}
        assert whole
        again = list(port.pull(family, since=pages[-1].mark))
        assert all(whole[each.source_id] == each for page in again for each in page.records)


def test_practice_pages_of_every_size_give_each_record_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = practice_port(practice())
    whole = [each for page in port.pull(PsaFamily.CONTACTS, since=None) for each in page.records]
    monkeypatch.setattr("app.connectors.autotask.asking.PAGE_SIZE", len(whole) // 2)
    paged = [each for page in port.pull(PsaFamily.CONTACTS, since=None) for each in page.records]
    assert paged == whole


SITE = {"id": 30, "companyID": 174, "name": "Main"}
SITED = {**COMPANY, "billToCompanyLocationID": 30}


def test_sites_are_looked_through_and_not_read_again_where_nothing_differs() -> None:
    desk = Desk(
        {**lists_of_company(), "companies/query": [SITED], "companylocations/query": [SITE]}
    )
    port = port_of(desk)
    first = list(port.pull(PsaFamily.SITES, since=None))
    assert [page.is_whole for page in first] == [True, True]
    desk.answers["companies/query"] = []
    desk.asked.clear()
    again = list(port.pull(PsaFamily.SITES, since=first[-1].mark))
    assert [(page.records, page.is_whole) for page in again] == [((), False)]
    assert desk.paths() == [
        "POST /ATServicesRest/v1.0/Companies/query",
        "POST /ATServicesRest/v1.0/CompanyLocations/query",
    ]
    desk.answers["companylocations/query"] = [{**SITE, "city": "Tampa"}]
    third = list(port.pull(PsaFamily.SITES, since=again[-1].mark))
    assert [each.source_id for page in third for each in page.records] == ["30"]
    desk.answers["companylocations/query"] = []
    gone = list(port.pull(PsaFamily.SITES, since=third[-1].mark))
    assert [(len(page.records), page.is_whole) for page in gone] == [(0, True), (0, True)]


def test_a_company_that_has_its_invoices_sent_elsewhere_lets_sites_be_read_anew() -> None:
    desk = Desk({**lists_of_company(), "companylocations/query": [SITE]})
    port = port_of(desk)
    first = list(port.pull(PsaFamily.SITES, since=None))
    changed = {**SITED, "lastTrackedModifiedDateTime": "2026-11-02T16:30:00Z"}
    desk.answers["companies/query"] = [changed]
    again = list(port.pull(PsaFamily.SITES, since=first[-1].mark))
    (site,) = (each for page in again for each in page.records)
    assert isinstance(site, PsaSite)
    assert site.is_billing
    third = list(port.pull(PsaFamily.SITES, since=again[-1].mark))
    assert [page.records for page in third] == [()]


BILLED = {
    "id": 9,
    "companyID": 174,
    "status": 1,
    "billToCompanyContactID": 51,
    "lastModifiedDateTime": "2026-10-01T00:00:00Z",
}
PAYER = {
    "id": 51,
    "companyID": 174,
    "emailAddress": "old@dunmore.example",
    "lastModifiedDate": "2026-10-01T00:00:00Z",
}
LATER = "2026-11-02T16:30:00Z"


def billed_desk() -> Desk:
    """A company whose invoices go to a contact that a contract names, in a newer version."""
    desk = Desk(
        {
            **lists_of_company(),
            "companies/query": [COMPANY],
            "contracts/query": [BILLED],
            "contacts/query": [PAYER],
        }
    )
    desk.answers["contracts/entityinformation/fields"]["fields"].append(
        {"name": "lastModifiedDateTime"}
    )
    return desk


def test_a_company_comes_again_when_the_contact_that_gets_its_invoices_changed() -> None:
    desk = billed_desk()
    port = port_of(desk)
    mark = list(port.pull(PsaFamily.CUSTOMERS, since=None))[-1].mark
    desk.asked.clear()
    again = list(port.pull(PsaFamily.CUSTOMERS, since=mark))
    assert [page.records for page in again] == [()]
    assert len(desk.asked) == 3
    new = {**PAYER, "emailAddress": "new@dunmore.example", "lastModifiedDate": LATER}
    desk.answers["contacts/query"] = [new]
    third = list(port.pull(PsaFamily.CUSTOMERS, since=again[-1].mark))
    (found,) = (each for page in third for each in page.records)
    assert isinstance(found, PsaCustomer)
    assert found.billing_email == "new@dunmore.example"
    assert {page.is_whole for page in third} == {False}
    last = list(port.pull(PsaFamily.CUSTOMERS, since=third[-1].mark))
    assert [page.records for page in last] == [()]


def test_contacts_come_again_when_a_contract_names_another_for_its_invoices() -> None:
    desk = billed_desk()
    port = port_of(desk)
    first = list(port.pull(PsaFamily.CONTACTS, since=None))
    again = list(port.pull(PsaFamily.CONTACTS, since=first[-1].mark))
    assert [page.records for page in again] == [()]
    changed = {**BILLED, "billToCompanyContactID": None, "lastModifiedDateTime": LATER}
    desk.answers["contracts/query"] = [changed]
    third = list(port.pull(PsaFamily.CONTACTS, since=again[-1].mark))
    (found,) = (each for page in third for each in page.records)
    assert isinstance(found, PsaContact)
    assert not found.is_billing
    asked = desk.bodies("Contacts/query")[-1]["Filter"]
    assert asked == [{"op": "in", "field": "companyID", "value": [174]}]
