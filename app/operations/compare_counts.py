"""What customers have by contract, on the switch, at the carrier and on the last invoices; settled.

Each row that differs says what it costs a month. Settling it changes the services from a day on,
so that history stays; what is free until a day ends by itself, since its price is dated.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.billing.consolidation import named_product
from app.billing.contract_lines import ContractLine
from app.billing.count_settling import FreeUntil, settled_services
from app.billing.counts import (
    Contracted,
    CountAction,
    CountFacts,
    CountRow,
    Settled,
    count_rows,
    strangers,
    total_of,
)
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period, previous_label
from app.billing.line_proposals import monthly, product_of
from app.customers.account import Account
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.errors import InputError, NotAllowed
from app.findings import Finding, Severity
from app.operations.billing_view import BillingView, billing_view
from app.operations.office import Office
from app.operations.row_editing import (
    Edited,
    RowEdit,
    current_rows,
    needed_sheets,
    plan_rows,
    write_edits,
)
from app.progress import Progress, Silent
from app.store.bill_runs import closed_periods
from app.store.connections import connections
from app.store.counts import (
    CarrierList,
    billed_quantities,
    carrier_lists,
    carrier_numbers,
    drop_settled,
    keep_settled,
    settled_counts,
)
from app.store.links import Link, LinkKind, drop_link, keep_link, links
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.workbook.sheets import SHEETS

SETTLING = "settle counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpairedLine:
    """An agreement line whose product is none of ours, so that nothing can be compared."""

    system: str
    account_number: str
    account_name: str
    product_code: str
    """As it is called there."""
    quantity: Decimal
    amount: Decimal
    """A month of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The comparison for one period."""

    period: str
    billed_period: str
    """Whose invoices tell what was billed."""
    rows: tuple[CountRow, ...]
    """All of them; those that agree in all columns too."""
    unpaired: tuple[UnpairedLine, ...]
    strangers: tuple[str, ...]
    """Numbers that a carrier lists, and that nobody here has."""
    lists: tuple[CarrierList, ...]

    @property
    def differing(self) -> tuple[CountRow, ...]:
        """Those that need a decision."""
        return tuple(each for each in self.rows if each.differs)

    @property
    def total(self) -> Decimal:
        """A month's money of them."""
        return total_of(self.rows)

    def row(self, account_number: str, product_code: str) -> CountRow:
        """The row of an account and product; InputError where nothing counts it."""
        for each in self.rows:
            if (each.account_number, each.product_code) == (account_number, product_code):
                return each
        raise InputError(
            f"Nothing counts {product_code} of account {account_number}.",
            "",
            "Look at the list: counts FILE.",
        )


def compare_counts(
    office: Office, period: str | None = None, *, progress: Progress | None = None
) -> Counts:
    """How many of each product each customer has, at the end of a period; None: of this one.

    By what was last pulled and brought in; InputError for a period that is none.
    """
    (progress or Silent()).step(0, 0, "Counting")
    with office.file.read() as conn:
        return counts_of(office, conn, period)


def counts_of(office: Office, conn: Transaction, period: str | None) -> Counts:
    """The comparison within a transaction of the caller's."""
    views = [
        billing_view(office, conn, each.system) for each in connections(conn) if each.role == "psa"
    ]
    label = period or _present(office, conn)
    facts = _facts(conn, label, views)
    rows = count_rows(facts)
    return Counts(
        period=label,
        billed_period=previous_label(label),
        rows=tuple(rows),
        unpaired=tuple(each for view in views for each in _unpaired(view, facts)),
        strangers=tuple(sorted({each.number for each in strangers(facts)})),
        lists=tuple(carrier_lists(conn)),
    )


def _present(office: Office, conn: Transaction) -> str:
    """The period that is being billed next: the one after the last that a final run closed."""
    closed = [label for _, label in closed_periods(conn)]
    if closed:
        last = max(closed)
        return f"{bill_period(last, FIRST_CYCLE_DAY).end:%Y-%m}"
    return previous_label(f"{office.clock.now():%Y-%m}")


