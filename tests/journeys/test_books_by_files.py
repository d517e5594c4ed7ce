"""A month's invoices into each program's import file and its payments back, by the command line."""

import csv
import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.journeys.cli import as_json, switchbook
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, NOW, copied, lay_company

BOOKS = "accounting-files"
TOTALS = {"CF-1043": Decimal("44.24"), "CF-1044": Decimal("21.41")}
NOTHING = {"create": 0, "update": 0, "skip": 0, "conflict": 0}
WORDS = {
    "G": "Granite Peak Credit Union",
    "H": "Harbor Light Dental",
    "STATE_TO_STATE": "Calls: Long distance, state to state",
    "IN_STATE": "Calls: Long distance, in state",
}


@dataclass(frozen=True, kw_only=True)
class Program:
    """What a program exports, what it gets to import, and how its payments come back."""

    layout: str
    settings: tuple[str, ...] = ()
    exported: Mapping[str, str]
    written: str
    """Its one file, with bars between columns."""
    makes_customers: bool
    payments: tuple[str, str]
    """The file's name and text: all of CF-1043, and 10.00 of CF-1044."""
    is_tabbed: bool = False

    @property
    def rows(self) -> list[list[str]]:
        """The rows of its file."""
        text = self.written.replace("{+}\n", "").strip("\n")
        for name, words in WORDS.items():
            text = text.replace(f"{{{name}}}", words)
        return [line.split("|") for line in text.split("\n")]


