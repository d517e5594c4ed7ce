from dataclasses import replace
from decimal import Decimal

import pytest

from app.documents.invoice.document import Balance, Change, call_kinds
from tests.documents.granite_peak import CALLS, CHANGES, LINES, a_usage_line, granite_peak


def test_the_balance_forward_is_what_is_left() -> None:
    balance = Balance(
        previous=Decimal("100.00"), payments=Decimal("-60.00"), adjustments=Decimal("-5.00")
    )
    assert balance.forward == Decimal("35.00")


def test_the_total_due_is_balance_and_invoice() -> None:
    document = replace(granite_peak(), balance=Balance(previous=Decimal("10.00")))
    assert document.total_due == Decimal("1672.78")


def test_calls_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="calls by kind"):
        replace(granite_peak(), calls=CALLS[:-1])


def test_changes_that_do_not_add_up_are_refused() -> None:
    odd = (*CHANGES, Change(label="One cent", amount=Decimal("0.01")))
    with pytest.raises(ValueError, match="the changes come to"):
        replace(granite_peak(), changes=odd)


def test_changes_without_an_invoice_before_are_refused() -> None:
    with pytest.raises(ValueError, match="the changes come to"):
        replace(granite_peak(), before=None)


def test_calls_by_kind_come_from_the_usage_lines() -> None:
    kinds = call_kinds(LINES, {"intrastate": "0.0290"})
    assert [(kind.label, kind.rate, kind.amount) for kind in kinds] == [
        ("Long distance, in state", "0.0290", Decimal("18.05")),
        ("Long distance, state to state", "", Decimal("37.73")),
        ("Toll-free, incoming", "", Decimal("27.42")),
        ("International", "", Decimal("9.84")),
        ("Directory assistance", "", Decimal("3.75")),
    ]


def test_lines_of_one_kind_from_several_places_are_one_row() -> None:
    lines = [
        a_usage_line("inbound", "1.10", counts=(2, 120, 60)),
        a_usage_line("inbound", "0.20", counts=(1, 6, 0), location_code="10042-GOLDEN"),
    ]
    [kind] = call_kinds(lines)
    found = (kind.calls, kind.billed_seconds, kind.included_seconds, kind.amount)
    assert found == (3, 126, 60, Decimal("1.30"))


def test_late_calls_stand_apart() -> None:
    lines = [
        a_usage_line("inbound", "1.10", counts=(2, 120, 0), late=True),
        a_usage_line("inbound", "0.20", counts=(1, 6, 0)),
    ]
    labels = [kind.label for kind in call_kinds(lines)]
    assert labels == ["Incoming", "Incoming, of an earlier month"]
