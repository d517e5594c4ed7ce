"""The tax service of a company, ready to be asked; and why something has no answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.connectors.ports import TaxService
from app.connectors.registry import tax_system
from app.connectors.system import TaxSystem
from app.errors import AppError, SignInNeeded
from app.host.keychain import secret_of
from app.store.setup import load
from app.store.tax_service import StoredService, stored_service
from app.store.transaction import Transaction
from app.tax.book import TaxBook, make_book
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.service_pair import PairBook, ServicePair, pairs_of
from app.tax.zip_counties import counties_of_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedService:
    """The tax service of a company, and what it needs of the setup."""

    system: TaxSystem
    stored: StoredService
    pairs: PairBook
    exemptions: Sequence[Exemption]
    book: TaxBook
    """Bundles alone: the company's own tax tables are not asked."""

    def open(self) -> TaxService:
        """The service at work; SignInNeeded where this computer keeps no secret of it."""
        secret = secret_of(self.stored.company_id, self.system.key)
        if secret is None:
            raise SignInNeeded(
                f"{self.system.title} cannot be asked.",
                "This computer's keyring holds no credentials of it for this company.",
                f"Give them: tax service FILE --connect {self.system.key}.",
            )
        return self.system.open(self.stored.settings, secret)


def connected_service(conn: Transaction) -> ConnectedService | None:
    """The tax service in use; None where taxes are worked out here."""
    stored = stored_service(conn)
    if stored is None:
        return None
    return ConnectedService(
        system=tax_system(stored.service),
        stored=stored,
        pairs=pairs_of(load(conn, ServicePair), stored.service),
        exemptions=load(conn, Exemption),
        book=make_book((), bundles=load(conn, BundleComponent), counties_of_zip=counties_of_zip),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document has no answer, and the way out."""

    what: str
    way_out: str


Failures = Mapping[str, Failure]
"""By the hash of the request."""


def failure_of(problem: AppError) -> Failure:
    """What an error means for the invoice it keeps from being taxed."""
    way_out = problem.remedy or "Try again later."
    return Failure(what=f"{problem.what} {problem.why}".strip(), way_out=way_out)
