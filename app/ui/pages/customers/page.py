"""Customers: the tree at the left, everything below the chosen line at the right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.findings import Finding
from app.operations.browse_customers.customer import CustomerView, InvoiceHead
from app.operations.browse_customers.history import customer_history
from app.operations.browse_customers.tree import Branch, Level
from app.operations.changes import Changes
from app.operations.find_anything import Found, find_anything
from app.ui.desk import Desk
from app.ui.page import Act, Tabs
from app.ui.pages.customers.acts import customer_acts
from app.ui.pages.customers.calls_part import CallsPart
from app.ui.pages.customers.editor import CustomerPage, Editor
from app.ui.pages.customers.elsewhere import Shown, read_customer
from app.ui.pages.customers.head import CLOSED, NOT_READY, READY, HintedButton
from app.ui.pages.customers.overview import Overview
from app.ui.pages.customers.parts import Lists
from app.ui.pages.customers.tree_model import title_of
from app.ui.pages.customers.tree_pane import TreePane
from app.ui.parts.controls import BadgeLabel, Button, beside, label, line
from app.ui.parts.empty_list import EmptyList
from app.ui.wizards.provision_wizard import ProvisionWizard

_LEVELS: Final = {
    "customer": Level.ACCOUNT,
    "location": Level.LOCATION,
    "circuit": Level.CIRCUIT,
    "number": Level.NUMBER,
}


class CustomersPage(CustomerPage):
    """Customers and all that belongs to them."""

    name = "customers"
    title = "Customers"
    areas = (
        Changes.CUSTOMERS
        | Changes.RATES
        | Changes.TAXES
        | Changes.RUNS
        | Changes.INVOICES
        | Changes.COMPANY
    )
    help_text = (
        "Everything a customer has: its locations, circuits, numbers and services, what it was"
        " billed and what changed. The tree finds by any part of a name, code, number or e-mail."
        " Overview tells what is missing before the customer can be billed; Fix opens the very"
        " field. Lists are edited in place: F2 edits, Tab past the end adds a row, Ctrl+Enter"
        " writes it, Del moves it to the trash. What changes a price asks from which day."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: CustomerView | None = None
        self.branch: Branch | None = None
        self._tab = ""
        self.editor = Editor(desk, self)
        self.wizard: ProvisionWizard | None = None
        self.tree = TreePane(desk)
        self.lists = Lists(desk)
        self.overview = Overview()
        self.calls = CallsPart(desk)
        self.tabs = Tabs("Parts of a customer")
        self._build_head()
        self.body.addWidget(self.panes("tree", self.tree, self._right(), parts=(26, 74)), 1)
        self.add_button(
            Button(
                "New customer…",
                icon_name="user-plus",
                key="Ctrl+N",
                on_press=self.editor.new_customer,
            )
        )
        self.add_button(
            Button(
                "Provision numbers…",
                icon_name="phone",
                key="Ctrl+Shift+P",
                on_press=self.provision,
            )
        )
        self._connect()
        self.setFocusProxy(self.tree)

    # ---- building

    def _build_head(self) -> None:
        self.name_label = label("", "pane")
        self.number_label = label("", "muted")
        self.ready_badge = BadgeLabel(NOT_READY)
        self.ready_badge.hide()
        self.edit_button = HintedButton(
            "Edit", icon_name="pencil", key="F2", on_press=self.editor.edit
        )
        self.more_button = Button("", icon_name="ellipsis", tip="More", on_press=self._more)
        self.more_button.setAccessibleName("More about this customer")

    def _right(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = beside(self.name_label, self.number_label, self.ready_badge, None)
        head.addWidget(self.edit_button)
        head.addWidget(self.more_button)
        head.setContentsMargins(16, 12, 14, 4)
        column.addLayout(head)
        column.addWidget(self._tabs(), 1)
        self.empty = EmptyList()
        self.empty.say(
            "No customer yet",
            "Bring in a workbook, or add the first one by hand.",
            icon_name="users",
            button="New customer…",
            on_press=self.editor.new_customer,
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(holder)
        return card

    def _tabs(self) -> QWidget:
        lists, tabs = self.lists, self.tabs
        layout = tabs.layout()
        if layout is not None:
            layout.setSpacing(0)
        plant = QWidget()
        column = QVBoxLayout(plant)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for grid in (lists.locations, lists.circuits):
            column.addWidget(grid)
            column.addWidget(line())
        for title, part in (
            ("Overview", self.overview),
            ("Services", lists.services),
            ("Numbers", lists.numbers),
            ("Locations and circuits", plant),
            ("Charges", lists.charges),
            ("Invoices", lists.invoices),
            ("Calls", self.calls),
            ("History", lists.history),
        ):
            tabs.add(title, part)
        for each in (*lists.sheets, lists.invoices, lists.history, self.calls.grid):
            each.setProperty("kind", "")
            self.keep_layout(each)
        return tabs

    def _connect(self) -> None:
        self.tree.chosen.connect(self._chosen)
        self.tree.view.opened.connect(self._to_right)
        self.tree.unready_known.connect(self._tell_waiting)
        self.overview.fix.connect(self.editor.fix)
        self.overview.edit.connect(self.editor.edit)
        self.overview.note_wanted.connect(self.editor.note_onboarding)
        self.overview.provision_wanted.connect(self.provision)
        self.tabs.chosen.connect(self._tab_chosen)
        self.lists.invoices.opened.connect(self._open_invoice)
        for grid in self.lists.sheets:
            grid.day_asked.connect(self.editor.ask_day)
            grid.edit_asked.connect(self.editor.edit_row)
            grid.failed.connect(self.failed)
            grid.model.zone = self.desk.zone
        self._f2 = QShortcut(QKeySequence("F2"), self.tree.view)
        self._f2.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._f2.activated.connect(self.editor.edit)

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return customer_acts(self.editor, self.provision, self.overview)

    # ---- reading

    def read(self) -> None:
        """Reads the tree again; the customer that is shown comes with it."""
        for grid in (*self.lists.sheets, self.lists.history):
            grid.model.zone = self.desk.zone
        self.tree.read()
        self._read_customer()

    def _chosen(self, branch: Branch) -> None:
        before = self.branch
        self.branch = branch
        if branch.level is Level.ALL:
            self._stack.setCurrentIndex(1)
            self._say_all(branch)
            return
        same = before is not None and before.account_number == branch.account_number
        if same and self.view is not None and self._stack.currentIndex() == 0:
            self._show()
        else:
            self._read_customer()

    def _say_all(self, branch: Branch) -> None:
        if branch.numbers:
            self.empty.say("Choose a customer", "Type to find one.", icon_name="users")
        else:
            self.empty.say(
                "No customer yet",
                "Bring in a workbook, or add the first one by hand.",
                icon_name="users",
                button="New customer…",
                on_press=self.editor.new_customer,
            )

    def _read_customer(self) -> None:
        branch = self.branch
        if branch is None or branch.level is Level.ALL:
            return
        number, period = branch.account_number, self.desk.period
        self.desk.read(
            lambda office: read_customer(office, number, period),
            self._took,
            key=f"customer {id(self)}",
            failed=self._gone,
        )

    def _gone(self, fault: object) -> None:
        if self.branch is not None and self.branch.level is not Level.ALL:
            self.view = None
        self._stack.setCurrentIndex(1)
        del fault

    def _took(self, found: object) -> None:
        if isinstance(found, Shown):
            self.view, self.elsewhere = found.view, found.elsewhere
            self._show()

    def _show(self) -> None:
        view, branch = self.view, self.branch
        if view is None or branch is None or branch.account_number != view.account.account_number:
            return
        self._stack.setCurrentIndex(0)
        self.name_label.setText(view.account.name)
        below = "" if branch.level is Level.ACCOUNT else f", {title_of(branch)}"
        self.number_label.setText(f"{view.account.account_number}{below}")
        closed = view.account.closed_on is not None and view.account.closed_on <= view.today
        self.ready_badge.show_badge(CLOSED if closed else READY if view.is_ready else NOT_READY)
        self.ready_badge.show()
        self.overview.zone = self.desk.zone
        self.overview.show_view(view, self.elsewhere)
        self.lists.show(view, branch, self.elsewhere.locations)
        services, numbers = self.lists.counts()
        self.tabs.count("Services", services)
        self.tabs.count("Numbers", numbers)
        self._read_tab()
        if self.wanted is not None:
            finding, self.wanted = self.wanted, None
            self.editor.fix(finding)

    def _tab_chosen(self, title: str) -> None:
        self._tab = title
        self._read_tab()

    def _read_tab(self) -> None:
        if self.view is None:
            return
        number = self.view.account.account_number
        if self.tabs.current == "History":
            self.desk.read(
                lambda office: customer_history(office, number),
                self._took_history,
                key=f"history {id(self)}",
            )
        elif self.tabs.current == "Calls":
            self.calls.show_customer(number, self.view.account.name, self.view.period)

    def _took_history(self, found: object) -> None:
        if isinstance(found, list):
            self.lists.history.show_rows(found)

    # ---- going places

    def take_focus(self) -> None:
        """The keyboard begins in the tree."""
        self.tree.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_target(self, target: object) -> None:
        """Shows a record that was found, a customer by its number, or a finding to mend."""
        if isinstance(target, Found) and not target.account_number:
            self._look_up(target)
        elif isinstance(target, Found):
            level = _LEVELS.get(target.kind, Level.ACCOUNT)
            key = target.key if target.kind in _LEVELS else target.account_number
            self.tree.go_to(level, key, target.account_number)
        elif isinstance(target, Finding):
            self.editor.fix(target)
        elif isinstance(target, str) and target == "next":
            self.next_need()
        elif isinstance(target, str) and target:
            self.tree.go_to(Level.ACCOUNT, target, target)
            self.tabs.show_part("Overview")

    def _look_up(self, target: Found) -> None:
        """Finds out whose record it is."""

        def took(found: object) -> None:
            for each in found if isinstance(found, list) else ():
                if (each.kind, each.key) == (target.kind, target.key):
                    self.show_target(each)
                    return

        self.desk.read(
            lambda office: find_anything(office, target.key), took, key=f"whose {id(self)}"
        )

    def next_need(self) -> bool:
        """Mends the next thing of this customer, else goes to the next that is not ready."""
        view = self.view
        finding = self.overview.next_finding()
        is_open = view is not None and not view.is_ready and self.editor.dialog is None
        if is_open and finding is not None:
            here = self.branch is not None and self.branch.level is not Level.ALL
            if here and self.tabs.current == "Overview" and self.tree.view.hasFocus():
                self.editor.fix(finding)
                return True
        self.tabs.show_part("Overview")
        return self.tree.go_to_next_unready()

    def previous_need(self) -> bool:
        """Goes to the customer before that is not ready."""
        self.tabs.show_part("Overview")
        return self.tree.go_to_unready_before()

    def _tell_waiting(self, numbers: frozenset[str]) -> None:
        self.waiting.emit(self.name, len(numbers), False)  # noqa: FBT003  of the signal

    def _to_right(self) -> None:
        part = self.tabs.stack.currentWidget()
        if part is not None:
            part.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_invoice(self, head: InvoiceHead) -> None:
        if self.view is not None:
            number = head.invoice_number
            found = Found("invoice", number, number, "", head.account_number)
            self.go.emit("invoices", found)

    # ---- what else is done here

    def provision(self) -> None:
        """Opens the wizard that makes a customer bill-ready."""
        number = self.view.account.account_number if self.view is not None else ""
        self.wizard = ProvisionWizard(self.desk, number, self)
        self.wizard.fix.connect(self.show_target)
        self.wizard.provisioned.connect(self.show_target)
        self.wizard.open()

    def _more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, verb in (
            ("New location…", self.editor.new_location),
            ("History of the customer", self._customer_history),
            ("Trash…", self.editor.open_trash),
            ("Move the customer to the trash", self.editor.remove),
        ):
            menu.addAction(title).triggered.connect(verb)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _customer_history(self) -> None:
        self.tabs.show_part("History")
