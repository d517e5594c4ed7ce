"""The exemption register: every certificate, when it ends, and what it exempted in the window."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.certificate_kinds import CertificateKinds
from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import BILLED_BASIS, ReportFacts, entries, tax_entries
from app.billing.tax_reports.jurisdictions import jurisdiction_cells
from app.billing.tax_reports.report import (
    Row,
    TaxReport,
    amount,
    day,
    exact,
    text,
    totals_of,
    whole,
)
from app.findings import Finding, warning
from app.tax.certificate import ANY, certificate_of
from app.tax.certificate_term import CertificateTerm, certificate_terms, term_findings
from app.tax.exemption import Exemption
from app.tax.jurisdiction import Jurisdiction
from app.values.money import ZERO, cents

_COLUMNS: Final = (
    text("account_number", "Whose certificate"),
    text("account_name", "The customer's name"),
    text("customer_class", "Kind of customer"),
    text("location_code", "The only location it holds for; blank: all"),
    text("certificate_number", "The certificate's number"),
    text("kind", "Kind of certificate; blank: the table no longer holds it"),
    text("family", "Kind of tax, or *"),
    text("level", "Who takes the tax, or *"),
    text("region", "State or province; blank: any"),
    exact("percent", "How much is exempt"),
    day("effective_from", "First day"),
    day("expires_on", "Last day; blank: no end"),
    text("standing", "How it stands today"),
    text("file", "Whether the certificate itself is kept: yes or no"),
    whole("invoices", "Invoices of the window that it exempted something on"),
    amount("exempt_base", "What it took out of bases, once for each tax"),
    amount("fees_exempt", "What it saved of fees per unit"),
    amount("tax_not_charged", "The tax that was not charged for it, those fees included"),
)
_NOTE: Final = (
    "The tax not charged is each exempt base times its rate, added up and rounded once; the journal"
    " holds none of it, so this report ties to no account."
)
_ASKED_FOR: Final = frozenset({"government", "nonprofit", "reseller"})
"""Kinds of customers that one expects a certificate of."""

_Unknown = tuple[str, str]
"""Account and certificate number."""


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    exempt: Decimal = ZERO
    fees: Decimal = ZERO
    tax: Fraction = field(default_factory=Fraction)
    entries: set[tuple[str, int]] = field(default_factory=set)
    """Invoice numbers, each with the sign of its entry."""

    def add(self, share: ChargeShare) -> None:
        entry = share.taxed.entry
        self.entries.add((entry.invoice.invoice_number or "", entry.sign))
        if share.is_count:
            self.fees += share.exempt
            self.tax += Fraction(share.exempt)
        else:
            self.exempt += share.exempt
            self.tax += Fraction(share.exempt) * _rate(share)


def _rate(share: ChargeShare) -> Fraction:
    """Tax of one unit of base."""
    rate = Fraction(share.tax.rate)
    trace = share.tax.trace
    if trace is not None and trace.row.calc_method == "GROSS_UP" and rate != 1:
        return rate / (1 - rate)
    return rate


def exemptions(facts: ReportFacts) -> TaxReport:
    """All certificates, and those on tax lines of the window that the table no longer holds."""
    kinds = CertificateKinds.of(facts.exemptions)
    sums: dict[int, _Sums] = {}
    unknown: dict[_Unknown, _Sums] = {}
    places = {id(each): place for place, each in enumerate(facts.exemptions)}
    for taxed in tax_entries(facts):
        if not taxed.tax.exempt_amount:
            continue
        for share in charge_shares(taxed):
            if not share.exempt:
                continue
            scope = _scope(kinds, share)
            if scope is None:
                key = (share.account_number, taxed.tax.certificate_number or "")
                unknown.setdefault(key, _Sums()).add(share)
            else:
                sums.setdefault(places[id(scope)], _Sums()).add(share)
    terms = {
        (term.account_number, term.certificate_number): term
        for term in certificate_terms(facts.exemptions, facts.today)
    }
    known = [
        _row(facts, scope, sums.get(place, _Sums()), terms=terms)
        for place, scope in enumerate(facts.exemptions)
    ]
    rows = (
        *sorted(known, key=lambda row: (str(row[0]), str(row[4]), str(row[6:9]))),
        *(_unknown_row(facts, key, own) for key, own in sorted(unknown.items())),
    )
    return TaxReport(
        title="Exemption register",
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows, "exempt_base", "fees_exempt", "tax_not_charged"),
        notes=(BILLED_BASIS, _NOTE),
        findings=(
            *term_findings(facts.exemptions, facts.today),
            *_without_file(facts, sums, unknown),
            *_without_certificate(facts, terms),
        ),
    )


def _scope(kinds: CertificateKinds, share: ChargeShare) -> Exemption | None:
    """The row that exempted a share: of those that can have, the one the engine prefers."""
    jurisdiction = Jurisdiction(*jurisdiction_cells(share.tax.jurisdiction))
    found = []
    for row in kinds.rows_of(share):
        ready = certificate_of(row)
        fits = ready.level in {ANY, jurisdiction.level.value} and ready.region in {
            "",
            jurisdiction.state,
        }
        found.append((not fits, -ready.part, ready.number, row))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _row(
    facts: ReportFacts,
    scope: Exemption,
    own: _Sums,
    *,
    terms: dict[tuple[str, str], CertificateTerm],
) -> Row:
    key = (scope.account_number, scope.certificate_number)
    account = facts.accounts.get(scope.account_number)
    ready = certificate_of(scope)
    return (
        scope.account_number,
        account.name if account else "",
        account.customer_class if account else "",
        scope.location_code or "",
        scope.certificate_number,
        scope.kind.upper(),
        ready.family,
        ready.level,
        ready.region,
        scope.percent,
        ready.first,
        None if ready.last == ready.last.max else ready.last,
        terms[key].words,
        "yes" if key in facts.filed_certificates else "no",
        *_sums_cells(own),
    )


def _unknown_row(facts: ReportFacts, key: _Unknown, own: _Sums) -> Row:
    account_number, certificate = key
    account = facts.accounts.get(account_number)
    return (
        account_number,
        account.name if account else "",
        account.customer_class if account else "",
        "",
        certificate,
        *("", "", "", ""),
        *(None, None, None),
        "not in the table",
        "yes" if key in facts.filed_certificates else "no",
        *_sums_cells(own),
    )


def _sums_cells(own: _Sums) -> tuple[int, Decimal, Decimal, Decimal]:
    # Of an invoice billed and taken back in one window nothing is left.
    several = sum(1 for number, sign in own.entries if (number, -sign) not in own.entries)
    return several, cents(own.exempt), cents(own.fees), cents(own.tax)


def _without_file(
    facts: ReportFacts, sums: dict[int, _Sums], unknown: dict[_Unknown, _Sums]
) -> Iterator[Finding]:
    """What was exempted on the word of a certificate that nobody can show."""
    saved: dict[tuple[str, str], Fraction] = {key: own.tax for key, own in unknown.items()}
    for place, own in sums.items():
        scope = facts.exemptions[place]
        key = (scope.account_number, scope.certificate_number)
        saved[key] = saved.get(key, Fraction(0)) + own.tax
    for (account, certificate), tax in sorted(saved.items()):
        if (account, certificate) in unknown:
            yield warning(
                "certificate_not_in_table",
                f"Certificate {certificate} of account {account} exempted {cents(tax)} of tax and"
                " is no longer in the table",
                way_out="Keep ended certificates in exemptions, with their last day.",
                sheet="exemptions",
                record=certificate,
            )
        elif (account, certificate) not in facts.filed_certificates and tax:
            yield warning(
                "certificate_file_missing",
                f"Certificate {certificate} of account {account} exempted {cents(tax)} of tax, and"
                " no copy of it is kept",
                way_out="Keep its scan with `tax attach`.",
                sheet="exemptions",
                record=certificate,
            )


def _without_certificate(
    facts: ReportFacts, terms: dict[tuple[str, str], CertificateTerm]
) -> Iterator[Finding]:
    """Customers of whom one expects a certificate and who were taxed in full."""
    holders = {account for account, _ in terms}
    billed = {
        line.account_number
        for entry in entries(facts)
        if entry.sign > 0
        for line in entry.invoice.lines
    }
    for number in sorted(billed - holders):
        account = facts.accounts.get(number)
        if account is not None and account.customer_class in _ASKED_FOR:
            yield warning(
                "certificate_missing",
                f"Account {number} is {account.customer_class} and has no certificate: it is taxed"
                " in full",
                way_out="Ask for one, or change its customer_class.",
                sheet="exemptions",
                record=number,
            )
