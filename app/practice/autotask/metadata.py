"""What the entity information pages tell: rights, fields with their picklists, own fields."""

from collections.abc import Iterable
from typing import Any

from app.practice.autotask.fields import Entity, Field, UserField
from app.practice.autotask.picklists import PICKLISTS


def entity_information(entity: Entity, *, may_write: bool) -> dict[str, Any]:
    """What may be done with an entity, and what of it this user may do."""

    def access(allowed: bool) -> str:  # noqa: FBT001  a right is one
        return "All" if allowed else "None"

    return {
        "info": {
            "name": entity.name,
            "canCreate": entity.can_create,
            "canDelete": entity.can_delete,
            "canQuery": entity.can_query,
            "canUpdate": entity.can_update,
            "userAccessForCreate": access(entity.can_create and may_write),
            "userAccessForDelete": access(entity.can_delete and may_write),
            "userAccessForQuery": access(entity.can_query),
            "userAccessForUpdate": access(entity.can_update and may_write),
            "hasUserDefinedFields": bool(entity.user_fields),
            "supportsWebhookCallouts": entity.webhooks,
        }
    }


def field_information(entity: Entity) -> dict[str, Any]:
    """The fields of an entity; the values of a picklist are texts here, numbers in records."""
    return {"fields": [_field(each) for each in entity.fields.values()]}


def user_field_information(entity: Entity) -> dict[str, Any]:
    """The user-defined fields of an entity."""
    return {"fields": [_user_field(each) for each in entity.user_fields]}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "dataType": "decimal" if field.type == "double" else field.type,
        "length": field.length,
        "isRequired": field.required,
        "isReadOnly": field.read_only,
        "isQueryable": field.queryable,
        "isReference": bool(field.reference),
        "referenceEntityType": field.reference,
        "isPickList": bool(field.picklist),
        "picklistValues": _choices(PICKLISTS[field.picklist]) if field.picklist else None,
        "picklistParentValueField": "",
        "isSupportedWebhookField": False,
    }


def _user_field(field: UserField) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.name,
        "type": "string" if field.choices else field.type,
        "length": field.length,
        "description": "",
        "isRequired": False,
        "isReadOnly": False,
        "isQueryable": True,
        "isReference": False,
        "referenceEntityType": "",
        "isPickList": bool(field.choices),
        "picklistValues": _choices(field.choices) if field.choices else None,
        "picklistParentValueField": "",
        "defaultValue": None,
        "isSupportedWebhookField": False,
    }


def _choices(values: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "value": value,
            "label": label,
            "isDefaultValue": False,
            "sortOrder": place,
            "parentValue": "",
            "isActive": True,
            "isSystem": True,
        }
        for place, (value, label) in enumerate(values, start=1)
    ]
