"""One request on one entity, whichever way it arrived: alone or inside a batch."""

from collections.abc import Callable, Mapping
from typing import Any

from app.practice.faults import FaultSwitch
from app.practice.quickbooks.books import LISTS, TRANSACTIONS, Books
from app.practice.quickbooks.entity_fields import FIELDS
from app.practice.quickbooks.faults import (
    FaultError,
    bad_value,
    invalid_query,
    missing,
    unsupported_operation,
    wrong_length,
)
from app.practice.quickbooks.field_checks import checked
from app.practice.quickbooks.journals import create_other, update_other
from app.practice.quickbooks.lists import create_list_record, update_list_record
from app.practice.quickbooks.money_in import (
    apply_open_credits,
    create_payment,
    delete_payment,
    update_payment,
    void_payment,
)
from app.practice.quickbooks.queries import run_query
from app.practice.quickbooks.sales import SALES, create_sale, delete_sale, update_sale, void_sale
from app.practice.quickbooks.shown import shown
from app.practice.quickbooks.values import Record

_WRITABLE_LISTS = ("Customer", "Item", "Account", "Term", "PaymentMethod")
MOST_IN_A_BATCH = 30
_LONGEST_BATCH_ID = 10


def entity_named(name: str) -> str:
    """The entity that a path or a batch item names, in any case."""
    for known in (*LISTS, *TRANSACTIONS):
        if known.casefold() == name.casefold():
            return known
    raise FaultError("500", "Unsupported Operation", detail=f"Unknown entity {name}.")


def write(books: Books, entity: str, body: object, options: Mapping[str, str]) -> Record:
    """The answer to a write: a create, an update, a void or a delete, by its options and body."""
    if not isinstance(body, dict):
        raise bad_value(entity, "a JSON object is needed")
    operation = options.get("operation", "update" if body.get("Id") else "create").lower()
    if options.get("include") == "void":
        operation = "void"
    action = _OPERATIONS.get(operation)
    if action is None or (entity in LISTS and entity not in _WRITABLE_LISTS):
        raise unsupported_operation(operation)
    if operation == "update" and not body.get("Id"):
        raise missing("Id")
    included = checked(entity, body)
    return action(books, entity, included, options)


def _create(books: Books, entity: str, body: Record, options: Mapping[str, str]) -> Record:
    if entity in SALES:
        may_repeat = options.get("include") == "allowduplicatedocnum"
        record = create_sale(books, entity, body, may_repeat_number=may_repeat)
        if entity == "Invoice" and books.settings.applies_credits_by_itself:
            apply_open_credits(books, record)
    elif entity == "Payment":
        record = create_payment(books, body)
    elif entity in FIELDS and entity in TRANSACTIONS:
        record = create_other(books, entity, body)
    else:
        record = create_list_record(books, entity, body)
    return {entity: shown(books, entity, record)}


def _update(books: Books, entity: str, body: Record, options: Mapping[str, str]) -> Record:
    if entity in SALES:
        may_repeat = options.get("include") == "allowduplicatedocnum"
        record = update_sale(books, entity, body, may_repeat_number=may_repeat)
    elif entity == "Payment":
        record = update_payment(books, body)
    elif entity in TRANSACTIONS:
        record = update_other(books, entity, body)
    else:
        record = update_list_record(books, entity, body)
    return {entity: shown(books, entity, record)}


def _void(books: Books, entity: str, body: Record, options: Mapping[str, str]) -> Record:
    if entity == "Payment":
        if options.get("operation", "update") != "update":
            raise unsupported_operation("void")
        return {entity: void_payment(books, body)}
    return {entity: void_sale(books, entity, body)}


def _delete(books: Books, entity: str, body: Record, options: Mapping[str, str]) -> Record:
    del options
    if entity not in TRANSACTIONS:
        raise unsupported_operation("delete")
    found = books.locked(entity, body)
    books.refuse_edit_in_closed(found["TxnDate"])
    if entity in SALES:
        delete_sale(books, entity, found)
    elif entity == "Payment":
        delete_payment(books, found)
    else:
        books.remove(entity, found)
    return {entity: {"domain": "QBO", "status": "Deleted", "Id": found["Id"]}}


_OPERATIONS: dict[str, Callable[..., Record]] = {
    "create": _create,
    "update": _update,
    "void": _void,
    "delete": _delete,
}


def run_batch(books: Books, body: Any, switch: FaultSwitch, *, has_request_id: bool) -> Record:  # noqa: ANN401 - JSON
    """The answers to a batch's items, in their order; one that fails stops no other.

    No item sees what an earlier one made.
    """
    items = body.get("BatchItemRequest") if isinstance(body, dict) else None
    if not isinstance(items, list) or not items:
        raise missing("BatchItemRequest")
    if len(items) > MOST_IN_A_BATCH:
        raise FaultError(
            "1040",
            "Max Batch Size Exceeded",
            detail=f"The batch size exceeds the maximum of {MOST_IN_A_BATCH}.",
        )
    made: set[tuple[str, str]] = set()
    answers = []
    for item in items:
        batch_id = str(item.get("bId", "")) if isinstance(item, dict) else ""
        if not batch_id:
            raise missing("bId")
        if has_request_id and len(batch_id) > _LONGEST_BATCH_ID:
            raise wrong_length("bId", most=_LONGEST_BATCH_ID, length=len(batch_id))
        answers.append({**_item(books, item, switch, made), "bId": batch_id})
    return {"BatchItemResponse": answers}


def _item(books: Books, item: Record, switch: FaultSwitch, made: set[tuple[str, str]]) -> Record:
    try:
        if "Query" in item:
            return {"QueryResponse": run_query(books, str(item["Query"]), switch)}
        names = [n for n in item if n not in {"bId", "operation", "optionsData"}]
        if len(names) != 1:
            raise invalid_query("A batch item holds one entity or one query.")
        entity = entity_named(names[0])
        _refuse_back_reference(item[names[0]], made)
        options = {"operation": str(item.get("operation", ""))}
        if "void" in str(item.get("optionsData", "")):
            options["include"] = "void"
        answered = write(books, entity, item[names[0]], options)
    except FaultError as fault:
        return {"Fault": fault.body()}
    record = answered[entity]
    if options["operation"] == "create":
        made.add((entity, record["Id"]))
    return answered


def _refuse_back_reference(value: object, made: set[tuple[str, str]]) -> None:
    """Refuse a reference to what the same batch has made: items cannot see one another."""
    if isinstance(value, list):
        for part in value:
            _refuse_back_reference(part, made)
    elif isinstance(value, dict):
        for field, part in value.items():
            kind = field.removesuffix("Ref")
            if isinstance(part, dict) and (kind, str(part.get("value"))) in made:
                raise FaultError(
                    "2500",
                    "Invalid Reference Id",
                    detail=f"Invalid Reference Id : {kind} elements id {part['value']} not found",
                    element=field,
                )
            _refuse_back_reference(part, made)
        if (str(value.get("TxnType")), str(value.get("TxnId"))) in made:
            raise FaultError(
                "2500",
                "Invalid Reference Id",
                detail=f"Invalid Reference Id : {value['TxnId']} not found",
                element="Line.LinkedTxn",
            )
