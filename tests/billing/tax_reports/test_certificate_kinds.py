from datetime import date
from decimal import Decimal

import pytest

from app.billing.tax_reports.certificate_kinds import CertificateKinds
from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import tax_entries
from app.tax.exemption import Exemption
from tests.billing.tax_reports.filing_facts import a_line, a_tax, an_invoice, facts_of


def _share(numbers: str) -> ChargeShare:
    tax = a_tax(
        "0.00",
        family="SALES",
        base=Decimal(0),
        exempt_amount=Decimal(30),
        certificate_number=numbers,
    )
    [taxed] = tax_entries(facts_of(an_invoice(a_line("30.00"), taxes=[tax])))
    [share] = charge_shares(taxed)
    return share


def _row(number: str = "A", kind: str = "Nonprofit", **facts: object) -> Exemption:
    given: dict[str, object] = {
        "account_number": "10042",
        "certificate_number": number,
        "kind": kind,
        "family": "*",
        "effective_from": date(2026, 1, 1),
    }
    return Exemption(**{**given, **facts})  # type: ignore[arg-type]


def test_the_kind_is_that_of_the_certificate() -> None:
    assert CertificateKinds.of([_row()]).reason(_share("A")) == "NONPROFIT"


@pytest.mark.parametrize(
    "other",
    [
        _row(number="B"),
        _row(account_number="10043"),
        _row(location_code="elsewhere"),
        _row(family="E911"),
    ],
)
def test_a_certificate_that_cannot_have_exempted_it_tells_nothing(other: Exemption) -> None:
    assert CertificateKinds.of([other]).reason(_share("A")) == "UNKNOWN"


def test_of_several_certificates_those_of_the_account_tell() -> None:
    kinds = CertificateKinds.of([_row(), _row("B", "RESALE_SALES_TAX", account_number="10043")])
    assert kinds.reason(_share("A|B")) == "NONPROFIT"


def test_several_kinds_cannot_be_told_apart() -> None:
    kinds = CertificateKinds.of([_row(), _row("B", "RESALE_SALES_TAX")])
    assert kinds.reason(_share("A|B")) == "SEVERAL"
