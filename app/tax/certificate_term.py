"""How long certificates hold: in force, about to end, ended, and whether another takes over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from app.findings import Finding, warning
from app.tax.certificate import ANY, RESELLER, Certificate, certificate_of
from app.tax.exemption import Exemption

DAYS_BEFORE: Final = (7, 30, 60)
"""How long before its last day a certificate is warned of (``telecom-tax.md`` 3.8)."""


class Standing(Enum):
    """How a certificate stands on a day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    """In force, and warned of: 60, 30 or 7 days are left at most."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTerm:
    """One certificate of an account with all its scopes, as it stands on a day."""

    account_number: str
    certificate_number: str
    kind: str
    families: tuple[str, ...]
    regions: tuple[str, ...]
    """Blank: any."""
    first: date
    last: date | None
    """The last day covered; None: no end. Of scopes with different ends the latest."""
    standing: Standing
    days_left: int | None
    """Days until the last one; below zero where it has passed; None: no end."""
    warned_at: int | None
    """60, 30 or 7 where so many days are left at most; else None."""
    renewed: bool
    """Whether another certificate of the account covers the same from then on."""

    @property
    def words(self) -> str:
        """How it stands, in words."""
        match self.standing:
            case Standing.NOT_YET:
                return f"from {self.first}"
            case Standing.EXPIRED:
                return "expired"
            case Standing.EXPIRING:
                left = self.days_left or 0
                return "expires today" if not left else f"expires in {_days(left)}"
            case Standing.IN_FORCE:
                return "in force"


def certificate_terms(exemptions: Iterable[Exemption], day: date) -> list[CertificateTerm]:
    """The certificates of all accounts, by account and number, as they stand on a day.

    A reseller certification of the FCC without a last day ends with the year it began in.
    """
    own: dict[str, list[Certificate]] = {}
    for each in exemptions:
        own.setdefault(each.account_number, []).append(certificate_of(each))
    return [
        term
        for account, certificates in sorted(own.items())
        for term in terms_of(account, certificates, day)
    ]


def terms_of(
    account_number: str, certificates: Sequence[Certificate], day: date
) -> list[CertificateTerm]:
    """The certificates of one account by number, as they stand on a day."""
    scopes: dict[str, list[Certificate]] = {}
    for each in certificates:
        scopes.setdefault(each.number, []).append(each)
    return [_term(account_number, own, certificates, day=day) for _, own in sorted(scopes.items())]


def term_finding(term: CertificateTerm) -> Finding | None:
    """The warning about a certificate that ended or soon ends and that no other takes over from.

    The codes are ``certificate_expired`` and ``certificate_expiring``.
    """
    if term.renewed or term.last is None:
        return None
    name = f"Certificate {term.certificate_number} of account {term.account_number}"
    facts = {"sheet": "exemptions", "column": "expires_on", "record": term.certificate_number}
    if term.standing is Standing.EXPIRED:
        return warning(
            "certificate_expired",
            f"{name} expired on {term.last}: what it exempted is taxed again.",
            way_out=f"{_ask(term)} Add it to the sheet exemptions.",
            raw=term.account_number,
            **facts,
        )
    if term.standing is Standing.EXPIRING:
        when = "today" if not term.days_left else f"in {_days(term.days_left)}"
        return warning(
            "certificate_expiring",
            f"{name} expires on {term.last}, {when}.",
            way_out=f"{_ask(term)} From the day after tax is charged.",
            raw=term.account_number,
            **facts,
        )
    return None


def term_findings(exemptions: Iterable[Exemption], day: date) -> list[Finding]:
    """The warnings about all certificates on a day."""
    found = (term_finding(term) for term in certificate_terms(exemptions, day))
    return [each for each in found if each is not None]


def _ask(term: CertificateTerm) -> str:
    if term.kind == RESELLER and term.last is not None:
        return f"Ask the customer for the certification of {term.last.year + 1}."
    return "Ask the customer for a new one."


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _term(
    account_number: str,
    scopes: Sequence[Certificate],
    certificates: Sequence[Certificate],
    *,
    day: date,
) -> CertificateTerm:
    first = min(each.first for each in scopes)
    end = max(each.last for each in scopes)
    left = None if end == date.max else (end - day).days
    standing, warned_at = _standing(first, left, day)
    return CertificateTerm(
        account_number=account_number,
        certificate_number=scopes[0].number,
        kind=scopes[0].kind,
        families=tuple(sorted({each.family for each in scopes})),
        regions=tuple(sorted({each.region for each in scopes})),
        first=first,
        last=None if end == date.max else end,
        standing=standing,
        days_left=left,
        warned_at=warned_at,
        renewed=left is not None and _is_renewed(scopes, certificates, day),
    )


def _standing(first: date, left: int | None, day: date) -> tuple[Standing, int | None]:
    if left is not None and left < 0:
        return Standing.EXPIRED, None
    if day < first:
        return Standing.NOT_YET, None
    warned_at = next((days for days in DAYS_BEFORE if left is not None and left <= days), None)
    return (Standing.IN_FORCE if warned_at is None else Standing.EXPIRING), warned_at


def _is_renewed(scopes: Sequence[Certificate], own: Sequence[Certificate], day: date) -> bool:
    """Whether every scope is covered on the day after its end, or on ``day`` if that is later."""
    return all(
        any(
            other.number != each.number
            and other.first <= max(day, each.last + timedelta(days=1)) <= other.last
            and _covers(other, each)
            for other in own
        )
        for each in scopes
        if each.last != date.max
    )


def _covers(wide: Certificate, narrow: Certificate) -> bool:
    return (
        wide.family in {ANY, narrow.family}
        and wide.level in {ANY, narrow.level}
        and wide.region in {"", narrow.region}
        and wide.location in {"", narrow.location}
        and wide.part >= narrow.part
    )
