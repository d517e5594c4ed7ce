"""Invoices, credit notes and customers of ours, made out to whatever books are at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from app.billing.incoming import BookAccount, BookAccountKind, BookFamily
from app.billing.outgoing import (
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingItem,
    OutgoingLine,
)
from app.connectors.dealings import Choices
from app.connectors.ports import AccountingPort
from app.values.foreign_record import PostalAddress
from tests.connectors.proving_ground import Ground

CENTS = Decimal("0.01")
AMOUNTS = (Decimal("30.00"), Decimal("2.31"), Decimal("0.07"))


def key_of(number: int) -> str:
    """A key as the outbox has them: the same of the same number."""
    return f"5b0c1d2e-0000-4000-8000-{number:012d}"


@dataclass
class Papers:
    """What is sent to one company's books, with their own accounts, items and tax code."""

    ground: Ground
    port: AccountingPort
    _items: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def choices(self) -> Choices:
        """Their lists, asked once."""
        return self.port.choices()

    @cached_property
    def customer_id(self) -> str:
        """A customer of theirs that pays what it owes."""
        found = self.ground.pull(BookFamily.CUSTOMERS, port=self.port).standing
        by_name = {each.name: own_id for own_id, each in found.items()}  # type: ignore[attr-defined]
        return by_name["Alder Creek Dental"]

    def account(self, kind: BookAccountKind) -> BookAccount:
        """The first account of a kind that lines may go to."""
        return next(
            each
            for each in self.choices.accounts
            if each.kind is kind and each.is_active and each.is_for_lines
        )

    def lines(self, amounts: Sequence[Decimal] = AMOUNTS) -> tuple[OutgoingLine, ...]:
        """A line for each amount: the first is revenue, the others are taxes passed on."""
        untaxed = next(e for e in self.choices.tax_codes if e.is_untaxed and e.is_active)
        made = []
        for place, amount in enumerate(amounts):
            kind = BookAccountKind.LIABILITY if place else BookAccountKind.INCOME
            account = self.account(kind)
            made.append(
                OutgoingLine(
                    description="Federal USF" if place else "Dial tone, 2 lines at 15.00",
                    amount=amount,
                    account_id=account.source_id,
                    item_id=self._item(account),
                    tax_code_id=untaxed.source_id,
                    code=account.code,
                )
            )
        return tuple(made)

    def _item(self, account: BookAccount) -> str | None:
        if not self.choices.needs_items:
            return None
        if account.source_id not in self._items:
            item = OutgoingItem(name=f"{account.code} {account.name}", account_id=account.source_id)
            self._items[account.source_id] = self.port.create_item(
                item, key=key_of(900 + len(self._items))
            ).id
            # It is among their items from now on.
            del self.__dict__["choices"]
        return self._items[account.source_id]

    def invoice(
        self, number: str, amounts: Sequence[Decimal] = AMOUNTS, *, customer_id: str = ""
    ) -> OutgoingInvoice:
        """An invoice of ours."""
        return OutgoingInvoice(
            number=number,
            customer_id=customer_id or self.customer_id,
            customer_number="10001",
            dated_on=date(2026, 10, 1),
            due_on=date(2026, 10, 31),
            currency="USD",
            lines=self.lines(amounts),
            reference="10001 / 2026-10",
        )

    def credit_note(self, number: str, amounts: Sequence[Decimal] = AMOUNTS) -> OutgoingCreditNote:
        """A credit note of ours."""
        return OutgoingCreditNote(
            number=number,
            customer_id=self.customer_id,
            customer_number="10001",
            dated_on=date(2026, 10, 5),
            currency="USD",
            lines=self.lines(amounts),
            original_dated_on=date(2026, 10, 1),
            reference="10001 / 2026-10",
        )

    def use(self, credit_note_id: str, invoice_id: str, amount: Decimal) -> CreditUse:
        """So much of a credit note on an invoice."""
        return CreditUse(
            credit_note_id=credit_note_id,
            invoice_id=invoice_id,
            customer_id=self.customer_id,
            amount=amount,
            applied_on=date(2026, 10, 6),
        )


def a_customer(number: str = "T-1042", name: str = "Harbor Dental Partners") -> OutgoingCustomer:
    """A customer that the books do not know."""
    return OutgoingCustomer(
        number=number,
        name=name,
        email="ap@harbor.example",
        phone="512 555 0100",
        contact_name="Ann Marie Lee",
        address=PostalAddress(
            line1="1 Main St", city="Austin", region="TX", postal_code="78701", country="US"
        ),
        terms_days=30,
    )
