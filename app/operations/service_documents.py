"""Taxes of a run by a tax service: its documents, and what was answered for them.

Answers are read from the file, by what was asked: a draft made again asks only for what has
changed. Nothing here speaks to the service.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.billing.credits import names_line
from app.billing.draft import DraftInvoice
from app.billing.gates import AtStake, GateName, gates_of
from app.billing.invoice import Invoice, Line
from app.customers.location import ServiceLocation
from app.findings import Finding, warning
from app.operations.service_connection import ConnectedService, Failure, Failures
from app.store.run_records import RunRecords
from app.store.tax_documents import (
    DocumentKind,
    DocumentState,
    StoredDocument,
    loose_documents,
    quotes,
)
from app.store.transaction import Transaction
from app.tax.place import place_of, with_county
from app.tax.request import ChargeKind, TaxableCharge, TaxRequest
from app.tax.result import TaxLine
from app.tax.service_answer import ServiceAnswer, service_lines, service_problem
from app.tax.service_document import (
    DocumentItem,
    ServicePlace,
    TaxDocument,
    credit_items,
    document_items,
)
from app.tax.service_relief import service_relief
from app.values.money import ZERO, cents


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDocument:
    """A document of a run, and what is known of its taxes."""

    account_number: str
    period: str
    kind: DocumentKind
    document: TaxDocument
    request: str
    request_hash: str
    answer: ServiceAnswer | None = None

    @property
    def is_answered(self) -> bool:
        """Whether it was answered whole."""
        return self.answer is not None and not self.answer.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicedRun:
    """The drafts of a run with the taxes of the service, and their documents."""

    drafts: Sequence[DraftInvoice]
    documents: Sequence[RunDocument] = field(default_factory=tuple)

    @property
    def at_stake(self) -> AtStake:
        """The invoices the service did not answer for."""
        concerned = [each for each in self.drafts if GateName.TAX_SERVICE in gates_of(each)]
        amounts = (each.invoice.charges for each in concerned if each.invoice)
        return AtStake(
            count=len(concerned),
            amount=sum(amounts, ZERO),
            records=tuple(each.account_number for each in concerned),
        )


def taxed_by_service(
    conn: Transaction,
    drafts: Iterable[DraftInvoice],
    records: RunRecords,
    *,
    service: ConnectedService,
    label: str,
    failures: Failures,
    filed: bool,
) -> ServicedRun:
    """The drafts with the taxes answered for them; what has no answer is left out.

    Answers are those kept in the file: quotes, or where ``filed`` those of documents that lie at
    the service and wait for their invoice. Nothing is asked.
    """
    loose = [each for each in loose_documents(conn) if each.invoice_id is None]
    waiting = [each for each in loose if each.state is DocumentState.COMMITTED and filed]
    held = {each.account_number: each for each in loose if each not in waiting}
    kept = waiting if filed else quotes(conn, label, service=service.system.key)
    work = _Work(
        service=service,
        records=records,
        label=label,
        failures=failures,
        kept={each.request_hash: each for each in kept},
        held=held,
    )
    done = [work.taxed(draft) for draft in drafts]
    return ServicedRun(drafts=done, documents=work.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One run on its way through the answers."""

    service: ConnectedService
    records: RunRecords
    label: str
    failures: Failures
    kept: Mapping[str, StoredDocument]
    held: Mapping[str, StoredDocument]
    """By account a document of which nobody knows what became."""
    documents: list[RunDocument] = field(default_factory=list)
    locations: dict[date, Mapping[str, ServiceLocation]] = field(default_factory=dict)
    """Locations by code as they were on the day of an invoice."""

    def taxed(self, draft: DraftInvoice) -> DraftInvoice:
        """The draft with its taxes."""
        invoice, request = draft.invoice, draft.request
        if invoice is None or request is None:
            return draft
        documents, problems = self._documents(draft, invoice, request)
        if held := self.held.get(draft.account_number):
            problems = [*problems, self._not_settled(held)]
        if problems:
            return replace(draft, tax_problems=(*draft.tax_problems, *problems))
        self.documents.extend(documents)
        lines: list[TaxLine] = []
        notes: list[Finding] = []
        for each in documents:
            answer = each.answer
            if answer is None or answer.problems:
                problems.append(self._unanswered(each))
            elif each.kind is DocumentKind.CREDIT:
                notes += self._compared(each, invoice, answer)
            else:
                places = {
                    code: with_county(place, self.service.book.counties_of_zip)
                    for code, place in request.locations.items()
                }
                own, unknown = service_lines(
                    answer,
                    each.document,
                    places=places,
                    pairs=self.service.pairs,
                    source=self.service.system.source,
                )
                lines += own
                problems += unknown
        return replace(
            draft,
            invoice=replace(invoice, tax_lines=(*lines, *invoice.tax_lines)),
            findings=(*draft.findings, *notes),
            tax_problems=(*draft.tax_problems, *problems),
        )

    def _documents(
        self, draft: DraftInvoice, invoice: Invoice, request: TaxRequest
    ) -> tuple[list[RunDocument], list[Finding]]:
        relief = service_relief(self.service.exemptions, request, self.service.pairs)
        items, unmapped = document_items(request, self.service.book, self.service.pairs)
        back, unmapped_back = self._given_back(invoice, request)
        problems = list(relief.problems)
        problems += (
            self._unmapped(draft, name) for name in dict.fromkeys((*unmapped, *unmapped_back))
        )
        if problems:
            return [], problems
        places = self._places(invoice, request)
        whole = TaxDocument(
            account_number=draft.account_number,
            dated=invoice.invoice_date,
            customer_class=request.customer_class.lower(),
            places=places,
            items=items,
            exemptions=relief.exemptions,
            is_lifeline=relief.is_lifeline,
        )
        found = []
        if items:
            found.append(self._asked(DocumentKind.INVOICE, whole))
        if back:
            found.append(self._asked(DocumentKind.CREDIT, replace(whole, items=back)))
        return found, []

    def _asked(self, kind: DocumentKind, document: TaxDocument) -> RunDocument:
        """The document with its request, and what is kept of its answer."""
        system, settings = self.service.system, self.service.stored.settings
        request = system.written(document, settings)
        told = json.dumps([system.key, kind.value, dict(settings)], sort_keys=True)
        digest = hashlib.sha256(f"{told}\n{request}".encode()).hexdigest()
        kept = self.kept.get(digest)
        answer = None
        if kept is not None and kept.answer is not None:
            answer = system.read(request, kept.answer)
        return RunDocument(
            account_number=document.account_number,
            period=self.label,
            kind=kind,
            document=document,
            request=request,
            request_hash=digest,
            answer=answer,
        )

    def _given_back(
        self, invoice: Invoice, request: TaxRequest
    ) -> tuple[tuple[DocumentItem, ...], tuple[str, ...]]:
        """What the invoice gives back of earlier ones that the service taxed."""
        taxed = {charge.index for charge in request.charges}
        originals = {
            index: original
            for index, line in enumerate(invoice.lines)
            if index not in taxed and (original := self._original(line)) is not None
        }
        if not originals:
            return (), ()
        apart = tuple(
            self._charge_back(index, invoice.lines[index])
            for index in originals
            if invoice.lines[index].amount
        )
        units: dict[int, Fraction] = {}
        for tax in invoice.tax_lines:
            for part in tax.parts:
                if tax.units and part.line_index in originals:
                    known = units.get(part.line_index, Fraction(0))
                    units[part.line_index] = max(known, -Fraction(tax.units))
        return credit_items(
            replace(request, charges=apart, plant={}),
            self.service.book,
            self.service.pairs,
            taxed_on={index: each.invoice_date for index, each in originals.items()},
            units=units,
        )

    def _original(self, line: Line) -> Invoice | None:
        """The latest invoice that a credit reverses, where the service taxed it."""
        charges = self.records.charges.get(line.account_number, ())
        key = next((c.credits for c in charges if c.reference == line.reference), None) or ""
        day = self.records.accounts[line.account_number].bill_cycle_day
        source = self.service.system.source
        found = [
            invoice
            for invoice in self.records.invoices_of.get(line.account_number, ())
            if any(names_line(each, key, day) for each in invoice.lines)
            and any(tax.source == source for tax in invoice.tax_lines)
        ]
        return found[-1] if found else None

    def _charge_back(self, index: int, line: Line) -> TaxableCharge:
        product = self.records.products[line.product_code]
        return TaxableCharge(
            index=index,
            amount=-line.amount,
            category=line.tax_category,
            product_code=line.product_code,
            location_code=line.location_code,
            first_day=line.start,
            last_day=line.start,
            reference=line.reference,
            kind=ChargeKind.CREDIT,
            counts=True,
            line_kind=product.line_kind,
        )

    def _places(self, invoice: Invoice, request: TaxRequest) -> dict[str, ServicePlace]:
        """The places of the invoice as they were on its day."""
        day = invoice.invoice_date
        if day not in self.locations:
            self.locations[day] = self.records.locations_on(day)
        return {code: _place(self.locations[day][code]) for code in request.locations}

    def _compared(
        self, each: RunDocument, invoice: Invoice, answer: ServiceAnswer
    ) -> Iterable[Finding]:
        """A warning where the service would give back another tax than the original's lines."""
        lines = {index for item in each.document.items for index, _ in item.bearers}
        here = -sum(
            (
                part.amount
                for tax in invoice.tax_lines
                for part in tax.parts
                if part.line_index in lines
            ),
            Decimal(0),
        )
        there = cents(answer.total)
        if here != there:
            yield warning(
                "tax_service_credit",
                f"{each.account_number}: the invoice gives back {here} of taxes, as they were "
                f"charged; {self.service.system.title} makes it {there}.",
                way_out="The invoice is right. Tell the service's support, if it matters to them.",
                record=each.account_number,
            )

    def _unanswered(self, each: RunDocument) -> Finding:
        failure = self.failures.get(each.request_hash)
        if failure is None and each.answer is not None:
            failure = not_whole(self.service, each, each.answer)
        if failure is None:
            failure = Failure(
                what=f"{self.service.system.title} has not been asked about it as it is now.",
                way_out="Make the draft again.",
            )
        return service_problem(each.account_number, failure.what, failure.way_out)

    def _unmapped(self, draft: DraftInvoice, name: str) -> Finding:
        return service_problem(
            draft.account_number,
            f"{name} has no pair of {self.service.system.title}.",
            "Add a row to the sheet tax_service_pairs; a blank pair says it is not sent.",
        )

    def _not_settled(self, held: StoredDocument) -> Finding:
        return service_problem(
            held.account_number,
            f"it is not known what became of document {held.code} at "
            f"{self.service.system.title}. {held.last_error}".rstrip(),
            "Make the draft again once the service answers: the document is taken back first. If "
            "it never lets it go, see to it there; then tax service FILE --settled CODE.",
        )


def not_whole(service: ConnectedService, asked: RunDocument, answer: ServiceAnswer) -> Failure:
    """Why an answer does not count, its items named in our words."""
    said = " ".join(answer.problems)
    for item in asked.document.items:
        said = said.replace(f"Item {item.reference} ", f"Item {item.reference}, {item.words}, ")
    return Failure(
        what=f"{service.system.title} did not tax it whole. {said}",
        way_out="Mend what it names; then make the draft again.",
    )


def _place(location: ServiceLocation) -> ServicePlace:
    place = place_of(location)
    return ServicePlace(
        location_code=place.location_code,
        country=place.country,
        region=place.region,
        city=location.city,
        postal_code=place.postal_code,
        street=location.address_line1,
        county_fips=place.county_fips,
        place_fips=place.place_fips,
        inside_city=place.inside_city,
    )
