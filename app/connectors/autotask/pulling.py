"""Walks through Autotask, family by family. Source: ``psa-apis.md`` 3.4 and 3.6.

A walk asks for what changed where the entity has a stamp, and for all where it has none.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from app.connectors.autotask import reading, reading_agreements
from app.connectors.autotask.asking import Autotask, Filter, equal, filled, unequal
from app.connectors.autotask.lookups import Lookups, grouped, ids
from app.connectors.autotask.pulling_agreements import (
    CONTRACT_FIELDS,
    NEWER_STAMP,
    AgreementWalks,
)
from app.connectors.autotask.pulling_work import WorkWalks
from app.connectors.autotask.reading import STAMPS, Around, Ways
from app.connectors.autotask.stamps import marks_of
from app.connectors.autotask.unstamped import (
    Beside,
    Digest,
    Seen,
    mark_from,
    news_of,
    unstamped_pages,
)
from app.connectors.autotask.walking import (
    FOREIGN,
    Records,
    Translate,
    changed_pages,
    each_row,
    read_rows,
    whole_pages,
)
from app.connectors.dealings import Page
from app.connectors.row_values import Row, needed_identity
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused

ENTITIES: Final[Mapping[PsaFamily, str]] = {
    PsaFamily.TERMS: "PaymentTerms",
    PsaFamily.PRODUCTS: "Services",
    PsaFamily.CUSTOMERS: "Companies",
    PsaFamily.SITES: "CompanyLocations",
    PsaFamily.CONTACTS: "Contacts",
    PsaFamily.AGREEMENTS: "Contracts",
    PsaFamily.AGREEMENT_LINES: "ContractServices",
    PsaFamily.TIME: "TimeEntries",
    PsaFamily.CHARGES: "ContractCharges",
    PsaFamily.INVOICES: "Invoices",
}
"""What tells best whether a family may be read."""

_CATALOG: Final = {"service": "Services", "bundle": "ServiceBundles", "product": "Products"}
_OWN_COMPANY: Final = 0
_SITES: Final = "CompanyLocations"
_COMPANIES: Final = Beside(
    entity="Companies", stamp=STAMPS["Companies"], fields=("billToCompanyLocationID",)
)
"""What tells of sites which get the invoices."""
_CONTRACTS: Final = Beside(
    entity="Contracts",
    stamp=NEWER_STAMP,
    fields=(
        "companyID",
        "billToCompanyID",
        "billToCompanyContactID",
        "isDefaultContract",
        "status",
    ),
)
"""What tells of contacts which get the invoices, where its version tells when it changed."""
_CONTACTS: Final = Beside(entity="Contacts", stamp=STAMPS["Contacts"])
"""What tells where the invoices of a company go."""


class Walks:
    """The walks of one company."""

    def __init__(self, autotask: Autotask, ways: Ways, *, units_on: date | None) -> None:
        """``units_on``: the day whose billing period tells quantities; None: the server's day."""
        self._autotask = autotask
        self._ways = ways
        self._lookups = Lookups(autotask)
        self._work = WorkWalks(autotask, self._lookups, ways)
        self._agreements = AgreementWalks(
            autotask, self._lookups, ways, day=lambda: units_on or autotask.today()
        )

    @property
    def lookups(self) -> Lookups:
        """The short lists of the company."""
        return self._lookups

    def pull(self, family: PsaFamily, since: str | None) -> Iterator[Page]:
        """The pages of a family; first it is seen that the company's calls are not used up."""
        self._autotask.check_usage()
        words = f"Reading the {family.value.replace('_', ' ')}"
        if family is PsaFamily.TERMS:
            terms = partial(each_row, translate=reading.terms)
            yield from whole_pages(self._autotask, "PaymentTerms", words, terms)
        elif family is PsaFamily.PRODUCTS:
            yield from self._products(since, words)
        elif family is PsaFamily.CUSTOMERS:
            yield from self._customers(since, words)
        elif family is PsaFamily.SITES:
            yield from self._sites(since, words)
        elif family is PsaFamily.CONTACTS:
            yield from self._contacts(since, words)
        elif family is PsaFamily.AGREEMENTS:
            yield from self._agreements.agreements(since, words)
        elif family is PsaFamily.AGREEMENT_LINES:
            yield from self._agreements.lines(since, words)
        else:
            yield from self._work.pull(family, since, words)

    # -------------------------------------------------------- customers and who belongs to them

    def _customers(self, since: str | None, words: str) -> Iterator[Page]:
        """Companies, and those of which contracts or contacts changed: they tell who is billed."""
        pages = self._followed(
            "Companies",
            since,
            words=words,
            beside=(_CONTRACTS, _CONTACTS),
            translate=self._companies,
            wanted=(unequal("id", _OWN_COMPANY),),
            concerned=self._concerned_companies,
        )
        any_seen = is_whole = False
        for page in pages:
            any_seen, is_whole = any_seen or bool(page.records), page.is_whole
            yield page
        if is_whole and not any_seen:
            raise RemoteRefused(
                f"{words}: Autotask shows no company at all.",
                "The security level of the API user leaves out what it may not see, without"
                " a word.",
                "Look at the security level's rights on companies.",
            )

    def _concerned_companies(self, news: Mapping[str, list[Row]], words: str) -> Iterator[Row]:
        contacts = ids(news.get("Contacts", ()), "id")
        contracts = self._autotask.by_ids(
            "Contracts", words, contacts, field="billToCompanyContactID", fields=("companyID",)
        )
        named = ids((*contracts, *(row for rows in news.values() for row in rows)), "companyID")
        return self._autotask.by_ids("Companies", words, named - {str(_OWN_COMPANY)})

    def _contacts(self, since: str | None, words: str) -> Iterator[Page]:
        """Contacts, and those of companies of which contracts changed: they name who is billed."""
        yield from self._followed(
            "Contacts",
            since,
            words=words,
            beside=(_CONTRACTS,),
            translate=self._contacts_of,
            wanted=FOREIGN,
            concerned=self._concerned_contacts,
        )

    def _concerned_contacts(self, news: Mapping[str, list[Row]], words: str) -> Iterator[Row]:
        named = ids(news["Contracts"], "companyID", "billToCompanyID") - {str(_OWN_COMPANY)}
        return self._autotask.by_ids("Contacts", words, named, field="companyID")

    def _followed(
        self,
        entity: str,
        since: str | None,
        *,
        words: str,
        beside: Sequence[Beside],
        translate: Translate,
        wanted: Filter,
        concerned: Callable[[Mapping[str, list[Row]], str], Iterator[Row]],
    ) -> Iterator[Page]:
        """An entity by its stamp, and those of it that news of others concern."""
        known = Seen.read(since)
        marks = dict(known.marks) if known is not None else {}
        is_known = entity in marks
        news: dict[str, list[Row]] = {}
        for each in beside if is_known else ():
            if each.entity in marks:
                news[each.entity], marks[each.entity] = news_of(
                    self._autotask, each, marks[each.entity], words
                )
        begun: datetime | None = None
        for page in changed_pages(
            self._autotask,
            entity,
            marks.get(entity),
            stamp=STAMPS[entity],
            words=words,
            translate=translate,
            wanted=wanted,
        ):
            begun = begun or self._autotask.told_at
            marks[entity] = page.mark or marks.get(entity, "")
            if page.records:
                yield Page(records=page.records, is_whole=not is_known)
        if any(news.values()):
            rows = list(concerned(news, words))
            yield Page(records=read_rows(rows, translate, words))
        elif not is_known:
            for each in beside:
                if each is not _CONTRACTS or self._agreements.has_stamp(words):
                    marks[each.entity] = mark_from(begun)
        yield Page(records=(), mark=Seen(digest="", marks=marks).text, is_whole=not is_known)

    def _companies(self, rows: list[Row]) -> Records:
        around = self._around(rows)
        return [reading.customer(row, self._lookups, self._ways, around) for row in rows]

    def _around(self, rows: list[Row]) -> Around:
        """Whom contracts and contacts name for the invoices of these companies."""
        words = "Reading who gets the invoices"
        numbers = ids(rows, "id")
        contracts = list(
            self._autotask.by_ids(
                "Contracts",
                words,
                numbers,
                field="companyID",
                also=(filled("billToCompanyContactID"),),
                fields=CONTRACT_FIELDS,
            )
        )
        active = [each for each in contracts if reading_agreements.is_active(each, self._lookups)]
        named = self._autotask.by_ids("Contacts", words, ids(active, "billToCompanyContactID"))
        primary = self._autotask.by_ids(
            "Contacts",
            words,
            numbers,
            field="companyID",
            also=(equal("primaryContact", True),),  # noqa: FBT003  the value of a condition
        )
        places = self._autotask.by_ids(
            "CompanyLocations", words, ids(rows, "billToCompanyLocationID")
        )
        return Around(
            contracts=grouped(active, "companyID"),
            contacts={needed_identity(each): each for each in named},
            primary=grouped(primary, "companyID"),
            locations={needed_identity(each): each for each in places},
        )

    def _sites(self, since: str | None, words: str) -> Iterator[Page]:
        """Sites, which tell no change; companies tell which of them get the invoices."""

        def look(digest: Digest) -> None:
            for rows in self._autotask.pages(_SITES, words, FOREIGN):
                for row in rows:
                    digest.note(_SITES, row)

        def whole(digest: Digest) -> Iterator[Records]:
            for rows in self._autotask.pages(_SITES, words, FOREIGN):
                for row in rows:
                    digest.note(_SITES, row)
                yield read_rows(rows, self._sites_of, words)

        yield from unstamped_pages(
            self._autotask, since, words=words, beside=(_COMPANIES,), look=look, whole=whole
        )

    def _sites_of(self, rows: list[Row]) -> Records:
        companies = self._autotask.by_ids(
            "Companies",
            "Reading which sites get the invoices",
            ids(rows, "id"),
            field="billToCompanyLocationID",
            fields=("billToCompanyLocationID",),
        )
        billing = frozenset(ids(companies, "billToCompanyLocationID"))
        return [reading.site(row, self._lookups, billing) for row in rows]

    def _contacts_of(self, rows: list[Row]) -> Records:
        contracts = self._autotask.by_ids(
            "Contracts",
            "Reading which contacts get the invoices",
            ids(rows, "id"),
            field="billToCompanyContactID",
            fields=("billToCompanyContactID",),
        )
        billing = frozenset(ids(contracts, "billToCompanyContactID"))
        return [reading.contact(row, billing) for row in rows]

    def _products(self, since: str | None, words: str) -> Iterator[Page]:
        """Services and bundles by their stamp, products whole; each with its own mark."""
        marks = marks_of(since)
        is_whole = not marks
        for kind, entity in _CATALOG.items():
            translate = partial(self._catalog, kind=kind)
            pages = (
                changed_pages(
                    self._autotask,
                    entity,
                    marks.get(kind),
                    stamp=STAMPS[entity],
                    words=words,
                    translate=translate,
                )
                if entity in STAMPS
                else whole_pages(self._autotask, entity, words, translate, is_optional=True)
            )
            for page in pages:
                marks[kind] = page.mark or marks.get(kind)
                yield Page(records=page.records, is_whole=is_whole)
        yield Page(records=(), mark=json.dumps(marks), is_whole=is_whole)

    def _catalog(self, rows: list[Row], kind: str) -> Records:
        return [reading.product(row, kind, self._lookups) for row in rows]
