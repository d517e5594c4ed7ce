"""Rev.io PSA at work: customers, contacts and invoices, and a plain word on all else."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.connectors.dealings import Company, Page, PaymentNews, Right
from app.connectors.revio import reading
from app.connectors.revio.asking import CONTACTS, CUSTOMERS, TICKETS, TITLE, Revio
from app.connectors.row_values import Row, translated
from app.customers.incoming import PsaCustomer, PsaFamily
from app.errors import NotAllowed, RemoteRefused, SignInNeeded
from app.values.foreign_record import ForeignRecord

FAMILIES: Final = (PsaFamily.CUSTOMERS, PsaFamily.CONTACTS, PsaFamily.INVOICES)

_WHOLE: Final = "whole"
_NOT_KNOWN: Final = (
    "Not available: the vendor's interface is known to serve none of them. Read them from a"
    " spreadsheet by the system psa-files."
)
_FROM_TICKETS: Final = (
    "Available from tickets alone, by number and name: the list of customers gave {why}."
)


class RevioPsa:
    """One tenant's Rev.io PSA."""

    def __init__(self, revio: Revio, *, host: str) -> None:
        """``host``: the tenant's own name at the vendor."""
        self._revio = revio
        self._host = host
        self._absent: dict[str, str] = {}

    def company(self) -> Company:
        """The tenant as it signs in; nothing of it is told but its customers."""
        why = self._why_not(CUSTOMERS)
        words = f"customers: {'available' if not why else 'not available'}"
        name, _, _ = self._host.partition(".")
        return Company(tenant_id=self._host.lower(), name=name, words=words)

    def rights(self) -> list[Right]:
        """What this tenant gives, by asking once for each; what is not known is told plainly."""
        found = [self._right(family) for family in PsaFamily]
        return [
            *found,
            Right(name="writes customers", is_given=False, why=_NOT_KNOWN, is_needed=False),
        ]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family, whole each time: nothing is known that tells changes.

        A list that this tenant does not give yields an empty page, so that nothing seems gone.
        """
        words = f"Reading the {family.value}"
        if family is PsaFamily.CUSTOMERS:
            yield from self._customers(words)
        elif family is PsaFamily.CONTACTS:
            if self._why_not(CONTACTS):
                yield Page(records=(), mark=since)
            else:
                yield from self._listed(CONTACTS, words, reading.contact)
        elif family is PsaFamily.INVOICES:
            yield from self._invoices(since, words)

    def put_external_id(self, source_id: str, number: str) -> None:
        """NotAllowed: no place for it is known."""
        raise _no_place(f"customer {source_id} is our {number}")

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """NotAllowed: no place for it is known."""
        raise _no_place(f"{family.value} {source_id} is billed by {invoice_number}")

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """NotAllowed: no place for it is known."""
        raise _no_place(f"{family.value} {source_id} is billed by {invoice_number}")

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """NotAllowed: no place for it is known."""
        raise _no_place(f"invoice {source_id} is paid as {news.invoice_number}")

    def close(self) -> None:
        """Ends the connection."""
        self._revio.close()

    # ------------------------------------------------------------------ walks

    def _customers(self, words: str) -> Iterator[Page]:
        if not self._why_not(CUSTOMERS):
            yield from self._listed(CUSTOMERS, words, reading.customer)
            return
        seen: set[str] = set()
        for rows in self._revio.pages(TICKETS, words):
            named = translated(rows, reading.ticket_customer, words=words)
            new: dict[str, PsaCustomer] = {
                each.source_id: each
                for each in named
                if each is not None and each.source_id not in seen
            }
            seen |= set(new)
            # Whoever has no ticket is not seen, so nobody is gone.
            yield Page(records=tuple(new.values()), mark=_WHOLE)

    def _invoices(self, since: str | None, words: str) -> Iterator[Page]:
        """Customer by customer: there is no list of all invoices.

        Whole only where every customer is listed and has his list.
        """
        is_listed = not self._why_not(CUSTOMERS)
        if self._invoices_missing(words):
            yield Page(records=(), mark=since)
            return
        yielded = False
        for page in self._customers(words):
            for customer in page.records:
                number = customer.source_id
                for rows in self._revio.pages(f"{CUSTOMERS}/{number}/invoices", words):
                    records = translated(
                        rows,
                        lambda row, number=number: reading.invoice(row, number),  # type: ignore[misc]
                        words=words,
                    )
                    yielded = True
                    yield Page(records=records, mark=_WHOLE, is_whole=is_listed)
        if not yielded:
            yield Page(records=(), mark=_WHOLE, is_whole=is_listed)

    def _listed(
        self, path: str, words: str, translate: Callable[[Row], ForeignRecord]
    ) -> Iterator[Page]:
        for rows in self._revio.pages(path, words):
            yield Page(records=translated(rows, translate, words=words), mark=_WHOLE, is_whole=True)

    # ------------------------------------------------------------------ probes

    def _why_not(self, path: str) -> str:
        """Why a list is not available; asked once for a connection."""
        if path not in self._absent:
            self._absent[path] = self._revio.probed(path, "The test of what is available")
        return self._absent[path]

    def _first_customer(self, words: str) -> str | None:
        for page in self._customers(words):
            for each in page.records:
                return each.source_id
        return None

    def _invoices_missing(self, words: str) -> str:
        """Why invoices are not available, as the first customer's list tells."""
        number = self._first_customer(words)
        return "" if number is None else self._why_not(f"{CUSTOMERS}/{number}/invoices")

    def _right(self, family: PsaFamily) -> Right:
        name = f"reads {family.value.replace('_', ' ')}"
        if family not in FAMILIES:
            return Right(name=name, is_given=False, why=_NOT_KNOWN, is_needed=False)
        try:
            return _PROBES[family](self, name)
        except (RemoteRefused, SignInNeeded) as refusal:
            said = f"{refusal.what} {refusal.why}"
            is_needed = family is PsaFamily.CUSTOMERS
            return Right(name=name, is_given=False, why=said, is_needed=is_needed)

    def _customers_right(self, name: str) -> Right:
        why = self._why_not(CUSTOMERS)
        if not why:
            return Right(name=name, is_given=True, why="Available.")
        tickets = self._why_not(TICKETS)
        if tickets:
            both = f"Not available: the list of customers gave {why}; that of tickets {tickets}."
            return Right(name=name, is_given=False, why=both)
        return Right(name=name, is_given=True, why=_FROM_TICKETS.format(why=why))

    def _contacts_right(self, name: str) -> Right:
        return _told(name, self._why_not(CONTACTS))

    def _invoices_right(self, name: str) -> Right:
        return _told(name, self._invoices_missing("The test of what is available"))


_PROBES: Final[Mapping[PsaFamily, Callable[[RevioPsa, str], Right]]] = {
    PsaFamily.CUSTOMERS: RevioPsa._customers_right,  # noqa: SLF001  its own
    PsaFamily.CONTACTS: RevioPsa._contacts_right,  # noqa: SLF001
    PsaFamily.INVOICES: RevioPsa._invoices_right,  # noqa: SLF001
}


def _told(name: str, why: str) -> Right:
    words = f"Not available: it gave {why}." if why else "Available."
    return Right(name=name, is_given=not why, why=words, is_needed=False)


def _no_place(what: str) -> NotAllowed:
    return NotAllowed(
        f"{TITLE} cannot be told that {what}.",
        "No place for it is known in the vendor's interface.",
        "We keep it in our own ledger.",
    )
