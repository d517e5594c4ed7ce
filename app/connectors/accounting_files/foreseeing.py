"""What a program would refuse of a document in a file, told before the file is written."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from app.billing.outgoing import TO_BE_MADE, OutgoingLine
from app.connectors.accounting_files.paper import Document, Layout, is_credit, remark
from app.connectors.dealings import Choices, Foreseen

_CENT: Final = Decimal("0.01")


def foreseen(document: Document, choices: Choices, layout: Layout, *, currency: str) -> Foreseen:
    """What a document would come to: the sum of its lines, as no program taxes them."""
    problems = (
        *unwritable(document, layout, currency=currency),
        *dict.fromkeys(_place_problems(document, choices, layout)),
    )
    return Foreseen(total=document.total, problems=problems)


def unwritable(document: Document, layout: Layout, *, currency: str) -> tuple[str, ...]:
    """What no file can hold, whatever the lists tell; such a document is not written."""
    return (
        *_head_problems(document, layout, currency),
        *_amount_problems(document, layout),
        *_letter_problems(document, layout),
    )


def _head_problems(document: Document, layout: Layout, currency: str) -> Iterable[str]:
    if is_credit(document) and not layout.takes_credit_notes:
        yield f"{layout.title} takes no credit notes by file: enter it by hand."
    if not document.number:
        yield "It has no number."
    if len(document.number) > layout.longest_number:
        yield f"Its number has more than {layout.longest_number} characters."
    name = document.customer_id.removeprefix(TO_BE_MADE)
    if len(name) > layout.longest_customer:
        yield f"Its customer {name} has more than {layout.longest_customer} characters."
    if not document.lines:
        yield "It has no lines."
    if len(document.lines) > layout.most_rows:
        yield f"It has {len(document.lines)} lines, and a file takes {layout.most_rows} rows."
    if document.total < 0:
        yield f"It comes to {document.total}, and a document below zero is not imported."
    if document.currency != currency:
        yield f"It is in {document.currency}, and the books are in {currency}."


def _named(document: Document) -> Iterator[tuple[str, OutgoingLine]]:
    for number, line in enumerate(document.lines, start=1):
        yield f"Line {number} ({line.code or line.description[:30]})", line


def _amount_problems(document: Document, layout: Layout) -> Iterable[str]:
    for where, line in _named(document):
        if line.amount != line.amount.quantize(_CENT):
            yield f"{where} is not in whole cents: {line.amount}."
        if line.amount < 0 and not layout.takes_lines_below_zero:
            yield f"{where} is below zero, and {layout.title} takes none: credit it by a note."
        if not line.description.strip():
            yield f"{where} has no description."


def _place_problems(document: Document, choices: Choices, layout: Layout) -> Iterable[str]:
    accounts = {each.source_id: each for each in choices.accounts}
    items = {each.source_id for each in choices.items}
    for where, line in _named(document):
        account = accounts.get(line.account_id)
        item = line.item_id or ""
        if account is None:
            # The program would make one without a word.
            yield f"{where} names an account that is not in the list of accounts."
        elif not account.is_for_lines:
            yield f"{where} names the account {account.name}, which lines may not use."
        if layout.needs_items and not item.startswith(TO_BE_MADE) and item not in items:
            yield f"{where} names no item of the list of items."
        if choices.needs_tax_code and not line.tax_code_id and not choices.tax_codes:
            yield f"{where} needs a tax code for: not taxed."


def _letter_problems(document: Document, layout: Layout) -> Iterable[str]:
    """Letters that the file cannot hold would come out as others."""
    words = [document.number, document.customer_id, remark(document)]
    words += [line.description for line in document.lines]
    for each in words:
        try:
            each.encode(layout.encoding)
        except UnicodeEncodeError as problem:
            letter = each[problem.start]
            yield f"“{each[:40]}” has the letter {letter}, which the file cannot hold."
            return
