"""A folder of files, the connector at work on it, and documents of ours for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.billing.outgoing import (
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingLine,
)
from app.connectors.accounting_files.declaration import ACCOUNTING_FILES
from app.connectors.accounting_files.ledger import OUT
from app.connectors.accounting_files.paper import DayOrder, Frame
from app.connectors.accounting_files.service import AccountingFiles
from app.connectors.accounting_files.tables import IN
from app.values.foreign_record import PostalAddress
from tests.connectors.openings import opening_of

KEY = "0a1b2c3d-0a1b-4c2d-8e3f-0123456789ab"
COLUMNS = Path(__file__).parents[4] / "shared" / "specs" / "file-imports" / "columns.json"

DIAL_TONE = OutgoingLine(
    description="Dial tone",
    amount=Decimal("30.00"),
    account_id="Voice Revenue",
    item_id="VOIP-400",
    code="4010",
)
USF = OutgoingLine(
    description="Federal USF",
    amount=Decimal("2.31"),
    account_id="USF Payable",
    item_id="TAX-FUSF",
    code="FUSF",
)
INVOICE = OutgoingInvoice(
    number="TB-42",
    customer_id="Harbor Dental",
    customer_number="T-1042",
    dated_on=date(2026, 10, 1),
    due_on=date(2026, 10, 31),
    currency="USD",
    lines=(DIAL_TONE, USF),
    terms_id="Net 30",
    reference="T-1042 / 2026-10",
)
CREDIT = OutgoingCreditNote(
    number="TC-7",
    customer_id="Harbor Dental",
    customer_number="T-1042",
    dated_on=date(2026, 10, 5),
    currency="USD",
    lines=(replace(DIAL_TONE, amount=Decimal("5.00")),),
    original_number="TB-42",
)
CUSTOMER = OutgoingCustomer(
    number="T-1042",
    name="Harbor Dental",
    email="ap@harbor.example",
    phone="512 555 0100",
    contact_name="Ann Lee",
    address=PostalAddress(
        line1="1 Main St", city="Austin", region="TX", postal_code="78701", country="US"
    ),
    terms_id="Net 30",
)
FRAME = Frame(
    receivable="Accounts Receivable",
    tax_code="",
    days=DayOrder.MONTH_FIRST,
    currency="USD",
    customers={"Harbor Dental": CUSTOMER},
    terms={"Net 30": "Net 30"},
)
ACCOUNTS_IIF = (
    "!ACCNT\tNAME\tACCNTTYPE\tACCNUM\tHIDDEN\r\n"
    "ACCNT\tAccounts Receivable\tAR\t1100\tN\r\n"
    "ACCNT\tVoice Revenue\tINC\t4010\tN\r\n"
    "ACCNT\tUSF Payable\tOCLIAB\t2210\tN\r\n"
)
ITEMS_IIF = (
    "!INVITEM\tNAME\tINVITEMTYPE\tACCNT\tTAXABLE\r\n"
    "INVITEM\tVOIP-400\tSERV\tVoice Revenue\tN\r\n"
    "INVITEM\tTAX-FUSF\tOTHC\tUSF Payable\tN\r\n"
)


def opened(folder: Path, **settings: str) -> AccountingFiles:
    """The connector at work on a folder."""
    given: Mapping[str, str] = {"folder": str(folder), "company": "Cedar", **settings}
    port = ACCOUNTING_FILES.open(opening_of(ACCOUNTING_FILES, given, secrets={}))
    assert isinstance(port, AccountingFiles)
    return port


def lay(folder: Path, name: str, text: str) -> None:
    """Lays a list into the folder of what was exported."""
    (folder / IN).mkdir(exist_ok=True)
    (folder / IN / name).write_bytes(text.encode())


def written(folder: Path) -> dict[str, str]:
    """The files that lie ready, by their names."""
    found = sorted((folder / OUT).glob("*")) if (folder / OUT).exists() else []
    return {each.name: each.read_bytes().decode() for each in found}


def many(count: int, *, lines: int = 1) -> list[tuple[OutgoingInvoice, str]]:
    """So many invoices, each with so many lines."""
    return [
        (
            replace(INVOICE, number=f"N{number}", lines=(DIAL_TONE,) * lines),
            f"{KEY[:-4]}{number:04d}",
        )
        for number in range(count)
    ]
