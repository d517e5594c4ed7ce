"""Documents put into files: none twice, none cut in two, and all of a file or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from app.billing.incoming import BookCustomer
from app.billing.outgoing import OutgoingCustomer
from app.connectors.accounting_files.foreseeing import unwritable
from app.connectors.accounting_files.ledger import Kept, Ledger
from app.connectors.accounting_files.paper import Document, Frame, Layout, Manner
from app.connectors.accounting_files.reading import customers, terms
from app.connectors.accounting_files.tables import IN
from app.connectors.dealings import Posted
from app.connectors.json_value import write_json
from app.errors import RemoteRefused, RemoteUnavailable
from app.values.plain_form import plain_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Who writes the files of a folder."""

    manner: Manner
    ledger: Ledger
    lock: Callable[[], AbstractContextManager[None]]
    """Held while files are written, by one at a time."""

    def written(
        self, documents: Sequence[tuple[Document, str]], *, is_credit_note: bool
    ) -> list[Posted | RemoteRefused]:
        """What came of each, in order; in as few files as the program's limits allow."""
        outcomes: dict[int, Posted | RemoteRefused] = {}
        with self.lock():
            kept = self.ledger.read()
            taken = {number for kind, number in kept.entries if kind is is_credit_note}
            known = self._customers(kept)
            fresh: list[tuple[Document, str]] = []
            for place, (document, key) in enumerate(documents):
                if document.number in taken:
                    outcomes[place] = _taken(document)
                    continue
                refused = self._refusal(document, known)
                if refused is not None:
                    outcomes[place] = refused
                    continue
                taken.add(document.number)
                fresh.append((document, key))
                outcomes[place] = _posted(document)
            for number, together in enumerate(_by_file(fresh, self.manner.layout)):
                self._write_file(together, is_first=number == 0)
        return [outcomes[place] for place in range(len(documents))]

    def _refusal(
        self, document: Document, known: Mapping[str, OutgoingCustomer]
    ) -> RemoteRefused | None:
        """What the program would stumble over: it says so too late, or makes what is unknown."""
        layout = self.manner.layout
        problems = unwritable(document, layout, currency=self.manner.frame.currency)
        if problems:
            return RemoteRefused(
                f"{document.number} cannot stand in a file for {layout.title}.", problems[0], ""
            )
        # Where no list was exported, names alone join customers.
        if known and document.customer_id not in known:
            return RemoteRefused(
                f"{document.number} is for {document.customer_id}, whom {layout.title} lacks.",
                f"Neither a list of {IN} has the customer, nor have we made it.",
                f"Export the list of customers to {IN} again.",
            )
        return None

    def _write_file(self, documents: Sequence[tuple[Document, str]], *, is_first: bool) -> None:
        """One file; where an earlier one of the same request was written, some has happened."""
        kept = self.ledger.read()
        new = list(kept.unwritten.values())
        papers = [document for document, _ in documents]
        frame = self._frame(kept)
        try:
            text = self.manner.layout.written(papers, new, frame)
            content = text.encode(self.manner.layout.encoding)
            self.ledger.add_file(content, self.manner.layout.suffix, documents, kept=kept)
        except UnicodeEncodeError as problem:
            letter = problem.object[problem.start]
            raise RemoteRefused(
                f"A file of {self.manner.layout.title} cannot hold the letter {letter}.",
                "",
                "Write the name or description without it.",
            ) from None
        except RemoteUnavailable as problem:
            if is_first or problem.may_have_happened:
                raise
            raise RemoteUnavailable(
                problem.what, problem.why, problem.remedy, may_have_happened=True
            ) from None

    def _frame(self, kept: Kept) -> Frame:
        return replace(
            self.manner.frame,
            customers=self._customers(kept),
            terms={each.source_id: each.name for each in terms(self.manner.folder)},
        )

    def _customers(self, kept: Kept) -> dict[str, OutgoingCustomer]:
        """Those of the list, and those that we have made."""
        listed = customers(self.manner.folder, self.manner.layout)
        return {each.source_id: _outgoing(each) for each in listed} | kept.customers


def _by_file(
    documents: Sequence[tuple[Document, str]], layout: Layout
) -> Iterator[list[tuple[Document, str]]]:
    """Documents in as few files as the program's limits allow; none is cut in two."""
    together: list[tuple[Document, str]] = []
    rows = 0
    for document, key in documents:
        more = len(document.lines)
        is_full = len(together) >= layout.most_documents or rows + more > layout.most_rows
        if together and is_full:
            yield together
            together, rows = [], 0
        together.append((document, key))
        rows += more
    if together:
        yield together


def _outgoing(found: BookCustomer) -> OutgoingCustomer:
    """A customer of the list, as far as a file tells of it."""
    base = OutgoingCustomer(number=found.number or "", name=found.name, email=found.email)
    return base if found.address is None else replace(base, address=found.address)


def _posted(document: Document) -> Posted:
    return Posted(
        id=document.number,
        number=document.number,
        total=document.total,
        balance=document.total,
        raw=write_json(plain_of(document)),
    )


def _taken(document: Document) -> RemoteRefused:
    return RemoteRefused(
        f"{document.number} stands in a file of this folder already.",
        "Imported twice, it would be owed twice.",
        "Import the file that holds it, if that was not done.",
    )
