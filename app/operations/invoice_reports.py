"""Reports of invoices by their dates: revenue, ageing, variance, journal, register."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from app.billing.bill_run import RunState
from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.journal import Ledger, Posting, journal
from app.billing.tax_reports.report import (
    ReportColumn,
    Row,
    TaxReport,
    Tie,
    amount,
    day,
    text,
    totals_of,
    whole,
)
from app.billing.variance import totals_by_cause
from app.operations.browse_invoices import list_invoices
from app.operations.compare_runs import compare_period
from app.operations.office import Office
from app.operations.report_drawing import Drawing, Made, Shape
from app.store.bill_runs import load_runs
from app.store.customer_lists import account_heads
from app.store.invoices import load_invoices, void_days
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.period import Period, add_months

_MONTHS: Final = 12
_EARLIER: Final = 5
"""Variance looks at so many months before the one asked for."""


def revenue(office: Office, period: Period) -> Made:
    """Charges by kind and GL code, tied to the revenue of the journal."""
    with office.file.read() as conn:
        invoices = _final(conn, period)
        postings = _postings(conn, period)
    sums: dict[tuple[str, str], list[Decimal | int]] = {}
    for invoice, sign in _booked(invoices, postings):
        for each in invoice.lines:
            cell = sums.setdefault((_class(each), each.gl_code), [0, ZERO])
            cell[0] += sign
            cell[1] += sign * each.amount
    columns = (
        text("class", "Kind of charge"),
        text("gl_code", "Revenue account in the books"),
        whole("lines", "Lines on invoices"),
        amount("revenue", "What was charged"),
    )
    ordered = sorted(sums.items(), key=lambda each: (-each[1][1], each[0]))
    rows = tuple((name, code, int(lines), total) for (name, code), (lines, total) in ordered)
    classes: dict[str, Decimal] = {}
    by_code: dict[str, Decimal] = {}
    for name, code, _, total in rows:
        classes[name] = classes.get(name, ZERO) + Decimal(total)
        by_code[code] = by_code.get(code, ZERO) + Decimal(total)
    drawing = Drawing(
        title="Revenue by class", bars=tuple(sorted(classes.items(), key=lambda each: -each[1]))
    )
    report = TaxReport(
        title="Revenue by class",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, "lines", "revenue"),
        ties=_ties(by_code, postings),
    )
    return Made(report=report, drawing=drawing)


def _class(line: Line) -> str:
    if line.usage is not None:
        return f"Calls, {line.usage.call_class.replace('_', ' ').lower()}"
    return line.kind.value.replace("_", " ").capitalize()


def _booked(
    invoices: Iterable[Invoice], postings: Iterable[Posting]
) -> Iterable[tuple[Invoice, int]]:
    """Each invoice as often as the journal books it: once, and again taken back where void."""
    reversed_ = {each.invoice_number for each in postings if each.reverses}
    booked = {each.invoice_number for each in postings if not each.reverses}
    for invoice in invoices:
        if invoice.invoice_number in booked:
            yield invoice, 1
        if invoice.invoice_number in reversed_:
            yield invoice, -1


def _ties(by_code: dict[str, Decimal], postings: Iterable[Posting]) -> tuple[Tie, ...]:
    found = dict.fromkeys(by_code, ZERO)
    for each in postings:
        if each.ledger is Ledger.REVENUE:
            found[each.code] = found.get(each.code, ZERO) - each.signed
    return tuple(
        Tie(ledger=Ledger.REVENUE, code=code, reported=by_code.get(code, ZERO), journal=found[code])
        for code in sorted(found)
    )


def age_of_debts(office: Office, period: Period) -> Made:
    """What is open today by customer and age; the period does not matter to it."""
    del period
    found = list_invoices(office)
    columns = (
        text("account", "Account number"),
        text("customer", "Customer"),
        text("invoice", "Invoice number"),
        day("due", "When it was due"),
        whole("days_late", "Days since then"),
        amount("open", "What is left to pay"),
    )
    rows = tuple(
        (r.account_number, r.customer, r.invoice_number, r.due_date, r.late, r.open)
        for r in sorted(found.rows, key=lambda each: (-each.late, each.invoice_number))
        if r.open
    )
    notes: tuple[str, ...] = ()
    if not found.payments_known:
        notes += ("Payments are not known: open is the whole total.",)
    if found.not_issued:
        one = found.not_issued == 1
        what = "1 invoice is" if one else f"{found.not_issued} invoices are"
        notes += (f"{what} not sent yet: nobody owes {'it' if one else 'them'}.",)
    report = TaxReport(
        title="Ageing",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, "open"),
        notes=notes,
    )
    bars = tuple((age.value, total) for age, total in found.ageing.sums.items())
    drawing = Drawing(title="What customers owe, by age", bars=bars)
    return Made(report=report, drawing=drawing, accounts=0, invoices=2)


def by_cause(office: Office, period: Period) -> Made:
    """What changed against the invoices before, by cause, in the months up to the period's last."""
    with office.file.read() as conn:
        approved = {r.period for r in load_runs(conn) if r.state != RunState.DRAFT.value}
    last = period.last_day.replace(day=1)
    wanted = [f"{add_months(last, -back):%Y-%m}" for back in range(_EARLIER, -1, -1)]
    labels = [label for label in wanted if label in approved]
    columns: tuple[ReportColumn, ...] = (text("cause", "Why it changed"),)
    sums: dict[str, dict[str, Decimal]] = {}
    for label in labels:
        columns += (amount(label, f"Of {label}"),)
        for cause, total in totals_by_cause(compare_period(office, label)).items():
            sums.setdefault(cause.value.replace("_", " ").capitalize(), {})[label] = total
    rows: tuple[Row, ...] = tuple(
        (cause, *(months.get(label, ZERO) for label in labels)) for cause, months in sums.items()
    )
    notes = () if labels else ("No run of these months is approved yet.",)
    report = TaxReport(
        title="Variance by cause",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, *labels) if rows else (),
        notes=notes,
    )
    newest = labels[-1] if labels else ""
    bars = tuple((cause, months.get(newest, ZERO)) for cause, months in sums.items())
    drawing = Drawing(title=f"What changed in {newest}, by cause", bars=bars) if bars else None
    return Made(report=report, drawing=drawing)


