"""Who asks: the company's code look-up, key pairs of API members, and what their roles hide."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from werkzeug.wrappers import Request, Response

from app.practice.connectwise import kinds
from app.practice.connectwise.errors import denied, missing_page, unauthenticated, unidentified
from app.practice.connectwise.kinds import Kind
from app.practice.connectwise.schema import value_at
from app.practice.connectwise.tables import Row, Tables
from app.practice.http_app import Refused, answer

COMPANY: Final = "cedarfork"
CLIENT_ID: Final = "3f9a4c1e-7d52-4b88-9f0a-52a1c0de0001"
PUBLIC_KEY: Final = "Pk7sWbook01Voice"
PRIVATE_KEY: Final = "Sk9practice42Keys"
LIMITED_PUBLIC_KEY: Final = "Pk7sWbook02Colo"
LIMITED_PRIVATE_KEY: Final = "Sk9practice43Keys"
STATIC_CODEBASE: Final = "v4_6_release"
CODEBASES: Final = ("v2025_1", "v2025_2", "v2026_1")
"""What an upgrade moves through, one after another."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CLOSED_TO_LIMITED: Final = (kinds.MEMBERS, kinds.BATCHES)


@dataclass(frozen=True, slots=True)
class Role:
    """What a security role hides without a word."""

    name: str
    region: str = ""
    """Only companies of this state are seen; '': all."""
    hides_cost: bool = False
    closed: tuple[Kind, ...] = ()


FULL: Final = Role("Admin")
LIMITED: Final = Role("Colorado desk", region="CO", hides_cost=True, closed=_CLOSED_TO_LIMITED)
_KEYS: Final = {
    f"{COMPANY}+{PUBLIC_KEY}:{PRIVATE_KEY}": FULL,
    f"{COMPANY}+{LIMITED_PUBLIC_KEY}:{LIMITED_PRIVATE_KEY}": LIMITED,
}


@dataclass(slots=True)
class Access:
    """Checks each call and tells the codebase."""

    company_name: str
    place: int = 0
    revoked: set[str] = field(default_factory=set)

    @property
    def codebase(self) -> str:
        """The codebase that the cloud runs now."""
        return CODEBASES[self.place]

    def upgrade(self) -> str:
        """Move to the next codebase: addresses with the old one answer 404 from now on."""
        self.place = min(self.place + 1, len(CODEBASES) - 1)
        return self.codebase

    def company_info(self, request: Request, company: str) -> Response:
        """The look-up that needs no keys; 404 for a company not known."""
        if company.lower() != COMPANY:
            return missing_page(request)
        year, _, part = self.codebase.removeprefix("v").partition("_")
        return answer(
            {
                "CompanyName": self.company_name,
                "CompanyID": COMPANY,
                "Codebase": f"{self.codebase}/",
                "VersionCode": f"v{year}.{part}",
                "SiteUrl": request.host,
                "IsCloud": True,
            }
        )

    def check(self, request: Request, codebase: str) -> Role:
        """The role of who asks; Refused for an old codebase or keys that do not hold."""
        if codebase not in {STATIC_CODEBASE, self.codebase}:
            raise Refused(missing_page(request))
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        try:
            keys = base64.b64decode(text, validate=True).decode()
        except (binascii.Error, ValueError):
            keys = ""
        role = _KEYS.get(keys)
        if scheme.lower() != "basic" or role is None:
            raise Refused(unauthenticated())
        if not _GUID.fullmatch(request.headers.get("clientId", "")):
            raise Refused(unidentified())
        return role


def check_open(role: Role, kind: Kind) -> None:
    """Refuse a list that the role has no right to at all."""
    if kind in role.closed:
        raise denied()


def sees(role: Role, kind: Kind, row: Row, tables: Tables) -> bool:
    """Whether a role sees a row; what it does not see is as if it were not there."""
    if not role.region:
        return True
    if kind is kinds.COMPANIES:
        return row.get("state") == role.region
    owner: object = value_at(row, ("company", "id"))
    if owner is None and "agreementId" in row:
        agreement = tables.of(kinds.AGREEMENTS).rows.get(row["agreementId"], {})
        owner = value_at(agreement, ("company", "id"))
    company = tables.of(kinds.COMPANIES).rows.get(owner) if isinstance(owner, int) else None
    return company is None or company.get("state") == role.region


def shown(role: Role, row: Row) -> Row:
    """A row without the fields that the role hides."""
    if not role.hides_cost or "hourlyCost" not in row:
        return row
    return {name: value for name, value in row.items() if name != "hourlyCost"}
