"""The ledger of a folder: every document that was ever written to a file of it, and in which.

No program tells us what it has imported, and most import the same file twice without a word. So the
ledger is what is looked at before anything is written. One line of it is one file, and is what
counts: the file lies ready under a passing name before the line is written, and gets its name
after. Whatever breaks in between, the next look mends it.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.billing.outgoing import OutgoingCreditNote, OutgoingCustomer, OutgoingInvoice
from app.connectors.accounting_files.paper import Document
from app.errors import RemoteRefused, RemoteUnavailable
from app.values.plain_form import plain_of, value_of

LEDGER: Final = "switchbook-ledger.jsonl"
OUT: Final = "to-import"
"""The folder in which files lie ready for the program."""

_FORMAT: Final = "switchbook-ledger-1"
_PASSING: Final = ".part"
_KINDS: Final[Mapping[str, type[OutgoingInvoice] | type[OutgoingCreditNote]]] = {
    "invoice": OutgoingInvoice,
    "credit_note": OutgoingCreditNote,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document that was written."""

    document: Document
    key: str
    file_name: str


@dataclass(slots=True, kw_only=True)
class Kept:
    """What a ledger holds."""

    layout: str = ""
    company: str = ""
    entries: dict[tuple[bool, str], Entry] = field(default_factory=dict)
    """By whether it is a credit note, and number."""
    customers: dict[str, OutgoingCustomer] = field(default_factory=dict)
    """Those that we have made, by their ids."""
    unwritten: dict[str, OutgoingCustomer] = field(default_factory=dict)
    """Those of them that stand in no file yet."""
    files: list[str] = field(default_factory=list)

    def find(self, numbers: Sequence[str], *, is_credit_note: bool) -> list[Entry]:
        """The entries of these numbers."""
        wanted = ((is_credit_note, number) for number in dict.fromkeys(numbers))
        return [self.entries[each] for each in wanted if each in self.entries]

    def all(self, *, is_credit_note: bool) -> list[Entry]:
        """The entries of a kind, in their order."""
        return [entry for (kind, _), entry in self.entries.items() if kind is is_credit_note]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger of one folder, for one layout and company."""

    folder: Path
    layout: str
    company: str

    def read(self) -> Kept:
        """What it holds now; RemoteRefused where it is another's or is damaged."""
        kept = Kept()
        for number, line in enumerate(self._lines(), start=1):
            try:
                self._take(kept, json.loads(line))
            except (ValueError, KeyError, TypeError, ArithmeticError) as problem:
                raise RemoteRefused(
                    f"Line {number} of {LEDGER} in {self.folder} cannot be read.",
                    f"{type(problem).__name__}: {problem}.",
                    "Put the ledger back from a backup: without it, invoices could go out twice.",
                ) from None
        if kept.layout and (kept.layout, kept.company) != (self.layout, self.company):
            raise RemoteRefused(
                f"The folder {self.folder} holds the files of {kept.company} for {kept.layout}.",
                f"This connection is of {self.company} for {self.layout}.",
                "Choose another folder for it.",
            )
        self._mend(kept)
        return kept

    def _lines(self) -> Iterator[str]:
        try:
            text = (self.folder / LEDGER).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as problem:
            raise RemoteUnavailable(
                f"The ledger in {self.folder} cannot be read.", f"{problem}.", "Look at the folder."
            ) from None
        # A line without its end was cut off while it was written, and does not count.
        yield from text.split("\n")[:-1]

    def _take(self, kept: Kept, line: Mapping[str, Any]) -> None:
        if "ledger" in line:
            if line["ledger"] != _FORMAT:
                message = "it is of a newer program"
                raise ValueError(message)
            kept.layout, kept.company = line["layout"], line["company"]
        elif "customer" in line:
            customer = value_of(OutgoingCustomer, line["customer"])
            kept.customers[line["id"]] = kept.unwritten[line["id"]] = customer
        else:
            kept.files.append(line["file"])
            for each in line["documents"]:
                made = value_of(_KINDS[each["kind"]], each["document"])
                entry = Entry(document=made, key=each["key"], file_name=line["file"])
                kept.entries[each["kind"] == "credit_note", made.number] = entry
            for customer_id in line["customers"]:
                kept.unwritten.pop(customer_id, None)

    def _mend(self, kept: Kept) -> None:
        """Gives files their names that counted already when something broke."""
        for name in kept.files[-1:]:
            passing = self.folder / OUT / f"{name}{_PASSING}"
            if passing.exists():
                passing.replace(self.folder / OUT / name)

    def add_customer(self, customer_id: str, customer: OutgoingCustomer, kept: Kept) -> None:
        """Keeps a customer; it is written with the next file."""
        self._append({"id": customer_id, "customer": plain_of(customer)}, kept)

    def add_file(
        self,
        content: bytes,
        suffix: str,
        documents: Sequence[tuple[Document, str]],
        *,
        kept: Kept,
    ) -> str:
        """Writes a file and counts what is in it; its name. All of it or nothing."""
        name = f"{_word(documents)}-{len(kept.files) + 1:04d}.{suffix}"
        passing = self._laid_ready(name, content)
        line = {
            "file": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "customers": list(kept.unwritten),
            "documents": [
                {
                    "kind": "credit_note" if isinstance(each, OutgoingCreditNote) else "invoice",
                    "key": key,
                    "document": plain_of(each),
                }
                for each, key in documents
            ],
        }
        self._append(line, kept)
        try:
            passing.replace(self.folder / OUT / name)
        except OSError as problem:
            raise self._broken(problem) from None
        return name

    def _laid_ready(self, name: str, content: bytes) -> Path:
        """The file under its passing name, safe on the disk."""
        passing = self.folder / OUT / f"{name}{_PASSING}"
        try:
            passing.parent.mkdir(parents=True, exist_ok=True)
            with passing.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise RemoteUnavailable(
                f"{name} cannot be written in {self.folder}.",
                f"{problem}.",
                "Look whether the folder is there and has room.",
            ) from None
        return passing

    def _append(self, line: Mapping[str, Any], kept: Kept) -> None:
        path = self.folder / LEDGER
        first = {"ledger": _FORMAT, "layout": self.layout, "company": self.company}
        lines = [line] if kept.layout else [first, line]
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("a+b") as file:
                _cut_loose_end(file)
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise self._broken(problem) from None

    def _broken(self, problem: OSError) -> RemoteUnavailable:
        return RemoteUnavailable(
            f"The ledger in {self.folder} could not be written to its end.",
            f"{problem}.",
            "Look whether the folder is there and has room; then post again.",
            may_have_happened=True,
        )


def _cut_loose_end(file: Any) -> None:  # noqa: ANN401  a binary file of any kind
    """Takes off what was cut while it was written, so that the next line is one of its own."""
    file.seek(0)
    text = file.read()
    end = text.rfind(b"\n") + 1
    if end != len(text):
        file.truncate(end)
    file.seek(end)


def _word(documents: Sequence[tuple[Document, str]]) -> str:
    is_credit_note = any(isinstance(each, OutgoingCreditNote) for each, _ in documents)
    return "credit-notes" if is_credit_note else "invoices"
