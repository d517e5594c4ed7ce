"""Points 4 and 5: the fields under the fingers."""

from datetime import date
from decimal import Decimal
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.inputs import DateField, Field, MoneyField, Picker, TextField

TODAY = date(2026, 10, 5)


_kept: list[QDialog] = []


def _shown(qtbot: QtBot, *fields: QWidget) -> None:
    dialog = QDialog()
    _kept[:] = [dialog]
    column = QVBoxLayout(dialog)
    for field in fields:
        column.addWidget(field)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    fields[0].setFocus()


def test_a_sum_shows_its_result_while_it_is_typed(qtbot: QtBot) -> None:
    field = MoneyField("Amount")
    _shown(qtbot, field)
    qtbot.keyClicks(field, "12*3.5")
    assert field.result == "= 42.00"
    assert field.accessibleDescription() == "= 42.00"


def test_leaving_the_field_writes_the_amount(qtbot: QtBot) -> None:
    field, other = MoneyField("Amount"), TextField("Other")
    _shown(qtbot, field, other)
    qtbot.keyClicks(field, "1000+234.5")
    with qtbot.waitSignal(field.valued) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "1,234.50"
    assert told.args == [Decimal("1234.5")]


def test_rubbish_is_refused_below_the_field(qtbot: QtBot) -> None:
    money = MoneyField("Amount")
    field = Field("Amount", money)
    _shown(qtbot, field)
    qtbot.keyClicks(money, "cheap")
    qtbot.keyClick(money, Qt.Key.Key_Return)
    assert field.note.isVisible()
    assert "is no amount" in field.note.text()
    assert money.amount is None


def test_days_by_their_letters(qtbot: QtBot) -> None:
    field = DateField("From", TODAY)
    _shown(qtbot, field)
    found = []
    for letter in "t+-mh":
        qtbot.keyClicks(field, letter)
        found.append(field.day)
    assert found == [
        TODAY,
        date(2026, 10, 6),
        TODAY,
        date(2026, 10, 1),
        date(2026, 10, 31),
    ]


def test_the_letters_of_a_month_are_typed_as_letters(qtbot: QtBot) -> None:
    field = DateField("From", TODAY)
    _shown(qtbot, field)
    qtbot.keyClicks(field, "march 7")
    assert field.day == date(2026, 3, 7)
    field.clear()
    qtbot.keyClicks(field, "2026-12-24")
    assert field.day == date(2026, 12, 24)


def test_f4_opens_a_calendar(qtbot: QtBot) -> None:
    field = DateField("From", TODAY)
    _shown(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_F4)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    calendar.activated.emit(calendar.selectedDate().addDays(2))
    assert field.day == date(2026, 10, 7)


def _customers(count: int) -> dict[str, str]:
    return {
        f"Customer {n:04} · {10_000 + n} · ap{n}@example.com · (303) 555-{n:04}": f"id{n}"
        for n in range(count)
    }


def test_point_4_a_picker_finds_any_part_within_150_ms(qtbot: QtBot) -> None:
    picker = Picker("Customer")
    picker.offer(_customers(5000))
    _shown(qtbot, picker)
    begun = perf_counter()
    qtbot.keyClicks(picker, "ap4711@")
    completer = picker.completer()
    assert completer is not None
    assert completer.completionCount() == 1
    assert (perf_counter() - begun) / len("ap4711@") < 0.15
    assert picker.key == "id4711"


def test_a_picker_tells_only_of_another_choice(qtbot: QtBot) -> None:
    picker, told = Picker("Customer"), list[str]()
    picker.offer({"Ash · 1": "a", "Birch · 2": "b"})
    picker.picked.connect(told.append)
    _shown(qtbot, picker)
    qtbot.keyClicks(picker, "birch")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert told == ["b"]
    assert picker.text() == "Birch · 2"


def test_a_picker_refuses_a_name_nobody_has(qtbot: QtBot) -> None:
    picker = Picker("Customer")
    picker.offer({"Ash · 1": "a"})
    _shown(qtbot, picker)
    qtbot.keyClicks(picker, "oak")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picker.why == "Nothing here is called “oak”."


def test_f4_shows_all_choices(qtbot: QtBot) -> None:
    picker = Picker("Customer")
    picker.offer({"Ash · 1": "a", "Birch · 2": "b"})
    _shown(qtbot, picker)
    qtbot.keyClick(picker, Qt.Key.Key_F4)
    completer = picker.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    popup.hide()


def test_a_field_owned_elsewhere_says_whose_it_is(qtbot: QtBot) -> None:
    field = TextField("Terms")
    _shown(qtbot, field)
    field.own("ConnectWise")
    qtbot.keyClicks(field, "x")
    assert field.text() == ""
    assert "ConnectWise owns this field" in field.toolTip()
