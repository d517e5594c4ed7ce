from datetime import date
from decimal import Decimal

import pytest

from app.tax.request import ChargeKind
from tests.tax.builders import a_charge


def test_a_charge_in_cents() -> None:
    assert a_charge("-12.34").cents == -1234
    assert a_charge("5").cents == 500


def test_a_charge_must_be_in_whole_cents() -> None:
    with pytest.raises(ValueError, match=r"0\.005 is not in whole cents"):
        _ = a_charge("0.005").cents


def test_the_last_day_is_covered() -> None:
    charge = a_charge("1", first_day=date(2026, 2, 1), last_day=date(2026, 2, 1))
    assert charge.days == 1


def test_kinds_are_written_as_those_of_invoice_lines() -> None:
    words = [kind.value for kind in ChargeKind]
    assert words == ["recurring", "one_time", "usage", "credit", "adjustment"]


def test_one_unit_is_one_line_unless_told() -> None:
    assert a_charge("1").lines_per_unit == Decimal(1)
