"""Our documents in its words, and what is foreseen of them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.billing.outgoing import CreditUse, OutgoingItem
from app.connectors.quickbooks.writing import (
    credit_note_body,
    customer_body,
    display_name,
    foreseen,
    invoice_body,
    item_body,
    numbered_name,
    sparse,
    trail,
    use_body,
)
from tests.connectors.quickbooks.documents_of_ours import (
    CHOICES,
    CREDIT,
    CUSTOMER,
    DIAL_TONE,
    INVOICE,
    USF,
)

SPECS = Path(__file__).parents[4] / "shared" / "specs" / "quickbooks-online"
USE = CreditUse(
    credit_note_id="140",
    invoice_id="130",
    customer_id="58",
    amount=Decimal("4.31"),
    applied_on=date(2026, 10, 6),
)


def details(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [line["SalesItemLineDetail"] for line in body["Line"]]


def test_every_line_says_that_it_is_not_taxed() -> None:
    bare = replace(INVOICE, lines=(replace(USF, tax_code_id=None),))
    for body in (invoice_body(INVOICE), invoice_body(bare), credit_note_body(CREDIT)):
        assert {each["TaxCodeRef"]["value"] for each in details(body)} == {"NON"}
        assert "TxnTaxDetail" not in body
        assert "GlobalTaxCalculation" not in body


def test_other_countries_need_a_real_code() -> None:
    lines = tuple(replace(line, tax_code_id="7") for line in INVOICE.lines)
    body = invoice_body(replace(INVOICE, lines=lines))
    assert body["GlobalTaxCalculation"] == "TaxExcluded"
    assert {each["TaxCodeRef"]["value"] for each in details(body)} == {"7"}
    abroad = replace(CHOICES, tax_codes=())
    assert "no tax code that says: not taxed" in foreseen(INVOICE, abroad).problems[0]


def test_a_line_reaches_its_account_through_its_item() -> None:
    sent = details(invoice_body(INVOICE))
    assert [each["ItemRef"]["value"] for each in sent] == ["21", "44"]
    assert not any("ItemAccountRef" in each for each in sent)
    other = replace(INVOICE, lines=(replace(DIAL_TONE, account_id="80"),))
    assert foreseen(other, CHOICES).problems == (
        "Line 1 (4010) names the item 4010, which leads to another account.",
    )


def test_a_line_is_one_piece_of_whole_cents() -> None:
    (first, _) = invoice_body(INVOICE)["Line"]
    detail = first["SalesItemLineDetail"]
    assert (first["Amount"], detail["Qty"], detail["UnitPrice"]) == (30, 1, 30)


def test_what_is_foreseen_is_the_sum() -> None:
    assert foreseen(INVOICE, CHOICES, currency="USD") == foreseen(INVOICE, CHOICES)
    assert (foreseen(INVOICE, CHOICES).total, foreseen(INVOICE, CHOICES).problems) == (
        Decimal("32.31"),
        (),
    )


def test_a_number_of_22_characters_is_foreseen() -> None:
    (problem,) = foreseen(replace(INVOICE, number="X" * 22), CHOICES).problems
    assert problem.endswith("has 22 characters; 21 is the most.")
    assert foreseen(replace(INVOICE, number="X" * 21), CHOICES).problems == ()


def test_what_is_made_in_the_same_plan_is_not_missed() -> None:
    lines = (replace(DIAL_TONE, item_id="new:item"),)
    made = replace(INVOICE, lines=lines, customer_id="new:customer")
    assert foreseen(made, CHOICES).problems == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"item_id": None}, "has no item"),
        ({"item_id": "99"}, "names an item that is not there"),
        ({"tax_code_id": "TAX"}, "with which it would be taxed"),
        ({"amount": Decimal("1.005")}, "not in whole cents"),
        ({"description": "x" * 4001}, "more than 4000 characters"),
        ({"amount": Decimal("-1.00")}, "below zero is refused"),
    ],
)
def test_a_line_that_would_be_refused_is_foreseen(changed: dict[str, Any], said: str) -> None:
    problems = foreseen(replace(INVOICE, lines=(replace(DIAL_TONE, **changed),)), CHOICES).problems
    assert any(said in problem for problem in problems)


def test_another_currency_and_no_lines_are_foreseen() -> None:
    problems = foreseen(replace(INVOICE, lines=(), number=""), CHOICES, currency="CAD").problems
    assert problems == (
        "It has no number.",
        "It has no lines.",
        "It is in USD, and the books are in CAD.",
    )


def test_names_have_no_colon_tab_or_break() -> None:
    assert display_name("Harbor: Dental\t&\nSons ") == "Harbor- Dental & Sons"
    assert len(numbered_name(replace(CUSTOMER, name="x" * 200))) == 100


def test_the_notes_carry_our_number_and_what_stood_there() -> None:
    assert trail("T-1", "Call Ann\nbilling-id T-0") == "billing-id T-1\nCall Ann"
    body = customer_body(CUSTOMER, name="Harbor Dental", notes="Call Ann")
    assert body["Notes"] == "billing-id T-1042\nCall Ann"
    assert (body["GivenName"], body["FamilyName"]) == ("Ann Marie", "Lee")


def test_an_update_is_sparse_and_names_its_version() -> None:
    body = sparse(invoice_body(INVOICE), source_id="130", version="2")
    assert (body["Id"], body["SyncToken"], body["sparse"]) == ("130", "2", True)


def test_a_credit_is_put_on_an_invoice_by_a_payment_of_zero() -> None:
    body = use_body(USE)
    assert {line["Amount"] for line in body["Line"]} == {Decimal("4.31")}
    assert body["TotalAmt"] == 0
    assert [line["LinkedTxn"][0]["TxnType"] for line in body["Line"]] == ["Invoice", "CreditMemo"]


def _known(definitions: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in (definitions[name], *definitions[name].get("allOf", ())):
        if "$ref" in part:
            found |= _known(definitions, part["$ref"].split("/")[-1])
        found |= part.get("properties", {})
    return found


def _strangers(definitions: dict[str, Any], name: str, value: dict[str, Any]) -> Iterator[str]:
    known = _known(definitions, name)
    for field, each in value.items():
        if field not in known:
            yield f"{name}.{field}"
        inner = known.get(field, {})
        inner = inner.get("items", inner)
        if "$ref" in inner:
            for one in each if isinstance(each, list) else [each]:
                if isinstance(one, dict):
                    yield from _strangers(definitions, inner["$ref"].split("/")[-1], one)


@pytest.mark.skipif(not SPECS.is_dir(), reason="the published description is not here")
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Invoice", invoice_body(INVOICE)),
        ("Invoice", sparse(invoice_body(INVOICE), source_id="130", version="2")),
        ("CreditMemo", credit_note_body(CREDIT)),
        ("Customer", customer_body(CUSTOMER, name="Harbor Dental")),
        ("Item", item_body(OutgoingItem(name="4010", account_id="79"))),
        ("Payment", use_body(USE)),
    ],
)
def test_what_is_sent_is_as_published(name: str, body: dict[str, Any]) -> None:
    schema = json.loads((SPECS / "qbo-v3-entities.schema.json").read_text())
    plain = json.loads(json.dumps(body, default=float))
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(plain, {**schema, "$ref": f"#/$defs/{name}"})
    assert list(_strangers(schema["$defs"], name, plain)) == []
