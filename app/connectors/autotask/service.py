"""Autotask PSA at work: the methods of the PSA port."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.connectors.autotask.asking import TITLE, Autotask, equal
from app.connectors.autotask.pulling import ENTITIES, Walks
from app.connectors.autotask.reading import Ways
from app.connectors.autotask.writing import Writes
from app.connectors.dealings import Company, Page, PaymentNews, Right
from app.connectors.row_values import Row, flag, real_identity, text
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused, SignInNeeded

_TEST: Final = "The test of a right"
_OWN_COMPANY: Final = "0"
_SHOWS_NONE: Final = (
    "It shows none: there are none, or the security level of the API user leaves them out."
)
_NO_FREE_TIME: Final = (
    "It shows no non-billable time: there is none, or the API user lacks the permission “Can view"
    " non-billable time entries”."
)
_LINES_OF_BUSINESS: Final = (
    "With an organizational structure it leaves out those of other lines of business, without a"
    " word."
)
_NEEDED: Final = frozenset({PsaFamily.CUSTOMERS, PsaFamily.AGREEMENTS, PsaFamily.AGREEMENT_LINES})
_WRITES: Final = (
    ("writes customers", "Companies", ("companyNumber",)),
    ("writes posted items", "BillingItems", ("webServiceDate",)),
    ("writes charges", "ContractCharges", ("internalPurchaseOrderNumber",)),
    ("writes invoices", "Invoices", ("webServiceDate", "invoiceNumber", "paidDate")),
)
"""Each write: its entity, and the fields that it needs."""


class AutotaskPsa:
    """One company's Autotask PSA."""

    def __init__(
        self, autotask: Autotask, ways: Ways, *, user: str, units_on: date | None = None
    ) -> None:
        """``user``: who signs in; ``units_on``: the day of quantities, None: the server's."""
        self._autotask = autotask
        self._ways = ways
        self._user = user
        self._walks = Walks(autotask, ways, units_on=units_on)
        self._writes = Writes(autotask, ways)

    def company(self) -> Company:
        """The provider's own company, which has the number 0."""
        zone = self._autotask.zone
        words = "The test of the connection"
        own: Row = self._autotask.one("Companies", _OWN_COMPANY, words) or {}
        lookups = self._walks.lookups
        _, _, domain = self._user.rpartition("@")
        return Company(
            tenant_id=zone.customer or domain.lower(),
            name=text(own, "companyName") or zone.name,
            country=lookups.country(real_identity(own, "countryID")),
            currency=lookups.own_currency(),
            words=", ".join(filter(None, (zone.name, zone.web))),
        )

    def rights(self) -> list[Right]:
        """Each family by one row of it; what may be written by what is told of the entities."""
        reads = [self._reads(family) for family in PsaFamily]
        return [*reads, self._reads_free_time(), *(self._writes_to(*each) for each in _WRITES)]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family."""
        return self._walks.pull(family, since)

    def put_external_id(self, source_id: str, number: str) -> None:
        """Writes our account number at a company."""
        self._writes.external_id(source_id, number)

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """Marks the posted item of time or a charge as taken over."""
        if family is PsaFamily.TIME:
            self._writes.time_taken(source_id, invoice_number)
        elif family is PsaFamily.CHARGES:
            self._writes.charge_taken(source_id, invoice_number)
        else:
            raise _no_place(family)

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """Writes our invoice's number at a contract, a charge or an invoice of theirs."""
        if family is PsaFamily.AGREEMENTS:
            self._writes.agreement_reference(source_id, invoice_number)
        elif family is PsaFamily.CHARGES:
            self._writes.charge_reference(source_id, invoice_number)
        elif family is PsaFamily.INVOICES:
            self._writes.invoice_reference(source_id, invoice_number)
        else:
            raise _no_place(family)

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """Writes the day on which an invoice was paid whole; a part of it changes nothing."""
        self._writes.payment(source_id, news)

    def close(self) -> None:
        """Ends the connection."""
        self._autotask.close()

    def _reads(self, family: PsaFamily) -> Right:
        name = f"reads {family.value.replace('_', ' ')}"
        is_needed = family in _NEEDED
        entity = ENTITIES[family]
        if family is PsaFamily.TIME and self._ways.is_posted:
            entity = "BillingItems"
        try:
            shown = self._autotask.first(entity, _TEST)
        except (RemoteRefused, SignInNeeded) as refusal:
            return _refused(name, refusal, is_needed=is_needed)
        # Every company there holds at least its own record: none at all is no right.
        is_given = bool(shown) or family is not PsaFamily.CUSTOMERS
        why = "" if shown else _SHOWS_NONE
        if entity in {"BillingItems", "Invoices"}:
            why = f"{why} {_LINES_OF_BUSINESS}".strip()
        return Right(name=name, is_given=is_given, why=why, is_needed=is_needed)

    def _reads_free_time(self) -> Right:
        """Non-billable time is left out without a word where the permission for it is missing."""
        name = "reads non-billable time"
        try:
            shown = self._autotask.first("TimeEntries", _TEST, (equal("isNonBillable", True),))  # noqa: FBT003  a condition's value
        except (RemoteRefused, SignInNeeded) as refusal:
            return _refused(name, refusal, is_needed=False)
        why = "" if shown else _NO_FREE_TIME
        return Right(name=name, is_given=True, why=why, is_needed=False)

    def _writes_to(self, name: str, entity: str, fields: tuple[str, ...]) -> Right:
        try:
            about = self._autotask.about(entity, _TEST)
            known = self._autotask.fields(entity, _TEST)
        except (RemoteRefused, SignInNeeded) as refusal:
            return _refused(name, refusal, is_needed=False)
        if flag(about, "canUpdate") is False or text(about, "userAccessForUpdate") == "None":
            why = f"The API user may not change {entity}."
            return Right(name=name, is_given=False, why=why, is_needed=False)
        closed = [each for each in fields if known.get(each.lower(), {}).get("isReadOnly")]
        if closed:
            why = f"Of {entity}, {', '.join(closed)} cannot be written here."
            return Right(name=name, is_given=False, why=why, is_needed=False)
        return Right(name=name, is_given=True, is_needed=False)


def _refused(name: str, refusal: RemoteRefused | SignInNeeded, *, is_needed: bool) -> Right:
    said = f"{refusal.what} {refusal.why}"
    return Right(name=name, is_given=False, why=said, is_needed=is_needed)


def _no_place(family: PsaFamily) -> NotAllowed:
    return NotAllowed(
        f"{TITLE} cannot be told this of {family.value.replace('_', ' ')}.",
        "It has no place for it.",
        "We keep it in our own ledger.",
    )
