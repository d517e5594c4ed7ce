from typing import Any

import httpx
import pytest

from app.practice.clock import VirtualClock

CONTROL = "http://practice.test/_practice/faults"
Json = Any


def errors(refused: httpx.Response) -> list[tuple[str, str]]:
    assert refused.status_code == 400, refused.text
    assert refused.json()["code"] == "InvalidObject"
    return [(each["code"], each["field"]) for each in refused.json()["errors"]]


def patch(client: httpx.Client, path: str, name: str, value: Json) -> httpx.Response:
    return client.patch(path, json=[{"op": "replace", "path": name, "value": value}])


def test_the_external_id_is_patched(client: httpx.Client, clock: VirtualClock) -> None:
    clock.sleep(5)
    done = patch(client, "/company/companies/250", "accountNumber", "TB-000123")
    assert done.json()["accountNumber"] == "TB-000123"
    assert done.json()["_info"]["lastUpdated"] == "2026-11-02T09:00:05Z"
    assert client.get("/company/companies/250").json()["accountNumber"] == "TB-000123"


def test_patches_of_references_and_removals(client: httpx.Client) -> None:
    operations = [
        {"op": "add", "path": "/billingTerms/id", "value": 4},
        {"op": "remove", "path": "website"},
    ]
    row = client.patch("/company/companies/250", json=operations).json()
    assert row["billingTerms"] == {"id": 4, "name": "Net 45"}
    assert "website" not in row


@pytest.mark.parametrize(
    ("operations", "code"),
    [
        ([{"op": "replace", "path": "colour", "value": 1}], "InvalidPath"),
        ([{"op": "replace", "path": "id", "value": 1}], "InvalidPath"),
        ([{"op": "move", "path": "name", "value": "x"}], "InvalidOperation"),
        ([{"op": "replace", "path": "name", "value": "x" * 51}], "MaxLength"),
        ([{"op": "replace", "path": "name", "value": 5}], "InvalidValue"),
        ([{"op": "remove", "path": "name"}], "MissingValue"),
        ([{"op": "replace", "path": "billingTerms", "value": {"id": 99}}], "InvalidReference"),
        ({"op": "replace", "path": "name", "value": "x"}, "InvalidJson"),
        ([], "InvalidJson"),
    ],
)
def test_a_patch_that_does_not_hold_changes_nothing(
    client: httpx.Client, operations: Json, code: str
) -> None:
    before = client.get("/company/companies/250").json()
    good = {"op": "replace", "path": "website", "value": "changed"}
    whole = [good, *operations] if isinstance(operations, list) and operations else operations
    assert errors(client.patch("/company/companies/250", json=whole))[0][0] == code
    assert client.get("/company/companies/250").json() == before


def test_a_company_needs_a_name_and_an_identifier_of_its_own(client: httpx.Client) -> None:
    assert errors(client.post("/company/companies", json={})) == [
        ("MissingValue", "identifier"),
        ("MissingValue", "name"),
    ]
    taken = {"identifier": "aspenold", "name": "New"}
    assert errors(client.post("/company/companies", json=taken)) == [("ObjectExists", "identifier")]
    made = client.post("/company/companies", json={"identifier": "NEW", "name": "New", "x": 1})
    assert made.status_code == 201
    assert made.json()["status"]["name"] == "Active"
    assert "x" not in made.json()


def test_a_deleted_company_is_only_marked(client: httpx.Client) -> None:
    gone = client.delete("/company/companies/250")
    assert (gone.status_code, gone.text) == (204, "")
    assert client.get("/company/companies/250").json()["deletedFlag"] is True


def test_an_addition_works_out_its_price(client: httpx.Client) -> None:
    (agreement,) = client.get(
        "/finance/agreements", params={"conditions": 'company/id=251 and name="Voice services"'}
    ).json()
    path = f"/finance/agreements/{agreement['id']}/additions"
    assert errors(client.post(path, json={"quantity": 2})) == [
        ("MissingValue", "product"),
        ("MissingValue", "billCustomer"),
    ]
    body = {
        "product": {"identifier": "FAX"},
        "billCustomer": "Billable",
        "quantity": 5,
        "lessIncluded": 2,
        "extPrice": 1,
    }
    made = client.post(path, json=body).json()
    assert (made["billedQuantity"], made["unitPrice"], made["extPrice"]) == (3, 9.95, 29.85)
    wrong = body | {"billCustomer": "Sometimes"}
    assert ("InvalidValue", "billCustomer") in errors(client.post(path, json=wrong))
    one = f"{path}/{made['id']}"
    assert patch(client, one, "lessIncluded", 9).json()["extPrice"] == 0
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_an_agreement_needs_its_contact(client: httpx.Client) -> None:
    body = {"name": "New", "type": {"id": 1}, "company": {"id": 201}}
    assert errors(client.post("/finance/agreements", json=body)) == [("MissingValue", "contact")]
    made = client.post("/finance/agreements", json=body | {"contact": {"id": 3010}}).json()
    assert made["agreementStatus"] == "Active"
    done = patch(client, f"/finance/agreements/{made['id']}", "agreementStatus", "Expired").json()
    assert done["agreementStatus"] == "Active"
    done = patch(client, f"/finance/agreements/{made['id']}", "cancelledFlag", value=True).json()
    assert done["agreementStatus"] == "Cancelled"


