from typing import Any

import httpx
import pytest

CONTROL = "http://practice.test/_practice/faults"
Json = Any


def post(client: httpx.Client, path: str, *rows: Json) -> Json:
    done = client.post(path, json=list(rows))
    assert done.status_code == 201, done.text
    return done.json()


def test_with_an_id_it_changes_the_given_fields(client: httpx.Client) -> None:
    done = post(client, "/Client", {"id": 244, "accountsid": "TB-000123"})
    assert (done["id"], done["accountsid"], done["name"]) == (
        244,
        "TB-000123",
        "Copper State Cooling",
    )
    assert client.get("/Client/244").json()["accountsid"] == "TB-000123"


def test_without_an_id_it_makes_one(client: httpx.Client) -> None:
    made = post(client, "/Client", {"name": "New", "no_such_field": 1})
    assert made["id"] > 263 or made["id"] not in {None, 0}
    assert client.get(f"/Client/{made['id']}").json()["name"] == "New"


def test_several_at_once_answer_as_a_list(client: httpx.Client) -> None:
    done = post(client, "/Client", {"id": 244, "ref": "a"}, {"id": 245, "ref": "b"})
    assert [row["ref"] for row in done] == ["a", "b"]


def test_all_of_it_or_nothing(client: httpx.Client) -> None:
    before = client.get("/Client/244").json()
    refused = client.post("/Client", json=[{"id": 244, "ref": "changed"}, {"ref": "no name"}])
    assert refused.status_code == 400
    assert client.get("/Client/244").json() == before


def test_the_several_shapes_of_400(client: httpx.Client) -> None:
    no_array = client.post("/Client", json={"id": 244})
    assert (no_array.status_code, "ClassName" in no_array.json()) == (400, True)
    no_json = client.post("/Client", content=b"{")
    assert (no_json.status_code, "ClassName" in no_json.json()) == (400, True)
    no_name = client.post("/Client", json=[{"ref": "x"}])
    assert no_name.json() == {
        "error": "invalid_request",
        "error_description": "name is required",
    }
    double = client.post("/Client", json=[{"name": "granite peak credit union"}])
    assert (double.status_code, set(double.json())) == (400, {"resultCode", "errorMessage"})
    stranger = client.post("/Client", json=[{"id": 244, "customfields": [{"name": "CFNone"}]}])
    assert (stranger.status_code, stranger.headers["Content-Type"][:10]) == (400, "text/plain")
    assert client.post("/Client", json=[{"id": 244, "inactive": "perhaps"}]).status_code == 500
    assert client.post("/Client", json=[{"id": "244"}]).status_code == 500
    assert client.post("/Client", json=[{"id": 9, "ref": "x"}]).status_code == 404


def test_custom_fields_by_name_or_id(client: httpx.Client) -> None:
    post(client, "/Client", {"id": 244, "customfields": [{"name": "CFBillingRef", "value": "A"}]})
    whole = client.get("/Client/244", params={"includedetails": "true"}).json()
    assert whole["customfields"][0]["value"] == "A"
    done = post(client, "/Client", {"id": 244, "customfields": [{"id": 165, "value": "B"}]})
    assert done["customfields"][0]["value"] == "B"


def test_external_links_are_found_by_either_side(client: httpx.Client) -> None:
    row = {"module_id": 150, "table_id": 1, "halo_id": 244, "third_party_id": "TB-1"}
    post(client, "/ExternalLink", row)
    (found,) = client.get("/ExternalLink", params={"third_party_id": "TB-1"}).json()
    assert found["halo_id"] == 244
    assert client.get("/ExternalLink", params={"halo_id": 245}).json() == []


def test_payments_settle_an_invoice(client: httpx.Client) -> None:
    owed = client.get("/Invoice/5002").json()["amountdue"]
    too_much = client.post("/InvoicePayment", json=[{"invoice_id": 5002, "amount": owed + 1}])
    assert too_much.json()["resultCode"] == 21
    post(client, "/InvoicePayment", {"invoice_id": 5002, "amount": 50})
    post(client, "/Invoice", {"id": 5002, "markaspaid": True})
    invoice = client.get("/Invoice/5002").json()
    assert (invoice["amountdue"], invoice["paymentstatus"]) == (0, 1)
    payments = client.get("/InvoicePayment", params={"invoice_id": 5002}).json()
    assert sum(row["amount"] for row in payments) == owed


def test_our_number_goes_on_a_posted_invoice_but_no_new_total(client: httpx.Client) -> None:
    done = post(client, "/Invoice", {"id": 5002, "thirdpartyinvoicenumber": "CF-987"})
    assert done["thirdpartyinvoicenumber"] == "CF-987"
    refused = client.post("/Invoice", json=[{"id": 5002, "total": 1}])
    assert refused.json()["resultCode"] == 5
    assert client.delete("/Invoice/5002").status_code == 400