def _facts(conn: Transaction, label: str, views: list[BillingView]) -> CountFacts:
    accounts = {each.account_number: each for each in load(conn, Account)}
    products = {each.product_code: each for each in load(conn, Product)}
    day = bill_period(label, FIRST_CYCLE_DAY).last_day
    contracted: dict[tuple[str, str], Contracted] = {}
    for view in views:
        for key, each in _contracted(view, day).items():
            contracted.setdefault(key, each)
    return CountFacts(
        day=day,
        period=label,
        names={number: each.name for number, each in accounts.items()},
        products=products,
        services=load(conn, Service),
        numbers=load(conn, Number),
        circuits=load(conn, Circuit),
        carrier=carrier_numbers(conn),
        contracted=contracted,
        billed=_billed(conn, label, accounts, products),
        settled=settled_counts(conn),
    )


def _contracted(view: BillingView, day: date) -> dict[tuple[str, str], Contracted]:
    found: dict[tuple[str, str], Contracted] = {}
    for verdict in view.lines:
        line = verdict.line
        product = product_of(line, view.line_desk)
        if verdict.account_number is None or product is None or not _in_force(line, day):
            continue
        key = (verdict.account_number, product.product_code)
        before = found.get(key, Contracted(quantity=ZERO, unit_price=None))
        found[key] = Contracted(
            quantity=before.quantity + line.terms.quantity,
            unit_price=before.unit_price or line.terms.unit_price,
            lines=(*before.lines, line.agreement),
        )
    return found


def _in_force(line: ContractLine, day: date) -> bool:
    terms = line.terms
    begins = terms.starts_on is None or terms.starts_on <= day
    ended = terms.ends_on is not None and terms.ends_on <= day
    # Where quantities are told period by period only the present one is known.
    return line.is_live and (begins or terms.ends_on is not None) and not ended


def _billed(
    conn: Transaction,
    label: str,
    accounts: Mapping[str, Account],
    products: Mapping[str, Product],
) -> dict[tuple[str, str], Decimal] | None:
    """What the invoices of the period before have of each; None where no run closed it."""
    before = previous_label(label)
    if before not in {each for _, each in closed_periods(conn)}:
        return None
    since = bill_period(before, FIRST_CYCLE_DAY).start
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in billed_quantities(conn, up_to=before, since=since):
        account, product = accounts.get(each.account_number), products.get(each.product_code)
        if account is None or product is None:
            continue
        days = bill_period(before, account.bill_cycle_day)
        if each.days.holds(days.end if product.in_advance else days.last_day):
            found[each.account_number, each.product_code] += each.quantity
    return dict(found)


def _unpaired(view: BillingView, facts: CountFacts) -> list[UnpairedLine]:
    found = []
    for verdict in view.lines:
        line = verdict.line
        code = named_product(view.desk.product_of, line.product_id, line.product_code)
        if verdict.account_number is None or code is not None or not line.product_code:
            continue
        if _in_force(line, facts.day):
            found.append(
                UnpairedLine(
                    system=view.system,
                    account_number=verdict.account_number,
                    account_name=facts.names[verdict.account_number],
                    product_code=line.product_code,
                    quantity=line.terms.quantity,
                    amount=monthly(line.terms.quantity, line.terms.unit_price or ZERO, None),
                )
            )
    return found


# ---------------------------------------------------------------------------------------- settling


