"""Every dialog of the window, opened on the sample company with October's calls."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QDialog

from app.billing.review import Limits
from app.customers.account import ACCOUNTS, Account
from app.customers.location import ServiceLocation
from app.customers.service import Number, Service
from app.operations.browse_bills import line_source
from app.operations.browse_invoices import InvoiceRow, list_invoices
from app.operations.browse_rates import rate_setup
from app.operations.browse_usage.calls import CallsWanted, calls_page
from app.operations.connect_tax_service import ServiceState
from app.operations.look_at_files.looking import look_at_files
from app.operations.onboarding import CardItem, Item
from app.operations.show_month import show_month
from app.operations.show_sample import sample_call_files
from app.progress import Silent
from app.store.setup import load
from app.tax.rule import TaxRule
from app.ui.dialogs.account_dialog import account_dialog
from app.ui.dialogs.adjustment_dialog import AdjustmentDialog, LineToEdit
from app.ui.dialogs.arrived_dialog import ArrivedDialog
from app.ui.dialogs.boundary_dialog import BoundaryDialog
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.dialogs.credit_dialog import CreditDialog
from app.ui.dialogs.deck_dialog import DeckDialog
from app.ui.dialogs.drop_dialog import DropDialog
from app.ui.dialogs.explain_dialog import ExplainDialog
from app.ui.dialogs.history_dialog import HistoryDialog
from app.ui.dialogs.limits_dialog import LimitsDialog
from app.ui.dialogs.location_dialog import location_dialog
from app.ui.dialogs.lock_dialog import LockDialog
from app.ui.dialogs.mail_dialog import MailDialog
from app.ui.dialogs.map_history_dialog import MapHistoryDialog
from app.ui.dialogs.mapping_dialog import MappingDialog
from app.ui.dialogs.number_dialog import number_dialog
from app.ui.dialogs.onboarding_dialog import OnboardingDialog
from app.ui.dialogs.pick_dialog import PickDialog, PickWish
from app.ui.dialogs.plan_dialog import plan_dialog
from app.ui.dialogs.reason_dialog import ReasonDialog, ReasonWish
from app.ui.dialogs.rule_dialog import next_rate_dialog, rule_dialog
from app.ui.dialogs.send_dialog import SendDialog
from app.ui.dialogs.service_dialog import service_dialog
from app.ui.dialogs.tax_service_dialog import TaxServiceDialog
from app.ui.dialogs.tax_table_dialog import TaxTableDialog
from app.ui.dialogs.trash_dialog import TrashDialog
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.dialogs.void_dialog import VoidDialog
from app.ui.dialogs.watch_dialog import WatchDialog
from app.ui.dialogs.what_if_dialog import WhatIfDialog
from app.ui.help import FIELD_KEYS, LIST_KEYS, HelpPanel
from app.ui.main_window import MainWindow
from app.ui.messages import Confirmation, ErrorDialog, Question, Told
from app.ui.pages.month_end.times_dialog import TimesDialog
from app.ui.palette import Palette
from app.ui.task_bar import TaskPanel

R = TypeVar("R")
Opener = Callable[[MainWindow, Path], QDialog]
TODAY: Final = date(2026, 11, 2)
TAX_HEADER: Final = (
    "tax_code,class,family,country,state,effective_from,calc_method,rate,base_kind,tax_name"
)


def first(window: MainWindow, kind: type[R]) -> R:
    """The first record of a kind."""
    with window.desk.office.file.read() as conn:
        return load(conn, kind)[0]  # type: ignore[type-var]


def _invoices(window: MainWindow) -> list[InvoiceRow]:
    return list(list_invoices(window.desk.office).rows)


def _invoice(window: MainWindow) -> InvoiceRow:
    return next(each for each in _invoices(window) if each.total > 0)


def _odd_calls(folder: Path) -> Path:
    rows = [f"2026-10-{day:02} 10:00:00,3035550142,2125550155,60" for day in range(1, 9)]
    path = folder / "odd.csv"
    path.write_text("\n".join(["When,Caller,Dialled,Talk secs", *rows, ""]), encoding="utf-8")
    return path


def _account(window: MainWindow, _: Path) -> QDialog:
    account = first(window, Account)
    return account_dialog(window.desk, account, {}, today=TODAY, parent=window)


def _location(window: MainWindow, _: Path) -> QDialog:
    place = first(window, ServiceLocation)
    return location_dialog(window.desk, place, {}, today=TODAY, parent=window)


def _service(window: MainWindow, _: Path) -> QDialog:
    service = first(window, Service)
    return service_dialog(window.desk, service, products={}, places={}, today=TODAY, parent=window)


def _number(window: MainWindow, _: Path) -> QDialog:
    return number_dialog(window.desk, first(window, Number), plans={}, today=TODAY, parent=window)


def _plan(window: MainWindow, _: Path) -> QDialog:
    setup = rate_setup(window.desk.office)
    return plan_dialog(window.desk, setup.plans[0], setup, parent=window)


def _change(window: MainWindow, _: Path) -> QDialog:
    before = first(window, Service)
    after = replace(before, quantity=Decimal(7))
    return ChangeDialog(window.desk, before, after, today=TODAY, parent=window)


def _adjustment(window: MainWindow, _: Path) -> QDialog:
    account = first(window, Account)
    source = line_source(window.desk.office, account.account_number, "")
    line = LineToEdit(source=source, name=account.name, last_day=date(2026, 10, 31), today=TODAY)
    return AdjustmentDialog(window.desk, line, window)


def _deck(window: MainWindow, folder: Path) -> QDialog:
    path = folder / "carrier.csv"
    path.write_text("prefix,destination,rate\n1303,Denver,0.01\n", encoding="utf-8")
    codes = [each.deck_code for each in rate_setup(window.desk.office).decks]
    return DeckDialog(window.desk, path, codes, codes[0], window)


def _tax_table(window: MainWindow, folder: Path) -> QDialog:
    path = folder / "taxes.csv"
    row = "CO-TEST,TAX,SALES,US,CO,2027-01-01,PCT,0.01,CHARGE,A new tax"
    path.write_text(f"{TAX_HEADER}\n{row}\n", encoding="utf-8")
    return TaxTableDialog(window.desk, path, window)


def _rule(window: MainWindow, _: Path) -> QDialog:
    return rule_dialog(window.desk, first(window, TaxRule), today=TODAY, parent=window)


def _next_rate(window: MainWindow, _: Path) -> QDialog:
    return next_rate_dialog(window.desk, first(window, TaxRule), today=TODAY, parent=window)


def _tax_service(window: MainWindow, _: Path) -> QDialog:
    return TaxServiceDialog(window.desk, ServiceState(service=None), window)


def _drop(window: MainWindow, folder: Path) -> QDialog:
    return DropDialog(window.desk, [sample_call_files("2026-10")[0], _odd_calls(folder)], window)


def _mapping(window: MainWindow, folder: Path) -> QDialog:
    (looked,) = look_at_files(window.desk.office, [_odd_calls(folder)], progress=Silent())
    return MappingDialog(window.desk, looked, window)


def _explain(window: MainWindow, _: Path) -> QDialog:
    row = calls_page(window.desk.office, CallsWanted(period="2026-10"), count=1)[0]
    return ExplainDialog(window.desk, row.call_id, window)


def _history(window: MainWindow, _: Path) -> QDialog:
    account = first(window, Account)
    return HistoryDialog(window.desk, account, ACCOUNTS, parent=window)


def _times(window: MainWindow, _: Path) -> QDialog:
    month = show_month(window.desk.office, "2026-10")
    return TimesDialog(window.desk, month, ("September", "October"), window)


def _reason(window: MainWindow, _: Path) -> QDialog:
    wish = ReasonWish(
        title="Hold Granite Peak Outfitters, 1,662.78?",
        text="It stays in the draft and is not approved until you let it go.",
        verb="Hold 1 invoice",
    )
    return ReasonDialog(wish, window)


def _onboarding(window: MainWindow, _: Path) -> QDialog:
    item = CardItem(account_number="10001", item=Item.NUMBERS)
    return OnboardingDialog(window.desk, item, "Alder Creek Dental", window)


def _pick(window: MainWindow, _: Path) -> QDialog:
    wish = PickWish(
        title="Who is Silver Fern Spa in QuickBooks Online?",
        text="Those that are linked with somebody else are left out.",
        verb="Link Silver Fern Spa",
        entries={"Silver Fern  231": "231"},
    )
    return PickDialog(wish, window)


def _question(window: MainWindow, _: Path) -> QDialog:
    question = Question(
        title="Post 58 invoices, 32,873.23?",
        text="You can take this back until one of them is paid.",
        verb="Post 58 invoices",
        other="Post 12 of them",
    )
    return Confirmation(question, window)


def _error(window: MainWindow, _: Path) -> QDialog:
    told = Told(
        what="Invoice CF-1051 was not posted",
        which="Kestrel Insurance Agency, 407.90",
        why="QuickBooks has no item for \u201cEquipment sale\u201d.",
        remedy="Choose an item. Then only this invoice is tried again.",
    )
    return ErrorDialog(told, window)


DIALOGS: Final[Mapping[str, Opener]] = {
    "account": _account,
    "adjustment": _adjustment,
    "arrived": lambda window, _: ArrivedDialog(window.desk, _invoices(window)[:2], window),
    "boundaries": lambda window, _: BoundaryDialog(window.desk, window),
    "change": _change,
    "confirmation": _question,
    "credit": lambda window, _: CreditDialog(window.desk, _invoice(window), window),
    "deck": _deck,
    "drop": _drop,
    "error": _error,
    "explain": _explain,
    "help": lambda window, _: HelpPanel(
        "Usage", window.pages["usage"].help_text, LIST_KEYS, parent=window, everywhere=FIELD_KEYS
    ),
    "history": _history,
    "limits": lambda window, _: LimitsDialog(Limits(), window),
    "location": _location,
    "lock": lambda window, _: LockDialog(window),
    "mail": lambda window, _: MailDialog(window.desk, window),
    "mapping": _mapping,
    "next rate": _next_rate,
    "number": _number,
    "links": lambda window, _: MapHistoryDialog(window.desk, "10001", "Alder Creek", window),
    "onboarding": _onboarding,
    "palette": lambda window, _: Palette(window.desk, (), window),
    "pick": _pick,
    "plan": _plan,
    "reason": _reason,
    "rule": _rule,
    "send": lambda window, _: SendDialog(window.desk, _invoices(window)[:3], window),
    "service": _service,
    "tasks": lambda window, _: TaskPanel(window.task_bar),
    "tax service": _tax_service,
    "tax table": _tax_table,
    "times": _times,
    "trash": lambda window, _: TrashDialog(window.desk, window),
    "unmask": lambda window, _: UnmaskDialog(window.desk, "Usage", window),
    "void": lambda window, _: VoidDialog(window.desk, _invoice(window), window),
    "watch": lambda window, folder: WatchDialog(window.desk, folder, window),
    "what if": lambda window, _: WhatIfDialog(window.desk, window),
}
"""By name, what opens each."""


def every_dialog(window: MainWindow, folder: Path) -> Iterator[tuple[str, QDialog]]:
    """Each dialog, not shown yet; whoever asks for the next one has closed it."""
    for name, opener in DIALOGS.items():
        yield name, opener(window, folder)
