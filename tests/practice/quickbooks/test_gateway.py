from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def test_a_token_that_does_not_hold_is_refused_in_xml(company: Company) -> None:
    response = company.ask("GET", "preferences", headers={"Authorization": "Bearer no"})
    assert response.status_code == 401
    assert response.headers["Content-Type"].startswith("text/xml")
    assert '<Error code="3200">' in response.text
    assert "AuthenticationFailed" in response.text


def test_an_access_token_lives_an_hour(company: Company) -> None:
    company.clock.sleep(3600)
    assert company.ask("GET", "preferences").status_code == 401


def test_another_company_is_refused(company: Company) -> None:
    url = "/v3/company/1234567890/preferences"
    response = company.client.get(url, headers=company.headers)
    assert response.status_code == 403
    assert "ApplicationAuthorizationFailed" in response.text


def test_ten_requests_a_second_are_the_most(company: Company) -> None:
    company.clock.sleep(5)
    company.paced = False
    answers = [company.ask("GET", "preferences") for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    error = answers[-1].json()["Fault"]["Error"][0]
    assert "ThrottleExceeded" in error["Message"]
    assert "Retry-After" not in answers[-1].headers


def test_five_hundred_requests_a_minute_are_the_most(company: Company) -> None:
    company.clock.sleep(60)
    company.paced = False
    statuses = []
    for _ in range(51):
        statuses += [company.ask("GET", "preferences").status_code for _ in range(10)]
        company.clock.sleep(1)
    assert statuses[:500] == [200] * 500
    assert 429 in statuses[500:]


def test_every_answer_carries_its_own_transaction_id(company: Company) -> None:
    ids = {company.ask("GET", "preferences").headers["intuit_tid"] for _ in range(3)}
    assert len(ids) == 3


def test_a_request_id_is_answered_again_with_the_first_answer(
    company: Company, invoice: Make
) -> None:
    first = company.post("invoice", invoice("TB-1", "30.00"), requestid="a-1")
    company.act("pay", "TB-1")
    again = company.post("invoice", invoice("TB-1", "30.00"), requestid="a-1")
    assert again == first
    assert company.query("select count(*) from Invoice")["totalCount"] == 28
    error = company.refused("invoice", invoice("TB-2", "1.00"), requestid="x" * 51)
    assert error["code"] == "2050"


def test_the_company_and_its_preferences_are_told(company: Company) -> None:
    info = company.get(f"companyinfo/{company.system.tenant}")["CompanyInfo"]
    assert info["CompanyName"]
    assert info["Country"] == "US"
    assert company.query("select * from CompanyInfo")["CompanyInfo"][0] == info
    tax = company.get("preferences")["Preferences"]["TaxPrefs"]
    assert tax == {"UsingSalesTax": True, "PartnerTaxEnabled": True}


def test_reports_tell_what_is_owed(company: Company) -> None:
    told = company.get("reports/CustomerBalance")
    rows = told["Rows"]["Row"]
    shown = {row["ColData"][0]["id"]: row["ColData"][1]["value"] for row in rows[:-1]}
    owing = company.query("select * from Customer where Balance > '0'")["Customer"]
    assert all(shown[one["Id"]] == f"{one['Balance']:f}" for one in owing)
    aged = company.get("reports/AgedReceivables")
    assert aged["Header"]["ReportName"] == "AgedReceivables"
    response = company.ask("GET", "reports/Nothing")
    assert response.json()["Fault"]["Error"][0]["code"] == "5020"


def test_what_is_not_there_or_not_json_is_refused(company: Company) -> None:
    assert company.ask("GET", "nothing/1").status_code == 400
    assert company.ask("GET", "invoice/99999").json()["Fault"]["Error"][0]["code"] == "610"
    form = company.ask("POST", "customer", data={"DisplayName": "x"})
    assert form.status_code == 415
    headers = {"Content-Type": "application/json"}
    broken = company.ask("POST", "customer", content="{", headers=headers)
    assert broken.json()["Fault"]["Error"][0]["code"] == "2010"
    assert company.client.get("/nowhere").status_code == 404
    assert company.ask("DELETE", "invoice/1").status_code == 405


def test_storms_and_failures_on_demand(company: Company) -> None:
    switch = "/_practice/faults"
    company.client.post(switch, json={"faults": ["too_many_requests:1", "server_error:1"]})
    assert company.ask("GET", "preferences").status_code == 429
    failed = company.ask("GET", "preferences")
    assert failed.status_code == 500
    assert failed.json()["Fault"]["Error"][0]["code"] == "10000"
    company.client.post(switch, json={"faults": ["expired_token:1"]})
    assert company.ask("GET", "preferences").status_code == 401


def test_a_time_out_after_the_commit_is_healed_by_the_same_request_id(
    company: Company, invoice: Make
) -> None:
    company.client.post("/_practice/faults", json={"faults": ["timeout_after_commit:1"]})
    with pytest.raises(httpx.ReadTimeout):
        company.post("invoice", invoice("TB-1", "30.00"), requestid="a-1")
    made = company.post("invoice", invoice("TB-1", "30.00"), requestid="a-1")["Invoice"]
    found = company.query("select * from Invoice where DocNumber = 'TB-1'")["Invoice"]
    assert [one["Id"] for one in found] == [made["Id"]]