def test_billed_time_is_locked(client: httpx.Client) -> None:
    assert errors(patch(client, "/time/entries/216020", "notes", "x")) == [("Locked", "status")]
    assert client.delete("/time/entries/216020").status_code == 400


def test_open_time_may_be_marked_not_to_bill(client: httpx.Client) -> None:
    done = patch(client, "/time/entries/218770", "billableOption", "DoNotBill").json()
    assert (done["invoiceHours"], done["extendedInvoiceAmount"]) == (0, 0)
    same = patch(client, "/time/entries/218770", "status", "Billed").json()
    assert same["status"] != "Billed"
    assert isinstance(same["hourlyCost"], str)


def test_deleted_time_is_told_in_the_change_log(client: httpx.Client) -> None:
    assert client.delete("/time/entries/218770").status_code == 204
    (row,) = client.get("/time/changelogs").json()
    assert (row["action"], row["timeRecId"]) == ("Deleted", 218770)


def test_time_is_made_for_a_ticket(client: httpx.Client) -> None:
    body = {
        "chargeToType": "ServiceTicket",
        "chargeToId": 21877,
        "timeStart": "2026-11-02T08:00:00Z",
        "timeEnd": "2026-11-02T09:30:00Z",
        "hoursDeduct": 0.25,
    }
    made = client.post("/time/entries", json=body).json()
    assert (made["company"]["id"], made["actualHours"]) == (242, 1.25)
    assert (made["status"], made["extendedInvoiceAmount"]) == ("Open", 156.25)
    wrong = body | {"chargeToId": 1}
    assert errors(client.post("/time/entries", json=wrong)) == [("InvalidReference", "chargeToId")]


def test_custom_fields_keep_what_is_not_listed(client: httpx.Client) -> None:
    field = {"podId": 1, "caption": "Route", "sequenceNumber": 2, "fieldTypeIdentifier": "Text"}
    second = client.post("/system/userDefinedFields", json=field).json()["id"]
    patch(client, "/company/companies/250", "customFields", [{"id": 1, "value": "A17"}])
    done = patch(client, "/company/companies/250", "customFields", [{"id": second, "value": "N"}])
    assert [each.get("value") for each in done.json()["customFields"]] == ["A17", "N"]
    found = client.get(
        "/company/companies",
        params={"customFieldConditions": 'caption="Billing Ref" and value="A17"'},
    )
    assert [row["id"] for row in found.json()] == [250]
    refused = patch(client, "/company/companies/250", "customFields", [{"id": 9, "value": "N"}])
    assert errors(refused) == [("InvalidReference", "customFields")]


def test_payments_settle_an_invoice(client: httpx.Client) -> None:
    path = "/finance/invoices/5002"
    owed = client.get(path).json()["balance"]
    too_much = client.post(f"{path}/payments", json={"amount": owed + 1})
    assert errors(too_much) == [("InvalidValue", "amount")]
    made = client.post(f"{path}/payments", json={"type": "Payment", "amount": owed})
    assert made.status_code == 201
    assert made.json()["invoice"]["identifier"] == "PSA-5002"
    assert client.get(path).json()["balance"] == 0
    assert client.delete(f"{path}/payments/{made.json()['id']}").status_code == 204
    assert client.get(path).json()["balance"] == owed


def test_closed_invoices_are_changed_at_their_own_place(client: httpx.Client) -> None:
    assert errors(patch(client, "/finance/invoices/5001", "reference", "x")) == [
        ("Locked", "status")
    ]
    done = patch(client, "/finance/closedInvoices/5001", "status", {"id": 2})
    assert done.json()["status"]["name"] == "Sent"
    assert patch(client, "/finance/invoices/5001", "reference", "x").status_code == 200