def test_an_invoice_of_ones_own(client: httpx.Client) -> None:
    made = post(
        client,
        "/Invoice",
        {"client_id": 244, "lines": [{"qty_order": 2, "unit_price": 9.95}]},
    )
    assert (made["total"], made["amountdue"], made["posted"]) == (19.9, 19.9, False)
    assert made["invoicenumber"] == f"PSA-{made['id']}"


def test_writing_on_an_action_runs_the_billing_rules_again(client: httpx.Client) -> None:
    covered = {"ticket_id": 21990, "id": 2}
    query = {"ticket_id": 21618}
    written_off = client.get("/Actions/2", params=query).json()
    assert written_off["actioninvoicenumber"] == "PSA-5002"
    kept = post(
        client,
        "/Actions",
        {**covered, "externalinvoicenumber": "CF-987", "dont_recalculate_billing": True},
    )
    before = kept["actionnonchargeamount"], kept["chargerate"]
    again = post(client, "/Actions", {**covered, "externalinvoicenumber": "CF-988"})
    assert kept["externalinvoicenumber"] == "CF-987"
    assert (again["actionnonchargeamount"], again["chargerate"]) != before


def test_invoiced_time_is_locked(client: httpx.Client) -> None:
    row = {"ticket_id": 21618, "id": 2, "timetaken": 9}
    assert client.post("/Actions", json=[row]).json()["resultCode"] == 12
    refused = client.post("/Actions", json=[{"id": 2, "timetaken": 9}])
    assert (refused.status_code, refused.text) == (400, "A ticket_id must be given")


def test_a_customer_with_contracts_stays(client: httpx.Client) -> None:
    assert client.delete("/Client/244").json()["resultCode"] == 3
    made = post(client, "/Client", {"name": "New"})
    assert client.delete(f"/Client/{made['id']}").status_code == 200
    assert client.get(f"/Client/{made['id']}").status_code == 404


def test_a_time_out_after_the_deed_leaves_one_customer(client: httpx.Client) -> None:
    client.post(CONTROL, json={"faults": ["timeout_after_commit:1"]})
    with pytest.raises(httpx.ReadTimeout):
        client.post("/Client", json=[{"name": "New"}])
    found = client.get("/Client", params={"search": "New"}).json()["clients"]
    assert [row["name"] for row in found].count("New") == 1


def test_time_and_agreements_that_are_edited_are_stamped(client: httpx.Client) -> None:
    before = client.get("/Tickets/21877").json()["last_update"]
    client.post(CONTROL, json={"act": "edit", "number": "21877/2", "amount": 9})
    entry = client.get("/Actions/2", params={"ticket_id": 21877}).json()
    ticket = client.get("/Tickets/21877").json()
    assert ticket["last_update"] == entry["last_updated"] > before
    agreement = client.get("/ClientContract").json()["contracts"][0]
    made = client.post("/ClientContract", json=[{"id": agreement["id"], "note": "x"}]).json()
    assert made["last_modified"] > client.get("/Client/250").json()["alastupdate"]


def test_somebody_else_acts(client: httpx.Client) -> None:
    def act(**order: Json) -> Json:
        return client.post(CONTROL, json=order).json()

    assert act(act="pay", number="PSA-5002", amount=50)["amountdue"] == 106.25
    assert act(act="edit", number="PSA-5002", amount=80)["amountdue"] == 30
    assert act(act="edit", number="21877/2", amount=9)["timetaken"] == 9
    assert act(act="bill", number="21877/2")["ticket_id"] == 21877
    assert act(act="void", number="PSA-5002")["voided"] is True
    entry = client.get("/Actions/2", params={"ticket_id": 21618}).json()
    assert entry["actioninvoicenumber"] == ""
    assert act(act="delete", number="PSA-5003")["number"] == "PSA-5003"
    assert "no invoice" in act(act="pay", number="PSA-9")["error"]
    state = client.get("http://practice.test/_practice/state").json()
    assert state["lines"]
    assert state["charges"]
    assert state["time"]


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("/Site", {"name": "New", "client_id": "abc"}),
        ("/InvoicePayment", {"invoice_id": "abc", "amount": 5}),
        ("/InvoicePayment", {"invoice_id": 5002, "amount": "5"}),
        ("/Invoice", {"client_id": 244, "lines": [5]}),
        ("/Invoice", {"client_id": 244, "lines": [{"unit_price": "much"}]}),
        ("/Actions", {"ticket_id": "abc", "id": 2}),
        ("/Client", {"id": 244, "customfields": "none"}),
    ],
)
def test_a_field_of_the_wrong_type_is_a_server_error(
    client: httpx.Client, path: str, row: Json
) -> None:
    assert client.post(path, json=[row]).status_code == 500


def test_a_recurring_line_is_worked_out(client: httpx.Client) -> None:
    lines = [{"item_code": "FAX", "qty_order": 3, "unit_price": 9.95, "discount_perc": 50}]
    made = post(client, "/RecurringInvoice", {"client_id": 244, "lines": lines})
    assert made["lines"][0]["net_amount"] == 14.925
    refused = client.post("/RecurringInvoice", json=[{"client_id": 244, "lines": None}])
    assert refused.status_code == 500
