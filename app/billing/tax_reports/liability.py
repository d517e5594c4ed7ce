"""Liability: every tax code of the window, billed, credited, voided, and what the journal holds."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.facts import BILLED_BASIS, ReportFacts, tax_entries, ties
from app.billing.tax_reports.report import Row, TaxReport, amount, text, totals_of, whole
from app.values.money import ZERO

_COLUMNS: Final = (
    text("tax_code", "The tax's code"),
    text("label", "Words on the invoices"),
    text("class", "TAX, PASS_THROUGH or PROVIDER_FEE"),
    text("family", "Kind of tax"),
    text("ledger", "Where the journal holds it"),
    whole("invoices", "Invoices that bear it, in the window"),
    amount("billed", "What charges raised"),
    amount("credited", "What credits gave back, and corrections of earlier invoices"),
    amount("voided", "What void invoices took back, on the day they were made void"),
    amount("net", "Billed, credited and voided together"),
    amount("journal", "Credits less debits of the code in the journal"),
    amount("difference", "Net less journal"),
)


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    label: str
    class_: str
    family: str
    invoices: set[str]
    billed: Decimal = ZERO
    credited: Decimal = ZERO
    voided: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.billed + self.credited + self.voided


def liability(facts: ReportFacts) -> TaxReport:
    """All tax codes with what is payable, each beside its account in the journal."""
    sums: dict[str, _Sums] = {}
    for taxed in tax_entries(facts):
        tax = taxed.tax
        own = sums.setdefault(
            tax.tax_code, _Sums(tax.bill_label, tax.class_, tax.family, invoices=set())
        )
        own.invoices.add(taxed.entry.invoice.invoice_number or "")
        if taxed.entry.sign < 0:
            own.voided += taxed.amount
        else:
            own.billed += taxed.billed
            own.credited += taxed.credited
    tied = ties(facts, {code: own.net for code, own in sums.items()})
    rows: list[Row] = []
    for tie in tied:
        own = sums[tie.code]
        rows.append(
            (
                tie.code,
                own.label,
                own.class_,
                own.family,
                tie.ledger.value,
                len(own.invoices),
                own.billed,
                own.credited,
                own.voided,
                own.net,
                tie.journal,
                tie.difference,
            )
        )
    names = ("billed", "credited", "voided", "net", "journal", "difference")
    return TaxReport(
        title="Tax liability by tax code",
        columns=_COLUMNS,
        rows=tuple(rows),
        totals=totals_of(_COLUMNS, tuple(rows), *names),
        notes=(BILLED_BASIS,),
        ties=tied,
    )