def test_a_batch_posts_what_is_unposted(client: httpx.Client) -> None:
    unposted = [row["id"] for row in client.get("/finance/accounting/unpostedInvoices").json()]
    assert unposted == [5001, 5002, 5003]
    body = {
        "batchIdentifier": "SB-1",
        "glInterfaceIdentifier": "QB",
        "exportInvoicesFlag": True,
        "processedRecordIds": [5001, 5002],
    }
    assert client.post("/finance/accounting/batches", json=body).status_code == 201
    left = client.get("/finance/accounting/unpostedinvoices").json()
    assert [row["id"] for row in left] == [5003]
    assert errors(client.post("/finance/accounting/batches", json=body)) == [
        ("ObjectExists", "batchIdentifier")
    ]
    again = body | {"batchIdentifier": "SB-2"}
    assert errors(client.post("/finance/accounting/batches", json=again)) == [
        ("InvalidReference", "processedRecordIds")
    ]


def test_a_time_out_after_the_deed_leaves_one_company(client: httpx.Client) -> None:
    client.post(CONTROL, json={"faults": ["timeout_after_commit:1"]})
    with pytest.raises(httpx.ReadTimeout):
        client.post("/company/companies", json={"identifier": "NEW", "name": "New"})
    found = client.get("/company/companies", params={"conditions": 'identifier="NEW"'}).json()
    assert len(found) == 1


def test_somebody_else_acts(client: httpx.Client) -> None:
    def act(**order: Json) -> Json:
        return client.post(CONTROL, json=order).json()

    assert act(act="pay", number="PSA-5002", amount=50)["balance"] == 106.25
    assert act(act="edit", number="PSA-5002", amount=60)["total"] == 60
    assert act(act="edit", number="ASPENOLD")["identifier"] == "ASPENOLD"
    assert act(act="bill", number="218770")["id"] == 218770
    assert client.get("/time/entries/218770").json()["status"] == "Billed"
    assert act(act="void", number="PSA-5003")["number"] == "PSA-5003"
    assert client.get("/finance/invoices/5003").status_code == 404
    assert client.get("/time/entries/216330").json()["status"] == "ReadyToBill"
    assert "no invoice" in act(act="pay", number="PSA-9")["error"]


def test_bodies_that_are_no_json(client: httpx.Client) -> None:
    assert errors(client.post("/company/companies", content=b"{")) == [("InvalidJson", "")]
    assert errors(client.post("/company/companies", json=[])) == [("InvalidJson", "")]
    assert errors(client.post("/company/companies/search", json=[])) == [("InvalidJson", "")]


def test_company_types_stand_in_two_places(client: httpx.Client) -> None:
    path = "/company/companies/250"
    patch(client, path, "types", [{"id": 1}, {"id": 3}])
    children = client.get(f"{path}/typeAssociations").json()
    assert [child["type"]["name"] for child in children] == ["Customer", "Vendor"]
    assert client.delete(f"{path}/typeAssociations/{children[0]['id']}").status_code == 204
    assert [each["name"] for each in client.get(path).json()["types"]] == ["Vendor"]
    body = {"type": {"id": 2}}
    assert client.post(f"{path}/typeAssociations", json=body).status_code == 201
    assert [each["id"] for each in client.get(path).json()["types"]] == [3, 2]


def test_a_contacts_mail_stands_in_two_places(client: httpx.Client) -> None:
    item = {"type": {"id": 1}, "value": "new@x.example", "communicationType": "Email"}
    body = {"firstName": "Kim", "company": {"id": 250}, "communicationItems": [item]}
    made = client.post("/company/contacts", json=body).json()
    path = f"/company/contacts/{made['id']}"
    (child,) = client.get(f"{path}/communications").json()
    assert child["value"] == "new@x.example"
    patch(client, f"{path}/communications/{child['id']}", "value", "other@x.example")
    assert client.get(path).json()["communicationItems"][0]["value"] == "other@x.example"
    bad = body | {"communicationItems": [5]}
    assert errors(client.post("/company/contacts", json=bad)) == [
        ("MissingValue", "communicationItems")
    ]


def test_a_company_is_made_with_the_site_that_it_names(client: httpx.Client) -> None:
    body = {
        "identifier": "NEW",
        "name": "New",
        "addressLine1": "1 Elm Street",
        "zip": "80202",
        "site": {"name": "Main"},
    }
    made = client.post("/company/companies", json=body).json()
    (site,) = client.get(f"/company/companies/{made['id']}/sites").json()
    assert made["site"] == {"id": site["id"], "name": "Main"}
    assert (site["addressLine1"], site["zip"], site["primaryAddressFlag"]) == (
        "1 Elm Street",
        "80202",
        True,
    )
    long = {**body, "identifier": "NEXT", "site": {"name": "x" * 51}}
    assert errors(client.post("/company/companies", json=long)) == [("InvalidValue", "site/name")]
