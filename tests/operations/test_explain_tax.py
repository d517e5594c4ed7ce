from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.explain_tax import explain_draft, explain_invoice, list_counts
from app.operations.office import Office
from app.tax.share import TaxShare
from tests.operations.companies import (
    BILLABLE,
    COLORADO,
    NEW_YORK,
    SINCE,
    a_charge,
    add,
    approve,
    change,
    take_in,
)

NOT_TAXED = replace(
    COLORADO, category="PROF_SERVICE", rate=Decimal(0), source_note="labour is not taxed"
)
COLORADO_911 = replace(
    COLORADO,
    tax_code="CO-911",
    bill_label="911 surcharge",
    calc_method="PER_UNIT",
    rate=None,
    unit_amount=Decimal("0.35"),
    unit_kind="LINE",
    base_kind="COUNT",
)


def test_a_final_invoice_is_explained_by_what_it_keeps(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    change(office, taxes=[replace(COLORADO, rate=Decimal("0.5"))])
    found = explain_invoice(office, "CF-1043")
    assert [each.line.tax_code for each in found.taxes] == ["CO-SALES"]
    assert found.taxes[0].sentences[3:] == [
        "The charges it matches come to 40.22.",
        "That leaves 40.22 as its base.",
        "At 10 % that is exactly 4.022.",
        "Rounded half up to the cent, once over the invoice: 4.02.",
        (
            "It lies on: Hosted voice seat 4.00; Calls: Long distance, state to state 0.01; Calls: "
            "International 0.01."
        ),
    ]


def test_a_draft_is_explained_by_the_run_that_would_make_it(office: Office) -> None:
    change(office, taxes=[replace(COLORADO, rate=Decimal("0.2"))])
    found = explain_draft(office, "100", "2026-10")
    assert (found.invoice.invoice_number, found.invoice.taxes) == (None, Decimal(8))
    assert "At 20 % that is exactly 8." in found.taxes[0].sentences


def test_one_tax_line_alone(office: Office) -> None:
    add(office, taxes=[COLORADO_911])
    approve(office)
    found = explain_invoice(office, "CF-1043", line=2)
    assert [(each.number, each.line.tax_code) for each in found.taxes] == [(2, "CO-SALES")]


def test_what_was_not_taxed_and_what_was_not_collected(office: Office) -> None:
    county = replace(NEW_YORK, tax_code="NY-UUT", family="UUT")
    add(office, taxes=[NOT_TAXED, county], charges=[a_charge()])
    drafts = [explain_draft(office, each, "2026-10") for each in ("100", "200")]
    approve(office, not_registered="we register next month")
    finals = [explain_invoice(office, each) for each in ("CF-1043", "CF-1044")]
    for found in (drafts, finals):
        assert found[0].untaxed == [
            (
                "Technician (PROF_SERVICE): the row CO-SALES of the state or province CO (US/CO) "
                "says that it is not taxed (labour is not taxed)."
            )
        ]
        assert found[1].uncollected == [
            (
                "NY-UUT of the state or province NY (US/NY) would have taken 1.00; without a "
                "registration for UUT there it is not collected."
            )
        ]


@pytest.mark.parametrize(("number", "line"), [("CF-9", None), ("CF-1043", 2), ("CF-1043", 0)])
def test_what_is_not_there_is_refused(office: Office, number: str, line: int | None) -> None:
    approve(office)
    with pytest.raises(InputError):
        explain_invoice(office, number, line=line)


def test_a_draft_of_nobody_or_left_out_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="bills account 999 nothing"):
        explain_draft(office, "999", "2026-10")
    change(office, taxes=[replace(COLORADO, effective_to=date(2026, 1, 31))])
    with pytest.raises(InputError, match="leaves account 100 out"):
        explain_draft(office, "100", "2026-10")


def test_shares_are_measured_on_the_period_and_kept(office: Office, tmp_path: Path) -> None:
    share = TaxShare(category="VOIP_FIXED", effective_from=SINCE, source="actual")
    interstate = replace(COLORADO, base_kind="INTERSTATE")
    add(office, tax_shares=[share])
    change(office, taxes=[interstate])
    take_in(office, tmp_path, *BILLABLE)
    [tax] = explain_draft(office, "100", "2026-10").taxes
    assert (
        "VOIP_FIXED counts as 48.7804878 % interstate and 2.43902439 % international, by the rated "
        "calls of the period." in tax.sentences
    )
    approve(office)
    [kept] = explain_invoice(office, "CF-1043").taxes
    assert kept.sentences == tax.sentences


def test_without_calls_a_measured_share_is_missing(office: Office) -> None:
    add(office, tax_shares=[TaxShare(category="VOIP_FIXED", effective_from=SINCE, source="actual")])
    change(office, taxes=[replace(COLORADO, base_kind="INTERSTATE")])
    with pytest.raises(InputError, match="measured on the rated calls"):
        explain_draft(office, "100", "2026-10")


def test_the_counts_of_a_period(office: Office) -> None:
    add(office, taxes=[COLORADO_911])
    found = list_counts(office, "2026-10")
    assert [(each.code, int(each.units), each.is_counted) for each in found.units] == [
        ("+13035550142", 1, False),
        ("+13035550143", 1, False),
        ("100-SEATS", 2, True),
        ("+12125550142", 1, False),
        ("200-SEAT", 1, False),
    ]
    assert [(fee.account_number, fee.line.tax_code, fee.line.units) for fee in found.fees] == [
        ("100", "CO-911", Decimal(2))
    ]


def test_the_counts_of_one_account(office: Office) -> None:
    found = list_counts(office, "2026-10", account="200")
    assert {each.account_number for each in found.units} == {"200"}
    with pytest.raises(InputError):
        list_counts(office, "2026-10", account="999")
