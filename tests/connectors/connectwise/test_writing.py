import json
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.connectors.dealings import PaymentNews
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable
from tests.connectors.connectwise.manage import BASE, COMPANY, answers, opened
from tests.connectors.psa_answers import Answers, Asked, check_described, description

SPEC = "connectwise-psa/connectwise-psa-2025.1-billing.openapi.json"
NEWS = PaymentNews(
    invoice_number="SB-7",
    paid_on=date(2026, 10, 5),
    amount=Decimal("100.10"),
    is_settled=True,
    reference="p-1",
)


def patched(record: dict[str, Any]) -> Any:  # noqa: ANN401
    """A record that keeps what is patched, as the vendor answers it."""

    def answer(asked: Asked) -> httpx.Response:
        for change in asked.body or ():
            assert not change["path"].startswith("/")
            record[change["path"]] = change["value"]
        return httpx.Response(200, json=record)

    return answer


def on_record(path: str, record: dict[str, Any]) -> Answers:
    found = answers()
    found.on(f"GET {BASE}{path}", lambda _: httpx.Response(200, json=record))
    found.on(f"PATCH {BASE}{path}", patched(record))
    return found


def test_our_number_goes_into_the_account_number_by_a_patch() -> None:
    record = dict(COMPANY)
    found = on_record("/company/companies/250", record)
    opened(found).put_external_id("250", "TB-000123")
    (asked,) = found.of(f"PATCH {BASE}/company/companies/250")
    assert asked.body == [{"op": "replace", "path": "accountNumber", "value": "TB-000123"}]
    check_described(description(SPEC), asked, below=BASE)


def test_our_number_may_go_into_a_custom_field() -> None:
    record = {**COMPANY, "customFields": [{"id": 4, "caption": "Billing Ref", "value": None}]}
    found = on_record("/company/companies/250", record)

    def kept(asked: Asked) -> httpx.Response:
        (change,) = asked.body
        record["customFields"] = [{**change["value"][0], "caption": "Billing Ref"}]
        return httpx.Response(200, json=record)

    found.on(f"PATCH {BASE}/company/companies/250", kept)
    opened(found, {"external_custom_field": "Billing Ref"}).put_external_id("250", "TB-1")
    (asked,) = found.of(f"PATCH {BASE}/company/companies/250")
    value = [{"id": 4, "value": "TB-1"}]
    assert asked.body == [{"op": "replace", "path": "customFields", "value": value}]


def test_a_custom_field_that_is_not_on_the_screen_is_named() -> None:
    found = on_record("/company/companies/250", dict(COMPANY))
    port = opened(found, {"external_custom_field": "Billing Ref"})
    with pytest.raises(RemoteRefused, match="no custom field “Billing Ref”"):
        port.put_external_id("250", "TB-1")


def test_a_write_that_was_passed_over_is_noticed() -> None:
    found = answers()
    found.on(f"PATCH {BASE}/company/companies/250", lambda _: httpx.Response(200, json=COMPANY))
    with pytest.raises(RemoteRefused, match="did not keep it"):
        opened(found).put_external_id("250", "TB-1")


def test_time_cannot_be_marked_billed() -> None:
    with pytest.raises(NotAllowed, match="cannot be told"):
        opened(answers()).mark_billed(PsaFamily.TIME, "5", invoice_number="SB-7")


def test_a_product_is_marked_by_its_cross_reference() -> None:
    record: dict[str, Any] = {"id": 3}
    found = on_record("/procurement/products/3", record)
    port = opened(found)
    port.mark_billed(PsaFamily.CHARGES, "product:3", invoice_number="SB-7")
    port.mark_billed(PsaFamily.CHARGES, "product:3", invoice_number="SB-7")
    assert record["integrationXRef"] == "SB-7"
    assert len(found.of(f"PATCH {BASE}/procurement/products/3")) == 1
    with pytest.raises(RemoteRefused, match="billed already"):
        port.mark_billed(PsaFamily.CHARGES, "product:3", invoice_number="SB-8")


def test_a_product_on_their_invoice_is_not_marked() -> None:
    found = on_record("/procurement/products/3", {"id": 3, "invoice": {"id": 1, "identifier": "9"}})
    with pytest.raises(RemoteRefused, match="billed already"):
        opened(found).mark_billed(PsaFamily.CHARGES, "product:3", invoice_number="SB-7")


def test_our_invoice_s_number_goes_to_agreements_and_invoices() -> None:
    record: dict[str, Any] = {"id": 12}
    found = on_record("/finance/agreements/12", record)
    port = opened(found, {"agreement_field": "workOrder"})
    port.put_invoice_reference(PsaFamily.AGREEMENTS, "12", invoice_number="SB-7")
    assert record["workOrder"] == "SB-7"
    invoice: dict[str, Any] = {"id": 8}
    found = on_record("/finance/invoices/8", invoice)
    opened(found).put_invoice_reference(PsaFamily.INVOICES, "8", invoice_number="SB-7")
    assert invoice["reference"] == "SB-7"


def test_a_number_too_long_for_a_work_order_is_not_sent() -> None:
    found = on_record("/finance/agreements/12", {"id": 12})
    port = opened(found, {"agreement_field": "workOrder"})
    with pytest.raises(RemoteRefused, match="20 characters"):
        port.put_invoice_reference(PsaFamily.AGREEMENTS, "12", invoice_number="S" * 21)
    assert found.lines(BASE) == []


def test_an_agreement_s_own_references_are_left_alone_unless_one_is_chosen() -> None:
    port = opened(answers())
    with pytest.raises(NotAllowed, match="keeps no invoice number"):
        port.put_invoice_reference(PsaFamily.AGREEMENTS, "12", invoice_number="SB-7")


def payments(found: Answers, path: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    found.on(f"GET {path}", lambda _: httpx.Response(200, json=kept))

    def post(asked: Asked) -> httpx.Response:
        kept.append({"id": len(kept) + 1, **asked.body})
        return httpx.Response(201, json=kept[-1])

    found.on(f"POST {path}", post)
    return kept


def test_a_payment_told_twice_is_one_payment() -> None:
    found = answers()
    path = f"{BASE}/finance/invoices/8/payments"
    kept = payments(found, path)
    port = opened(found)
    port.put_payment("8", NEWS)
    port.put_payment("8", NEWS)
    assert [(each["amount"], each["paymentDate"]) for each in kept] == [
        (100.1, "2026-10-05T00:00:00Z")
    ]
    check_described(description(SPEC), found.of(f"POST {path}")[0], below=BASE)


def test_only_what_is_not_told_yet_is_posted() -> None:
    found = answers()
    kept = payments(found, f"{BASE}/finance/invoices/8/payments")
    kept.append({"id": 1, "amount": 60.1})
    opened(found).put_payment("8", NEWS)
    assert json.dumps(kept[-1]["amount"]) == "40.0"


def test_a_payment_that_may_have_happened_is_said_so_and_sent_once() -> None:
    found = answers()
    path = f"{BASE}/finance/invoices/8/payments"
    payments(found, path)
    found.on(f"POST {path}", lambda _: httpx.Response(502, text="<html>bad gateway</html>"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(found).put_payment("8", NEWS)
    assert raised.value.may_have_happened
    assert len(found.of(f"POST {path}")) == 1
