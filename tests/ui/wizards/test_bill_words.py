"""The words of gates: each has some, and none leads nowhere that could lead somewhere."""

from decimal import Decimal

import pytest

from app.billing.gates import Gate, GateName
from app.billing.month_steps import RowState, StepRow
from app.ui.pages.month_end.going import target_of_row
from app.ui.pages.month_end.telling import GATE_TITLES
from app.ui.wizards.bill_run.bill_words import GATE_WORDS, fix_of, gate_badge

LEADS_NOWHERE = {GateName.PERIOD_NOT_OVER}
"""It is cleared by waiting."""


@pytest.mark.parametrize("name", GateName)
def test_each_gate_has_words_and_a_way(name: GateName) -> None:
    assert GATE_WORDS[name]
    assert GATE_TITLES[name.value]
    row = StepRow(kind="gate", name=name.value, state=RowState.OPEN, count=1)
    assert (target_of_row(row) is None) == (name in LEADS_NOWHERE)
    assert (fix_of(name)[0] == "") == (name in LEADS_NOWHERE)


def test_what_only_warns_is_neither_open_nor_waived() -> None:
    told = Gate(name=GateName.PSA_LEFT_OUT, count=2, amount=Decimal(5))
    held = Gate(name=GateName.BILLED_IN_BOTH, count=2, amount=Decimal(5))
    assert [gate_badge(each).word for each in (told, held)] == ["Look", "Open"]
