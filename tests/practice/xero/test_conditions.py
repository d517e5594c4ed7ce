import pytest

from tests.practice.xero.conftest import Organisation


@pytest.mark.parametrize(
    ("clause", "numbers"),
    [
        ('InvoiceNumber=="CF-901"', {"CF-901"}),
        ('InvoiceNumber=="CF-901" OR InvoiceNumber=="CF-902"', {"CF-901", "CF-902"}),
        ('InvoiceNumber=="CF-901"||InvoiceNumber=="none"', {"CF-901"}),
        ('InvoiceNumber=="CF-901" AND InvoiceNumber=="CF-902"', set()),
        (
            'Type=="ACCREC" AND (InvoiceNumber=="CF-901" or InvoiceNumber.EndsWith("902"))',
            {"CF-901", "CF-902"},
        ),
        # AND binds closer than OR.
        (
            'InvoiceNumber=="CF-901" OR InvoiceNumber=="CF-902" AND Type=="ACCPAY"',
            {"CF-901"},
        ),
        ('InvoiceNumber=="A AND B" OR InvoiceNumber=="(CF-901"', set()),
        ('InvoiceID==Guid("00000000-0000-0000-0000-000000000000")', set()),
        ('InvoiceNumber=="CF-901" && Date != null && Reference == null', {"CF-901"}),
    ],
)
def test_conditions_are_joined(organisation: Organisation, clause: str, numbers: set[str]) -> None:
    found = organisation.get("Invoices", where=clause)["Invoices"]
    assert {row["InvoiceNumber"] for row in found} == numbers


@pytest.mark.parametrize(
    "clause",
    [
        "Nothing.Such==1",
        'Foo=="1"',
        'invoicenumber=="CF-901"',
        "Status LIKE 'x'",
        "AmountDue > x",
        'Date > "x"',
        "Date > DateTime(2026, 13, 1)",
        "AmountDue > null",
        'InvoiceNumber=="CF-901" OR',
        '(InvoiceNumber=="CF-901"',
        'InvoiceNumber=="CF-901")',
        'InvoiceNumber=="CF-901" InvoiceNumber=="CF-902"',
    ],
)
def test_a_clause_that_makes_no_sense_is_refused(organisation: Organisation, clause: str) -> None:
    response = organisation.ask("GET", "Invoices", params={"where": clause})
    assert response.status_code == 400
    assert response.json()["Type"] == "QueryParseException"


def test_fields_are_those_of_the_list_though_it_is_empty(organisation: Organisation) -> None:
    clause = 'CreditNoteNumber=="A" OR CreditNoteNumber=="B"'
    assert organisation.get("CreditNotes", where=clause)["CreditNotes"] == []
    wrong = organisation.ask("GET", "CreditNotes", params={"where": 'InvoiceNumber=="A"'})
    assert wrong.status_code == 400
