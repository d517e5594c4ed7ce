"""Invoices: what was billed and sent, statements, credits, and what is owed by age."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.operations.browse_invoices import InvoiceRow
from app.operations.changes import Changes
from app.operations.find_anything import Found
from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.desk import Desk
from app.ui.dialogs.arrived_dialog import ArrivedDialog
from app.ui.dialogs.credit_dialog import CreditDialog
from app.ui.dialogs.mail_dialog import MailDialog
from app.ui.dialogs.send_dialog import SendDialog
from app.ui.dialogs.void_dialog import VoidDialog
from app.ui.page import Act, Page, Tabs
from app.ui.pages.invoices.credits_part import CreditsPart
from app.ui.pages.invoices.list_part import ListPart
from app.ui.pages.invoices.paper import Paper
from app.ui.pages.invoices.statements_part import StatementsPart
from app.ui.parts.controls import Button, dress

INVOICES: Final = "Invoices"
STATEMENTS: Final = "Statements"
CREDITS: Final = "Credits"


class InvoicesPage(Page):
    """What was billed: looked at, sent, printed, corrected."""

    name = "invoices"
    title = "Invoices"
    areas = Changes.INVOICES | Changes.RUNS | Changes.CUSTOMERS | Changes.PAYMENTS
    help_text = (
        "Every invoice stands here with its page beside it, exactly as it is printed and sent. "
        "Ctrl+Enter sends what has not gone out: it shows the mails first, and sent means that "
        "the mail server took it. What was refused stands in red with the server's words; "
        "Ctrl+Shift+M sends those alone again. Where no answer came, say whether it arrived "
        "before it is sent again. Ctrl+Shift+P prints the chosen invoices; Save as one PDF keeps "
        "them. "
        "Void takes an invoice back as a whole, Credit a line of it on the next invoice."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.print_button = Button(
            "Print…", key="Ctrl+Shift+P", icon_name="printer", on_press=self.print_chosen
        )
        self.send_button = Button(
            "Send…", key="Ctrl+Return", kind="primary", icon_name="send", on_press=self.send
        )
        self.resend_button = Button(
            "Resend", key="Ctrl+Shift+M", kind="primary", icon_name="send", on_press=self.resend
        )
        for button in (self.print_button, self.send_button, self.resend_button):
            self.add_button(button)
        self.list = ListPart(desk, self)
        self.statements = StatementsPart(desk, self)
        self.credits = CreditsPart(desk, self)
        self.paper = Paper(desk, self)
        self.tabs = Tabs("Parts of Invoices")
        for title, part in self._parts().items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self._connect()
        self._dress()

    def _parts(self) -> dict[str, QWidget]:
        return {INVOICES: self.list, STATEMENTS: self.statements, CREDITS: self.credits}

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._chosen)
        self.list.told.connect(self._dress)
        self.list.grid.opened.connect(self._open)
        pane, problems = self.list.pane, self.list.problems
        pane.void_wanted.connect(self.void)
        pane.credit_wanted.connect(self.credit)
        pane.customer_wanted.connect(self.open_customer)
        pane.printed.connect(self._printed)
        problems.address_wanted.connect(self._change_address)
        problems.print_wanted.connect(self.paper.print)
        problems.look_wanted.connect(self._settle)
        self.statements.told.connect(self._dress)
        self.credits.opened.connect(self._show_invoice)

    # ---- what the window asks

    def read(self) -> None:
        """Reads the part that is shown, and always the invoices."""
        self.list.read()
        if self.tabs.current == STATEMENTS:
            self.statements.read()
        elif self.tabs.current == CREDITS:
            self.credits.read()

    def show_target(self, target: object) -> None:
        """Shows an invoice, a part by its title, or the invoices of one state."""
        if isinstance(target, Found):
            self._show_invoice(target.key)
            return
        text = str(target or "")
        title = next((each for each in self._parts() if each.casefold() == text.casefold()), None)
        if title is not None:
            self.tabs.show_part(title)
        elif text in {"send", "refused", "unknown"}:
            self.tabs.show_part(INVOICES)
            if text == "send":
                self.send()
            else:
                self.list.filter_state(text)
        elif text:
            self._show_invoice(text)

    @Slot(str)
    def _show_invoice(self, number: str) -> None:
        self.tabs.show_part(INVOICES)
        self.list.show_invoice(number)

    def next_need(self) -> bool:
        """Goes to the next invoice whose mail was refused, or of which nobody knows."""
        found = self.list.next_need()
        if found:
            self.tabs.show_part(INVOICES)
        return found

    def previous_need(self) -> bool:
        """Goes to the invoice before whose mail was refused, or of which nobody knows."""
        found = self.list.next_need(-1)
        if found:
            self.tabs.show_part(INVOICES)
        return found

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        show = self.tabs.show_part
        # One menu has no letters for them all; going places stands under Go.
        menus = {
            "Open the customer": "Customer",
            "Mail server and words…": "Tools",
            "Print invoices…": "File",
            "Save as one PDF…": "File",
        }
        acts: list[tuple[str, str, str, object]] = [
            ("Send invoices…", "Ctrl+Return", "send", self.send),
            ("Resend the refused…", "Ctrl+Shift+M", "send", self.resend),
            ("Send the chosen invoices…", "Ctrl+Shift+Return", "send", self.send_chosen),
            ("Print invoices…", "Ctrl+Shift+P", "printer", self.print_chosen),
            ("Save as one PDF…", "Ctrl+Shift+D", "file-down", self.save_chosen),
            ("Note as printed", "Alt+Shift+P", "printer", self.note_chosen),
            ("Say what arrived…", "Alt+Shift+A", "mail-search", self.settle_unknown),
            ("Void the invoice…", "Alt+Shift+V", "ban", self.void),
            ("Credit a line…", "Ctrl+Shift+K", "undo-2", self.credit),
            ("Open the customer", "Ctrl+J", "users", self.open_customer),
            ("Mail server and words…", "Alt+Shift+M", "settings", self.mail_settings),
            ("Show invoices", "Alt+1", "", partial(show, INVOICES)),
            ("Show statements", "Alt+2", "", partial(show, STATEMENTS)),
            ("Show credits", "Alt+3", "", partial(show, CREDITS)),
        ]
        return [
            Act(
                title=title,
                menu=menus.get(title, "Go" if title.startswith("Show") else "Bills"),
                key=key,
                icon=name,
                run=run,  # type: ignore[arg-type]
            )
            for title, key, name, run in acts
        ]

    # ---- what is shown

    @Slot()
    def _dress(self) -> None:
        """Words and places of the buttons, by what can be done next."""
        here = self.tabs.current == INVOICES
        refused, unknown = self.list.of_standing("refused"), self.list.of_standing("unknown")
        waiting = self._to_send()
        chosen = self.list.chosen()
        self.resend_button.setVisible(here and bool(refused))
        self.resend_button.say(f"Resend the {words.count(len(refused))} refused…")
        self.send_button.setVisible(here and bool(waiting))
        self.send_button.say(f"Send {words.plural(len(waiting), 'invoice')}…")
        wanted = "" if refused else "primary"
        if self.send_button.property("kind") != wanted:
            dress(self.send_button, wanted)
            self.send_button.setIcon(icon("send", "on_accent" if wanted else "text"))
        self._dress_print(len(chosen))
        self.waiting.emit(self.name, len(refused) + len(unknown), bool(refused))
        self._say_line(len(waiting))

    def _dress_print(self, chosen: int) -> None:
        part = self.tabs.current
        self.print_button.setVisible(part != CREDITS)
        if part == STATEMENTS:
            chosen = len(self.statements.chosen())
            self.print_button.say(f"Print {words.plural(chosen, 'statement')}…")
        else:
            self.print_button.say(f"Print {words.count(chosen)}…" if chosen > 1 else "Print…")
        self.print_button.setEnabled(bool(chosen))

    def _say_line(self, waiting: int) -> None:
        rows = self.list.of_month()
        if not rows:
            self.say("")
            return
        standing = [row for row in rows if not row.is_void]
        total = sum((row.total for row in standing), Decimal(0))
        text = f"{words.period(self.list.month)}: {words.plural(len(standing), 'invoice')}, "
        text += words.money(total)
        self.say(f"{text}, {words.count(waiting)} to send" if waiting else text)

    def _to_send(self) -> list[InvoiceRow]:
        """The invoices that wait to be sent; of the month worked on, and all that are queued."""
        month = self.list.month
        return [
            row
            for row in self.list.of_standing("waiting", "queued")
            if row.period == month or row.standing is not None
        ]

    @Slot(str)
    def _chosen(self, title: str) -> None:
        part = self._parts()[title]
        self.setFocusProxy(part)
        if self.desk.company is not None:
            if title == STATEMENTS:
                self.statements.read()
            elif title == CREDITS:
                self.credits.read()
        self._dress()
        if self.isVisible():
            part.setFocus()

    # ---- sending

    @Slot()
    def send(self) -> None:
        """Shows the mails of what has not gone out, to be sent."""
        self._send(self._to_send())

    @Slot()
    def resend(self) -> None:
        """Shows the mails that were refused, to be sent again."""
        self._send(self.list.of_standing("refused"))

    @Slot()
    def send_chosen(self) -> None:
        """Shows the mails of the chosen invoices, to be sent."""
        self._send(self.list.chosen())

    def _send(self, rows: Sequence[InvoiceRow]) -> None:
        if not rows or self.list.found is None:
            return
        if not self.list.found.can_mail:
            dialog = MailDialog(self.desk, self)
            dialog.accepted.connect(partial(self._send_set, list(rows)))
            dialog.open()
            return
        self._send_set(list(rows))

    def _send_set(self, rows: list[InvoiceRow]) -> None:
        SendDialog(self.desk, rows, self).open()

    @Slot()
    def mail_settings(self) -> None:
        """Opens the mail server and the words of mails."""
        if self.desk.company is not None:
            MailDialog(self.desk, self).open()

    @Slot()
    def settle_unknown(self) -> None:
        """Asks what became of mails of which nobody knows."""
        self._settle(self.list.of_standing("unknown"))

    @Slot(list)
    def _settle(self, rows: list[InvoiceRow]) -> None:
        if rows:
            ArrivedDialog(self.desk, rows, self).open()

    # ---- paper

    @Slot()
    def print_chosen(self) -> None:
        """Prints the chosen invoices through the system's dialog."""
        if self.tabs.current == STATEMENTS:
            self.statements.print()
        else:
            self.paper.print(self.list.chosen())

    @Slot()
    def save_chosen(self) -> None:
        """Saves the chosen invoices as one PDF."""
        if self.tabs.current == STATEMENTS:
            self.statements.save()
        else:
            self.paper.save(self.list.chosen())

    @Slot()
    def note_chosen(self) -> None:
        """Notes that the chosen invoices went out on paper."""
        numbers = [row.invoice_number for row in self.list.chosen()]
        if numbers:
            self.paper.note(numbers)

    @Slot(object)
    def _printed(self, row: object) -> None:
        if isinstance(row, InvoiceRow):
            self.paper.note([row.invoice_number])

    # ---- one invoice

    @Slot()
    def void(self) -> None:
        """Makes the invoice void."""
        row = self.list.current()
        if row is not None and not row.is_void:
            VoidDialog(self.desk, row, self).open()

    @Slot()
    def credit(self) -> None:
        """Credits a line of the invoice."""
        row = self.list.current()
        if row is not None and not row.is_void:
            CreditDialog(self.desk, row, self).open()

    @Slot()
    def open_customer(self) -> None:
        """Shows the customer of the invoice."""
        row = self.list.current()
        if row is not None:
            self._change_address(row)

    @Slot(object)
    def _change_address(self, row: object) -> None:
        if isinstance(row, InvoiceRow):
            number, name = row.account_number, row.customer
            self.go.emit("customers", Found("customer", number, name, "", number))

    @Slot(object)
    def _open(self, _: object) -> None:
        self.list.pane.pdf.view.setFocus()
