"""Lists that stand twice in this API: inside their record, and as children below it."""

from app.practice.connectwise import kinds
from app.practice.connectwise.kinds import Kind
from app.practice.connectwise.tables import Row, Tables


def follow(tables: Tables, kind: Kind, row: Row) -> None:
    """Carry a written or deleted row over to the other place where it stands."""
    if kind is kinds.COMPANIES:
        _associate(tables, row)
    elif kind is kinds.CONTACTS:
        _communicate(tables, row)
    elif kind is kinds.TYPE_ASSOCIATIONS:
        company = tables.of(kinds.COMPANIES).rows[row["company"]["id"]]
        children = tables.of(kinds.TYPE_ASSOCIATIONS).below(company["id"])
        company["types"] = [child["type"] for child in children]
        tables.touch(company)
    elif kind is kinds.COMMUNICATIONS:
        contact = tables.of(kinds.CONTACTS).rows[row["contactId"]]
        children = tables.of(kinds.COMMUNICATIONS).below(contact["id"])
        contact["communicationItems"] = [_item(child) for child in children]
        tables.touch(contact)


def _associate(tables: Tables, company: Row) -> None:
    table = tables.of(kinds.TYPE_ASSOCIATIONS)
    for child in list(table.below(company["id"])):
        table.remove(child)
    reference = tables.reference("CompanyReference", company["id"])
    for each in company.get("types", []):
        table.put({"type": each, "company": reference})


def _communicate(tables: Tables, contact: Row) -> None:
    table = tables.of(kinds.COMMUNICATIONS)
    for child in list(table.below(contact["id"])):
        table.remove(child)
    for item in contact.get("communicationItems", []):
        if item.get("id") in table.rows:
            del item["id"]
        made = table.put({**item, "contactId": contact["id"]})
        item["id"] = made["id"]


def _item(child: Row) -> Row:
    return {name: value for name, value in child.items() if name not in {"contactId", "_info"}}
