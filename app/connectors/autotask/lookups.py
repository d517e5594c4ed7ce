"""Short lists of Autotask to which its records refer: read once a walk, by id.

They are the countries, currencies, terms, codes and people of one company: some hundreds at most.
What many records refer to each of their own (tickets, contacts) is asked for page by page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from app.connectors.autotask.asking import Autotask
from app.connectors.row_values import Row, identity, needed_identity, real_identity, text

_CURRENCY_LETTERS: Final = 3


class Lookups:
    """The lists that records of one company refer to."""

    def __init__(self, autotask: Autotask) -> None:
        self._autotask = autotask
        self._lists: dict[str, Mapping[str, Row]] = {}

    def country(self, number: str | None) -> str:
        """The two letters of a country, else its name; blank where none is told."""
        row = self._row("Countries", number)
        return text(row, "countryCode", "displayName", "name")

    def currency(self, number: str | None) -> str | None:
        """The letters of a currency; None where they cannot be told."""
        name = text(self._row("Currencies", number), "name").upper()
        return name if len(name) == _CURRENCY_LETTERS and name.isalpha() else None

    def own_currency(self) -> str:
        """The currency of the company that is the provider."""
        own = (row for row in self._list("Currencies").values() if row.get("isInternalCurrency"))
        return next((text(row, "name") for row in own), "")

    def terms_of(self, template: str | None) -> tuple[str | None, int | None]:
        """Terms and days of an invoice template: the company itself names no terms."""
        terms = real_identity(self._row("InvoiceTemplates", template), "paymentTerms")
        days = self._row("PaymentTerms", terms).get("paymentDueInDays")
        return terms, days if isinstance(days, int) else None

    def tax_region(self, number: str | None) -> str | None:
        """The name of a tax region."""
        return text(self._row("TaxRegions", number), "name") or None

    def work_type(self, code: str | None) -> str:
        """The name of a billing code."""
        return text(self._row("BillingCodes", code), "name")

    def gl_code(self, code: str | None) -> str | None:
        """The number at the books of a billing code."""
        return text(self._row("BillingCodes", code), "externalNumber") or None

    def tax_code(self, code: str | None) -> str | None:
        """The tax category of a billing code."""
        category = real_identity(self._row("BillingCodes", code), "taxCategoryID")
        return text(self._row("TaxCategories", category), "name") or None

    def worker(self, number: str | None) -> str:
        """The name of a person of the provider."""
        row = self._row("Resources", number)
        return " ".join(filter(None, (text(row, "firstName"), text(row, "lastName"))))

    def service(self, number: str | None) -> Row:
        """A service of the catalog; an empty row where there is none."""
        return self._row("Services", number)

    def bundle(self, number: str | None) -> Row:
        """A bundle of services."""
        return self._row("ServiceBundles", number)

    def product(self, number: str | None) -> Row:
        """A product of the catalog."""
        return self._row("Products", number)

    def label(self, entity: str, field: str, value: object) -> str:
        """What a picklist calls a value; the value itself where it is not in the list."""
        if value is None or value == "":
            return ""
        plain = str(value)
        found = self._autotask.labels(entity, field, f"Reading the words of {entity}")
        return found.get(plain, plain)

    def forget(self, *entities: str) -> None:
        """Lets lists be read anew, where it is known that they have changed."""
        for each in entities:
            self._lists.pop(each, None)

    def _row(self, entity: str, number: str | None) -> Row:
        return {} if number is None else self._list(entity).get(number, {})

    def _list(self, entity: str) -> Mapping[str, Row]:
        if entity not in self._lists:
            words = f"Reading the list of {entity}"
            self._lists[entity] = {
                needed_identity(row): row
                for rows in self._autotask.pages(entity, words, is_optional=True)
                for row in rows
            }
        return self._lists[entity]


def ids(rows: Iterable[Row], *fields: str) -> set[str]:
    """The ids that rows name in these fields."""
    return {
        found
        for row in rows
        for field in fields
        if (found := real_identity(row, field)) is not None
    }


def grouped(rows: Iterable[Row], field: str) -> Mapping[str, Sequence[Row]]:
    """Rows by the id that they name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        named = identity(row, field)
        if named is not None:
            found.setdefault(named, []).append(row)
    return found


def own_field(row: Row, name: str) -> str | None:
    """A user-defined field: blank where nothing is in it, None where the record has it not."""
    return _own(row.get("userDefinedFields"), name) if name else None


def _own(listed: object, name: str) -> str | None:
    if not isinstance(listed, list):
        return None
    found: Callable[[object], bool] = lambda each: (  # noqa: E731
        isinstance(each, Mapping) and text(each, "name").lower() == name.lower()
    )
    return next((text(each, "value") for each in listed if found(each)), None)
