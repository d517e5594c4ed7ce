from decimal import Decimal
from typing import Any

from app.customers.incoming import PsaAgreementLine, PsaCustomer, PsaFamily
from tests.connectors.autotask.desk import (
    Desk,
    lists_of_company,
    port_of,
    practice,
    practice_port,
)

CONTRACT = {"id": 9, "companyID": 174, "status": 1, "lastModifiedDateTime": "2026-10-01T00:00:00Z"}
LINE = {"id": 20, "contractID": 9, "serviceID": 1, "unitPrice": 1}
UNITS = {
    "id": 70,
    "contractServiceID": 20,
    "units": 10,
    "startDate": "2026-11-01T00:00:00Z",
    "endDate": "2026-11-30T00:00:00Z",
}


def desk_of(*, is_newer: bool, **answers: object) -> Desk:
    """A system whose version tells when contracts changed, or one that does not."""
    desk = Desk({**lists_of_company(), "contracts/query": [CONTRACT], **answers})
    if is_newer:
        listed = desk.answers["contracts/entityinformation/fields"]["fields"]
        listed.append({"name": "lastModifiedDateTime"})
    return desk


def records_of(pages: list[Any]) -> list[str]:
    return [each.source_id for page in pages for each in page.records]


def test_contracts_without_a_stamp_are_looked_through_every_time() -> None:
    desk = desk_of(is_newer=False)
    port = port_of(desk)
    first = list(port.pull(PsaFamily.AGREEMENTS, since=None))
    assert (records_of(first), first[-1].is_whole) == (["9"], True)
    again = list(port.pull(PsaFamily.AGREEMENTS, since=first[-1].mark))
    assert [(page.records, page.is_whole) for page in again] == [((), False)]
    desk.answers["contracts/query"] = [{**CONTRACT, "contractName": "Another"}]
    third = list(port.pull(PsaFamily.AGREEMENTS, since=again[-1].mark))
    assert (records_of(third), third[-1].is_whole) == (["9"], True)


def test_lines_of_a_version_without_a_stamp_are_read_whole_every_time() -> None:
    desk = desk_of(is_newer=False, **{"contractservices/query": [LINE]})
    port = port_of(desk)
    first = list(port.pull(PsaFamily.AGREEMENT_LINES, since=None))
    again = list(port.pull(PsaFamily.AGREEMENT_LINES, since=first[-1].mark))
    assert again == first
    assert again[-1].is_whole


def test_a_newer_version_that_tells_changes_of_contracts_is_asked_for_them() -> None:
    desk = desk_of(is_newer=True)
    port = port_of(desk)
    first = list(port.pull(PsaFamily.AGREEMENTS, since=None))
    desk.asked.clear()
    again = list(port.pull(PsaFamily.AGREEMENTS, since=first[-1].mark))
    assert [(page.records, page.is_whole) for page in again] == [((), False)]
    assert desk.bodies("Contracts/query")[0]["Filter"][1] == {
        "op": "gte",
        "field": "lastModifiedDateTime",
        "value": "2026-09-30T23:50:00Z",
    }
    assert len(desk.asked) == 2


def test_a_block_of_hours_that_changes_lets_contracts_be_read_anew() -> None:
    row = {**CONTRACT, "contractType": 4}
    desk = desk_of(is_newer=True, **{"contracts/query": [row]})
    port = port_of(desk)
    first = list(port.pull(PsaFamily.AGREEMENTS, since=None))
    desk.answers["contractblocks/query"] = [{"id": 1, "contractID": 9, "hours": 20}]
    again = list(port.pull(PsaFamily.AGREEMENTS, since=first[-1].mark))
    assert again[0].records[0].covered_hours == 20  # type: ignore[attr-defined]


def test_lines_are_looked_through_and_not_read_again_where_nothing_differs() -> None:
    desk = desk_of(
        is_newer=True,
        **{"contractservices/query": [LINE], "contractserviceunits/query": [UNITS]},
    )
    services: list[Any] = desk.answers["services/query"]
    services[0]["lastModifiedDate"] = "2026-10-01T00:00:00Z"
    port = port_of(desk)
    last = list(port.pull(PsaFamily.AGREEMENT_LINES, since=None))
    assert records_of(last) == ["service:20"]
    last = list(port.pull(PsaFamily.AGREEMENT_LINES, since=last[-1].mark))
    assert [(page.records, page.is_whole) for page in last] == [((), False)]
    later = "2026-11-02T16:30:00Z"
    for path, row in (
        ("contractservices/query", {**LINE, "unitPrice": 2}),
        ("contractserviceunits/query", {**UNITS, "units": 9}),
        ("contracts/query", {**CONTRACT, "status": 0, "lastModifiedDateTime": later}),
        ("services/query", {**services[0], "externalID": "DIDS", "lastModifiedDate": later}),
    ):
        desk.answers[path] = [row]
        last = list(port.pull(PsaFamily.AGREEMENT_LINES, since=last[-1].mark))
        assert records_of(last) == ["service:20"], path
    line = last[0].records[0]
    assert isinstance(line, PsaAgreementLine)
    assert (line.quantity, line.unit_price) == (Decimal(9), Decimal(2))
    assert line.product_code == "DIDS"
    assert not line.is_billable
    desk.answers["contractservices/query"] = []
    gone = list(port.pull(PsaFamily.AGREEMENT_LINES, since=last[-1].mark))
    assert (records_of(gone), gone[-1].is_whole) == ([], True)


def test_blocks_of_hours_are_asked_of_such_contracts_alone() -> None:
    rows = [
        {"id": 9, "companyID": 174, "contractType": 7},
        {"id": 10, "companyID": 174, "contractType": 4},
    ]
    desk = Desk({**lists_of_company(), "contracts/query": rows})
    desk.answers["contractblocks/query"] = [{"id": 1, "contractID": 10, "hours": 20}]
    pages = list(port_of(desk).pull(PsaFamily.AGREEMENTS, since=None))
    hours = [each.covered_hours for each in pages[0].records]  # type: ignore[attr-defined]
    assert hours == [None, 20]
    wanted = desk.bodies("ContractBlocks/query")[-1]["Filter"]
    assert wanted[0]["value"] == [10]
    assert wanted[1]["value"] == "2026-11-02T00:00:00Z"  # the server's day


def test_the_day_of_quantities_may_be_set() -> None:
    rows = [{"id": 20, "contractID": 9, "serviceID": 1, "unitPrice": 1}]
    desk = Desk({**lists_of_company(), "contractservices/query": rows})
    list(port_of(desk, units_on="2026-12-01").pull(PsaFamily.AGREEMENT_LINES, since=None))
    wanted = desk.bodies("ContractServiceUnits/query")[0]["Filter"]
    assert [each["value"] for each in wanted] == [
        [20],
        "2026-12-01T00:00:00Z",
        "2027-01-10T00:00:00Z",
    ]


def test_practice_ten_did_lines_are_one_line_of_ten() -> None:
    port = practice_port(practice())
    names = {}
    for page in port.pull(PsaFamily.CUSTOMERS, since=None):
        for each in page.records:
            assert isinstance(each, PsaCustomer)
            names[each.source_id] = each.name
    quantities = set()
    for page in port.pull(PsaFamily.AGREEMENT_LINES, since=None):
        for line in page.records:
            assert isinstance(line, PsaAgreementLine)
            if "Dunmore" in names.get(line.customer_id or "", "") and line.product_code == "DID":
                quantities.add(line.quantity)
    assert quantities == {10}
