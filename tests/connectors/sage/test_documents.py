"""Invoices and credit notes of Sage Accounting: looked for, made, changed, made void, applied."""

from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.sage.counter import (
    KEY,
    Counter,
    a_credit,
    a_rate,
    a_receipt,
    an_allocation,
    an_invoice,
    listed,
    opened,
    refused,
)
from tests.connectors.sage.documents_of_ours import CREDIT, INVOICE, USE

GONE = refused(404, "Record not found")


def counter_with_rate() -> Counter:
    counter = Counter()
    counter.on("GET /tax_rates", listed(a_rate("US_EXEMPT"), a_rate("US_NO_TAX")))
    return counter


def test_an_invoice_is_looked_for_before_it_is_made() -> None:
    counter = counter_with_rate()
    counter.on("GET /sales_invoices", listed(an_invoice()))
    with pytest.raises(RemoteRefused, match="of that number already"):
        opened(counter).create_invoice(INVOICE, key=KEY)
    assert counter.sent("POST", "/sales_invoices") == []
    assert counter.asked[0].query["search"] == "TB-42"


def test_one_look_is_good_for_one_making() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_invoices", an_invoice())
    port = opened(counter)
    assert port.find_invoices(["TB-42"]) == []
    assert port.create_invoice(INVOICE, key=KEY).total == Decimal("32.31")
    before_and_after = ["GET", "POST", "GET"]
    paths = [each for each in counter.asked if each.path == "/sales_invoices"]
    assert [each.method for each in paths] == before_and_after


def test_what_arrives_twice_is_taken_back() -> None:
    counter = counter_with_rate()
    twice = listed(an_invoice(id="i2"), an_invoice(), an_invoice(id="i3", total_amount="9.99"))
    counter.on("GET /sales_invoices", listed(), twice)
    counter.on("POST /sales_invoices", an_invoice())
    counter.on("DELETE /sales_invoices/i2", httpx.Response(204))
    port = opened(counter)
    assert port.create_invoice(INVOICE, key=KEY).id == "i1"
    (asked,) = [each for each in counter.asked if each.method == "DELETE"]
    assert (asked.path, asked.query) == (
        "/sales_invoices/i2",
        {"void_reason": "It arrived twice"},
    )


def test_what_others_have_made_twice_is_left() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices", listed(an_invoice(id="i2"), an_invoice()))
    assert len(opened(counter).find_invoices(["TB-42"])) == 2
    assert {each.method for each in counter.asked} == {"GET"}


def test_a_look_that_fails_after_the_making_hides_nothing() -> None:
    counter = counter_with_rate()
    counter.on("GET /sales_invoices", listed(), httpx.Response(502, text="<html>"))
    counter.on("POST /sales_invoices", an_invoice())
    assert opened(counter).create_invoice(INVOICE, key=KEY).id == "i1"