def trend(office: Office, period: Period) -> Made:
    """What was invoiced in each of the twelve months up to the period's last."""
    last = period.last_day.replace(day=1)
    months = [add_months(last, -back) for back in range(_MONTHS - 1, -1, -1)]
    with office.file.read() as conn:
        invoices = _final(conn, Period(months[0], add_months(last, 1)))
    columns = (
        text("month", "Month of the invoice date"),
        whole("invoices", "How many, void ones left out"),
        amount("charges", "Charges"),
        amount("taxes", "Taxes and fees"),
        amount("total", "What they ask for"),
    )
    rows = []
    for month in months:
        of_month = Period(month, add_months(month, 1))
        found = [
            each
            for each in invoices
            if of_month.holds(each.invoice_date) and each.state is not InvoiceState.VOID
        ]
        charges = sum((each.charges for each in found), ZERO)
        taxes = sum((each.taxes for each in found), ZERO)
        rows.append((f"{month:%Y-%m}", len(found), charges, taxes, charges + taxes))
    report = TaxReport(
        title="Invoiced by month",
        columns=columns,
        rows=tuple(rows),
        totals=totals_of(columns, tuple(rows), "invoices", "charges", "taxes", "total"),
    )
    bars = tuple((row[0], row[4]) for row in rows)
    return Made(
        report=report, drawing=Drawing(title="Invoiced by month", shape=Shape.LINE, bars=bars)
    )


def books(office: Office, period: Period) -> Made:
    """Debits and credits of the days by account in the books."""
    with office.file.read() as conn:
        postings = _postings(conn, period)
    columns = (
        text("ledger", "Kind of account"),
        text("code", "GL code or tax code"),
        whole("postings", "How many"),
        amount("debit", "Debits"),
        amount("credit", "Credits"),
    )
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for each in postings:
        cell = sums.setdefault((each.ledger.value, each.code), [ZERO, ZERO, ZERO])
        cell[0] += 1
        cell[1] += each.debit
        cell[2] += each.credit
    rows = tuple(
        (ledger.replace("_", " "), code, int(many), debit, credit)
        for (ledger, code), (many, debit, credit) in sorted(sums.items())
    )
    report = TaxReport(
        title="Journal",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, "postings", "debit", "credit"),
    )
    return Made(report=report)


def register(office: Office, period: Period) -> Made:
    """Every final invoice dated in the period; void ones with their numbers."""
    with office.file.read() as conn:
        invoices = [each for each in _final(conn, period) if period.holds(each.invoice_date)]
        names = {each.account_number: each.name for each in account_heads(conn)}
    columns = (
        text("invoice", "Invoice number"),
        day("dated", "Its date"),
        text("account", "Account number"),
        text("customer", "Customer"),
        text("state", "Where it stands"),
        amount("charges", "Charges"),
        amount("taxes", "Taxes and fees"),
        amount("total", "What it asks for; of void ones nothing"),
    )
    rows = tuple(_registered(each, names.get(each.account_number, "")) for each in invoices)
    by_day: dict[str, Decimal] = {}
    for each in invoices:
        if each.state is not InvoiceState.VOID:
            key = each.invoice_date.isoformat()
            by_day[key] = by_day.get(key, ZERO) + each.total
    report = TaxReport(
        title="Register",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, "charges", "taxes", "total"),
    )
    drawing = Drawing(
        title="Invoiced by day", shape=Shape.COLUMNS, bars=tuple(sorted(by_day.items()))
    )
    return Made(report=report, drawing=drawing if by_day else None, invoices=0, accounts=2)


def _registered(each: Invoice, name: str) -> Row:
    is_void = each.state is InvoiceState.VOID
    money = (ZERO, ZERO, ZERO) if is_void else (each.charges, each.taxes, each.total)
    head = (each.invoice_number, each.invoice_date, each.account_number, name, each.state.value)
    return (*head, *money)


def _final(conn: Transaction, period: Period) -> list[Invoice]:
    """Final invoices dated in the period, and those voided in it."""
    return [each.invoice for each in load_invoices(conn, within=period)]


def _postings(conn: Transaction, period: Period) -> list[Posting]:
    found = journal(_final(conn, period), voided_on=void_days(conn))
    return [each for each in found if period.holds(each.posted_on)]