QUICKBOOKS_DESKTOP = Program(
    layout="quickbooks-desktop",
    is_tabbed=True,
    exported={
        "accounts.iif": (
            "!ACCNT\tNAME\tACCNTTYPE\tACCNUM\tHIDDEN\r\n"
            "ACCNT\tAccounts Receivable\tAR\t1100\tN\r\n"
            "ACCNT\tVoice Revenue\tINC\t4010\tN\r\n"
            "ACCNT\tUsage Revenue\tINC\t4060\tN\r\n"
            "ACCNT\tTelecom Taxes Payable\tOCLIAB\t2210\tN\r\n"
        ),
        "items.iif": (
            "!INVITEM\tNAME\tINVITEMTYPE\tACCNT\tTAXABLE\r\n"
            "INVITEM\tVOICE\tSERV\tVoice Revenue\tN\r\n"
            "INVITEM\tUSAGE\tSERV\tUsage Revenue\tN\r\n"
            "INVITEM\tTAXES\tOTHC\tTelecom Taxes Payable\tN\r\n"
        ),
    },
    written="""
!CUST|NAME|BADDR1|BADDR2|BADDR3|BADDR4|BADDR5|PHONE1|EMAIL|CONT1|TERMS|TAXABLE|COMPANYNAME
CUST|{G}|{G}|88 Quarry Street||Lakewood, CO 80226|US|||||N|{G}
CUST|{H}|{H}|5 Pier Road||New York, NY 10004|US|||||N|{H}
!TRNS|TRNSTYPE|DATE|ACCNT|NAME|AMOUNT|DOCNUM|MEMO|NAMEISTAXABLE|DUEDATE|TERMS
!SPL|TRNSTYPE|DATE|ACCNT|NAME|AMOUNT|MEMO|QNTY|PRICE|INVITEM|TAXABLE
!ENDTRNS
TRNS|INVOICE|11/01/2026|Accounts Receivable|{G}|44.24|CF-1043|100 / 2026-10|N|12/01/2026|
SPL|INVOICE|11/01/2026|Voice Revenue|{G}|-40.00|Hosted voice seat, 2 at 20|-1|40.00|VOICE|N
SPL|INVOICE|11/01/2026|Usage Revenue|{G}|-0.06|{STATE_TO_STATE}|-1|0.06|USAGE|N
SPL|INVOICE|11/01/2026|Usage Revenue|{G}|-0.01|Calls: Incoming|-1|0.01|USAGE|N
SPL|INVOICE|11/01/2026|Usage Revenue|{G}|-0.15|Calls: International|-1|0.15|USAGE|N
SPL|INVOICE|11/01/2026|Telecom Taxes Payable|{G}|-4.02|Colorado sales tax|-1|4.02|TAXES|N
ENDTRNS
TRNS|INVOICE|11/01/2026|Accounts Receivable|{H}|21.41|CF-1044|200 / 2026-10|N|12/01/2026|
SPL|INVOICE|11/01/2026|Voice Revenue|{H}|-20.00|Hosted voice seat|-1|20.00|VOICE|N
SPL|INVOICE|11/01/2026|Usage Revenue|{H}|-0.39|{IN_STATE}|-1|0.39|USAGE|N
SPL|INVOICE|11/01/2026|Telecom Taxes Payable|{H}|-1.02|New York sales tax|-1|1.02|TAXES|N
ENDTRNS""",
    makes_customers=True,
    payments=(
        "payments.csv",
        (
            "Payment ID,Date,Customer,Invoice,Amount,Reference\r\n"
            "P-1,11/20/2026,Granite Peak Credit Union,CF-1043,44.24,1001\r\n"
            "P-2,11/21/2026,Harbor Light Dental,CF-1044,10.00,88\r\n"
        ),
    ),
)
SAGE_50_US = Program(
    layout="sage50-us",
    settings=("receivable=11000",),
    exported={
        "accounts.csv": (
            "Account ID,Account Description,Account Type,Inactive\r\n"
            "11000,Accounts Receivable,Accounts Receivable,FALSE\r\n"
            "4010,Voice revenue,Income,FALSE\r\n"
            "4060,Usage revenue,Income,FALSE\r\n"
            "2210,Telecom taxes payable,Other Current Liabilities,FALSE\r\n"
        ),
        "customers.csv": (
            "Customer ID,Customer Name,Bill to Address-Line One,Inactive\r\n"
            "100,Granite Peak Credit Union,88 Quarry Street,FALSE\r\n"
            "200,Harbor Light Dental,5 Pier Road,FALSE\r\n"
        ),
    },
    written="""
Customer ID|Invoice/CM #|Credit Memo|Date|Date Due|Accounts Receivable Account{+}
|Number of Distributions|Description|G/L Account|Tax Type|Amount
100|CF-1043|FALSE|11/01/26|12/01/26|11000|5|Hosted voice seat, 2 at 20|4010|2|-40.00
100|CF-1043|FALSE|11/01/26|12/01/26|11000|5|{STATE_TO_STATE}|4060|2|-0.06
100|CF-1043|FALSE|11/01/26|12/01/26|11000|5|Calls: Incoming|4060|2|-0.01
100|CF-1043|FALSE|11/01/26|12/01/26|11000|5|Calls: International|4060|2|-0.15
100|CF-1043|FALSE|11/01/26|12/01/26|11000|5|Colorado sales tax|2210|2|-4.02
200|CF-1044|FALSE|11/01/26|12/01/26|11000|3|Hosted voice seat|4010|2|-20.00
200|CF-1044|FALSE|11/01/26|12/01/26|11000|3|{IN_STATE}|4060|2|-0.39
200|CF-1044|FALSE|11/01/26|12/01/26|11000|3|New York sales tax|2210|2|-1.02""",
    makes_customers=False,
    payments=(
        "receipts.csv",
        (
            "Customer ID,Reference,Date,Payment Method,Invoice Paid,G/L Account,Amount,"
            "Transaction Number\r\n"
            "100,1001,11/20/26,Check,CF-1043,11000,-44.24,17\r\n"
            "200,88,11/21/26,Check,CF-1044,11000,-10.00,18\r\n"
        ),
    ),
)
SAGE_50_UK = Program(
    layout="sage50-uk",
    settings=("currency=USD", "tax.=2210"),
    exported={
        "accounts.csv": (
            # Nominal codes are listed without their kinds: the taxes' is told by the settings.
            '"N/C","Name","Balance"\r\n'
            '"1100","Debtors Control Account","0.00"\r\n'
            '"4010","Voice sales","0.00"\r\n'
            '"4060","Usage sales","0.00"\r\n'
            '"2210","Telecom taxes","0.00"\r\n'
        ),
        "customers.csv": (
            '"A/C","Name","Balance"\r\n'
            '"100","Granite Peak Credit Union","0.00"\r\n'
            '"200","Harbor Light Dental","0.00"\r\n'
        ),
    },
    written="""
Type|Account Reference|Nominal A/C Ref|Department Code|Date|Reference|Details|Net Amount{+}
|Tax Code|Tax Amount|Exchange Rate|Extra Reference|User Name|Project Refn|Cost Code Refn
SI|100|4010|0|01/11/2026|CF-1043|Hosted voice seat, 2 at 20|40.00|T9|0.00|1|100 / 2026-10|||
SI|100|4060|0|01/11/2026|CF-1043|{STATE_TO_STATE}|0.06|T9|0.00|1|100 / 2026-10|||
SI|100|4060|0|01/11/2026|CF-1043|Calls: Incoming|0.01|T9|0.00|1|100 / 2026-10|||
SI|100|4060|0|01/11/2026|CF-1043|Calls: International|0.15|T9|0.00|1|100 / 2026-10|||
SI|100|2210|0|01/11/2026|CF-1043|Colorado sales tax|4.02|T9|0.00|1|100 / 2026-10|||
SI|200|4010|0|01/11/2026|CF-1044|Hosted voice seat|20.00|T9|0.00|1|200 / 2026-10|||
SI|200|4060|0|01/11/2026|CF-1044|{IN_STATE}|0.39|T9|0.00|1|200 / 2026-10|||
SI|200|2210|0|01/11/2026|CF-1044|New York sales tax|1.02|T9|0.00|1|200 / 2026-10|||""",
    makes_customers=False,
    payments=(
        "audit-trail.csv",
        (
            "No,Type,Account Reference,Nominal A/C Ref,Date,Reference,Details,Net Amount,Tax Code,"
            "Tax Amount\r\n"
            "1,SI,100,4010,01/11/2026,CF-1043,Hosted voice seat,44.24,T9,0.00\r\n"
            "2,SR,100,1200,20/11/2026,CF-1043,Sales Receipt,44.24,T9,0.00\r\n"
            "3,SA,200,1200,21/11/2026,CF-1044,Payment on Account,10.00,T9,0.00\r\n"
        ),
    ),
)
XERO = Program(
    layout="xero-csv",
    exported={
        "accounts.csv": (
            "*Code,Report Code,*Name,*Type,*Tax Code,Description,Status\r\n"
            "4010,,Voice revenue,Revenue,Tax Exempt,,Active\r\n"
            "4060,,Usage revenue,Revenue,Tax Exempt,,Active\r\n"
            "2210,,Telecom taxes,Current Liability,Tax Exempt,,Active\r\n"
        ),
    },
    written="""
*ContactName|EmailAddress|POAddressLine1|POAddressLine2|POAddressLine3|POAddressLine4|POCity{+}
|PORegion|POPostalCode|POCountry|*InvoiceNumber|Reference|*InvoiceDate|*DueDate{+}
|InventoryItemCode|*Description|*Quantity|*UnitAmount|Discount|*AccountCode|*TaxType{+}
|TrackingName1|TrackingOption1|TrackingName2|TrackingOption2|Currency|BrandingTheme
{G}||88 Quarry Street||||Lakewood|CO|80226|US|CF-1043|100 / 2026-10|11/01/2026|12/01/2026|{+}
|Hosted voice seat, 2 at 20|1|40.00||4010|Tax Exempt|||||USD|
{G}||88 Quarry Street||||Lakewood|CO|80226|US|CF-1043|100 / 2026-10|11/01/2026|12/01/2026|{+}
|{STATE_TO_STATE}|1|0.06||4060|Tax Exempt|||||USD|
{G}||88 Quarry Street||||Lakewood|CO|80226|US|CF-1043|100 / 2026-10|11/01/2026|12/01/2026|{+}
|Calls: Incoming|1|0.01||4060|Tax Exempt|||||USD|
{G}||88 Quarry Street||||Lakewood|CO|80226|US|CF-1043|100 / 2026-10|11/01/2026|12/01/2026|{+}
|Calls: International|1|0.15||4060|Tax Exempt|||||USD|
{G}||88 Quarry Street||||Lakewood|CO|80226|US|CF-1043|100 / 2026-10|11/01/2026|12/01/2026|{+}
|Colorado sales tax|1|4.02||2210|Tax Exempt|||||USD|
{H}||5 Pier Road||||New York|NY|10004|US|CF-1044|200 / 2026-10|11/01/2026|12/01/2026|{+}
|Hosted voice seat|1|20.00||4010|Tax Exempt|||||USD|
{H}||5 Pier Road||||New York|NY|10004|US|CF-1044|200 / 2026-10|11/01/2026|12/01/2026|{+}
|{IN_STATE}|1|0.39||4060|Tax Exempt|||||USD|
{H}||5 Pier Road||||New York|NY|10004|US|CF-1044|200 / 2026-10|11/01/2026|12/01/2026|{+}
|New York sales tax|1|1.02||2210|Tax Exempt|||||USD|""",
    makes_customers=True,
    payments=(
        "invoices.csv",
        (
            "ContactName,InvoiceNumber,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,"
            "InvoiceAmountPaid,InvoiceAmountDue,Description,LineAmount,Type,Status\r\n"
            "Granite Peak Credit Union,CF-1043,11/01/2026,12/01/2026,,44.24,0.00,44.24,0.00,Seat,"
            "40.00,Sales invoice,Paid\r\n"
            "Granite Peak Credit Union,CF-1043,11/01/2026,12/01/2026,,44.24,0.00,44.24,0.00,Calls,"
            "4.24,Sales invoice,Paid\r\n"
            "Harbor Light Dental,CF-1044,11/01/2026,12/01/2026,,21.41,0.00,10.00,11.41,Seat,"
            "21.41,Sales invoice,Awaiting Payment\r\n"
        ),
    ),
)
QUICKBOOKS_ONLINE = Program(
    layout="quickbooks-csv",
    exported={
        "accounts.csv": (
            "Account #,Full name,Type,Detail type,Balance\r\n"
            "1100,Accounts Receivable,Accounts receivable (A/R),Accounts Receivable,0.00\r\n"
            "4010,Voice Revenue,Income,Service/Fee Income,\r\n"
            "4060,Usage Revenue,Income,Service/Fee Income,\r\n"
            "2210,Telecom Taxes Payable,Other Current Liabilities,Sales Tax Payable,0.00\r\n"
        ),
        "products.csv": (
            "Product/Service Name,SKU,Type,Sales Description,Taxable,Income Account\r\n"
            "Voice,,Service,,no,Voice Revenue\r\n"
            "Usage,,Service,,no,Usage Revenue\r\n"
            "Taxes,,Service,,no,Telecom Taxes Payable\r\n"
        ),
    },
    written="""
*InvoiceNo|*Customer|*InvoiceDate|*DueDate|Terms|Location|Memo|Item(Product/Service){+}
|ItemDescription|ItemQuantity|ItemRate|*ItemAmount|Service Date
CF-1043|{G}|11/01/2026|12/01/2026|||100 / 2026-10|Voice|Hosted voice seat, 2 at 20|1|40.00|40.00|
CF-1043|{G}|11/01/2026|12/01/2026|||100 / 2026-10|Usage|{STATE_TO_STATE}|1|0.06|0.06|
CF-1043|{G}|11/01/2026|12/01/2026|||100 / 2026-10|Usage|Calls: Incoming|1|0.01|0.01|
CF-1043|{G}|11/01/2026|12/01/2026|||100 / 2026-10|Usage|Calls: International|1|0.15|0.15|
CF-1043|{G}|11/01/2026|12/01/2026|||100 / 2026-10|Taxes|Colorado sales tax|1|4.02|4.02|
CF-1044|{H}|11/01/2026|12/01/2026|||200 / 2026-10|Voice|Hosted voice seat|1|20.00|20.00|
CF-1044|{H}|11/01/2026|12/01/2026|||200 / 2026-10|Usage|{IN_STATE}|1|0.39|0.39|
CF-1044|{H}|11/01/2026|12/01/2026|||200 / 2026-10|Taxes|New York sales tax|1|1.02|1.02|""",
    makes_customers=True,
    payments=(
        "payments.csv",
        (
            "Payment ID,Date,Customer,Invoice,Amount\r\n"
            "901,11/20/2026,Granite Peak Credit Union,CF-1043,44.24\r\n"
            "902,11/21/2026,Harbor Light Dental,CF-1044,10.00\r\n"
        ),
    ),
)
PROGRAMS = (QUICKBOOKS_DESKTOP, SAGE_50_US, SAGE_50_UK, XERO, QUICKBOOKS_ONLINE)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with two approved invoices."""
    folder = tmp_path_factory.mktemp("billed")
    made, path = folder / "made.switchbook", folder / "cedar.switchbook"
    lay_company(made)
    with copied(made, path, clock=CLOCK) as office:
        approved(office, folder)
    return path


def connect(company: Path, program: Program, folder: Path) -> None:
    given = (f"layout={program.layout}", f"folder={folder}", "company=Cedar", *program.settings)
    switchbook("connect", company, BOOKS, *(word for each in given for word in ("--set", each)))


def lay(folder: Path, name: str, text: str) -> None:
    (folder / "exported").mkdir(parents=True, exist_ok=True)
    (folder / "exported" / name).write_bytes(text.encode())


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (folder / "to-import").iterdir()}


def rows(content: bytes, program: Program) -> list[list[str]]:
    """The rows of a file, each ended as programs want it."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    if program.is_tabbed:
        return [line.split("\t") for line in text.split("\r\n")[:-1]]
    return list(csv.reader(io.StringIO(text, newline="")))


