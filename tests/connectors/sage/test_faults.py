"""What replies of Sage Accounting mean."""

from decimal import Decimal

import pytest

from app.connectors.reply import Meaning, reply_of
from app.connectors.sage.faults import verdict, why_of
from app.errors import RemoteRefused
from tests.connectors.sage.counter import KEY, Counter, a_rate, listed, opened, refused
from tests.connectors.sage.documents_of_ours import INVOICE


def test_a_refusal_is_a_list() -> None:
    rows = [
        {"$severity": "error", "$message": "is too long", "$source": "sales_invoice.reference"},
        {"$severity": "error", "$message": "can't be blank", "$source": "sales_invoice.date"},
    ]
    words = why_of(rows)
    assert "is too long (sales_invoice.reference); can't be blank (sales_invoice.date)" in words
    assert why_of({}) == "It says: no reason."


def test_too_many_calls_wait_as_told_and_a_minute_where_nothing_is_told() -> None:
    told = reply_of(429, {"Retry-After": "7"}, "[]", id_headers=())
    untold = reply_of(429, {}, "<html>", id_headers=())
    waits = [each.wait_seconds for each in map(verdict, (told, untold)) if each is not None]
    assert waits == [Decimal(7), Decimal(60)]


def test_a_refused_consent_asks_for_a_sign_in_and_pages_of_gateways_are_left() -> None:
    found = verdict(reply_of(403, {}, '[{"$message": "No access"}]', id_headers=()))
    assert found is not None
    assert (found.meaning, found.why) == (Meaning.SIGN_IN, "It says: No access.")
    assert verdict(reply_of(502, {}, "<html>", id_headers=())) is None
    assert verdict(reply_of(503, {}, "{}", id_headers=())) is None


def test_a_refused_liability_account_tells_the_way_out() -> None:
    counter = Counter()
    counter.on("GET /tax_rates", listed(a_rate("US_NO_TAX")))
    source = "sales_invoice.invoice_lines.ledger_account_id"
    counter.on("POST /sales_invoices", refused(422, "is not valid in sales", source))
    with pytest.raises(RemoteRefused, match="by a journal"):
        opened(counter).create_invoice(INVOICE, key=KEY)
