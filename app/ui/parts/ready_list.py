"""What makes a customer ready to bill, thing by thing, with Fix where something is missing."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.findings import Finding
from app.operations.browse_customers.customer import CustomerView, Ready, ReadyItem, Thing
from app.tax.jurisdiction import STATE_FIPS
from app.tax.zip_counties import county_name
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button, ElidedLabel, IconLabel, beside, label, line

_ICONS: Final = {
    Ready.DONE: ("circle-check", "ok", "in order"),
    Ready.LOOK: ("circle-alert", "warn", "to look at"),
    Ready.LACKS: ("circle-x", "bad", "missing"),
    Ready.EMPTY: ("circle-dashed", "idle", "none"),
}


class ReadyList(QWidget):
    """The list of things, the first missing one by a button of its own."""

    fix = Signal(object)
    """A finding that is to be mended."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Ready to bill?")
        self.fix_next: Button | None = None
        self._view: CustomerView | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def show_view(self, view: CustomerView) -> None:
        """Shows a customer; once in a widget's life."""
        self._view = view
        self._fill(view)

    def next_finding(self) -> Finding | None:
        """What is to be mended next: what leaves the customer out first."""
        if self._view is None:
            return None
        for wanted in (Ready.LACKS, Ready.LOOK):
            for item in self._view.items:
                if item.ready is wanted and item.finding is not None:
                    return item.finding
        return None

    def _fill(self, view: CustomerView) -> None:
        column = self.column
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(_heading(view), "strong"))
        texts.addWidget(label(_second(view), "caption", wraps=True))
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 10)
        head.addLayout(texts, 1)
        self.fix_next = None
        if self.next_finding() is not None:
            kind = "" if view.is_ready else "primary"
            self.fix_next = Button("Fix next", kind=kind, icon_name="arrow-right")
            self.fix_next.setToolTip("Opens the next thing that is missing (F8)")
            self.fix_next.clicked.connect(self._fix_next)
            head.addWidget(self.fix_next)
        column.addLayout(head)
        for item in view.items:
            column.addWidget(line())
            column.addLayout(self._item(item, view))
        column.addWidget(line())
        column.addStretch(1)

    def _item(self, item: ReadyItem, view: CustomerView) -> QHBoxLayout:
        name, role, word = _ICONS[item.ready]
        mark = IconLabel(name, role, 18)
        mark.setToolTip(word)
        title = label(item.thing.value, "strong")
        title.setMinimumWidth(LOOK.scaled(136))
        detail = _detail(item, view)
        text = ElidedLabel(detail, "muted")
        title.setAccessibleDescription(f"{word}: {detail}")
        row = beside(mark, title, spacing=10)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(text, 1)
        finding = item.finding
        if finding is not None:
            button = Button("Fix", icon_name="wrench")
            button.setAccessibleName(f"Fix {item.thing.value}")
            button.setToolTip(finding.way_out)
            button.clicked.connect(_emitter(self, finding))
            row.addWidget(button)
        else:
            row.addSpacing(1)
            row.addWidget(_gap())
        return row

    def _fix_next(self) -> None:
        finding = self.next_finding()
        if finding is not None:
            self.fix.emit(finding)


# ---- words


def _heading(view: CustomerView) -> str:
    count = f"{view.in_order} of {len(view.items)}"
    if not view.is_ready:
        return f"Ready to bill? {count}"
    if view.in_order == len(view.items):
        return f"Ready to bill: all {len(view.items)} in order"
    return f"Ready to bill, {count} in order"


def _second(view: CustomerView) -> str:
    month = words.period(view.period)
    if view.is_ready:
        return f"The run of {month} bills it."
    return f"{words.headline(view.a_month)} a month waits. {month} leaves it out until fixed."


def _detail(item: ReadyItem, view: CustomerView) -> str:
    if item.finding is not None:
        return _asked(item.finding, view)
    return _DETAILS[item.thing](view)


def _asked(finding: Finding, view: CustomerView) -> str:
    """What is missing, as a question where it is one."""
    if finding.column == "inside_city":
        place = next((p for p in view.locations if p.location_code == finding.record), None)
        if place is not None:
            return f"Inside the city limits of {place.city}?"
    return finding.message


def _location(view: CustomerView) -> str:
    if len(view.locations) == 1:
        place = view.locations[0]
        return ", ".join(part for part in (place.name, place.address_line1) if part)
    return words.plural(len(view.locations), "location")


def _place(view: CustomerView) -> str:
    found = []
    for place in view.locations:
        county = county_name(_fips(place.region, place.county_fips or ""))
        city = f"{place.city}, " if place.inside_city else ""
        found.append(f"{city}{county or place.region}")
    return "; ".join(dict.fromkeys(found)) or "No location yet"


def _fips(region: str, county: str) -> str:
    return f"{STATE_FIPS.get(region, '')}{county}"


def _circuit(view: CustomerView) -> str:
    lines = [each for each in view.circuits if each.ends_on is None or each.ends_on > view.today]
    if not lines:
        return "None"
    if len(lines) > 1:
        return words.plural(len(lines), "circuit")
    only = lines[0]
    paths = f", {words.plural(only.call_paths, 'call path')}" if only.call_paths else ""
    return f"{only.circuit_code}{paths}, since {words.day(only.starts_on, today=view.today)}"


def _numbers(view: CustomerView) -> str:
    alive = [each for each in view.numbers if each.ends_on is None or each.ends_on > view.today]
    if not alive:
        return "None, and no telephone service asks for one"
    on = sum(each.circuit_code is not None for each in alive)
    return f"{words.count(on)} of {words.count(len(alive))} on a circuit"


def _plan(view: CustomerView) -> str:
    codes = sorted({each.rate_plan for each in view.numbers if each.ends_on is None})
    if not codes:
        return "No numbers"
    return "; ".join(view.plans.get(code, code) for code in codes)


def _products(view: CustomerView) -> str:
    if not view.recurring:
        return "Nothing recurs"
    count = words.plural(len(view.recurring), "product")
    return f"{count}, {words.money(view.a_month)} a month"


def _terms(view: CustomerView) -> str:
    codes = {view.products[each.product_code].gl_code for each in view.services}
    return f"{view.terms}; {', '.join(sorted(codes))}" if codes else view.terms


def _sending(view: CustomerView) -> str:
    account = view.account
    if account.delivery in {"email", "both"}:
        paper = " and on paper" if account.delivery == "both" else ""
        return f"By e-mail to {account.billing_email}{paper}"
    return "On paper" if account.delivery == "print" else "Nothing is sent"


_DETAILS: Final[dict[Thing, Callable[[CustomerView], str]]] = {
    Thing.LOCATION: _location,
    Thing.PLACE: _place,
    Thing.CIRCUIT: _circuit,
    Thing.NUMBERS: _numbers,
    Thing.PLAN: _plan,
    Thing.PRODUCTS: _products,
    Thing.TERMS: _terms,
    Thing.SENDING: _sending,
}


def _emitter(ready: ReadyList, finding: Finding) -> Callable[[], None]:
    def emit() -> None:
        ready.fix.emit(finding)

    return emit


def _gap() -> QWidget:
    made = QWidget()
    made.setFixedHeight(Button("Fix").sizeHint().height())
    made.setFixedWidth(1)
    return made