def outcomes(company: Path, plan: Path) -> dict[str, str]:
    """What became of each record when a plan was applied."""
    told = as_json("post", company, BOOKS, "--apply", plan)
    return {each["our_id"]: each["outcome"] for each in told["records"]}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.layout)
def test_a_month_goes_out_by_file_and_is_paid_by_file(
    program: Program, billed: Path, tmp_path: Path
) -> None:
    company = tmp_path / "cedar.switchbook"
    shutil.copyfile(billed, company)
    folder, plan, later = tmp_path / "books", tmp_path / "plan.json", tmp_path / "later.json"
    for name, text in program.exported.items():
        lay(folder, name, text)
    connect(company, program, folder)
    rights = as_json("connect", company, BOOKS, "--test")["rights"]
    assert [each for each in rights if each["needed"] and not each["given"]] == []

    planned = as_json("post", company, BOOKS, "--plan", plan)
    made = 2 if program.makes_customers else 0
    assert planned["counts"] == {**NOTHING, "create": 2 + made, "skip": 2 - made}
    assert not (folder / "to-import").exists()
    customers = "done" if program.makes_customers else "linked"
    assert outcomes(company, plan) == {
        "100": customers,
        "200": customers,
        **dict.fromkeys(TOTALS, "done"),
    }
    (content,) = files(folder).values()
    assert rows(content, program) == program.rows

    # Whatever is applied again, and from whichever file of ours, no number goes out twice.
    before = files(folder)
    again = outcomes(company, plan)
    assert {again[number] for number in TOTALS} == {"already"}
    assert as_json("post", company, BOOKS, "--plan", later)["counts"] == {**NOTHING, "skip": 4}
    restored = tmp_path / "restored.switchbook"
    shutil.copyfile(billed, restored)
    connect(restored, program, folder)
    assert as_json("post", restored, BOOKS, "--plan", later)["counts"] == {**NOTHING, "skip": 4}
    assert set(outcomes(restored, later).values()) == {"linked"}
    assert files(folder) == before

    lay(folder, *program.payments)
    for _ in range(2):
        paid = as_json("payments", company, BOOKS)
        assert paid["invoices"] == {
            "CF-1043": {"paid": "44.24", "open": "0.00"},
            "CF-1044": {"paid": "10.00", "open": "11.41"},
        }
    assert paid["changed"] == []
    assert paid["unapplied"] == "0.00"
