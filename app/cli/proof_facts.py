"""The proof of a period as JSON and tables: its sections file, rated, billed, posted, paid."""

from collections.abc import Iterator
from decimal import Decimal

from app.billing.proof import Tally
from app.billing.proof_sections import Joint, Section, WholeProof
from app.billing.proof_systems import BooksProof
from app.cli.output import decimal_text, money, table_lines
from app.values.money import ZERO, cents


def tally_facts(tally: Tally) -> dict[str, object]:
    """Records, seconds and their exact price."""
    return {"count": tally.calls, "seconds": tally.seconds, "amount": decimal_text(tally.amount)}


def section_facts(whole: WholeProof) -> dict[str, dict[str, object]]:
    """The five sections."""
    facts = {
        Section.FILE: _file(whole),
        Section.RATED: _rated(whole),
        Section.BILLED: _billed(whole),
        Section.POSTED: _posted(whole),
        Section.PAID: _paid(whole),
    }
    return {
        section.value: {
            "closes": whole.holds(section),
            **facts[section],
            "joints": [_joint(each) for each in whole.of(section)],
            "broken": list(dict.fromkeys(n for each in whole.of(section) for n in each.broken)),
        }
        for section in Section
    }


def _joint(joint: Joint) -> dict[str, object]:
    amounts = {"left": joint.left, "right": joint.right, "difference": joint.difference}
    return {
        "name": joint.name,
        "one": joint.one,
        "other": joint.other,
        **{
            name: int(amount) if joint.is_count else _exact(amount)
            for name, amount in amounts.items()
        },
        "closes": joint.closes,
        "broken": list(joint.broken),
    }


def _file(whole: WholeProof) -> dict[str, object]:
    proof = whole.proof
    return {
        "records": tally_facts(proof.records_in),
        "malformed": proof.outcomes.malformed,
        "missing": tally_facts(proof.missing),
    }


def _rated(whole: WholeProof) -> dict[str, object]:
    out = whole.proof.outcomes
    return {
        "billed": tally_facts(out.billed),
        "not_billed": {why: tally_facts(tally) for why, tally in out.not_billed.items()},
        "suspended": tally_facts(out.suspended),
        "of_these_held": tally_facts(out.held),
        "written_off": tally_facts(out.written_off),
        "not_chargeable": tally_facts(out.not_chargeable),
        "duplicate": tally_facts(out.duplicate),
        "on_invoices": tally_facts(whole.proof.billed_calls),
    }


def _billed(whole: WholeProof) -> dict[str, object]:
    sums = whole.proof.invoices
    return {
        "charges": money(sums.charges),
        "taxes": money(sums.taxes),
        "total": money(sums.total),
        "receivable": money(sums.receivable),
        "revenue": money(sums.revenue),
        "tax_payable": money(sums.tax_payable),
        "psa": [
            {
                "system": each.system,
                "lines": each.count,
                "amount": money(each.amount),
                "ledger": money(each.ledger_amount),
            }
            for each in whole.psas
        ],
    }


def _posted(whole: WholeProof) -> dict[str, object]:
    return {"systems": [_books(each) for each in whole.books]}


def _books(books: BooksProof) -> dict[str, object]:
    return {
        "system": books.system,
        "title": books.title,
        "read_at": books.read_at.isoformat() if books.read_at else None,
        "invoices": len(books.posted),
        "ours": money(books.ours),
        "taken_over": money(books.taken),
        "there": money(books.there),
        "difference": money(books.difference),
        "not_read_since": books.unread,
        "not_posted": money(books.not_posted),
        "held": [
            {
                "reason": each.hold.value,
                "invoices": list(each.numbers),
                "amount": money(each.amount),
                "why": each.why,
            }
            for each in books.held
        ],
        "void": [
            {
                "invoice": each.number,
                "here": each.is_void,
                "there": each.is_linked and not each.there,
                "difference": money(each.difference),
            }
            for each in books.voids
        ],
        "differences": [
            {
                "invoice": each.number,
                "ours": money(each.ours),
                "there": money(each.there or ZERO),
                "difference": money(each.difference),
                "why": each.words,
            }
            for each in books.differing
        ],
        "relayed": {
            "invoices": sum(each.is_linked for each in books.relayed),
            "psa": money(books.relayed_total),
            "there": money(books.relayed_there),
            "paid": money(sum((each.paid for each in books.relayed), ZERO)),
            "waiting": [
                {"invoice": each.number, "amount": money(each.total)} for each in books.not_relayed
            ],
        },
    }


def _paid(whole: WholeProof) -> dict[str, object]:
    paid = whole.paid
    return {
        "posted": money(paid.owed),
        "paid": money(paid.money),
        "credits": money(paid.credits),
        "taken_over": money(paid.adjusted),
        "open": money(paid.open),
        "over": money(paid.over),
        "unapplied": money(paid.unapplied),
        "invoices": dict(paid.counts),
        "not_taken_in": [each.number for each in paid.behind],
        "differences": [
            {
                "invoice": each.number,
                "open": money(each.open),
                "there": money(each.open_there),
                "difference": money(each.difference),
            }
            for each in paid.differing
        ],
    }


def section_lines(whole: WholeProof) -> Iterator[str]:
    """The joints, and what of the books and payments is open."""
    yield from table_lines(
        ("section", "what has to agree", "the one", "the other", ""),
        [
            (
                each.section.value,
                f"{each.one} = {each.other}",
                _shown(each, left=True),
                _shown(each, left=False),
                "closes" if each.closes else "differs",
            )
            for each in whole.joints
        ],
    )
    for books in whole.books:
        yield ""
        yield from _books_lines(books)
    if whole.books:
        yield ""
        yield from _paid_lines(whole)


def _books_lines(books: BooksProof) -> Iterator[str]:
    rows = [("posted", len(books.posted), money(books.ours))]
    rows += [(_held(each.hold.value), len(each.numbers), money(each.amount)) for each in books.held]
    if books.relayed:
        waiting = books.not_relayed
        rows.append(
            (
                "PSA invoices relayed",
                len(books.relayed) - len(waiting),
                money(books.relayed_total),
            )
        )
        amount = sum((each.total for each in waiting), ZERO)
        rows.append(("PSA invoices waiting", len(waiting), money(amount)))
    yield from table_lines((books.title, "invoices", "money"), rows)


def _paid_lines(whole: WholeProof) -> Iterator[str]:
    paid = whole.paid
    rows = [
        ("paid", paid.money),
        ("credits", paid.credits),
        ("changes taken over", paid.adjusted),
        ("open", paid.open),
        ("over", paid.over),
        ("on no invoice", paid.unapplied),
    ]
    yield from table_lines(("payments", "money"), [(name, money(a)) for name, a in rows])


def _held(reason: str) -> str:
    return f"not posted: {reason.replace('_', ' ')}"


def _shown(joint: Joint, *, left: bool) -> str:
    amount = joint.left if left else joint.right
    return f"{int(amount):,}" if joint.is_count else _exact(amount)


def _exact(amount: Decimal) -> str:
    """An amount in cents, or with all of its digits where it has more."""
    return money(amount) if cents(amount) == amount else decimal_text(amount)
