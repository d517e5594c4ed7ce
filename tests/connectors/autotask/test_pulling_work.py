import json
from decimal import Decimal

from app.customers.incoming import PsaFamily, PsaTimeEntry
from tests.connectors.autotask.desk import (
    Desk,
    lists_of_company,
    port_of,
    practice,
    practice_port,
)

ENTRY = {
    "id": 216,
    "ticketID": 22,
    "hoursToBill": 1,
    "isNonBillable": False,
    "lastModifiedDateTime": "2026-10-30T20:00:00Z",
}
ITEM = {
    "id": 5,
    "companyID": 174,
    "timeEntryID": 216,
    "postedOnTime": "2026-10-30T20:00:00Z",
    "rate": 125,
}
TICKET = {"id": 22, "companyID": 174}


def desk_of(**answers: object) -> Desk:
    return Desk(
        {
            **lists_of_company(),
            "tickets/query": [TICKET],
            "timeentries/query": [ENTRY],
            "billingitems/query": [ITEM],
            **answers,
        }
    )


def test_posted_mode_reads_time_from_the_posted_items() -> None:
    desk = desk_of()
    pages = list(port_of(desk).pull(PsaFamily.TIME, since=None))
    found = pages[0].records[0]
    assert isinstance(found, PsaTimeEntry)
    assert (found.source_id, found.rate, found.is_approved) == ("item:5", Decimal(125), True)
    assert desk.bodies("BillingItems/query")[0]["Filter"] == [
        {"op": "noteq", "field": "companyID", "value": 0},
        {"op": "exist", "field": "timeEntryID"},
    ]


def test_entered_mode_reads_time_as_it_was_entered_with_what_was_posted_of_it() -> None:
    pages = list(port_of(desk_of(), time_from="entered").pull(PsaFamily.TIME, since=None))
    found = pages[0].records[0]
    assert isinstance(found, PsaTimeEntry)
    assert (found.source_id, found.customer_id, found.rate) == ("216", "174", Decimal(125))


def test_items_that_were_posted_taken_or_invoiced_since_come_again() -> None:
    invoices = [{"id": 5001, "createDateTime": "2026-11-01T00:00:00Z"}]
    desk = desk_of(**{"invoices/query": invoices})
    port = port_of(desk)
    mark = list(port.pull(PsaFamily.TIME, since=None))[-1].mark
    again = list(port.pull(PsaFamily.TIME, since=mark))
    changed, invoiced = desk.bodies("BillingItems/query")[1:]
    stamps = [each["field"] for each in changed["Filter"][2]["items"]]
    assert (changed["Filter"][2]["op"], stamps) == ("or", ["postedOnTime", "webServiceDate"])
    assert invoiced["Filter"][2] == {"op": "in", "field": "invoiceID", "value": [5001]}
    assert [each.source_id for page in again for each in page.records] == ["item:5"]


def test_entered_time_comes_again_when_it_was_approved_or_its_item_changed() -> None:
    desk = desk_of()
    port = port_of(desk, time_from="entered")
    mark = list(port.pull(PsaFamily.TIME, since=None))[-1].mark
    assert set(json.loads(mark or "")) == {"entries", "items"}
    mark = list(port.pull(PsaFamily.TIME, since=mark))[-1].mark
    asked = desk.bodies("TimeEntries/query")[1]["Filter"][0]["items"]
    assert [each["field"] for each in asked] == ["lastModifiedDateTime", "billingApprovalDateTime"]
    third = list(port.pull(PsaFamily.TIME, since=mark))
    assert [each for page in third for each in page.records] == []


def test_practice_non_billable_and_unposted_time_is_told_apart() -> None:
    posted, entered = (
        [
            each
            for page in practice_port(practice(), time_from=way).pull(PsaFamily.TIME, since=None)
            for each in page.records
            if isinstance(each, PsaTimeEntry)
        ]
        for way in ("posted", "entered")
    )
    assert len(posted) < len(entered)
    assert all(each.is_approved for each in posted)
    waiting = [each for each in entered if not each.is_approved]
    assert waiting
    assert all(each.rate is None for each in waiting)
    assert {each.is_billed for each in posted} == {True, False}


def test_charges_are_looked_through_as_no_stamp_tells_every_change() -> None:
    charge = {"id": 44, "contractID": 9, "isBillableToCompany": True, "unitPrice": 5}
    desk = desk_of(
        **{
            "contractcharges/query": [charge],
            "contracts/query": [{"id": 9, "companyID": 174}],
            "billingitems/query": [{**ITEM, "contractChargeID": 44, "expenseItemID": 1}],
        }
    )
    port = port_of(desk)
    pages = list(port.pull(PsaFamily.CHARGES, since="whole"))
    assert all(page.is_whole for page in pages)
    found = [each.source_id for page in pages for each in page.records]
    assert found == ["contract:44", "posted:5"]
    desk.asked.clear()
    again = list(port.pull(PsaFamily.CHARGES, since=pages[-1].mark))
    assert [(page.records, page.is_whole) for page in again] == [((), False)]
    # Four lists, what was posted of them, and whose they are.
    assert len(desk.asked) == 6
    assert again[-1].mark == pages[-1].mark
    for path, row in (
        ("contractcharges/query", {**charge, "unitPrice": 6}),
        ("billingitems/query", {**ITEM, "contractChargeID": 44, "expenseItemID": 1, "rate": 1}),
        ("contracts/query", {"id": 9, "companyID": 175}),
    ):
        desk.answers[path] = [row]
        again = list(port.pull(PsaFamily.CHARGES, since=pages[-1].mark))
        assert [each.source_id for page in again for each in page.records] == found, path
        assert all(page.is_whole for page in again)
        pages = again
    entered = list(port_of(desk, time_from="entered").pull(PsaFamily.CHARGES, since=None))
    assert [each.source_id for page in entered for each in page.records] == ["contract:44"]


def test_invoices_come_again_when_paid_or_void_even_if_the_day_lies_back() -> None:
    row = {"id": 5001, "createDateTime": "2026-10-20T20:00:00Z", "invoiceTotal": 5}
    desk = desk_of(**{"invoices/query": [row]})
    port = port_of(desk)
    mark = list(port.pull(PsaFamily.INVOICES, since=None))[-1].mark
    list(port.pull(PsaFamily.INVOICES, since=mark))
    asked = desk.bodies("Invoices/query")[1]["Filter"][0]["items"]
    assert {each["field"]: each["value"] for each in asked} == {
        "createDateTime": "2026-10-20T19:50:00Z",
        "webServiceDate": "2026-10-20T19:50:00Z",
        "paidDate": "2026-09-15T20:00:00Z",
        "voidedDate": "2026-09-15T20:00:00Z",
    }
