"""The `where` of a list: conditions on a record's own fields, joined by AND, OR and brackets.

What cannot be read, and a field that records of the list have not, is refused: an empty answer
would hide a typing error as "not there". Source: accounting-apis.md 2.4.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from app.practice.xero.refusals import CallError
from app.practice.xero.values import Record

Test = Callable[[Record], bool]
"""Whether a record meets a condition."""
Fields = Mapping[str, Callable[[Record], Any]]
"""Fields of other records, by the name that a condition gives them."""

_DOCUMENT: Final = (
    "Type Date DueDate Status LineAmountTypes SubTotal TotalTax Total CurrencyCode CurrencyRate "
    "Reference UpdatedDateUTC HasAttachments "
)
_CREDIT: Final = f"{_DOCUMENT}RemainingCredit AppliedAmount "
_NAMES: Final[Mapping[str, str]] = {
    "Invoices": f"{_DOCUMENT}InvoiceID InvoiceNumber AmountDue AmountPaid AmountCredited "
    "FullyPaidOnDate ExpectedPaymentDate PlannedPaymentDate SentToContact BrandingThemeID Url "
    "IsDiscounted TotalDiscount RepeatingInvoiceID",
    "CreditNotes": f"{_CREDIT}CreditNoteID CreditNoteNumber FullyPaidOnDate SentToContact "
    "BrandingThemeID",
    "Overpayments": f"{_CREDIT}OverpaymentID",
    "Prepayments": f"{_CREDIT}PrepaymentID InvoiceNumber BrandingThemeID",
    "BankTransactions": f"{_DOCUMENT}BankTransactionID PrepaymentID OverpaymentID IsReconciled Url",
    "Payments": "PaymentID Date Amount BankAmount CurrencyRate Reference IsReconciled Status "
    "PaymentType UpdatedDateUTC BatchPaymentID HasAccount",
    "BatchPayments": "BatchPaymentID Reference Date Amount TotalAmount Type Status UpdatedDateUTC "
    "IsReconciled Particulars Code Details Narrative",
    "Contacts": "ContactID ContactNumber AccountNumber ContactStatus Name FirstName LastName "
    "CompanyNumber EmailAddress TaxNumber BankAccountDetails IsSupplier IsCustomer "
    "DefaultCurrency UpdatedDateUTC Website HasAttachments AccountsReceivableTaxType "
    "AccountsPayableTaxType",
    "Accounts": "AccountID Code Name Type BankAccountNumber Status Description BankAccountType "
    "CurrencyCode TaxType EnablePaymentsToAccount ShowInExpenseClaims Class SystemAccount "
    "ReportingCode ReportingCodeName HasAttachments UpdatedDateUTC AddToWatchlist",
    "Items": "ItemID Code Name Description PurchaseDescription IsSold IsPurchased "
    "IsTrackedAsInventory TotalCostPool QuantityOnHand UpdatedDateUTC",
}
"""By list the fields that conditions may name."""

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": lambda left, right: left == right,
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}
_WITHIN: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "Contains": lambda held, wanted: wanted in held,
    "StartsWith": lambda held, wanted: held.startswith(wanted),
    "EndsWith": lambda held, wanted: held.endswith(wanted),
}
_NULLS: Final = {"==", "=", "!="}
_WORDS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None}

_BLANK: Final = re.compile(r"\s*")
_AND: Final = re.compile(r"\s*(?:&&|AND\b)", re.IGNORECASE)
_OR: Final = re.compile(r"\s*(?:\|\||OR\b)", re.IGNORECASE)
_CALL: Final = re.compile(r'([A-Za-z.]+)\.(Contains|StartsWith|EndsWith)\(\s*"([^"]*)"\s*\)')
_TERM: Final = re.compile(
    r"([A-Za-z.]+)\s*(==|!=|>=|<=|=|>|<)\s*"
    r'("[^"]*"|DateTime\([^()]*\)|Guid\([^()]*\)|-?\d+(?:\.\d+)?|true\b|false\b|null\b)',
    re.IGNORECASE,
)
_DATE_TIME: Final = re.compile(
    r"DateTime\(\s*(\d{4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)", re.IGNORECASE
)
_GUID: Final = re.compile(r'Guid\(\s*"([^"]+)"\s*\)', re.IGNORECASE)


def where(rows: list[Record], clause: str, table: str, others: Fields) -> list[Record]:
    """The rows of a table for which a `where` holds; CallError for one that makes no sense."""
    reader = _Reader(clause.strip(), frozenset(_NAMES.get(table, "").split()), others)
    holds = reader.whole()
    return [row for row in rows if holds(row)]


@dataclass(slots=True)
class _Reader:
    """Reads one clause from left to right."""

    text: str
    names: frozenset[str]
    others: Fields
    place: int = 0

    def whole(self) -> Test:
        """The whole clause; nothing may be left."""
        found = self._any_of()
        if self.place < len(self.text):
            raise self._unread()
        return found

    def _any_of(self) -> Test:
        tests = [self._all_of()]
        while self._takes(_OR):
            tests.append(self._all_of())
        return lambda row: any(test(row) for test in tests)

    def _all_of(self) -> Test:
        tests = [self._one()]
        while self._takes(_AND):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        self._takes(_BLANK)
        if self.text.startswith("(", self.place):
            self.place += 1
            inner = self._any_of()
            self._takes(_BLANK)
            if not self.text.startswith(")", self.place):
                raise self._unread()
            self.place += 1
            return inner
        call = _CALL.match(self.text, self.place)
        if call is not None:
            self.place = call.end()
            return self._within(*call.groups())
        term = _TERM.match(self.text, self.place)
        if term is None:
            raise self._unread()
        self.place = term.end()
        return self._compared(*term.groups())

    def _takes(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.place)
        if match is None:
            return False
        self.place = match.end()
        return True

    def _within(self, name: str, how: str, wanted: str) -> Test:
        read = self._field(name)
        test = _WITHIN[how]
        return lambda row: test(str(read(row) or "").casefold(), wanted.casefold())

    def _compared(self, name: str, operator: str, literal: str) -> Test:
        read = self._field(name)
        wanted = _value(literal)
        if wanted is None and operator not in _NULLS:
            raise _incompatible(operator)

        def test(row: Record) -> bool:
            held = read(row)
            if held is None or wanted is None:
                return (
                    (held is None) == (wanted is None) if operator != "!=" else held is not wanted
                )
            try:
                return _COMPARE[operator](held, _as_of(held, wanted))
            except TypeError:
                raise _incompatible(operator) from None

        return test

    def _field(self, name: str) -> Callable[[Record], Any]:
        if name in self.others:
            return self.others[name]
        if name not in self.names:
            raise CallError(
                f"No property or field '{name}' exists in the type",
                kind="QueryParseException",
                number=16,
            )
        return lambda row: row.get(name)

    def _unread(self) -> CallError:
        rest = self.text[self.place :].strip()
        return CallError(
            f"The where clause is not valid near '{rest}'", kind="QueryParseException", number=16
        )


def _incompatible(operator: str) -> CallError:
    return CallError(
        f"Operator '{operator}' incompatible with operand types",
        kind="QueryParseException",
        number=16,
    )


def _as_of(held: object, wanted: Any) -> Any:  # noqa: ANN401 - by the field's kind
    """A day as a moment, where the field holds moments."""
    if isinstance(held, datetime) and isinstance(wanted, date):
        return datetime(wanted.year, wanted.month, wanted.day, tzinfo=UTC)
    return wanted


def _value(text: str) -> Any:  # noqa: ANN401 - by its form
    if text.startswith('"'):
        return text[1:-1]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    guid = _GUID.fullmatch(text)
    if guid is not None:
        return guid[1].lower()
    moment = _DATE_TIME.fullmatch(text)
    try:
        return date(*map(int, moment.groups())) if moment is not None else Decimal(text)
    except (ValueError, ArithmeticError):
        raise CallError(
            f"The where clause is not valid near '{text}'", kind="QueryParseException", number=16
        ) from None
