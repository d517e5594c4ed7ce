"""Our documents in the words of Sage Accounting."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.incoming import BookItem
from app.billing.outgoing import OutgoingItem
from app.connectors.sage.writing import (
    contact_body,
    credit_note_body,
    foreseen,
    invoice_body,
    service_body,
    use_body,
)
from tests.connectors.sage.documents_of_ours import (
    CHOICES,
    CREDIT,
    CUSTOMER,
    DIAL_TONE,
    INVOICE,
    USE,
    USF,
)


def test_every_line_says_that_its_tax_is_0() -> None:
    body = invoice_body(INVOICE, tax_rate_id="GB_NO_TAX")["sales_invoice"]
    assert [(e["tax_amount"], e["tax_rate_id"]) for e in body["invoice_lines"]] == [
        (Decimal(0), "GB_NO_TAX")
    ] * 2
    assert [(e["quantity"], e["unit_price"]) for e in body["invoice_lines"]] == [
        (1, Decimal("30.00")),
        (1, Decimal("2.31")),
    ]
    assert (body["reference"], body["date"], body["due_date"]) == (
        "TB-42",
        "2026-10-01",
        "2026-10-31",
    )


def test_items_go_by_their_kind() -> None:
    lines = (replace(DIAL_TONE, item_id="s1"), replace(USF, item_id="product:p1"))
    body = invoice_body(replace(INVOICE, lines=lines), tax_rate_id="GB_NO_TAX")["sales_invoice"]
    first, second = body["invoice_lines"]
    assert (first["service_id"], second["product_id"]) == ("s1", "p1")


def test_a_credit_note_tells_what_it_corrects() -> None:
    body = credit_note_body(CREDIT, tax_rate_id="GB_NO_TAX")["sales_credit_note"]
    assert (body["original_invoice_date"], body["notes"]) == ("2026-10-01", "Corrects TB-42")
    assert [each["unit_price"] for each in body["credit_note_lines"]] == [Decimal("2.31")]


def test_a_contact_is_made_whole() -> None:
    body = contact_body(CUSTOMER, is_new=True)["contact"]
    assert (body["name"], body["reference"], body["credit_days"]) == (
        "Harbor Dental",
        "T-1042",
        30,
    )
    assert body["contact_type_ids"] == ["CUSTOMER"]
    assert body["main_address"]["country_id"] == "US"
    assert body["main_contact_person"]["email"] == "ap@harbor.example"


def test_what_is_not_told_is_left_as_it_is() -> None:
    bare = replace(CUSTOMER, email=None, phone=None, contact_name=None, terms_days=None)
    body = contact_body(bare, is_new=False)["contact"]
    assert body.keys() == {"name", "reference", "main_address"}
    assert (
        contact_body(replace(CUSTOMER, terms_days=0), is_new=False)["contact"]["credit_terms"]
        == "immediate_invoice"
    )


def test_a_number_too_long_for_a_reference_is_the_source_mark() -> None:
    body = contact_body(replace(CUSTOMER, number="T-104200001"), is_new=True)["contact"]
    assert body["source_guid"] == "T-104200001"
    assert "reference" not in body


def test_a_country_that_is_a_name_is_left_out() -> None:
    address = replace(CUSTOMER.address, country="United States")
    body = contact_body(replace(CUSTOMER, address=address), is_new=True)["contact"]
    assert "country_id" not in body["main_address"]


def test_a_use_has_both_parts() -> None:
    parts = use_body(USE, credit_sign=-1)["contact_allocation"]["allocated_artefacts"]
    assert [(e["artefact_id"], e["amount"]) for e in parts] == [
        ("n1", Decimal("-7.31")),
        ("i1", Decimal("7.31")),
    ]


def test_a_service_is_not_taxed() -> None:
    body = service_body(OutgoingItem(name="4010", account_id="a4010"), tax_rate_id="IE_NO_TAX")
    assert body["service"]["sales_tax_rate_id"] == "IE_NO_TAX"


def test_a_good_document_is_foreseen_to_the_cent() -> None:
    assert foreseen(INVOICE, CHOICES, currency="USD").total == Decimal("32.31")
    assert foreseen(INVOICE, CHOICES, currency="USD").problems == ()


def test_a_number_of_26_characters_is_foreseen() -> None:
    assert foreseen(replace(INVOICE, number="T" * 25), CHOICES).problems == ()
    (problem,) = foreseen(replace(INVOICE, number="T" * 26), CHOICES).problems
    assert "25 characters" in problem


def test_what_would_be_refused_is_foreseen() -> None:
    lines = (
        replace(DIAL_TONE, amount=Decimal("-1.005"), description=" "),
        replace(USF, account_id="a9", tax_code_id="GB_STANDARD", item_id="s9"),
    )
    found = foreseen(
        replace(INVOICE, number="", currency="GBP", lines=lines),
        replace(CHOICES, items=(BookItem(source_id="s1"),)),
        currency="USD",
        locked_until=date(2026, 12, 31),
    ).problems
    words = " ".join(found)
    for part in (
        "no number",
        "in GBP",
        "locked up to 2026-12-31",
        "whole cents",
        "no description",
        "account that is not there",
        "not surely untaxed",
        "item that is not there",
    ):
        assert part in words
    bare = replace(CHOICES, tax_codes=())
    assert "there is none" in foreseen(INVOICE, bare).problems[0]
    assert "no lines" in foreseen(replace(INVOICE, lines=()), CHOICES).problems[0]


def test_a_hidden_account_tells_the_way_out() -> None:
    hidden = replace(CHOICES.accounts[1], is_for_lines=False)
    (problem,) = foreseen(
        INVOICE, replace(CHOICES, accounts=(CHOICES.accounts[0], hidden))
    ).problems
    assert "visible in sales" in problem
