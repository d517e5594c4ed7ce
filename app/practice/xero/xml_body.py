"""Bodies as XML, which the Xero Accounting API took before JSON and takes still.

The names are those of the JSON. What is plural there is an element here that holds one element for
each; every value is text.
"""

# Nothing is read but what a program on this computer sends.
import xml.etree.ElementTree as ET
from typing import Final

from app.practice.http_app import Json, UnreadableBody

_YES_NO: Final = {"true": True, "false": False}
_FLAGS: Final = frozenset({"SentToContact", "IsReconciled", "IsSupplier", "IsCustomer"})
_LISTS: Final = frozenset(
    {
        "Addresses",
        "Allocations",
        "BankTransactions",
        "BatchPayments",
        "ContactPersons",
        "Contacts",
        "CreditNotes",
        "Invoices",
        "Items",
        "LineItems",
        "Payments",
        "Phones",
        "Tracking",
    }
)


def is_xml(content_type: str) -> bool:
    """Whether a body says that it is XML."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in {"application/xml", "text/xml"}


def xml_body(data: bytes) -> Json:
    """A body as its JSON would be; UnreadableBody if it is no XML, or names entities of its own."""
    if b"<!" in data:
        message = "A document type is not allowed."
        raise UnreadableBody(message)
    try:
        root = ET.fromstring(data)  # noqa: S314  it has no entities
    except ET.ParseError as error:
        raise UnreadableBody(str(error)) from error
    return {root.tag: _value(root)} if root.tag in _LISTS else _value(root)


def _value(element: ET.Element) -> Json:
    if element.tag in _LISTS:
        return [_value(each) for each in element]
    if len(element):
        return {each.tag: _value(each) for each in element}
    text = (element.text or "").strip()
    return _YES_NO.get(text, text) if element.tag in _FLAGS else text
