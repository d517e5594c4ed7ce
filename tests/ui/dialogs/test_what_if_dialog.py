from datetime import time

import pytest

from app.ui.dialogs.what_if_dialog import WhatIfDialog, read_length, read_time
from app.ui.main_window import MainWindow
from tests.ui.conftest import settled


def opened(window: MainWindow) -> WhatIfDialog:
    dialog = WhatIfDialog(window.desk, window)
    dialog.open()
    settled(window.desk)
    return dialog


def test_a_call_is_played_with_its_reasons(october: MainWindow) -> None:
    dialog = opened(october)
    dialog.call.number.setText("303 555 0142")
    dialog.call.other.setText("+44 20 7946 0000")
    dialog.call.length.setText("4:22")
    dialog.act.click()
    settled(october.desk)
    assert dialog.call.charge.text() == "0.1100"
    assert "United Kingdom" in dialog.call.reasons.text()
    dialog.reject()


def test_a_number_of_nobody_is_told_in_four_parts(october: MainWindow) -> None:
    dialog = opened(october)
    dialog.call.number.setText("(970) 555-0133")
    dialog.call.other.setText("(303) 555-0142")
    dialog.act.click()
    settled(october.desk)
    assert dialog.errors.count() == 1
    dialog.reject()


def test_a_month_is_played_by_another_plan(october: MainWindow) -> None:
    dialog = opened(october)
    dialog.tabs.show_part("Another plan")
    assert dialog.act.text() == "Play the month"
    dialog.plan.owner.show_key("10042")
    dialog.plan.plan.setCurrentIndex(dialog.plan.plan.findData("TRUNK"))
    dialog.act.click()
    settled(october.desk)
    assert dialog.plan.result.text().startswith("2,193 calls in October 2026: 115.69 now, ")
    assert dialog.plan.model.rowCount() == 7
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "seconds"), [("4:22", 262), ("1:04:22", 3862), ("262", 262), ("x", None), ("", None)]
)
def test_lengths_are_read_as_they_are_shown(text: str, seconds: int | None) -> None:
    assert read_length(text) == seconds


def test_times_are_read_or_refused() -> None:
    assert read_time("9:05") == time(9, 5)
    assert read_time("25:00") is None
