"""One telephone number: whose it is, where it rings, how its calls are priced."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from app.customers.service import NUMBERS, Number
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.record_form import Form, Group, Item, RecordForm


def number_dialog(
    desk: Desk,
    number: Number,
    *,
    plans: Mapping[str, str],
    today: date,
    parent: QWidget | None = None,
    at: str = "",
) -> RecordForm:
    """The form of a number; ``plans``: words to codes."""
    items = (
        Item(field="number", title="Number"),
        Item(field="kind", title="Kind of number"),
        Item(field="rate_plan", title="Rate plan", entries=plans),
        Item(field="account_number", title="Who pays", note="An account number"),
        Item(field="location_code", title="Where it rings", note="A location's code"),
        Item(field="circuit_code", title="On which circuit", note="A circuit's code, or blank"),
        Item(field="starts_on", title="First day"),
        Item(field="ends_on", title="Ends on", note="First day it is gone"),
    )
    form = Form(
        sheet=NUMBERS,
        groups=(Group(title="", items=items),),
        title=f"Number {words.telephone(number.number)}",
        verb="Save",
        today=today,
        row=number,
    )
    return RecordForm(desk, form, parent, at=at)
