"""Automated sales tax: what the company's tax engine adds to a document.

A line without a tax code counts as taxable; `NON` keeps the engine off a line. A total that is
sent is kept and spread over the engine's own agencies. Source: accounting-apis.md 1.6.
"""

from decimal import Decimal

from app.practice.quickbooks.books import Settings
from app.practice.quickbooks.faults import bad_reference
from app.practice.quickbooks.values import ZERO, Record, cents

_HUNDRED = Decimal(100)
STATE_SHARE = Decimal("6.25")
"""Of the combined rate, what the state takes; the city takes the rest."""
TAX_CODES = ("TAX", "NON")


def tax_detail(
    settings: Settings, lines: list[Record], sent: Record | None, customer: Record
) -> Record:
    """The `TxnTaxDetail` of a document: its total tax and how the agencies share it."""
    taxable = sum((line["Amount"] for line in lines if _is_taxed(settings, line)), ZERO)
    if not settings.uses_sales_tax:
        return {"TotalTax": ZERO}
    if customer.get("Taxable") is False:
        taxable = ZERO
    if sent and sent.get("TotalTax"):
        return _shared(settings, cents(sent["TotalTax"]), taxable)
    if taxable == 0:
        return {"TotalTax": ZERO}
    return _shared(settings, cents(taxable * settings.tax_rate / _HUNDRED), taxable)


def _is_taxed(settings: Settings, line: Record) -> bool:
    detail = line.get("SalesItemLineDetail")
    if detail is None:
        return False
    code = detail.get("TaxCodeRef", {}).get("value")
    if code is not None and code not in TAX_CODES:
        raise bad_reference("Line.SalesItemLineDetail.TaxCodeRef", code)
    if code is None and settings.uses_sales_tax:
        detail["TaxCodeRef"] = {"value": "TAX"}
    return settings.uses_sales_tax and code != "NON"


def _shared(settings: Settings, total: Decimal, taxable: Decimal) -> Record:
    state = cents(total * STATE_SHARE / settings.tax_rate)
    return {
        "TxnTaxCodeRef": {"value": "2"},
        "TotalTax": total,
        "TaxLine": [
            _tax_line("1", state, STATE_SHARE, taxable),
            _tax_line("2", total - state, settings.tax_rate - STATE_SHARE, taxable),
        ],
    }


def _tax_line(rate_id: str, amount: Decimal, percent: Decimal, taxable: Decimal) -> Record:
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": {"value": rate_id},
            "PercentBased": True,
            "TaxPercent": percent,
            "NetAmountTaxable": taxable,
        },
    }