def test_a_reading_back_that_fails_may_have_happened() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_invoices", {"id": "i1"})
    counter.on("GET /sales_invoices/i1", httpx.Response(502, text="<html>"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(counter).create_invoice(INVOICE, key=KEY)
    assert raised.value.may_have_happened


def test_a_search_finds_more_than_was_asked_for() -> None:
    counter = Counter()
    rows = [
        an_invoice(),
        an_invoice(id="i2", reference="TB-420"),
        an_invoice(id="i3", reference=""),
    ]
    counter.on("GET /sales_invoices", listed(*rows))
    found = opened(counter).find_invoices(["TB-42"])
    assert [each.source_id for each in found] == ["i1"]


def test_the_rate_is_read_by_country() -> None:
    counter = Counter()
    counter.on("GET /tax_rates", listed(a_rate("IE_EXEMPT"), a_rate("IE_NO_TAX")))
    counter.on("POST /sales_invoices", an_invoice())
    opened(counter).create_invoice(INVOICE, key=KEY)
    (asked,) = counter.sent("POST", "/sales_invoices")
    lines = asked.body["sales_invoice"]["invoice_lines"]
    assert {each["tax_rate_id"] for each in lines} == {"IE_NO_TAX"}
    bare = Counter()
    bare.on("GET /tax_rates", listed(a_rate("GB_STANDARD", "20")))
    with pytest.raises(RemoteRefused, match="no tax rate"):
        opened(bare).create_invoice(INVOICE, key=KEY)


def test_no_answer_is_not_sent_again() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_invoices", httpx.Response(500, text="<html>"))
    with pytest.raises(RemoteUnavailable) as raised:
        opened(counter).create_invoice(INVOICE, key=KEY)
    assert raised.value.may_have_happened
    assert len(counter.sent("POST", "/sales_invoices")) == 1


def test_an_answer_that_is_not_whole_is_read_again() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_invoices", {"id": "i1", "displayed_as": "SI-7"})
    counter.on("GET /sales_invoices/i1", an_invoice())
    posted = opened(counter).create_invoice(INVOICE, key=KEY)
    assert (posted.id, posted.number, posted.total) == ("i1", "TB-42", Decimal("32.31"))


def test_a_refusal_of_one_touches_no_other() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_invoices", refused(422, "is invalid"), an_invoice())
    both = [(INVOICE, KEY), (replace(INVOICE, number="TB-43"), KEY)]
    first, second = opened(counter).create_invoices(both)
    assert isinstance(first, RemoteRefused)
    assert not isinstance(second, RemoteRefused)


def test_a_change_by_another_stops_an_update() -> None:
    counter = counter_with_rate()
    counter.on("GET /sales_invoices/i1", an_invoice())
    counter.on("PUT /sales_invoices/i1", an_invoice())
    port = opened(counter)
    with pytest.raises(RemoteRefused, match="somebody has changed it"):
        port.update_invoice("i1", INVOICE, version="2026-09-01T00:00:00Z", key=KEY)
    posted = port.update_invoice("i1", INVOICE, version="2026-10-02T09:14:16Z", key=KEY)
    assert posted.id == "i1"
    assert len(counter.sent("PUT", "/sales_invoices/i1")) == 1


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (an_invoice(total_paid="5.00", outstanding_amount="27.31"), "paid or credited"),
        (an_invoice(status={"id": "VOID"}), "is void"),
        (GONE, "no more"),
    ],
)
def test_only_an_open_invoice_is_changed(now: object, words: str) -> None:
    counter = counter_with_rate()
    counter.on("GET /sales_invoices/i1", now)  # type: ignore[arg-type]
    with pytest.raises(RemoteRefused, match=words):
        opened(counter).update_invoice("i1", INVOICE, version="", key=KEY)


def test_void_gives_a_reason() -> None:
    counter = Counter()
    void = an_invoice(status={"id": "VOID"})
    counter.on("GET /sales_invoices/i1", an_invoice(), void)
    counter.on("DELETE /sales_invoices/i1", httpx.Response(204))
    port = opened(counter)
    posted = port.void_invoice("i1", version="", reason="w" * 300)
    assert posted.balance == 0
    (asked,) = counter.sent("DELETE", "/sales_invoices/i1")
    assert asked.query["void_reason"] == "w" * 200
    port.void_invoice("i1", version="", reason="again")
    assert len(counter.sent("DELETE", "/sales_invoices/i1")) == 1


def test_a_reason_is_given_where_none_is_told() -> None:
    counter = Counter()
    counter.on("GET /sales_credit_notes/n1", a_credit(), a_credit(status={"id": "VOID"}))
    opened(counter).void_credit_note("n1", version="", reason=" ")
    (asked,) = counter.sent("DELETE", "/sales_credit_notes/n1")
    assert asked.query["void_reason"]


def test_a_draft_is_deleted() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices/i1", an_invoice(status={"id": "DRAFT"}), GONE)
    counter.on("DELETE /sales_invoices/i1", httpx.Response(204))
    posted = opened(counter).void_invoice("i1", version="", reason="wrong")
    assert (posted.id, posted.total) == ("i1", Decimal(0))
    (asked,) = counter.sent("DELETE", "/sales_invoices/i1")
    assert "void_reason" not in asked.query


