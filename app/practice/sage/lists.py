"""Lists: filters, changes since a time, deleted records, pages in an envelope.

Source: accounting-apis.md 3.2 and the published description's query parameters.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from app.practice.faults import FaultSwitch
from app.practice.sage.business import Business
from app.practice.sage.refusals import RefusedError
from app.practice.sage.shown import listed
from app.practice.sage.values import Record, read_moment

PAGE_SIZE: Final = 20
MOST_ON_A_PAGE: Final = 200
# These tell the size of a page in another spelling than the rest.
_OTHER_SPELLING: Final = ("contact_payments", "businesses")
_COMMON: Final = ("page", "items_per_page", "attributes")
_CHANGES: Final = ("updated_or_created_since", "deleted_since")
_DOCUMENTS: Final = (
    *_CHANGES,
    "show_payments_allocations",
    "search",
    "contact_id",
    "status_id",
    "from_date",
    "to_date",
    "has_attachments",
    "sort",
)
PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "contacts": (
        *_CHANGES,
        "contact_type_id",
        "exclude_system",
        "nested_attributes",
        "show_balance",
        "context_date",
        "search",
        "email",
        "filter_inactive_contacts",
    ),
    "sales_invoices": _DOCUMENTS,
    "sales_credit_notes": _DOCUMENTS,
    "contact_payments": (
        *_CHANGES,
        "contact_id",
        "bank_account_id",
        "transaction_type_id",
        "from_date",
        "to_date",
        "sort",
    ),
    "contact_allocations": (*_CHANGES, "contact_id", "transaction_type_id", "sort"),
    "ledger_accounts": (
        "updated_or_created_since",
        "visible_in",
        "not_visible_in",
        "show_control_accounts",
        "show_balance_details",
        "from_date",
        "to_date",
        "search",
        "ledger_account_type_id",
    ),
    "tax_rates": ("updated_or_created_since", "usage", "date"),
    "services": (*_CHANGES, "search", "active"),
    "bank_accounts": (*_CHANGES, "nested_attributes", "filter_inactive_bank_accounts"),
    "journals": _CHANGES,
    "unallocated_artefacts": ("contact_id", "search"),
    "currencies": (),
    "payment_methods": (),
    "contact_types": (),
    "address_types": (),
    "artefact_statuses": (),
    "transaction_types": ("valid_for_business",),
    "ledger_account_types": ("ledger_account_classification_id",),
}
_SEARCHED: Final = {
    "contacts": ("name", "reference"),
    "sales_invoices": ("invoice_number", "reference", "contact_name"),
    "sales_credit_notes": ("credit_note_number", "reference", "contact_name"),
    "ledger_accounts": ("name", "display_name", "nominal_code"),
    "services": ("description", "item_code"),
}
_AREAS: Final = (
    "sales",
    "banking",
    "expenses",
    "other_payments",
    "other_receipts",
    "journals",
    "reporting",
)


def list_of(business: Business, table: str, args: Mapping[str, str], switch: FaultSwitch) -> Record:
    """The envelope of a list; refused when a parameter is unknown or cannot be read."""
    for name in args:
        if name not in (*_COMMON, *PARAMETERS[table]):
            raise RefusedError(
                f"Unexpected parameter {name}", source=name, code="UnexpectedParameter"
            )
    if table == "unallocated_artefacts":
        pairs = _unallocated(business, args)
    else:
        pairs = [(table, row) for row in _filtered(business, table, args)]
    return envelope(table, [listed(business, one, row, args) for one, row in pairs], args, switch)


def envelope(
    table: str, rows: list[Record], args: Mapping[str, str], switch: FaultSwitch
) -> Record:
    """One page of rows in the vendor's envelope."""
    page = _whole(args, "page", 1)
    size = _whole(args, "items_per_page", PAGE_SIZE)
    if size > MOST_ON_A_PAGE:
        raise RefusedError("must be less than or equal to 200", source="items_per_page")
    found = switch.page(rows, (page - 1) * size, size, is_ordered="sort" in args)
    spelling = "$itemsPerPage" if table in _OTHER_SPELLING else "$items_per_page"

    def link(number: int) -> str:
        asked = {**args, "page": number, "items_per_page": size}
        return f"/{table}?{urlencode(asked)}"

    return {
        "$total": len(rows),
        "$page": page,
        "$next": link(page + 1) if page * size < len(rows) else None,
        "$back": link(page - 1) if page > 1 else None,
        spelling: size,
        "$items": found,
    }


