from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock

CONTROL = "http://practice.test/_practice/faults"


def get(client: httpx.Client, path: str, **params: Any) -> Any:  # noqa: ANN401  any JSON value
    found = client.get(path, params=params)
    assert found.status_code == 200, found.text
    return found.json()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("Client", "clients"),
        ("Site", "sites"),
        ("Users", "users"),
        ("ClientContract", "contracts"),
        ("Invoice", "invoices"),
        ("RecurringInvoice", "invoices"),
        ("Item", "items"),
        ("Asset", "assets"),
        ("SoftwareLicence", "licences"),
        ("SalesOrder", "salesorders"),
        ("Tickets", "tickets"),
    ],
)
def test_each_list_comes_under_its_own_key(client: httpx.Client, path: str, key: str) -> None:
    found = get(client, f"/{path}")
    assert set(found) == {"record_count", key}
    assert found["record_count"] == len(found[key])


@pytest.mark.parametrize("path", ["Tax", "ChargeRate", "TimesheetEvent"])
def test_some_lists_are_bare(client: httpx.Client, path: str) -> None:
    assert isinstance(get(client, f"/{path}"), list)


def test_pages_only_with_pageinate_spelled_so(client: httpx.Client) -> None:
    everything = get(client, "/Client", page_size=10, page_no=2)
    assert len(everything["clients"]) == everything["record_count"]
    assert len(get(client, "/Client", paginate="true", page_size=10)["clients"]) > 10
    assert len(get(client, "/Client", pageinate="False", count=50)["clients"]) == 50
    page = get(client, "/Client", pageinate="true", page_size=10, page_no=2)
    assert page["record_count"] == everything["record_count"]
    assert page["clients"] == everything["clients"][10:20]
    assert get(client, "/client", pageinate="True", page_size=10, page_no=99)["clients"] == []


def test_shifting_pages_lose_a_row_without_an_order(client: httpx.Client) -> None:
    whole = {row["id"] for row in get(client, "/Client")["clients"]}
    client.post(CONTROL, json={"faults": ["shifting_pages"]})

    def walked(**order: str) -> set[int]:
        found: list[int] = []
        for page in range(1, 20):
            rows = get(client, "/Client", pageinate="true", page_size=10, page_no=page, **order)
            found += [row["id"] for row in rows["clients"]]
        return set(found)

    assert walked() < whole
    assert walked(order="id") == whole


def test_list_rows_are_short_and_details_are_asked_for(client: httpx.Client) -> None:
    row = next(each for each in get(client, "/Client")["clients"] if each["id"] == 205)
    assert "accountsemailaddress" not in row
    plain = get(client, "/Client/205")
    assert plain["accountsemailaddress"] == "ap@lanternstreett.example"
    assert "customfields" not in plain
    whole = get(client, "/Client/205", includedetails="true")
    assert [field["name"] for field in whole["customfields"]] == ["CFBillingRef"]
    assert client.get("/Client/9").status_code == 404


def test_changed_since_where_there_is_such_a_filter(
    client: httpx.Client, clock: VirtualClock
) -> None:
    since = {"lastupdatefromdate": "2026-11-02T00:00:00"}
    assert get(client, "/Client", **since)["record_count"] == 0
    clock.sleep(60)
    client.post("/Client", json=[{"id": 205, "accountsid": "TB-1"}])
    assert [row["id"] for row in get(client, "/Client", **since)["clients"]] == [205]
    assert get(client, "/Client/205")["alastupdate"] == "2026-11-02T09:01:00"
    until = {"lastupdatetodate": "2026-11-01T00:00:00"}
    ids = {row["id"] for row in get(client, "/Client", **until)["clients"]}
    assert 205 not in ids


@pytest.mark.parametrize(
    ("path", "key", "name"), [("Site", "sites", "slastupdate"), ("Users", "users", "ulastupdate")]
)
def test_sites_and_people_tell_when_they_changed(
    client: httpx.Client, clock: VirtualClock, path: str, key: str, name: str
) -> None:
    own_id = get(client, f"/{path}")[key][0]["id"]
    before = get(client, f"/{path}/{own_id}", includedetails="true")[name]
    clock.sleep(60)
    client.post(f"/{path}", json=[{"id": own_id, "name": "Renamed"}])
    assert before < get(client, f"/{path}/{own_id}")[name] == "2026-11-02T09:01:00"


@pytest.mark.parametrize("path", ["ClientContract", "RecurringInvoice", "Invoice", "Item"])
def test_changed_since_is_passed_over_where_there_is_none(client: httpx.Client, path: str) -> None:
    everything = get(client, f"/{path}")["record_count"]
    since = get(client, f"/{path}", lastupdatefromdate="2099-01-01T00:00:00")["record_count"]
    assert since == everything > 0


def test_the_inactive_are_left_out_unless_asked_for(client: httpx.Client) -> None:
    active = get(client, "/Client")["record_count"]
    assert get(client, "/Client", includeinactive="true")["record_count"] == active + 2
    contracts = get(client, "/ClientContract")["contracts"]
    assert all(row["active"] for row in contracts)
    closed = get(client, "/ClientContract", includeinactive="true")["contracts"]
    assert {row["contract_status"] for row in closed} == {"Active", "Cancelled", "Expired"}


def test_ids_are_doubles_in_places(client: httpx.Client) -> None:
    assert '"client_id":201.0' in client.get("/Site", params={"client_id": 201}).text
    found = client.get("/Users/3010").text
    assert '"site_id":1010.0' in found
    assert '"site_id_int":1010' in found