def test_an_invoice_that_is_gone_is_void() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices/i1", GONE)
    counter.on("GET /sales_credit_notes/n1", GONE)
    port = opened(counter)
    assert port.void_invoice("i1", version="", reason="").total == 0
    assert port.void_credit_note("n1", version="", reason="").total == 0
    assert port.read_invoice("i1") is None


def test_what_is_paid_or_used_is_not_made_void() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices/i1", an_invoice(total_paid="1.00"))
    counter.on("GET /sales_credit_notes/n1", a_credit(outstanding_amount="3.31"))
    port = opened(counter)
    with pytest.raises(RemoteRefused, match="paid or credited"):
        port.void_invoice("i1", version="", reason="")
    with pytest.raises(RemoteRefused, match=r"4.00 of it is used"):
        port.void_credit_note("n1", version="", reason="")


def test_a_credit_note_is_made_once() -> None:
    counter = counter_with_rate()
    counter.on("POST /sales_credit_notes", a_credit())
    posted = opened(counter).create_credit_note(CREDIT, key=KEY)
    assert (posted.number, posted.balance) == ("TC-7", Decimal("7.31"))
    counter.on("GET /sales_credit_notes", listed(a_credit()))
    with pytest.raises(RemoteRefused, match="already"):
        opened(counter).create_credit_note(CREDIT, key=KEY)


def test_credit_is_put_on_by_an_allocation() -> None:
    counter = Counter()
    counter.on("POST /contact_allocations", an_allocation())
    posted = opened(counter).apply_credit(USE, key=KEY)
    assert (posted.id, posted.total) == ("allocation:x1", Decimal("7.31"))
    (asked,) = counter.sent("POST", "/contact_allocations")
    assert asked.body["contact_allocation"]["transaction_type_id"] == "CUSTOMER_ALLOCATION"


def test_the_other_sign_is_tried() -> None:
    counter = Counter()
    counter.on("POST /contact_allocations", refused(422, "must be positive"), {"id": "x1"})
    counter.on("GET /contact_allocations/x1", an_allocation())
    posted = opened(counter).apply_credit(USE, key=KEY)
    assert posted.total == Decimal("7.31")
    signs = [
        each.body["contact_allocation"]["allocated_artefacts"][0]["amount"] > 0
        for each in counter.sent("POST", "/contact_allocations")
    ]
    assert signs == [False, True]
    counter.on("POST /contact_allocations", refused(422, "first"), refused(422, "second"))
    with pytest.raises(RemoteRefused, match="first"):
        opened(counter).apply_credit(USE, key=KEY)


def test_what_is_applied_is_told_by_the_allocations_of_the_contact() -> None:
    counter = Counter()
    counter.on("GET /sales_credit_notes/n1", a_credit())
    counter.on("GET /contact_allocations", listed(an_allocation()))
    port = opened(counter)
    assert port.applied("n1", "i1") == Decimal("7.31")
    assert port.applied("n1", "i9") == 0
    assert counter.asked[-1].query["contact_id"] == "c1"
    counter.on("GET /sales_credit_notes/n1", GONE)
    assert port.applied("n1", "i1") == 0


def test_what_settles_an_invoice_is_receipts_and_allocations() -> None:
    counter = Counter()
    counter.on("GET /sales_invoices/i1", an_invoice())
    counter.on(
        "GET /contact_payments", listed(a_receipt(), a_receipt(id="p2", allocated_artefacts=[]))
    )
    counter.on("GET /contact_allocations", listed(an_allocation()))
    port = opened(counter)
    assert [each.source_id for each in port.payments_of("i1")] == ["p1", "allocation:x1"]
    counter.on("GET /sales_invoices/i1", GONE)
    assert port.payments_of("i1") == []
