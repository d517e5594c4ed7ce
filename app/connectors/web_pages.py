"""Where a person finds a record in another system's own pages; blank where that is not known.

Addresses as the vendors' own programs show them. A system that is reached at another address than
its vendor's, such as a practice one, has no pages.
"""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

_Page = Callable[[Mapping[str, str], str, str], str]


def web_page(system: str, settings: Mapping[str, str], *, kind: str, their_id: str) -> str:
    """The address of a customer or an invoice there."""
    find = _PAGES.get(system)
    is_elsewhere = any("127.0.0.1" in each or "localhost" in each for each in _addresses(settings))
    if find is None or not their_id or is_elsewhere:
        return ""
    return find(settings, kind, quote(their_id, safe="-"))


def _addresses(settings: Mapping[str, str]) -> list[str]:
    return [value for name, value in settings.items() if name.endswith("_url")]


def _quickbooks(settings: Mapping[str, str], kind: str, their_id: str) -> str:
    is_trial = settings.get("environment") == "sandbox"
    host = "https://sandbox.qbo.intuit.com" if is_trial else "https://qbo.intuit.com"
    pages = {
        "invoice": f"/app/invoice?txnId={their_id}",
        "credit_note": f"/app/creditmemo?txnId={their_id}",
        "customer": f"/app/customerdetail?nameId={their_id}",
        "payment": f"/app/recvpayment?txnId={their_id}",
    }
    return host + pages[kind] if kind in pages else ""


def _xero(settings: Mapping[str, str], kind: str, their_id: str) -> str:
    del settings
    pages = {
        "invoice": f"/AccountsReceivable/View.aspx?InvoiceID={their_id}",
        "credit_note": f"/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={their_id}",
        "customer": f"/Contacts/View/{their_id}",
        "payment": f"/Bank/ViewTransaction.aspx?bankTransactionID={their_id}",
    }
    return f"https://go.xero.com{pages[kind]}" if kind in pages else ""


def _connectwise(settings: Mapping[str, str], kind: str, their_id: str) -> str:
    if kind not in {"customer", "account"}:
        return ""
    path = "/v4_6_release/services/system_io/router/openrecord.rails"
    return f"{_site(settings)}{path}?recordType=CompanyFV&recid={their_id}"


def _halopsa(settings: Mapping[str, str], kind: str, their_id: str) -> str:
    is_customer = kind in {"customer", "account"}
    return f"{_site(settings)}/customers?clientid={their_id}" if is_customer else ""


def _site(settings: Mapping[str, str]) -> str:
    return settings.get("site_url", "").rstrip("/")


_PAGES: Final[Mapping[str, _Page]] = {
    "quickbooks": _quickbooks,
    "xero": _xero,
    "connectwise": _connectwise,
    "halopsa": _halopsa,
}
