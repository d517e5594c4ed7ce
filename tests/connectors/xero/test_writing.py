"""Our documents in Xero's words, and what is foreseen of them."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.billing.outgoing import CreditUse, OutgoingItem
from app.connectors.xero.writing import (
    contact_name,
    credit_note_body,
    customer_body,
    foreseen,
    invoice_body,
    item_body,
    use_body,
)
from tests.connectors.xero.documents_of_ours import CHOICES, CREDIT, CUSTOMER, DIAL_TONE, INVOICE

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "xero" / "xero-accounting.acyclic.json"
USE = CreditUse(
    credit_note_id="n-1",
    invoice_id="b2c885a9-4bb9-4a00-9b6e-6c2bf60b1a2b",
    customer_id="c-1",
    amount=Decimal("4.31"),
    applied_on=date(2026, 10, 6),
)


def test_no_tax_is_worked_out() -> None:
    for body in (invoice_body(INVOICE), credit_note_body(CREDIT)):
        assert body["LineAmountTypes"] == "NoTax"
        assert {line["TaxType"] for line in body["LineItems"]} == {"NONE"}
        assert not {"InvoiceAddresses", "TaxBreakdown", "TotalTax"} & set(body)
    taxed = replace(INVOICE, lines=(replace(DIAL_TONE, tax_code_id="OUTPUT"),))
    assert foreseen(taxed, CHOICES).problems == (
        "Line 1 (4010) has the tax type OUTPUT; it must be NONE.",
    )


def test_a_document_names_its_contact_by_id_alone() -> None:
    assert invoice_body(INVOICE)["Contact"] == {"ContactID": "c-1"}
    assert credit_note_body(CREDIT)["Contact"] == {"ContactID": "c-1"}


def test_a_line_is_one_piece_of_whole_cents_on_its_account() -> None:
    (first, _) = invoice_body(INVOICE)["LineItems"]
    assert (first["Quantity"], first["UnitAmount"], first["AccountID"]) == (
        1,
        Decimal("30.00"),
        "a-400",
    )


def test_an_invoice_is_open_at_once_and_due() -> None:
    body = invoice_body(INVOICE)
    assert (body["Status"], body["Date"], body["DueDate"], body["CurrencyCode"]) == (
        "AUTHORISED",
        "2026-10-01",
        "2026-10-31",
        "USD",
    )


def test_a_credit_note_tells_what_it_corrects() -> None:
    assert credit_note_body(CREDIT)["Reference"] == "Corrects TB-42"


def test_our_number_is_the_contacts_number() -> None:
    body = customer_body(CUSTOMER)
    assert (body["ContactNumber"], body["AccountNumber"]) == ("T-1042", "T-1042")
    assert (body["FirstName"], body["LastName"]) == ("Ann Marie", "Lee")
    assert body["PaymentTerms"] == {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}}
    assert contact_name("  Harbor\tDental ") == "Harbor Dental"


def test_what_is_foreseen_is_the_sum() -> None:
    found = foreseen(INVOICE, CHOICES, currency="USD", locked_until=date(2026, 9, 30))
    assert (found.total, found.problems) == (Decimal("32.31"), ())


def test_a_line_of_zero_is_foreseen() -> None:
    lines = (DIAL_TONE, replace(DIAL_TONE, amount=Decimal(0)))
    assert foreseen(replace(INVOICE, lines=lines), CHOICES).problems == (
        "Line 2 (4010) is of zero, and would lose its account.",
    )


def test_a_locked_day_is_foreseen() -> None:
    assert foreseen(INVOICE, CHOICES, locked_until=date(2026, 10, 1)).problems == (
        "It is of 2026-10-01, and the books are locked up to 2026-10-01.",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account_id": "a-9"}, "names an account that is not there"),
        ({"account_id": "a-820"}, "which lines may not use"),
        ({"amount": Decimal("1.005")}, "not in whole cents"),
        ({"description": " "}, "has no description"),
        ({"description": "x" * 4001}, "more than 4000 characters"),
        ({"amount": Decimal("-1.00")}, "below zero is refused"),
    ],
)
def test_a_line_that_would_be_refused_is_foreseen(changed: dict[str, Any], said: str) -> None:
    problems = foreseen(replace(INVOICE, lines=(replace(DIAL_TONE, **changed),)), CHOICES).problems
    assert any(said in problem for problem in problems)


@pytest.mark.parametrize(
    ("number", "said"),
    [("", "no number"), ("x" * 256, "more than 255"), ("A,B", "has a comma")],
)
def test_a_number_that_cannot_be_looked_for_is_foreseen(number: str, said: str) -> None:
    problems = foreseen(replace(INVOICE, number=number, lines=()), CHOICES, currency="CAD").problems
    assert said in problems[0]
    assert problems[-2:] == ("It has no lines.", "It is in USD, and the books are in CAD.")


@pytest.mark.skipif(not SPEC.is_file(), reason="the published description is not here")
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Invoice", invoice_body(replace(INVOICE, customer_id=USE.invoice_id))),
        ("CreditNote", credit_note_body(replace(CREDIT, customer_id=USE.invoice_id))),
        ("Contact", customer_body(CUSTOMER)),
        ("Item", item_body(OutgoingItem(name="VOICE", account_id="a-400"), account_code="400")),
        ("Allocations", use_body(USE)),
    ],
)
def test_what_is_sent_is_as_published(name: str, body: dict[str, Any]) -> None:
    published = json.loads(SPEC.read_text("utf-8"))
    plain = json.loads(json.dumps(body, default=float))
    schema = {"$ref": f"#/components/schemas/{name}", "components": published["components"]}
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(plain, schema)
    known = published["components"]["schemas"][name]["properties"]
    assert set(plain) <= set(known)
    lines = published["components"]["schemas"]["LineItem"]["properties"]
    assert all(set(line) <= set(lines) for line in plain.get("LineItems", ()))
