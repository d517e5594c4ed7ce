"""Exemption certificates: who need not pay what, until when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One scope of a certificate; ``expires_on`` is the last day covered."""

    account_number: str = column(
        Kind.TEXT,
        "Whose certificate",
        required=True,
        refers="accounts.account_number",
        example="10042",
    )
    location_code: str | None = column(
        Kind.TEXT, "Only for this location", refers="locations.location_code"
    )
    certificate_number: str = column(
        Kind.TEXT, "The certificate's number", required=True, example="98-12345"
    )
    kind: str = column(Kind.TEXT, "Kind of certificate", required=True, example="NONPROFIT")
    family: str = column(Kind.TEXT, "Kind of tax, or *", required=True, example="SALES")
    level: str = column(
        Kind.TEXT, "FED, STATE, PROVINCE, COUNTY, CITY, DISTRICT or *", default="*", example="STATE"
    )
    region: str | None = column(Kind.TEXT, "State or province; blank: any", example="CO")
    percent: Decimal = column(
        Kind.MONEY, "How much is exempt, 0 to 100", default=Decimal(100), example="100"
    )
    effective_from: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    expires_on: date | None = column(Kind.DATE, "Last day", example="2036-12-31")


EXEMPTIONS = Sheet(
    name="exemptions",
    row=Exemption,
    key=("account_number", "certificate_number", "family", "level", "region"),
    doc="Exemption certificates",
)
