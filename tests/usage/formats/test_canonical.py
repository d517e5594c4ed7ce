from app.usage.formats.canonical import CANONICAL, COLUMNS


def test_the_header_is_that_of_the_contract() -> None:
    assert ",".join(COLUMNS) == (
        "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
    )
    assert CANONICAL.header == COLUMNS
