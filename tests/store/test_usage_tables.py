from pathlib import Path

import pytest

from app.operations.office import Office
from app.store import usage_tables
from app.store.database import raw
from tests.operations.companies import A1, take_in


def test_a_content_is_kept_once_in_its_source(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    with office.file.read() as conn:
        ((unique,),) = raw(conn).execute(
            "SELECT count(*) FROM pragma_index_list('imports') WHERE \"unique\" = 1"
        )
    assert unique == 1


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT started_at FROM calls WHERE number_id = 1 AND started_at >= 5",
            "calls_by_number",
        ),
        ("SELECT id FROM calls WHERE status = 2 AND status >= 2", "calls_waiting"),
    ],
)
def test_the_questions_of_every_run_have_their_index(office: Office, sql: str, index: str) -> None:
    with office.file.read() as conn:
        plan = [row[3] for row in raw(conn).execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(index in step for step in plan)


def test_calls_carry_no_index_of_their_keys() -> None:
    names = {index.name for index in usage_tables.calls.indexes}
    assert names == {"calls_by_number", "calls_waiting"}
