"""The notation of the field tables."""

import pytest

from app.practice.autotask.fields import Field, read_fields


def test_a_token_is_a_field() -> None:
    found = read_fields(
        "id:long- companyName:string(100)! taxGroup:integer~->TaxRegions a:string=b"
    )
    assert list(found.values()) == [
        Field("id", "long", read_only=True),
        Field("companyName", "string", 100, required=True),
        Field("taxGroup", "integer", read_only=True, queryable=False, reference="TaxRegions"),
        Field("a", "string", picklist="b"),
    ]
    assert list(found) == ["id", "companyname", "taxgroup", "a"]


def test_what_is_no_token_is_told() -> None:
    with pytest.raises(ValueError, match="no field: name"):
        read_fields("id:long name")
