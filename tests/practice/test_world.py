from decimal import Decimal

from app.practice.records import Standing
from app.practice.world import world


def test_ten_dids_are_billed_and_nine_provisioned() -> None:
    lines = [
        line
        for customer in world().customers
        for agreement in customer.agreements
        for line in agreement.lines
        if line.product.code == "DID"
    ]
    assert [(line.quantity, len(line.numbers)) for line in lines] == [(Decimal(10), 9)]


def test_what_goes_wrong_in_real_ones_is_there() -> None:
    names = [customer.name for customer in world().customers]
    assert names.count("Aspen Ridge Realty") == 2
    assert "Redstone Physical Therapy LLC" in names
    assert "Lantern St. Theatre" in names
    assert any(not each.sites for each in world().customers if not each.is_deleted)
    standings = {a.standing for each in world().customers for a in each.agreements}
    assert standings == set(Standing)


def test_nothing_ends_before_it_starts() -> None:
    agreements = [each for customer in world().customers for each in customer.agreements]
    spans = [(each.starts_on, each.ends_on) for each in agreements]
    spans += [(each.starts_on, each.ends_on) for whole in agreements for each in whole.lines]
    assert [span for span in spans if span[1] is not None and span[1] < span[0]] == []


def test_the_books_know_some_customers_by_other_names() -> None:
    names = {each.name for each in world().book_customers}
    assert {"Granite Peak CU", "Granite Peak Credit Union", "Figueroa Imports, Inc."} <= names


def test_the_books_hold_part_payments_and_money_too_much() -> None:
    totals = {invoice.id: invoice.total for invoice in world().book_invoices}
    kinds = set()
    for payment in world().book_payments:
        settled = sum((amount for _, amount in payment.allocations), Decimal(0))
        assert settled <= payment.amount
        if settled < payment.amount:
            kinds.add("credit")
        kinds |= {"part" for number, amount in payment.allocations if amount < totals[number]}
        assert all(amount <= totals[number] for number, amount in payment.allocations)
    assert kinds == {"credit", "part"}


def test_a_grown_world_has_so_many_customers_with_ten_times_each() -> None:
    grown = world(2_000)
    assert len(grown.customers) == 2_000
    times = [time.id for customer in grown.customers for time in customer.times]
    assert (len(times), len(set(times))) == (20_000, 20_000)
    for kind in ("sites", "contacts", "agreements", "charges"):
        ids = [each.id for customer in grown.customers for each in getattr(customer, kind)]
        assert len(ids) == len(set(ids))
    lines = [x.id for c in grown.customers for a in c.agreements for x in a.lines]
    assert len(lines) == len(set(lines))
    assert len({customer.code for customer in grown.customers}) == 2_000
