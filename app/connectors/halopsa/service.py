"""HaloPSA at work: the methods of the PSA port."""

from collections.abc import Callable, Iterator
from typing import Final

from app.connectors.dealings import Company, Page, PaymentNews, Right
from app.connectors.halopsa import listing as lists
from app.connectors.halopsa.asking import TITLE, Halo
from app.connectors.halopsa.listing import Listing
from app.connectors.halopsa.parts import Ways
from app.connectors.halopsa.pulling import Walks
from app.connectors.halopsa.writing import Writes, no_place
from app.connectors.row_values import needed_identity
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused, SignInNeeded

_TOLD_LATER: Final = "It is told only when something is written."
_WRITES: Final = ("writes customers", "writes time", "writes invoices")
_NEEDED: Final = frozenset({PsaFamily.CUSTOMERS, PsaFamily.AGREEMENTS, PsaFamily.AGREEMENT_LINES})
_TESTED: Final[dict[PsaFamily, Listing]] = {
    PsaFamily.PRODUCTS: lists.ITEMS,
    PsaFamily.CUSTOMERS: lists.CLIENTS,
    PsaFamily.SITES: lists.SITES,
    PsaFamily.CONTACTS: lists.USERS,
    PsaFamily.AGREEMENTS: lists.CONTRACTS,
    PsaFamily.AGREEMENT_LINES: lists.RECURRING_HEADS,
    PsaFamily.TIME: lists.TICKETS,
    PsaFamily.CHARGES: lists.ORDERS,
    PsaFamily.INVOICES: lists.INVOICES,
}


class HaloPSA:
    """One company's HaloPSA."""

    def __init__(
        self,
        halo: Halo,
        ways: Ways,
        *,
        tenant: Callable[[], tuple[str, str]],
        reads_orders: bool,
    ) -> None:
        """``tenant``: its id and name, looked up when asked for."""
        self._halo = halo
        self._tenant = tenant
        self._reads_orders = reads_orders
        self._walks = Walks(halo, ways, reads_orders=reads_orders)
        self._writes = Writes(halo, ways)

    def company(self) -> Company:
        """The tenant by its look-up; one client is asked for, to see that we are let in."""
        self._halo.first(lists.CLIENTS.path, lists.CLIENTS.key, "The test of the connection")
        number, name = self._tenant()
        return Company(tenant_id=number, name=name)

    def rights(self) -> list[Right]:
        """Each family by one row of it; what may be written cannot be asked beforehand."""
        rights = [self._reads(family) for family in _TESTED]
        terms = Right(
            name="reads terms",
            is_given=False,
            why=f"{TITLE} has no list of terms: each customer names its days.",
            is_needed=False,
        )
        given = [Right(name=name, is_given=True, why=_TOLD_LATER) for name in _WRITES]
        return [terms, *rights, *given]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family; time ticket by ticket."""
        return self._walks.pull(family, since)

    def put_external_id(self, source_id: str, number: str) -> None:
        """Writes our account number at a client."""
        self._writes.external_id(source_id, number)

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """Marks time by an outside invoice's number; nothing else has a place for it."""
        if family is not PsaFamily.TIME:
            raise no_place(f"{family.value.replace('_', ' ')} {source_id}")
        self._writes.time_billed(source_id, invoice_number)

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """Writes our invoice's number at an invoice of theirs; nothing else has a place for it."""
        if family is not PsaFamily.INVOICES:
            raise no_place(f"{family.value.replace('_', ' ')} {source_id}")
        self._writes.invoice_reference(source_id, invoice_number)

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """Posts what of the payment is not told yet."""
        self._writes.payment(source_id, news)

    def close(self) -> None:
        """Ends the connection."""
        self._halo.close()

    def _reads(self, family: PsaFamily) -> Right:
        name = f"reads {family.value.replace('_', ' ')}"
        is_needed = family in _NEEDED
        try:
            self._try(family)
        except (RemoteRefused, SignInNeeded) as refusal:
            said = f"{refusal.what} {refusal.why}"
            return Right(name=name, is_given=False, why=said, is_needed=is_needed)
        return Right(name=name, is_given=True, is_needed=is_needed)

    def _try(self, family: PsaFamily) -> None:
        words = "The test of a right"
        listing = _TESTED[family]
        if family is PsaFamily.CHARGES:
            head = lists.RECURRING_HEADS
            self._halo.first(head.path, head.key, words)
            if not self._reads_orders:
                return
        rows = self._halo.first(listing.path, listing.key, words)
        if family is PsaFamily.TIME and rows:
            self._halo.actions(needed_identity(rows[0]), words)