def settle_count(
    office: Office,
    account_number: str,
    product_code: str,
    action: CountAction,
    *,
    period: str | None = None,
    on: date | None = None,
    until: date | None = None,
    reason: str = "",
) -> Edited:
    """Settles one row: its services are changed from a day on, and it is known as settled.

    ``on``: the first day of the change, by default the first that no final run has billed.
    ``until`` and ``reason`` belong to FREE. InputError where these are missing or the row is none;
    the findings say why it was refused.
    """
    if action is CountAction.FREE and (until is None or not reason.strip()):
        raise InputError(
            "What is free needs an end and a reason.", "", "Write DATE:REASON, as 2026-12-31:Trial."
        )
    with office.write() as conn:
        counts = counts_of(office, conn, period)
        row = counts.row(account_number, product_code)
        day = (
            on
            or _open_from(conn, account_number)
            or bill_period(counts.period, FIRST_CYCLE_DAY).start
        )
        if until is not None and until <= day:
            raise InputError(f"{until} is not after {day}.", "It would be free on no day.")
        free = FreeUntil(until=until, reason=reason) if until is not None else None
        changed = settled_services(
            [each for each in load(conn, Service) if each.account_number == account_number],
            row=row,
            product=next(e for e in load(conn, Product) if e.product_code == product_code),
            action=action,
            day=day,
            free=free,
            codes={each.service_code for each in load(conn, Service)},
            counted_on=bill_period(counts.period, FIRST_CYCLE_DAY).last_day,
        )
        if changed is None:
            raise NotAllowed(
                f"{product_code} of account {account_number} has no service to be changed.",
                "Nothing tells at which location it is billed.",
                "Add a service first, or apply the agreement's line.",
            )
        edited = _written(office, conn, list(changed.rows), title=SETTLING)
        if edited.refusals:
            return edited
        for old, new in changed.succeeded.items():
            _move_link(office, conn, old, new)
        stamp = office.stamp(SETTLING)
        keep_settled(
            conn,
            account_number,
            product_code,
            Settled(
                action=action,
                period=counts.period,
                contract=row.contract,
                provisioned=_after(row, action),
                carrier=row.carrier,
                until=until,
                reason=reason.strip(),
                at=stamp.at,
                by=stamp.actor,
            ),
        )
    return edited


def _after(row: CountRow, action: CountAction) -> Decimal:
    """How many are provisioned once it is settled, as far as services are what is counted."""
    if action is CountAction.BILL_CONTRACTED and row.contract is not None:
        return row.contract if not row.is_of_numbers else row.provisioned
    return row.provisioned


def free_until(
    office: Office, account_number: str, product_code: str, *, until: date, reason: str
) -> Edited:
    """What is beyond the contract costs nothing until a day, and its price from that day on."""
    return settle_count(
        office, account_number, product_code, CountAction.FREE, until=until, reason=reason
    )


def unsettle_count(office: Office, account_number: str, product_code: str) -> None:
    """Shows a settled row again; what was changed of services stays."""
    with office.write() as conn:
        drop_settled(conn, account_number, product_code)


def _open_from(conn: Transaction, account_number: str) -> date | None:
    labels = [label for number, label in closed_periods(conn) if number == account_number]
    account = next(
        (each for each in load(conn, Account) if each.account_number == account_number), None
    )
    if not labels or account is None:
        return None
    return bill_period(max(labels), account.bill_cycle_day).end


def _written(office: Office, conn: Transaction, rows: list[Service], *, title: str) -> Edited:
    current = current_rows(conn, needed_sheets(rows))
    plan = plan_rows(office, conn, rows, current)
    wrong: tuple[Finding, ...] = tuple(
        each for each in plan.findings if each.severity is Severity.ERROR
    )
    if wrong:
        return Edited(title=title, findings=wrong)
    sheet = SHEETS["services"]
    edits = [
        RowEdit(sheet="services", before=current["services"].get(sheet.key_of(row)), after=row)
        for row in rows
        if current["services"].get(sheet.key_of(row)) != row
    ]
    repriced = write_edits(office, conn, edits, operation=title, why="settled by hand")
    return Edited(title=title, edits=tuple(edits), findings=plan.findings, repriced=repriced)


def _move_link(office: Office, conn: Transaction, old: str, new: str) -> None:
    """The agreement line of a service that ended is the one that follows it."""
    for each in connections(conn):
        link: Link | None = links(conn, each.system, LinkKind.AGREEMENT_LINE).get(old)
        if link is not None and new != old:
            drop_link(conn, each.system, LinkKind.AGREEMENT_LINE, old)
            moved = replace(link, our_id=new)
            keep_link(conn, each.system, moved, at=office.clock.now())
