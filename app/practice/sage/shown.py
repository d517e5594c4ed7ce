"""Records as answers show them: bare in lists, in full one by one, what is nested bare again.

Money on documents is text. Source: accounting-apis.md 3.2.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from app.practice.sage.business import Business
from app.practice.sage.documents import is_editable
from app.practice.sage.settlements import on_account
from app.practice.sage.values import ZERO, Record, moment_text, money

_MONEY_TABLES: Final = (
    "sales_invoices",
    "sales_credit_notes",
    "contact_payments",
    "contact_allocations",
    "payments_on_account",
)
_PLURALS: Final = {
    "contact": "contacts",
    "ledger_account": "ledger_accounts",
    "sales_ledger_account": "ledger_accounts",
    "bank_account": "bank_accounts",
    "tax_rate": "tax_rates",
    "currency": "currencies",
    "status": "artefact_statuses",
    "transaction_type": "transaction_types",
    "payment_method": "payment_methods",
    "ledger_account_type": "ledger_account_types",
    "address_type": "address_types",
    "country": "countries",
    "default_sales_ledger_account": "ledger_accounts",
    "default_sales_tax_rate": "tax_rates",
    "sales_tax_rate": "tax_rates",
}
_TYPES: Final = {"sales_invoices": "SALES_INVOICE", "sales_credit_notes": "SALES_CREDIT_NOTE"}
_NAMES: Final = {
    "sales_invoices": "invoice_number",
    "sales_credit_notes": "credit_note_number",
    "ledger_accounts": "display_name",
    "services": "description",
    "contact_payments": "reference",
    "contact_allocations": "date",
    "payments_on_account": "reference",
    "journals": "reference",
}


def bare(table: str, record: Record) -> Record:
    """A record as lists and parents name it."""
    return {
        "id": record["id"],
        "displayed_as": _displayed(table, record),
        "$path": f"/{table}/{record['id']}",
    }


def listed(business: Business, table: str, record: Record, args: Mapping[str, str]) -> Record:
    """A record in a list: bare, with the attributes that were asked for."""
    wanted = {part.strip() for part in args.get("attributes", "").split(",") if part.strip()}
    found = bare(table, record)
    if table == "contacts" and args.get("show_balance") == "true":
        found["balance"] = contact_balance(business, record["id"])
    if not wanted:
        return found
    whole = full(business, table, record, args)
    return whole if "all" in wanted else found | {k: v for k, v in whole.items() if k in wanted}


def full(business: Business, table: str, record: Record, args: Mapping[str, str]) -> Record:
    """A record with all its attributes."""
    nested = {part.strip() for part in args.get("nested_attributes", "").split(",")}
    found = {**bare(table, record), **_plain(business, table, record)}
    _SPECIAL.get(table, _nothing)(business, table, record, found)
    if table == "contacts":
        for field in ("main_address", "main_contact_person"):
            if not nested & {"all", field}:
                found[field] = _thin_part(field, record[field])
        if args.get("show_balance") == "true":
            found["balance"] = contact_balance(business, record["id"])
    if table in _TYPES and args.get("show_payments_allocations") == "true":
        found["payments_allocations"] = _payments_allocations(business, record)
    return found


def contact_balance(business: Business, key: str) -> Decimal:
    """What a contact owes: open invoices less open credits and money on account."""
    owed = ZERO
    for table, sign in (
        ("sales_invoices", 1),
        ("sales_credit_notes", -1),
        ("payments_on_account", -1),
    ):
        for record in business.all(table):
            if record["contact_id"] == key and record["status_id"] != "DRAFT":
                owed += sign * record["outstanding_amount"]
    return owed


def _displayed(table: str, record: Record) -> str:
    name = record.get(_NAMES.get(table, "name")) or record.get("name") or record["id"]
    if table == "bank_accounts":
        return str(record["bank_account_details"]["account_name"])
    if table == "contacts" and record.get("reference"):
        return f"{name} ({record['reference']})"
    if table == "ledger_accounts":
        return f"{name} ({record['nominal_code']})"
    return str(name)


def _plain(business: Business, table: str, record: Record) -> Record:
    """Every field as JSON: ids of others as bare records, times as text, money as the table has."""
    found: Record = {}
    for field, value in record.items():
        other = _PLURALS.get(field.removesuffix("_id")) if field.endswith("_id") else None
        if other is not None:
            target = business.tables[other].get(str(value))
            found[field.removesuffix("_id")] = bare(other, target) if target else None
        elif isinstance(value, datetime):
            found[field] = moment_text(value)
        elif isinstance(value, Decimal) and table in _MONEY_TABLES:
            found[field] = money(value)
        elif isinstance(value, dict):
            found[field] = _plain(business, table, value)
        elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
            found[field] = [_line(business, table, one) for one in value]
        else:
            found[field] = value
    return found


def _line(business: Business, table: str, line: Record) -> Record:
    found = _plain(business, table, line)
    if "quantity" in line:
        found["quantity"] = line["quantity"]
        found["unit_price"] = f"{line['unit_price']:f}"
    return found


def _nothing(business: Business, table: str, record: Record, found: Record) -> None:
    """Most tables need no more."""


def _contact(business: Business, table: str, record: Record, found: Record) -> None:
    del table
    kinds = business.tables["contact_types"]
    found["contact_types"] = [
        bare("contact_types", kinds[key]) for key in record["contact_type_ids"]
    ]
    found["email"] = record["main_contact_person"].get("email", "")
    found.pop("contact_type_ids")


def _document(business: Business, table: str, record: Record, found: Record) -> None:
    found["transaction_type"] = _transaction_type(business, _TYPES[table])
    found["editable"] = is_editable(business, record)
    paid = found.pop("total_paid")
    found["payments_allocations_total_amount"] = paid
    if table == "sales_invoices":
        found["total_paid"] = paid


def _payment(business: Business, table: str, record: Record, found: Record) -> None:
    _parts(business, table, record, found)
    found.pop("payment_on_account_id", None)
    held = on_account(business, record)
    found["payment_on_account"] = full(business, "payments_on_account", held, {}) if held else None


def _parts(business: Business, table: str, record: Record, found: Record) -> None:
    del table
    shown = []
    for part in record["allocated_artefacts"]:
        target = business.tables[part["kind"]][part["artefact_id"]]
        one = {
            "id": part["id"],
            "artefact": bare(part["kind"], target),
            "amount": money(part["amount"]),
        }
        shown.append(one | ({"discount": money(part["discount"])} if "discount" in part else {}))
    found["allocated_artefacts"] = shown


def _transaction_type(business: Business, key: str) -> Record:
    return bare("transaction_types", business.tables["transaction_types"][key])


def _thin_part(field: str, part: Record) -> Record:
    table = "addresses" if field == "main_address" else "contact_persons"
    return {
        "id": part["id"],
        "displayed_as": str(part.get("name") or part.get("address_line_1") or ""),
        "$path": f"/{table}/{part['id']}",
    }


def _payments_allocations(business: Business, record: Record) -> list[Record]:
    return [
        {
            "date": holder["date"],
            "type": holder["transaction_type_id"],
            "reference": holder.get("reference", ""),
            "amount": money(part["amount"]),
            "discount": money(part.get("discount", ZERO)),
            table.removesuffix("s"): bare(table, holder),
            "displayed_as": holder.get("reference", ""),
        }
        for table, holder, part in business.allocations_of(record["id"])
    ]


_SPECIAL: Final = {
    "contacts": _contact,
    "sales_invoices": _document,
    "sales_credit_notes": _document,
    "contact_payments": _payment,
    "contact_allocations": _parts,
}
