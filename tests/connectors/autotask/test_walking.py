from functools import partial

import pytest

from app.connectors.autotask import reading
from app.connectors.autotask.walking import (
    FOREIGN,
    changed_pages,
    each_row,
    read_rows,
    sight,
    whole_pages,
)
from app.connectors.overlap import Mark
from app.connectors.row_values import Row
from app.errors import RemoteRefused
from tests.connectors.autotask.desk import Desk, autotask_of

TERMS = {"id": 3, "name": "Net 30", "paymentDueInDays": 30}
read_terms = partial(each_row, translate=reading.terms)


def test_a_whole_walk_tells_that_it_is_whole() -> None:
    autotask = autotask_of(Desk({"paymentterms/query": [TERMS]}))
    (page,) = whole_pages(autotask, "PaymentTerms", "Reading terms", read_terms)
    assert ([each.source_id for each in page.records], page.is_whole) == (["3"], True)


def test_a_walk_by_a_stamp_asks_from_its_mark_on() -> None:
    row = {**TERMS, "changedAt": "2026-11-01T00:00:00Z"}
    desk = Desk({"paymentterms/query": [row]})
    autotask = autotask_of(desk)
    walk = partial(
        changed_pages,
        autotask,
        "PaymentTerms",
        stamp="changedAt",
        words="Reading terms",
        translate=read_terms,
        wanted=FOREIGN,
    )
    first = list(walk(None))
    assert first[-1].is_whole
    again = list(walk(first[-1].mark))
    assert [(page.records, page.is_whole) for page in again] == [((), False)]
    assert desk.bodies("PaymentTerms/query")[1]["Filter"] == [
        {"op": "noteq", "field": "companyID", "value": 0},
        {"op": "gte", "field": "changedAt", "value": "2026-10-31T23:50:00Z"},
    ]
    mark = Mark.read(again[-1].mark)
    assert mark is not None
    assert mark.at == sight(row, "changedAt").stamp


def test_a_row_that_cannot_be_read_is_named_among_its_page() -> None:
    rows: list[Row] = [TERMS, {"id": 4, "paymentDueInDays": "soon"}]
    with pytest.raises(RemoteRefused, match="record 4 cannot be read"):
        read_rows(rows, read_terms, "Reading terms")
