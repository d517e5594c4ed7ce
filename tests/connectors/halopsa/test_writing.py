from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.connectors.dealings import PaymentNews
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable
from tests.connectors.halopsa.halo import answers, opened
from tests.connectors.psa_answers import Answering, Answers, Asked, check_described, description

SPEC = "halopsa/halopsa-v2-2024-09.openapi.json"
NEWS = PaymentNews(
    invoice_number="SB-7",
    paid_on=date(2026, 10, 5),
    amount=Decimal("100.10"),
    is_settled=True,
    reference="p-1",
)


def keeping(record: dict[str, Any]) -> Answering:
    def answer(asked: Asked) -> httpx.Response:
        (fields,) = asked.body
        record.update(fields)
        return httpx.Response(201, json=record)

    return answer


def on_record(path: str, record: dict[str, Any]) -> Answers:
    found = answers()
    found.on(f"GET /api{path}/{record['id']}", lambda _: httpx.Response(200, json=record))
    found.on(f"POST /api{path}", keeping(record))
    return found


def test_create_and_update_are_one_post_of_a_list() -> None:
    record: dict[str, Any] = {"id": 44, "accountsid": ""}
    found = on_record("/Client", record)
    opened(found).put_external_id("44", "TB-000123")
    (asked,) = found.of("POST /api/Client")
    assert asked.body == [{"id": 44, "accountsid": "TB-000123"}]
    check_described(description(SPEC), asked, below="/api")


def test_an_id_that_is_not_there_is_never_posted() -> None:
    found = answers()
    found.on("POST /api/Client", keeping({}))
    with pytest.raises(RemoteRefused):
        opened(found).put_external_id("44", "TB-1")
    assert found.of("POST /api/Client") == []


def test_our_number_may_go_into_a_custom_field_by_name() -> None:
    record: dict[str, Any] = {"id": 44, "customfields": [{"name": "CFBillingRef", "value": None}]}
    found = on_record("/Client", record)
    port = opened(found, {"external_custom_field": "CFBillingRef"})
    port.put_external_id("44", "TB-1")
    (asked,) = found.of("POST /api/Client")
    assert asked.body[0]["customfields"] == [{"name": "CFBillingRef", "value": "TB-1"}]
    with pytest.raises(RemoteRefused, match="no custom field"):
        opened(found, {"external_custom_field": "CFOther"}).put_external_id("44", "TB-1")


def test_a_write_that_was_passed_over_is_noticed() -> None:
    found = on_record("/Client", {"id": 44})
    found.on("POST /api/Client", [{"id": 44}])
    with pytest.raises(RemoteRefused, match="did not keep it"):
        opened(found).put_external_id("44", "TB-1")


def action() -> tuple[Answers, dict[str, Any]]:
    record: dict[str, Any] = {"ticket_id": 7, "id": 3}
    return on_record("/Actions", record), record


def test_time_is_marked_without_working_its_billing_out_anew() -> None:
    found, record = action()
    port = opened(found)
    port.mark_billed(PsaFamily.TIME, "7/3", invoice_number="SB-7")
    port.mark_billed(PsaFamily.TIME, "7/3", invoice_number="SB-7")
    (asked,) = found.of("POST /api/Actions")
    assert asked.body[0]["dont_recalculate_billing"] is True
    assert found.of("GET /api/Actions/3")[0].query["ticket_id"] == "7"
    assert record["externalinvoicenumber"] == "SB-7"
    check_described(description(SPEC), asked, below="/api")


def test_time_on_another_invoice_is_not_marked() -> None:
    found, record = action()
    record["actioninvoicenumber"] = "1044"
    with pytest.raises(RemoteRefused, match="billed already"):
        opened(found).mark_billed(PsaFamily.TIME, "7/3", invoice_number="SB-7")


def test_travel_has_no_place_for_an_outside_number() -> None:
    found, _ = action()
    with pytest.raises(NotAllowed):
        opened(found).mark_billed(PsaFamily.TIME, "7/3/travel", invoice_number="SB-7")


def test_our_invoice_s_number_stands_on_theirs() -> None:
    record: dict[str, Any] = {"id": 70}
    found = on_record("/Invoice", record)
    port = opened(found)
    port.put_invoice_reference(PsaFamily.INVOICES, "70", invoice_number="SB-7")
    assert record["thirdpartyinvoicenumber"] == "SB-7"
    check_described(description(SPEC), found.of("POST /api/Invoice")[0], below="/api")
    with pytest.raises(NotAllowed):
        port.put_invoice_reference(PsaFamily.AGREEMENTS, "12", invoice_number="SB-7")


def with_payments() -> tuple[Answers, list[dict[str, Any]]]:
    kept: list[dict[str, Any]] = []
    found = on_record("/Invoice", {"id": 70})

    def given(_asked: Asked) -> httpx.Response:
        return httpx.Response(200, json={"record_count": len(kept), "payments": kept})

    def post(asked: Asked) -> httpx.Response:
        kept.append({"id": len(kept) + 1, **asked.body[0]})
        return httpx.Response(201, json=kept[-1:])

    found.on("GET /api/InvoicePayment", given)
    found.on("POST /api/InvoicePayment", post)
    return found, kept


def test_a_payment_told_twice_is_one_payment() -> None:
    found, kept = with_payments()
    port = opened(found)
    port.put_payment("70", NEWS)
    port.put_payment("70", NEWS)
    assert [(each["amount"], each["invoice_id"]) for each in kept] == [(100.1, 70)]
    check_described(description(SPEC), found.of("POST /api/InvoicePayment")[0], below="/api")


def test_only_what_is_not_told_yet_is_posted() -> None:
    found, kept = with_payments()
    kept.append({"id": 1, "invoice_id": 70, "amount": 60.1})
    opened(found).put_payment("70", NEWS)
    assert kept[-1]["amount"] == 40


def test_a_payment_that_may_have_happened_is_sent_once() -> None:
    found, _ = with_payments()
    found.on("POST /api/InvoicePayment", lambda _: httpx.Response(500, text="oops"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(found).put_payment("70", NEWS)
    assert raised.value.may_have_happened
    assert len(found.of("POST /api/InvoicePayment")) == 1
