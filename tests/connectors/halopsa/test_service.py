import httpx

from app.connectors.halopsa.declaration import HALOPSA
from tests.connectors.halopsa.halo import STAMP, answers, listing, opened, pulled
from tests.connectors.psa_answers import Answers, check_described, description

SPEC = "halopsa/halopsa-v2-2024-09.openapi.json"


def full() -> Answers:
    """One row of every family."""
    found = answers()
    for path, key in (
        ("Client", "clients"),
        ("Site", "sites"),
        ("Users", "users"),
        ("ClientContract", "contracts"),
        ("RecurringInvoice", "invoices"),
        ("Invoice", "invoices"),
        ("Item", "items"),
        ("Tickets", "tickets"),
        ("SalesOrder", "salesorders"),
    ):
        row = {"id": 5, "client_id": 5, "alastupdate": STAMP}
        found.on(f"GET /api/{path}", listing(key, row))
        found.on(f"GET /api/{path}/5", row)
    found.on("GET /api/Actions", {"record_count": 0, "actions": []})
    found.on("GET /api/ChargeRate", [])
    return found


def test_the_company_is_the_tenant() -> None:
    found = full()
    company = opened(found).company()
    assert (company.tenant_id, company.fingerprint) == ("acme", "acme||")


def test_rights_are_found_by_asking_and_change_nothing() -> None:
    found = full()
    rights = opened(found).rights()
    refused = [right.name for right in rights if not right.is_given]
    assert refused == ["reads terms"]
    assert {each.method for each in found.asked if each.path.startswith("/api")} == {"GET"}


def test_the_lower_of_two_rights_is_told() -> None:
    found = full()
    found.on("GET /api/Invoice", lambda _: httpx.Response(403))
    rights = {right.name: right for right in opened(found).rights()}
    assert not rights["reads invoices"].is_given
    assert "403" in rights["reads invoices"].why


def test_every_request_of_a_pull_is_in_the_vendor_s_description() -> None:
    spec, found = description(SPEC), full()
    port = opened(found)
    for family in HALOPSA.families:
        _, mark, _ = pulled(port, family)  # type: ignore[arg-type]
        pulled(port, family, mark)  # type: ignore[arg-type]
    for asked in found.asked:
        if asked.path.startswith("/api/"):
            check_described(spec, asked, below="/api")
