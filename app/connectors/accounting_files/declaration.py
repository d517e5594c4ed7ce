"""Accounting programs by files: the declaration and the quirks.

Source: ``accounting-apis.md`` 4. Quirks, each with its test in
``tests/connectors/accounting_files``:

QuickBooks Desktop:

- What is owed and its lines come to 0 (``test_a_transaction_comes_to_zero``); lines are below zero,
  and so is how many (``test_how_many_is_below_zero``).
- Tabs and CRLF, headers with an exclamation mark (``test_rows_have_tabs_and_crlf``); the documented
  columns in their order (``test_columns_are_the_documented_ones``).
- Nothing is taxable, and no word asks for tax (``test_no_word_asks_quickbooks_for_tax``).
- Unknown accounts and items would be made without a word
  (``test_unknown_accounts_and_items_are_foreseen``).
- Customers stand before the invoices that name them (``test_new_customers_stand_first``).
- A colon in a name would put the customer below another
  (``test_a_name_with_a_colon_is_that_of_no_other``).
- A credit memo has the other signs (``test_a_credit_memo_has_the_other_signs``).

Sage 50:

- US: sales are below zero, and credits above (``test_sales_are_below_zero_in_the_us``); each row
  tells how many distributions there are (``test_each_row_tells_the_number_of_distributions``);
  columns in the vendor's order (``test_us_columns_keep_the_order_of_the_vendor``).
- UK: SI and SC rows, SA rows come back (``test_invoices_are_si_and_credits_sc``,
  ``test_receipts_on_account_come_back``); no amount below zero
  (``test_lines_below_zero_are_foreseen_in_the_uk``); long words are cut
  (``test_words_are_cut_to_what_the_uk_program_takes``); days begin with the day
  (``test_days_begin_with_the_day_in_the_uk``).

Online:

- Xero: 500 invoices a file (``test_xero_takes_500_invoices_a_file``); the tax type is the name that
  is shown (``test_the_tax_type_is_its_shown_name``); the order is fixed and the stars are part of
  the names (``test_xero_columns_are_fixed``).
- QuickBooks Online: 100 invoices or 1,000 rows a file
  (``test_quickbooks_online_takes_1000_rows_a_file``); tax columns outside the US
  (``test_tax_columns_are_added_outside_the_us``).
- Neither takes credit notes by these files
  (``test_credit_notes_are_refused_where_none_are_taken``).

All:

- Nothing looks whether a file was imported before, so a ledger is kept
  (``test_no_number_is_written_twice``), and breaking off anywhere leaves all or nothing
  (``test_a_break_before_the_ledger_leaves_nothing``,
  ``test_a_break_after_the_ledger_is_mended``).
- Unknown customers would be made without a word, or stop an import half way
  (``test_a_customer_that_the_list_lacks_is_not_made_in_silence``).
- Payments come back by lists (``test_payments_come_back_by_list``).
"""

from decimal import Decimal
from pathlib import Path
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.accounting_files.iif import IIF
from app.connectors.accounting_files.online import QUICKBOOKS_CSV, XERO_CSV
from app.connectors.accounting_files.paper import DayOrder, Frame, Layout, Manner
from app.connectors.accounting_files.sage50 import SAGE50_UK, SAGE50_US
from app.connectors.accounting_files.service import AccountingFiles
from app.connectors.dealings import Ability
from app.connectors.pacing import Limit
from app.connectors.ports import AccountingPort, Settings
from app.connectors.system import AccountingSystem, Opening, Setting, SignInKind, System
from app.errors import InputError

LAYOUTS: Final = {each.key: each for each in (IIF, SAGE50_US, SAGE50_UK, XERO_CSV, QUICKBOOKS_CSV)}
_DAYS: Final = {
    "month-first": DayOrder.MONTH_FIRST,
    "day-first": DayOrder.DAY_FIRST,
    "year-first": DayOrder.YEAR_FIRST,
}
_HOME: Final = "us"
_BATCH: Final = 500


def _limits(_settings: Settings) -> tuple[Limit, ...]:
    return (Limit(name="a second", calls=100_000, seconds=Decimal(1)),)


def _frame(settings: Settings, layout: Layout) -> Frame:
    is_abroad = settings["country"].lower() != _HOME
    has_tax_columns = layout is QUICKBOOKS_CSV and is_abroad
    receivable = settings["receivable"] or layout.receivable
    tax_code = settings["tax_code"] or layout.tax_code
    if layout.needs_receivable and not receivable:
        raise InputError(
            f"{layout.title} needs receivable.",
            "Its rows name the account of what customers owe.",
            "Add --set receivable=ACCOUNT.",
        )
    if has_tax_columns and not tax_code:
        raise InputError(
            f"{layout.title} needs tax_code outside the US.",
            "Its rows name a tax code.",
            "Add --set tax_code=NAME, of the code for: not taxed.",
        )
    days = _DAYS.get(settings["days"]) or _usual_days(layout, is_abroad=is_abroad)
    return Frame(
        receivable=receivable,
        tax_code=tax_code,
        days=days,
        currency=settings["currency"],
        has_tax_columns=has_tax_columns,
        customers={},
        terms={},
    )


def _usual_days(layout: Layout, *, is_abroad: bool) -> DayOrder:
    """Online programs read days as their company's country writes them."""
    is_online = layout in {XERO_CSV, QUICKBOOKS_CSV}
    return DayOrder.DAY_FIRST if is_online and is_abroad else layout.days


def _open(opening: Opening) -> AccountingPort:
    settings = opening.settings
    layout = LAYOUTS[settings["layout"]]
    folder = Path(settings["folder"]).expanduser()
    manner = Manner(
        layout=layout,
        folder=folder,
        company=settings["company"] or folder.name,
        frame=_frame(settings, layout),
        country="GB" if layout is SAGE50_UK else settings["country"].upper(),
    )
    return AccountingFiles(manner, opening.refresh_lock)


ACCOUNTING_FILES: Final[AccountingSystem] = System(
    key="accounting-files",
    title="Accounting by files",
    settings=(
        Setting(
            name="layout",
            doc="Which program imports the files",
            default=IIF.key,
            choices=tuple(LAYOUTS),
        ),
        Setting(name="folder", doc="The folder in which files are written and read", default=None),
        Setting(name="company", doc="The name of the books; blank: that of the folder"),
        Setting(name="country", doc="The country of the books, in two letters", default=_HOME),
        Setting(name="currency", doc="The currency of the books", default="USD"),
        Setting(
            name="receivable",
            doc="The account of what customers owe; in Sage 50 US its number",
        ),
        Setting(
            name="tax_code",
            doc="The program's code for: not taxed; in Sage 50 US the number of an exempt tax type",
        ),
        Setting(
            name="days",
            doc="How the program reads days",
            default="usual",
            choices=("usual", *_DAYS),
        ),
    ),
    sign_in=SignInKind.NONE,
    families=tuple(BookFamily),
    abilities=frozenset({Ability.BATCH, Ability.CREDIT_NOTES, Ability.PAYMENTS, Ability.BALANCES}),
    limits=_limits,
    open=_open,
    batch_size=_BATCH,
    by_files=True,
)
