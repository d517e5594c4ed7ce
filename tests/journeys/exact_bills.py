"""The invoices of consecutive runs, by the contract; nothing of the app."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.journeys.exact_book import Book, Row
from tests.journeys.exact_calls import ExactCall
from tests.journeys.exact_charges import (
    Memory,
    one_time_lines,
    service_lines,
    usage_lines,
)
from tests.journeys.exact_counts import Days, units_of
from tests.journeys.exact_lines import ExactInvoice, ExactLine, Part
from tests.journeys.exact_taxes import invoice_taxes
from tests.journeys.exact_usage import settle_all, shifted


@dataclass(slots=True)
class Ledger:
    """A company and what its final runs have billed."""

    book: Book
    memory: Memory = field(default_factory=Memory)
    sealing: list[ExactCall] = field(default_factory=list)

    def bill(self, month: str, calls: list[ExactCall]) -> list[ExactInvoice]:
        """The invoices of the run of a period, which is then final."""
        settle_all(self.book, calls)
        lines: dict[str, list[ExactLine]] = defaultdict(list)
        for account in self.book.sheets["accounts"]:
            payer = self.payer(account)["account_number"]
            lines[payer] += self.account_lines(account, month, calls)
        for call in self.sealing:
            call.sealed = True
        return [
            self.invoice(account, month, lines[account["account_number"]])
            for account in self.book.sheets["accounts"]
            if lines[account["account_number"]]
        ]

    def payer(self, account: Row) -> Row:
        """Whose invoice the lines of an account stand on."""
        while account["bill_to_parent"] == "yes":
            above = account["parent_account_number"]
            account = self.book.one("accounts", "account_number", above)
        return account

    def account_lines(self, account: Row, month: str, calls: list[ExactCall]) -> list[ExactLine]:
        """All lines of one account in a run; remembered as billed."""
        start = date.fromisoformat(f"{month}-{int(account['bill_cycle_day']):02d}")
        memory = self.memory
        lines = list(service_lines(self.book, account, start, memory))
        once = list(one_time_lines(self.book, account, start, memory))
        usage = list(usage_lines(self.book, account, start, calls=calls, memory=memory))
        self.remember(lines)
        memory.charges |= {line.reference for line in once}
        self.sealing += [call for _, group in usage for call in group]
        memory.periods.add((account["account_number"], start))
        return [*lines, *once, *(line for line, _ in usage)]

    def remember(self, lines: list[ExactLine]) -> None:
        """Keeps which charge periods are billed and credited."""
        for line in lines:
            if line.kind == "recurring":
                self.memory.services[line.reference, line.charge_start] = line
            elif line.kind == "credit":
                for (code, at), billed in self.memory.services.items():
                    if code == line.reference and billed.start <= line.start < billed.end:
                        self.memory.credited[code, at] = line.start

    def invoice(self, account: Row, month: str, lines: list[ExactLine]) -> ExactInvoice:
        """The invoice of a payer, with its taxes."""
        start = date.fromisoformat(f"{month}-{int(account['bill_cycle_day']):02d}")
        end = shifted(start, 1)
        parts = [part for at, line in enumerate(lines) for part in self.parts(at, line)]
        number = account["account_number"]
        members = [
            one
            for one in self.book.sheets["accounts"]
            if self.payer(one)["account_number"] == number and one["account_number"] != number
        ]
        people = [account, *members]
        days = Days(start, end)
        units = units_of(self.book, lines, parts, accounts=people, days=days)
        return ExactInvoice(
            account_number=account["account_number"],
            invoice_date=end,
            due_date=due(account.get("terms") or self.book.company["terms"], end),
            lines=lines,
            taxes=invoice_taxes(self.book, parts, units, end),
        )

    def parts(self, at: int, line: ExactLine) -> list[Part]:
        """The line as one part, or its bundle's components."""
        code = line.product["product_code"]
        components = [r for r in self.book.sheets["bundles"] if r["product_code"] == code]
        components.sort(key=lambda row: int(row["component_no"]))
        if not components or components[0]["method"] == "ALL_TELECOM":
            category = components[0]["category"] if components else line.product["tax_category"]
            shares = [(category, line.amount)]
        else:
            weights = [Fraction(Decimal(row["weight"])) for row in components]
            cents = split(line.amount, weights)
            shares = list(zip((row["category"] for row in components), cents, strict=True))
        place = self.book.one("locations", "location_code", line.location_code)
        return [
            Part(
                line=at,
                component=nth,
                account=line.account,
                location=place,
                category=category,
                amount=amount,
                start=line.start,
                end=line.end,
                billed_seconds=line.billed_seconds,
            )
            for nth, (category, amount) in enumerate(shares)
        ]


def split(amount: Decimal, weights: list[Fraction]) -> list[Decimal]:
    """Cents by weight, left-over cents by largest remainder, ties to the lower component."""
    sign = -1 if amount < 0 else 1
    exact = [abs(Fraction(amount)) * 100 * one / sum(weights) for one in weights]
    whole = [one.__floor__() for one in exact]
    left = int(abs(amount) * 100) - sum(whole)
    for at in sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))[:left]:
        whole[at] += 1
    return [sign * Decimal(one).scaleb(-2) for one in whole]


def due(terms: str, on: date) -> date:
    """The due date of an invoice."""
    net = re.fullmatch(r"Net (\d+)", terms)
    return on + timedelta(days=int(net[1])) if net else on