def _whole(args: Mapping[str, str], name: str, default: int) -> int:
    text = args.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise RefusedError("must be greater than or equal to 1", source=name)
    return int(text)


def _filtered(business: Business, table: str, args: Mapping[str, str]) -> list[Record]:
    rows = _since(business, table, args)
    if args.get("contact_type_id"):
        wanted = args["contact_type_id"]
        rows = [row for row in rows if wanted in row.get("contact_type_ids", ())]
    for name in (
        "contact_id",
        "status_id",
        "bank_account_id",
        "transaction_type_id",
        "ledger_account_type_id",
    ):
        if args.get(name):
            rows = [row for row in rows if row.get(name) == args[name]]
    if args.get("email"):
        rows = [row for row in rows if row["main_contact_person"].get("email") == args["email"]]
    for name, keeps in (("from_date", False), ("to_date", True)):
        day = args.get(name, "")[:10]
        if day and table != "ledger_accounts":
            rows = [row for row in rows if (row["date"] <= day if keeps else row["date"] >= day)]
    rows = _visible(rows, args)
    term = args.get("search", "").casefold()
    if term:
        fields = _SEARCHED[table]
        rows = [r for r in rows if any(term in str(r.get(f) or "").casefold() for f in fields)]
    return _sorted(rows, args.get("sort", ""))


def _since(business: Business, table: str, args: Mapping[str, str]) -> list[Record]:
    moments = {}
    for name in _CHANGES:
        if name in args:
            moment = read_moment(args[name])
            if moment is None:
                raise RefusedError("is not a valid date and time", source=name)
            moments[name] = moment
    if "deleted_since" in moments:
        return [
            row
            for row in business.tables[table].values()
            if "deleted_at" in row and row["deleted_at"] > moments["deleted_since"]
        ]
    rows = list(business.all(table))
    if "updated_or_created_since" in moments:
        since = moments["updated_or_created_since"]
        rows = [row for row in rows if row["updated_at"] >= since]
    return rows


def _visible(rows: list[Record], args: Mapping[str, str]) -> list[Record]:
    for name, wanted in (("visible_in", True), ("not_visible_in", False)):
        area = args.get(name)
        if area is None:
            continue
        if area not in _AREAS:
            raise RefusedError(f"{area} is not a valid value", source=name, code="UnexpectedValue")
        rows = [row for row in rows if row[f"visible_in_{area}"] is wanted]
    if "show_control_accounts" in args:
        wanted = args["show_control_accounts"] == "true"
        rows = [row for row in rows if row["is_control_account"] is wanted]
    return rows


def _sorted(rows: list[Record], order: str) -> list[Record]:
    if not order:
        return rows
    field, _, direction = order.partition(":")
    if field not in {"created_at", "updated_at", "date", "due_date"}:
        raise RefusedError(f"{field} is not a valid value", source="sort", code="UnexpectedValue")

    def key(row: Record) -> tuple[bool, Any]:
        value = row.get(field)
        return (value is None, value if value is not None else "")

    return sorted(rows, key=key, reverse=direction == "desc")


def _unallocated(business: Business, args: Mapping[str, str]) -> list[tuple[str, Record]]:
    return [
        (table, row)
        for table in ("sales_invoices", "sales_credit_notes", "payments_on_account")
        for row in business.all(table)
        if row["status_id"] in {"UNPAID", "PART_PAID"}
        and args.get("contact_id") in {None, "", row["contact_id"]}
    ]
