"""Why charges were exempt: the kinds of the certificates that stand on tax lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.billing.tax_reports.charge_shares import ChargeShare
from app.tax.exemption import Exemption

UNKNOWN = "UNKNOWN"
"""The kind of a certificate that the table no longer holds."""

SEVERAL = "SEVERAL"
"""The kind where certificates of several kinds stand on one line and none can be told apart."""


@dataclass(frozen=True, slots=True)
class CertificateKinds:
    """Kinds of certificates by account and number."""

    rows: Mapping[tuple[str, str], tuple[Exemption, ...]]

    @classmethod
    def of(cls, exemptions: Iterable[Exemption]) -> "CertificateKinds":
        """The kinds that a table tells."""
        rows: dict[tuple[str, str], tuple[Exemption, ...]] = {}
        for each in exemptions:
            key = (each.account_number, each.certificate_number)
            rows[key] = (*rows.get(key, ()), each)
        return cls(rows)

    def reason(self, share: ChargeShare) -> str:
        """Why a share is exempt: the kind of certificate."""
        kinds = {row.kind.strip().upper() for row in self.rows_of(share)}
        if len(kinds) > 1:
            return SEVERAL
        return next(iter(kinds), UNKNOWN)

    def rows_of(self, share: ChargeShare) -> list[Exemption]:
        """The rows of the certificates on a share's tax line that can have exempted it."""
        numbers = (share.tax.certificate_number or "").split("|")
        return [
            row
            for number in numbers
            for row in self.rows.get((share.account_number, number), ())
            if row.location_code in {None, "", share.location_code}
            and row.family.strip().upper() in {"*", share.tax.family.upper()}
        ]
