import polars as pl

from app.rating.reasons import SENTENCES
from app.usage.table import READ_COLUMNS, CallClass, Direction, Jurisdiction, Reason, Status


def test_numbers_in_company_files_never_change_their_meaning() -> None:
    assert {
        kind.__name__: {each.name: each.value for each in kind} for kind in (Direction, Status)
    } == {
        "Direction": {"OUT": 0, "IN": 1, "INTERNAL": 2, "UNKNOWN": 3},
        "Status": {
            "RATED": 0,
            "NOT_CHARGEABLE": 1,
            "SUSPENDED": 2,
            "WRITTEN_OFF": 3,
            "DUPLICATE": 4,
        },
    }
    assert [each.name for each in CallClass] == [
        "NONE",
        "INTRASTATE",
        "INTERSTATE",
        "INDETERMINATE",
        "INTERNATIONAL",
        "PREMIUM",
        "OTHER",
        "INBOUND",
        "TOLL_FREE_INBOUND",
        "DIRECTORY_ASSISTANCE",
    ]
    assert [each.value for each in CallClass] == list(range(10))
    assert [each.name for each in Jurisdiction] == [
        "NONE",
        "INTRASTATE",
        "INTERSTATE",
        "INTERNATIONAL",
        "INDETERMINATE",
    ]


def test_reasons_keep_their_numbers() -> None:
    assert {each.name.lower(): each.value for each in Reason} == {
        "none": 0,
        "not_answered": 1,
        "zero_duration": 2,
        "internal": 3,
        "emergency": 4,
        "feature_code": 5,
        "free_service": 6,
        "toll_free_called": 7,
        "on_net": 8,
        "free_below": 9,
        "bad_duration": 20,
        "too_long": 21,
        "bad_timestamp": 22,
        "bad_number": 23,
        "no_customer": 24,
        "ambiguous_customer": 25,
        "no_rate": 26,
        "unknown_jurisdiction": 27,
        "probable_duplicate": 28,
        "partial": 29,
        "control_total": 30,
        "wrong_fields": 40,
        "no_id": 41,
        "bad_start": 42,
        "bad_duration_text": 43,
        "bad_direction": 44,
    }


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


def test_columns_have_types_that_polars_knows() -> None:
    assert [issubclass(getattr(pl, kind), pl.DataType) for kind in READ_COLUMNS.values()] == [
        True
    ] * len(READ_COLUMNS)
