"""What a run tells the service, and what it makes of the answers."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.billing.gates import GateName
from app.billing.invoice import Invoice
from app.customers.location import ServiceLocation
from app.operations.adjust_invoices import credit_line
from app.operations.compare_runs import compare_period
from app.operations.connect_tax_service import connect_service, disconnect_service
from app.operations.run_bills import BillResult, bill
from app.operations.service_documents import RunDocument
from app.store.tax_documents import DocumentKind
from app.tax.exemption import Exemption
from tests.connectors.afc_server import PASSWORD
from tests.operations.companies import (
    DECEMBER,
    GRANITE,
    GRANITE_MAIN,
    GRANITE_SEATS,
    SINCE,
    add,
    change,
    later,
)
from tests.operations.serviced import (
    LABOR_PAIR,
    LINES,
    PER_INVOICE,
    VOIP,
    Serviced,
    a_pair,
    serviced,
)


def asked(result: BillResult, account: str = "100") -> list[tuple[DocumentKind, dict[str, Any]]]:
    documents: list[RunDocument] = [
        each for each in result.made.documents if each.account_number == account
    ]
    return [(each.kind, json.loads(each.request)["inv"]) for each in documents]


def errors(result: BillResult) -> list[str]:
    return [f"{f.message} {f.way_out}" for draft in result.made.drafts for f in draft.errors]


def taxes(invoice: Invoice) -> dict[str, str]:
    return {tax.tax_code: f"{tax.amount}" for tax in invoice.tax_lines}


def test_an_invoice_is_one_document_with_its_charges_and_counts(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        ((kind, invoice),) = asked(bill(company.office, "2026-10"))
        assert kind is DocumentKind.INVOICE
        assert {
            (item["ref"], item["serv"], item["chg"], item["line"], item["min"])
            for item in invoice["itms"]
        } == {
            ("L0.0", 6, 40.0, 0, 0),
            ("L1.0", 6, 0.0, 0, 1.0),
            ("L2.0", 6, 0.06, 0, 10.0),
            ("L3.0", 6, 0.01, 0, 1.0),
            ("L4.0", 6, 0.15, 0, 0.5),
            ("C0", 21, 0, 2, 0),
            ("C1", 43, 0, 0, 0),
        }


def test_a_category_without_a_pair_leaves_its_invoice_out(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, pairs=[LABOR_PAIR, LINES, PER_INVOICE]) as company:
        result = bill(company.office, "2026-10")
        assert errors(result)[0] == (
            "100: category VOIP_FIXED has no pair of Avalara for Communications. Add a row to the "
            "sheet tax_service_pairs; a blank pair says it is not sent."
        )
        assert company.afc.asked == []


@pytest.mark.parametrize(
    ("pairs", "told"), [([VOIP, PER_INVOICE], "count LINE"), ([VOIP, LINES], "count INVOICE")]
)
def test_a_count_without_a_pair_leaves_its_invoice_out(
    template: Path, tmp_path: Path, pairs: list[Any], told: str
) -> None:
    with serviced(template, tmp_path, pairs=pairs) as company:
        assert f"100: {told} has no pair" in errors(bill(company.office, "2026-10"))[0]


def test_a_blank_pair_is_a_decision_not_to_send(template: Path, tmp_path: Path) -> None:
    pairs = [VOIP, a_pair("count", "LINE"), a_pair("count", "INVOICE")]
    with serviced(template, tmp_path, pairs=pairs) as company:
        result = bill(company.office, "2026-10")
        assert errors(result) == []
        assert taxes(result.invoices[0]) == {"AFC-1": "2.01", "AFC-162": "8.04"}


def test_no_local_table_is_asked(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        result = bill(company.office, "2026-10")
        codes = {tax.tax_code for each in result.invoices for tax in each.tax_lines}
        assert not {"CO-SALES", "NY-SALES"} & codes


def test_the_gate_of_tax_rules_is_clear_without_any(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        gates = {gate.name: gate for gate in bill(company.office, "2026-10").gates}
        assert gates[GateName.NO_TAX_RULES].is_clear
        assert gates[GateName.TAX_SERVICE].is_clear


def test_another_place_of_the_service_asks_anew(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        connect_service(company.office, "avalara", {"bscl": "ilec"}, secret=None)
        bill(company.office, "2026-10")
        assert company.afc.quotes == 4


def test_comparing_takes_the_kept_quotes(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        asked_before = len(company.afc.asked)
        assert [each.account_number for each in compare_period(company.office, "2026-10")] == [
            "100",
            "200",
        ]
        assert len(company.afc.asked) == asked_before


def test_what_was_never_asked_about_is_left_out(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        assert compare_period(company.office, "2026-10") == []
        assert company.afc.asked == []


# Exemptions.

SALES_TYPE = replace(a_pair("tax_type", "1"), family="SALES", class_="TAX")
SALES_EXEMPT = Exemption(
    account_number="100",
    certificate_number="98-1",
    kind="NONPROFIT",
    family="SALES",
    effective_from=SINCE,
)


def test_a_certificate_is_told_and_noted_on_the_line(template: Path, tmp_path: Path) -> None:
    pairs = [VOIP, LINES, PER_INVOICE, SALES_TYPE]
    with serviced(template, tmp_path, pairs=pairs) as company:
        add(company.office, exemptions=[SALES_EXEMPT])
        granite = bill(company.office, "2026-10").invoices[0]
        line = next(tax for tax in granite.tax_lines if tax.family == "SALES")
        assert (line.amount, line.exempt_amount, line.certificate_number) == (
            Decimal(0),
            Decimal("40.22"),
            "98-1",
        )


def test_a_certificate_that_cannot_be_told_leaves_the_invoice_out(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        add(company.office, exemptions=[SALES_EXEMPT])
        assert "cannot be told certificate 98-1" in errors(bill(company.office, "2026-10"))[0]


# Several places on one invoice.


def test_each_item_tells_its_own_place(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        annex = replace(GRANITE_MAIN, location_code="100-ANNEX", city="Golden", postal_code="80401")
        seats = replace(GRANITE_SEATS, service_code="100-ANNEX", location_code="100-ANNEX")
        add(company.office, locations=[annex], services=[seats])
        ((_, invoice),) = asked(bill(company.office, "2026-10"))
        assert [(item["ref"], item["bill"]["city"], item["line"]) for item in invoice["itms"]] == [
            ("L0.0", "Golden", 0),
            ("L1.0", "Lakewood", 0),
            ("C0", "Golden", 2),
            ("C1", "Lakewood", 2),
            ("C2", "Golden", 0),
        ]


def test_a_corrected_place_asks_anew(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10")
        place: ServiceLocation = replace(GRANITE_MAIN, address_line1="90 Quarry Street")
        change(company.office, locations=[place])
        bill(company.office, "2026-10")
        assert company.afc.quotes == 3


# Credits.


def credited(company: Serviced, amount: str | None) -> BillResult:
    """November's draft after October's seats were credited."""
    credit_line(
        company.office,
        "CF-1043",
        line=1,
        amount=None if amount is None else Decimal(amount),
        why="noise",
    )
    with later(company.office, DECEMBER) as december:
        return bill(december, "2026-11", approve=True)


def test_a_credit_gives_back_the_original_s_taxes_here_and_there(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        result = credited(company, "10.00")
        granite = result.invoices[0]
        back = [tax for tax in granite.tax_lines if tax.amount < 0]
        assert {tax.tax_code: f"{tax.amount}" for tax in back} == {
            "AFC-1": "-0.50",
            "AFC-162": "-2.00",
        }
        (_, (kind, document)) = asked(result)
        assert kind is DocumentKind.CREDIT
        assert [(item["chg"], item["date"][:10]) for item in document["itms"]] == [
            (10.0, "2026-11-01")
        ]
        filed = [held for code, held in company.afc.documents.items() if "-credit-" in code]
        assert [line.tax for held in filed for line in held.lines] == [Decimal("-2.6")]


def test_the_last_credit_gives_back_the_lines_too(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        (_, (_, document)) = asked(credited(company, None))
        assert [(item["ref"], item["chg"], item["line"]) for item in document["itms"]] == [
            ("L1.0", 40.0, 0),
            ("C0", 0, 2),
        ]


def test_a_credit_that_the_service_makes_otherwise_is_warned_of(
    template: Path, tmp_path: Path
) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        company.afc.sales_rate *= 2
        result = credited(company, "10.00")
        notes = [f for draft in result.made.drafts for f in draft.findings]
        (note,) = [f for f in notes if f.code == "tax_service_credit"]
        assert note.message == (
            "100: the invoice gives back 2.50 of taxes, as they were charged; "
            "Avalara for Communications makes it 3.00."
        )


def test_a_credit_of_what_was_taxed_here_is_not_told(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, pairs=[]) as company:
        settings = {"client_id": "787", "username": "cedar", "base_url": company.afc.url}
        disconnect_service(company.office)
        bill(company.office, "2026-10", approve=True)
        add(company.office, tax_service_pairs=[VOIP, LINES, PER_INVOICE])
        connect_service(company.office, "avalara", settings, secret=PASSWORD)
        assert [kind for kind, _ in asked(credited(company, "10.00"))] == [DocumentKind.INVOICE]


def test_a_residential_customer_is_told(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path, calls=()) as company:
        change(company.office, accounts=[replace(GRANITE, customer_class="residential")])
        ((_, invoice),) = asked(bill(company.office, "2026-10"))
        assert invoice["cust"] == 0