def test_addresses_have_no_city(client: httpx.Client) -> None:
    site = get(client, "/Site/1010")
    assert site["delivery_address"] == {
        "line1": "5610 Olde Mill Road",
        "line2": "",
        "line3": "Arvada",
        "line4": "CO",
        "postcode": "80002",
    }
    assert site["invoice_address_line3"] == "Arvada"


def test_contracts_have_no_lines_their_recurring_invoices_have(client: httpx.Client) -> None:
    (contract, *_) = get(client, "/ClientContract", client_id=251)["contracts"]
    assert "lines" not in get(client, f"/ClientContract/{contract['id']}", includedetails="true")
    bare = get(client, "/RecurringInvoice", contract_id=contract["id"])["invoices"]
    assert "lines" not in bare[0]
    query = {"contract_id": contract["id"], "includelines": "true"}
    (header,) = get(client, "/RecurringInvoice", **query)["invoices"]
    dids = [line for line in header["lines"] if line["item_code"] == "DID"]
    assert [(line["qty_order"], line["unit_price"]) for line in dids] == [(10, 2.5)]


def test_a_quantity_follows_the_linked_records(client: httpx.Client) -> None:
    query = {"client_id": 259, "includelines": "true"}

    def line() -> Any:  # noqa: ANN401  any JSON value
        headers = get(client, "/RecurringInvoice", **query)["invoices"]
        lines = [each for header in headers for each in header["lines"]]
        return next(each for each in lines if each["recurring_invoice_quantity_type"] == 1)

    assert (line()["qty_order"], line()["net_amount"]) == (4, 87.8)
    assets = get(client, "/Asset", client_id=259)["assets"]
    assert len(assets) == 4
    client.post("/Asset", json=[{"id": assets[0]["id"], "inactive": True}])
    assert (line()["qty_order"], line()["net_amount"]) == (3, 65.85)


def test_headings_sales_and_idle_lines_stand_between_the_lines(client: httpx.Client) -> None:
    headers = get(client, "/RecurringInvoice", includelines="true")["invoices"]
    lines = [line for header in headers for line in header["lines"]]
    assert any(line["isgroupdesc"] for line in lines)
    assert any(line["onetimecharge"] and line["onetimechargeinvoiceid"] for line in lines)
    assert any(line["onetimecharge"] and not line["onetimechargeinvoiceid"] for line in lines)
    assert any(line["isinactive"] for line in lines)
    assert any(line.get("enddate") for line in lines)


def test_a_line_that_ends_does_not_renew_itself(client: httpx.Client) -> None:
    headers = get(client, "/RecurringInvoice", includelines="true")["invoices"]
    lines = [line for each in headers for line in each["lines"] if "autorenew" in line]
    assert {(line["enddate"] is None, line["autorenew"]) for line in lines} == {
        (True, True),
        (False, False),
    }


def test_actions_need_their_ticket_in_this_tenant(client: httpx.Client) -> None:
    refused = client.get("/Actions", params={"startdate": "2026-10-01"})
    assert (refused.status_code, refused.text) == (400, "A ticket_id must be given")
    client.post(CONTROL, json={"act": "open_actions"})
    query = {"startdate": "2026-10-01", "enddate": "2026-10-31", "timeentriesonly": "true"}
    rows = get(client, "/Actions", **query)["actions"]
    assert rows
    assert all(row["timetaken"] > 0 for row in rows)


def test_actions_are_numbered_within_their_ticket(client: httpx.Client) -> None:
    whole = get(client, "/Actions", ticket_id=21602)["actions"]
    assert [(row["ticket_id"], row["id"]) for row in whole] == [(21602, 1), (21602, 2)]
    (entry,) = get(client, "/Actions", ticket_id=21602, timeentriesonly="true")["actions"]
    assert entry["actioninvoicenumber"] == "PSA-5001"
    one = get(client, "/Actions/2", ticket_id=21602)
    assert one["note"] == entry["note"]


def test_covered_time_has_its_contract_negated(client: httpx.Client) -> None:
    (entry,) = get(client, "/Actions", ticket_id=21990, timeentriesonly="true")["actions"]
    contracts = {row["id"] for row in get(client, "/ClientContract", client_id=242)["contracts"]}
    assert entry["actioncontractid"] < 0
    assert -entry["actioncontractid"] in contracts
    assert entry["actionchargehours"] == 0


def test_not_invoiced_is_said_in_three_ways(client: httpx.Client) -> None:
    client.post(CONTROL, json={"act": "open_actions"})
    rows = get(client, "/Actions", timeentriesonly="true")["actions"]
    assert {"", "0", None} <= {row["actioninvoicenumber"] for row in rows}


@pytest.mark.parametrize(
    "query",
    [{"lastupdatefromdate": "yesterday"}, {"pageinate": "true", "page_no": "x"}],
)
def test_what_cannot_be_read_is_an_exception(client: httpx.Client, query: dict[str, str]) -> None:
    refused = client.get("/Client", params=query)
    assert refused.status_code == 400
    assert set(refused.json()) == {"ClassName", "Message"}


def test_wrong_paths_and_methods_have_no_body(client: httpx.Client) -> None:
    assert (client.get("/Nothing").status_code, client.get("/Nothing").text) == (404, "")
    assert client.patch("/Client/205").status_code == 405


def test_the_next_contract_number(client: httpx.Client) -> None:
    assert get(client, "/ClientContract/NextRef")["ref"]
