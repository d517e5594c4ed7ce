from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.drift import DriftChoice, digest_of_invoice, drift_of, settlement
from app.billing.incoming import BookInvoice, BookLine, DocumentStanding
from app.billing.outgoing import OutgoingInvoice, OutgoingLine

OURS = OutgoingInvoice(
    number="CF-1043",
    customer_id="7",
    customer_number="100",
    dated_on=date(2026, 11, 1),
    due_on=date(2026, 12, 1),
    currency="USD",
    lines=(
        OutgoingLine(description="Seats", amount=Decimal(40), account_id="A1"),
        OutgoingLine(description="Calls", amount=Decimal("51.44"), account_id="A2"),
        OutgoingLine(description="Tax", amount=Decimal(4), account_id="A3"),
    ),
)


def there(*lines: tuple[str, str], **changed: object) -> BookInvoice:
    found = tuple(BookLine(description=words, amount=Decimal(amount)) for words, amount in lines)
    total = sum((each.amount for each in found), Decimal(0))
    values: dict[str, object] = {
        "source_id": "B1",
        "number": "CF-1043",
        "customer_id": "7",
        "dated_on": OURS.dated_on,
        "due_on": OURS.due_on,
        "total": total,
        "balance": total,
        "lines": found,
    }
    return BookInvoice(**(values | changed))  # type: ignore[arg-type]


SAME = there(("Seats", "40"), ("Calls", "51.44"), ("Tax", "4"))
LESS = there(("Seats", "40"), ("Calls", "39.44"), ("Tax", "4"))


def test_what_agrees_or_has_ended_is_no_drift() -> None:
    assert drift_of(OURS, SAME) is None
    assert drift_of(OURS, replace(LESS, standing=DocumentStanding.VOID)) is None


def test_a_line_taken_down_is_found() -> None:
    drift = drift_of(OURS, LESS)
    assert drift is not None
    assert (drift.difference, drift.unexplained) == (Decimal(-12), Decimal(0))
    assert [(each.place, each.difference) for each in drift.lines if each.difference] == [
        (2, Decimal(-12))
    ]
    changed = [(each.title, each.ours, each.there) for each in drift.fields if each.is_changed]
    assert changed[0] == ("Amount", Decimal("95.44"), Decimal("83.44"))


def test_a_line_gone_and_one_added_are_told_apart() -> None:
    drift = drift_of(OURS, there(("Seats", "40"), ("Calls", "51.44"), ("Gift", "-5"), ("X", "4")))
    assert drift is not None
    told = [(each.words, each.ours, each.there) for each in drift.lines]
    # The tax was renamed; the gift is new.
    assert told[2:] == [("Tax", Decimal(4), Decimal(4)), ("Gift", None, Decimal(-5))]


def test_another_day_alone_is_a_drift_without_money() -> None:
    drift = drift_of(OURS, replace(SAME, due_on=date(2026, 12, 9)))
    assert drift is not None
    assert drift.difference == 0
    taken = settlement(drift, OURS, DriftChoice.THEIRS)
    assert (taken.taken, taken.write) == (Decimal(0), None)
    assert taken.words == "The amount stays as it is."


def test_a_tax_added_there_is_explained_by_no_line() -> None:
    drift = drift_of(OURS, replace(SAME, total=Decimal("98.44"), tax_total=Decimal(3)))
    assert drift is not None
    assert drift.unexplained == Decimal(3)
    assert settlement(drift, OURS, DriftChoice.THEIRS).taken == Decimal(3)


def test_payments_and_stamps_are_no_change() -> None:
    paid = replace(LESS, balance=Decimal(0), has_settlements=True, version="9")
    assert digest_of_invoice(paid) == digest_of_invoice(LESS)
    assert digest_of_invoice(paid) != digest_of_invoice(SAME)


def test_keeping_every_line_of_a_split_is_as_ours() -> None:
    drift = drift_of(OURS, LESS)
    assert drift is not None
    kept = settlement(drift, OURS, DriftChoice.SPLIT, keep=[1, 2, 3])
    assert kept.write is not None
    assert (kept.write.total, kept.taken) == (OURS.total, Decimal(0))


_AMOUNTS = st.integers(-500, 500).map(lambda count: Decimal(count) / 4)


@given(
    theirs=st.lists(st.tuples(st.sampled_from(["Seats", "Calls", "Tax", "Gift"]), _AMOUNTS)),
    keep=st.sets(st.integers(1, 7)),
    choice=st.sampled_from(DriftChoice),
)
def test_what_stands_there_after_all_is_ours_and_what_is_taken(
    theirs: list[tuple[str, Decimal]], keep: set[int], choice: DriftChoice
) -> None:
    found = there(*((words, str(amount)) for words, amount in theirs))
    drift = drift_of(OURS, found)
    if drift is None:
        return
    done = settlement(drift, OURS, choice, keep=keep)
    total = found.total if done.write is None else done.write.total
    assert total == OURS.total + done.taken
