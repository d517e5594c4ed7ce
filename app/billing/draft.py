"""Draft invoices: what a run would bill an account, and what keeps it from being billed."""

from dataclasses import dataclass

from app.billing.invoice import Invoice
from app.findings import Finding, Severity
from app.tax.request import TaxRequest
from app.tax.result import Exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInvoice:
    """What a run would bill one payer."""

    account_number: str
    accounts: tuple[str, ...]
    """Whose lines it would hold: the payer's, then its children's."""
    invoice: Invoice | None
    """None where there is no line: such an account gets no invoice. Without tax lines where the
    account is not ready."""
    findings: tuple[Finding, ...] = ()
    """Of readiness, credits and services that no run bills; the errors leave it out."""
    tax_problems: tuple[Finding, ...] = ()
    """Each leaves it out."""
    exposure: tuple[Exposure, ...] = ()
    """What would have been collected, had there been registrations."""
    request: TaxRequest | None = None
    """What is to be taxed by the rules of this invoice; None where it is not ready. Lines that are
    not in it give back taxes of earlier ones."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What leaves it out of the run, taxes too."""
        own = tuple(each for each in self.findings if each.severity is Severity.ERROR)
        return own + self.tax_problems

    @property
    def is_left_out(self) -> bool:
        """Whether there is something to bill that must not be billed as it is."""
        return self.invoice is not None and bool(self.errors)

    @property
    def billed(self) -> Invoice | None:
        """The invoice the run bills; None where it has no line or is left out."""
        return None if self.is_left_out else self.invoice
