from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.billing.draft import DraftInvoice
from app.billing.gates import GateName, RunFacts, evaluate, gates_of
from app.billing.invoice import Invoice
from app.billing.review import (
    Limits,
    Mark,
    MarkKind,
    ReviewRow,
    ReviewState,
    fingerprint,
    held_back,
    is_held_alone,
    marked,
    over,
    sums_of,
)
from app.billing.variance import Cause, Change, Variance, variance
from app.findings import error
from tests.billing.records import a_line, a_tax_line
from tests.billing.records import an_invoice as bare_invoice

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
NOVEMBER_FIRST = date(2026, 11, 1)


def an_invoice() -> Invoice:
    return bare_invoice(a_line(), a_line("5.00", reference="S2"), taxes=(a_tax_line(),))


def a_row(invoice: Invoice | None, before: Invoice | None = None, **facts: object) -> ReviewRow:
    some = invoice or before
    row = ReviewRow(
        account_number=some.account_number if some else "100",
        name="Granite Peak",
        invoice=invoice,
        variance=variance(invoice, before),
        is_new=before is None,
        state=ReviewState.TO_REVIEW,
    )
    return replace(row, **facts)  # type: ignore[arg-type]


def a_mark(invoice: Invoice, kind: MarkKind = MarkKind.APPROVED, reason: str = "") -> Mark:
    return Mark(
        account_number=invoice.account_number,
        kind=kind,
        fingerprint=fingerprint(invoice),
        reason=reason,
        marked_at=AT,
        marked_by="dana",
    )


def priced(invoice: Invoice, price: str) -> Invoice:
    line = invoice.lines[0]
    amount = line.quantity * Decimal(price)
    return replace(
        invoice, lines=(replace(line, unit_price=Decimal(price), amount=amount), *invoice.lines[1:])
    )


def test_an_approval_stands_for_the_draft_that_was_looked_at() -> None:
    invoice = an_invoice()
    (row,) = marked([a_row(invoice)], {invoice.account_number: a_mark(invoice)})
    assert (row.state, row.is_changed) == (ReviewState.APPROVED, False)


def test_a_changed_draft_is_to_be_reviewed_again_and_says_so() -> None:
    invoice = an_invoice()
    changed = priced(invoice, "999")
    (row,) = marked([a_row(changed)], {invoice.account_number: a_mark(invoice)})
    assert (row.state, row.is_changed) == (ReviewState.TO_REVIEW, True)


def test_a_hold_stands_though_the_draft_changed() -> None:
    invoice = an_invoice()
    mark = a_mark(invoice, MarkKind.HELD, "ask first")
    (row,) = marked([a_row(priced(invoice, "999"))], {invoice.account_number: mark})
    assert (row.state, row.is_changed) == (ReviewState.ON_HOLD, True)


def test_without_a_mark_a_row_is_to_be_reviewed() -> None:
    row = a_row(an_invoice(), state=ReviewState.APPROVED)
    assert marked([row], {})[0].state is ReviewState.TO_REVIEW


def test_what_is_billed_takes_no_mark() -> None:
    invoice = an_invoice()
    row = a_row(invoice, state=ReviewState.BILLED)
    assert marked([row], {invoice.account_number: a_mark(invoice)}) == [row]


def test_the_date_of_an_invoice_is_no_part_of_what_was_looked_at() -> None:
    invoice = an_invoice()
    later = replace(invoice, invoice_date=NOVEMBER_FIRST.replace(day=15))
    assert fingerprint(later) == fingerprint(invoice)


def test_every_line_and_tax_is_part_of_the_fingerprint() -> None:
    invoice = an_invoice()
    fewer = replace(invoice, lines=invoice.lines[:-1])
    assert fingerprint(fewer) != fingerprint(invoice)
    assert fingerprint(priced(invoice, "999")) != fingerprint(invoice)


