from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rating.mediation import ASKED_COLUMNS, RATED_COLUMNS, Mediator
from app.usage.assignment import Directory, NumberInForce, PayerRule
from app.usage.parties import TEXT_BASE
from app.usage.table import Direction, Reason, Status
from tests.rating.builders import ZONES, a_world, book_of

MAIN, STRANGER = 13035550142, 13035550188
TUESDAY = int(datetime(2026, 10, 13, 18, tzinfo=UTC).timestamp()) * 10**6
NOW = TUESDAY + 10**12
BEYOND = NOW + 1
TWELVE_HOURS = 12 * 3600
NOBODY = 19705550100
NO_NUMBER = -TEXT_BASE - 1

MEDIATOR = Mediator(
    directory=Directory([NumberInForce(1, MAIN, 0, 0, 2**62)], []),
    book=book_of(a_world()),
    lines=pl.DataFrame(
        {"number_id": [1], "plan": [0], "zone": [ZONES.index("America/Denver")]},
        schema={"number_id": pl.Int64, "plan": pl.Int32, "zone": pl.Int32},
    ),
    now_us=NOW,
)
SCHEMA = {
    "started_us": pl.Int64,
    "raw_seconds": pl.Int64,
    "caller": pl.Int64,
    "called": pl.Int64,
    "billing_number": pl.Int64,
    "direction": pl.Int8,
    "answered": pl.Boolean,
    "hold": pl.Int16,
    "released": pl.Int16,
    "forced_number_id": pl.Int64,
}


def a_call(**changed: object) -> dict[str, object]:
    """A minute on a Tuesday noon, inside Colorado."""
    values: dict[str, object] = {
        "started_us": TUESDAY,
        "raw_seconds": 60,
        "caller": MAIN,
        "called": STRANGER,
        "billing_number": 0,
        "direction": int(Direction.OUT),
        "answered": True,
        "hold": 0,
        "released": 0,
        "forced_number_id": None,
    }
    return values | changed


def mediated(*calls: dict[str, object]) -> pl.DataFrame:
    return MEDIATOR.mediate(pl.DataFrame(list(calls), schema=SCHEMA))


def reason_of(**changed: object) -> Reason:
    return Reason(mediated(a_call(**changed))["reason"][0])


def test_a_good_call_is_priced() -> None:
    row = mediated(a_call()).row(0, named=True)
    assert {name: row[name] for name in RATED_COLUMNS} == {
        "payer_rule": PayerRule.CALLER,
        "number_id": 1,
        "status": Status.RATED,
        "reason": Reason.NONE,
        "call_class": 1,
        "jurisdiction": 1,
        "plan": 0,
        "rate_id": 0,
        "period": None,
        "rate": 3_000_000,
        "billed_seconds": 60,
        "charge": 3_000_000,
    }


def test_a_call_in_suspense_has_no_payer_and_no_price() -> None:
    row = mediated(a_call(raw_seconds=-1)).row(0, named=True)
    assert {name: row[name] for name in RATED_COLUMNS} == {
        "payer_rule": 0,
        "number_id": None,
        "status": Status.SUSPENDED,
        "reason": Reason.BAD_DURATION,
        "call_class": 0,
        "jurisdiction": 0,
        "plan": None,
        "rate_id": None,
        "period": None,
        "rate": None,
        "billed_seconds": 0,
        "charge": 0,
    }


def test_a_duplicate_is_neither_believed_nor_priced() -> None:
    three = pl.DataFrame([a_call(), a_call(raw_seconds=-1), a_call()], schema=SCHEMA)
    found = MEDIATOR.mediate(three, repeated=np.array([False, True, True]))
    assert found["status"].to_list() == [Status.RATED, Status.DUPLICATE, Status.DUPLICATE]
    assert found["reason"].to_list() == [0, 0, 0]
    assert found["charge"].to_list() == [3_000_000, 0, 0]
    assert found["number_id"].to_list() == [1, None, None]


