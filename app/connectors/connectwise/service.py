"""ConnectWise PSA at work: the methods of the PSA port."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from app.connectors.connectwise.asking import TITLE, Manage
from app.connectors.connectwise.parts import Ways
from app.connectors.connectwise.pulling import CHARGE_PATHS, PATHS, Walks
from app.connectors.connectwise.writing import Writes
from app.connectors.dealings import Company, Page, PaymentNews, Right
from app.connectors.row_values import Row, needed_identity, text
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused, SignInNeeded

_TOLD_LATER: Final = "It is told only when something is written."
_SHOWS_NONE: Final = (
    "It shows none: there are none, or the security role of the API member leaves them out."
)
_NEEDED: Final = frozenset({PsaFamily.CUSTOMERS, PsaFamily.AGREEMENTS, PsaFamily.AGREEMENT_LINES})
_WRITES: Final = ("writes customers", "writes charges", "writes agreements", "writes invoices")


class ConnectWise:
    """One company's ConnectWise PSA."""

    def __init__(
        self, manage: Manage, ways: Ways, *, company_id: str, company_types: Sequence[str]
    ) -> None:
        """``company_id``: as it signs in; ``company_types``: none for all."""
        self._manage = manage
        self._company_id = company_id
        self._walks = Walks(manage, ways, company_types=company_types)
        self._writes = Writes(manage, ways)

    def company(self) -> Company:
        """The company by its look-up, and the version of the server."""
        found = self._manage.one("/system/info", "The test of the connection")
        words = (text(found, "version"), text(found, "cloudRegion"), text(found, "serverTimeZone"))
        return Company(
            tenant_id=self._company_id.lower(),
            name=self._manage.company_name(),
            words=", ".join(filter(None, words)),
        )

    def rights(self) -> list[Right]:
        """Each family by one row of it; what may be written cannot be asked beforehand."""
        rights = [self._reads(family) for family in PsaFamily]
        given = [Right(name=name, is_given=True, why=_TOLD_LATER) for name in _WRITES]
        return [*rights, *given]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family; agreement lines agreement by agreement."""
        return self._walks.pull(family, since)

    def put_external_id(self, source_id: str, number: str) -> None:
        """Writes our account number at a company."""
        self._writes.external_id(source_id, number)

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """Marks a product by its cross reference; time and expenses have no place for it."""
        kind, _, number = source_id.partition(":")
        if family is not PsaFamily.CHARGES or kind != "product":
            raise _no_place(f"{family.value.replace('_', ' ')} {source_id}")
        self._writes.product_reference(number, invoice_number)

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """Writes our invoice's number at an agreement, a product or an invoice of theirs."""
        if family is PsaFamily.AGREEMENTS:
            self._writes.agreement_reference(source_id, invoice_number)
        elif family is PsaFamily.INVOICES:
            self._writes.invoice_reference(source_id, invoice_number)
        else:
            self.mark_billed(family, source_id, invoice_number=invoice_number)

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """Posts what of the payment is not told yet."""
        self._writes.payment(source_id, news)

    def close(self) -> None:
        """Ends the connection."""
        self._manage.close()

    def _reads(self, family: PsaFamily) -> Right:
        name = f"reads {family.value.replace('_', ' ')}"
        is_needed = family in _NEEDED
        try:
            why = self._shown(family)
        except (RemoteRefused, SignInNeeded) as refusal:
            said = f"{refusal.what} {refusal.why}"
            return Right(name=name, is_given=False, why=said, is_needed=is_needed)
        # Every company there holds at least its own record: none at all is no right.
        is_given = not (why and family is PsaFamily.CUSTOMERS)
        return Right(name=name, is_given=is_given, why=why, is_needed=is_needed)

    def _shown(self, family: PsaFamily) -> str:
        """Why it is not sure that a family may be read; blank where a row of it was shown."""
        words = "The test of a right"
        if family is PsaFamily.CHARGES:
            paths = list(CHARGE_PATHS.values())
        elif family in PATHS:
            paths = [PATHS[family]]
        else:
            parent, child = _CHILDREN[family]
            above = self._manage.first(PATHS[parent], words)
            if not above:
                return _SHOWS_NONE
            paths = [child(above[0])]
        shown = [self._manage.first(path, words) for path in paths]
        return "" if any(shown) else _SHOWS_NONE


_CHILDREN: Final[dict[PsaFamily, tuple[PsaFamily, Callable[[Row], str]]]] = {
    PsaFamily.SITES: (
        PsaFamily.CUSTOMERS,
        lambda row: f"/company/companies/{needed_identity(row)}/sites",
    ),
    PsaFamily.AGREEMENT_LINES: (
        PsaFamily.AGREEMENTS,
        lambda row: f"/finance/agreements/{needed_identity(row)}/additions",
    ),
}
"""Families that are asked below another, and the path below its first row."""


def _no_place(what: str) -> NotAllowed:
    return NotAllowed(
        f"{TITLE} cannot be told that {what} is billed.",
        "Its own invoicing alone sets that; we keep it in our own ledger.",
        "Nothing is to be done.",
    )