def a_change(cause: Cause, amount: str) -> Change:
    return Change(cause=cause, label=cause.value, amount=Decimal(amount))


def with_changes(*changes: Change, before: str = "100") -> ReviewRow:
    total = sum((change.amount for change in changes), Decimal(before))
    one = Variance(account_number="100", before=Decimal(before), now=total, changes=changes)
    return a_row(an_invoice(), an_invoice(), variance=one)


def test_the_largest_causes_are_named() -> None:
    row = with_changes(
        a_change(Cause.NEW, "50"), a_change(Cause.USAGE, "-30"), a_change(Cause.TAX, "2")
    )
    assert row.causes == (Cause.NEW, Cause.USAGE)


def test_a_small_second_cause_is_not_named() -> None:
    row = with_changes(a_change(Cause.NEW, "50"), a_change(Cause.TAX, "4"))
    assert row.causes == (Cause.NEW,)


def test_changes_stand_with_the_largest_first() -> None:
    row = with_changes(a_change(Cause.TAX, "2"), a_change(Cause.NEW, "-50"))
    assert [change.amount for change in row.changes] == [Decimal(-50), Decimal(2)]


def test_limits_are_of_money_or_of_a_part() -> None:
    small = with_changes(a_change(Cause.USAGE, "5"))
    large = with_changes(a_change(Cause.USAGE, "31"), before="1000")
    much = with_changes(a_change(Cause.USAGE, "-11"))
    assert over([small, large, much], Limits()) == [large, much]


def test_a_first_and_a_last_invoice_are_always_looked_at() -> None:
    first = a_row(an_invoice())
    last = a_row(None, an_invoice(), state=ReviewState.NOTHING)
    assert over([first, last], Limits(Decimal(10**6), Decimal(10**6))) == [first, last]
    assert (first.before, last.now, first.part) == (None, None, None)


def test_sums_leave_out_what_is_held_and_add_up_by_cause() -> None:
    one = with_changes(a_change(Cause.NEW, "50"), a_change(Cause.TAX, "4"))
    held = replace(with_changes(a_change(Cause.USAGE, "7")), state=ReviewState.ON_HOLD)
    sums = sums_of([one, held])
    assert (sums.invoices, sums.held, sums.held_amount) == (1, 1, Decimal(107))
    assert sums.difference == sum(sums.by_cause.values()) == Decimal(54)


def a_draft(number: str = "100") -> DraftInvoice:
    return DraftInvoice(account_number=number, accounts=(number,), invoice=an_invoice())


def test_a_hold_leaves_a_draft_out_with_its_reason() -> None:
    held, free = held_back([a_draft("100"), a_draft("200")], {"100": "ask first"})
    assert held.billed is None
    assert free.billed is not None
    assert is_held_alone(held)
    assert gates_of(held) == (GateName.HELD_IN_REVIEW,)


def test_a_draft_with_a_fault_of_its_own_is_not_held_alone() -> None:
    broken = replace(a_draft(), findings=(error("no_terms", "No terms."),))
    (held,) = held_back([broken], {"100": "ask first"})
    assert not is_held_alone(held)


def test_an_account_without_an_invoice_cannot_be_held() -> None:
    nothing = replace(a_draft(), invoice=None)
    assert held_back([nothing], {"100": "ask first"}) == [nothing]


def test_the_gate_of_holds_is_there_only_with_holds_and_never_stands_in_the_way() -> None:
    def gates(drafts: list[DraftInvoice]) -> dict[GateName, str | None]:
        facts = RunFacts(drafts=drafts, today=NOVEMBER_FIRST, has_tax_rules=True)
        return {gate.name: gate.waiver for gate in evaluate(facts, {})}

    assert GateName.HELD_IN_REVIEW not in gates([a_draft()])
    held = held_back([a_draft()], {"100": "ask first"})
    assert gates(held)[GateName.HELD_IN_REVIEW] == "Held in review: ask first"