def test_what_is_settled_before_a_price_stays() -> None:
    calls = mediated(a_call(), a_call(caller=NOBODY), a_call(answered=False))
    assert calls["status"].to_list() == [Status.RATED, Status.SUSPENDED, Status.NOT_CHARGEABLE]
    assert calls["billed_seconds"].to_list() == [60, 0, 0]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"raw_seconds": -1}, Reason.BAD_DURATION),
        ({"hold": Reason.BAD_DURATION}, Reason.BAD_DURATION),
        ({"raw_seconds": TWELVE_HOURS}, Reason.NONE),
        ({"raw_seconds": TWELVE_HOURS + 1}, Reason.TOO_LONG),
        ({"started_us": NOW}, Reason.NONE),
        ({"started_us": BEYOND}, Reason.BAD_TIMESTAMP),
        ({"started_us": 946_684_800_000_000}, Reason.NO_RATE),
        ({"started_us": 946_684_799_999_999}, Reason.BAD_TIMESTAMP),
        ({"called": 0}, Reason.BAD_NUMBER),
        ({"called": NO_NUMBER}, Reason.BAD_NUMBER),
        ({"called": NO_NUMBER, "direction": 2}, Reason.INTERNAL),
        ({"hold": Reason.PROBABLE_DUPLICATE}, Reason.PROBABLE_DUPLICATE),
        ({"hold": Reason.PARTIAL}, Reason.PARTIAL),
        ({"caller": NOBODY}, Reason.NO_CUSTOMER),
        ({"answered": False}, Reason.NOT_ANSWERED),
        ({"answered": False, "caller": NOBODY}, Reason.NO_CUSTOMER),
    ],
)
def test_why_a_call_is_not_charged(changed: dict[str, object], reason: Reason) -> None:
    assert reason_of(**changed) is reason


DOUBTS: list[tuple[Reason, dict[str, object]]] = [
    (Reason.BAD_DURATION, {"hold": Reason.BAD_DURATION}),
    (Reason.TOO_LONG, {"raw_seconds": TWELVE_HOURS + 1}),
    (Reason.BAD_TIMESTAMP, {"started_us": BEYOND}),
    (Reason.BAD_NUMBER, {"called": NO_NUMBER}),
    (Reason.PARTIAL, {"hold": Reason.PARTIAL}),
    (Reason.NO_CUSTOMER, {"caller": NOBODY}),
]


@given(places=st.sets(st.integers(0, len(DOUBTS) - 1), min_size=1))
def test_of_several_doubts_the_first_is_told(places: set[int]) -> None:
    chosen = [DOUBTS[place] for place in sorted(places)]
    together: dict[str, object] = {}
    for _, changed in reversed(chosen):
        together |= changed
    assert reason_of(**together) is chosen[0][0]


@pytest.mark.parametrize(
    ("changed", "released", "reason"),
    [
        ({"raw_seconds": -1}, Reason.BAD_DURATION, Reason.ZERO_DURATION),
        ({"hold": Reason.BAD_DURATION}, Reason.BAD_DURATION, Reason.NONE),
        ({"raw_seconds": TWELVE_HOURS + 1}, Reason.TOO_LONG, Reason.NONE),
        ({"started_us": BEYOND}, Reason.BAD_TIMESTAMP, Reason.NONE),
        ({"hold": Reason.PROBABLE_DUPLICATE}, Reason.PROBABLE_DUPLICATE, Reason.NONE),
        ({"hold": Reason.PARTIAL, "caller": NOBODY}, Reason.PARTIAL, Reason.NO_CUSTOMER),
        ({"called": NO_NUMBER}, Reason.BAD_NUMBER, Reason.BAD_NUMBER),
    ],
)
def test_a_doubt_that_was_set_aside_holds_no_more(
    changed: dict[str, object], released: Reason, reason: Reason
) -> None:
    assert reason_of(**changed, released=released) is reason


def test_setting_one_doubt_aside_shows_the_next() -> None:
    both: dict[str, object] = {"raw_seconds": TWELVE_HOURS + 1, "started_us": BEYOND}
    assert reason_of(**both, released=Reason.TOO_LONG) is Reason.BAD_TIMESTAMP


def test_doubts_that_were_set_aside_one_after_the_other_stay_so() -> None:
    both: dict[str, object] = {"raw_seconds": TWELVE_HOURS + 1, "hold": Reason.PROBABLE_DUPLICATE}
    assert reason_of(**both, released=Reason.PROBABLE_DUPLICATE) is Reason.NONE


def test_a_call_given_to_a_number_by_hand_is_priced_by_it() -> None:
    row = mediated(a_call(caller=NOBODY, forced_number_id=1)).row(0, named=True)
    assert (row["payer_rule"], row["number_id"], row["status"]) == (
        PayerRule.BY_HAND,
        1,
        Status.RATED,
    )


KINDS = (
    a_call(),
    a_call(raw_seconds=-1),
    a_call(caller=NOBODY),
    a_call(answered=False),
    a_call(called=442079460000),
)


@settings(max_examples=25)
@given(places=st.lists(st.integers(0, len(KINDS) - 1), max_size=8))
def test_calls_keep_their_order_and_what_they_brought(places: list[int]) -> None:
    calls = [KINDS[place] for place in places]
    found = mediated(*calls)
    alone = mediated(*KINDS).select(RATED_COLUMNS).rows()
    assert found.select(ASKED_COLUMNS).to_dicts() == calls
    assert found.select(RATED_COLUMNS).rows() == [alone[place] for place in places]
