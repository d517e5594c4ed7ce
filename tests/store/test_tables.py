import re
from pathlib import Path

import pytest
from sqlalchemy import Integer, LargeBinary, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator

from app.store.database import CompanyFile
from app.store.tables import METADATA, SCHEMA_VERSION
from tests.house.tree import TREE
from tests.store.schema import DECLARING, declared_schema, schema_at
from tests.store.write_first_tables import TARGET

STORE = TREE / "app/store"


def test_a_new_file_has_the_declared_tables(company_path: Path) -> None:
    assert sorted(schema_at(company_path)) == sorted(declared_schema()), (
        "run: python -m tests.store.write_first_tables (until the first release)"
    )


def test_every_table_is_strict() -> None:
    made = [sql for sql in declared_schema() if sql.startswith("CREATE TABLE")]
    assert [sql for sql in made if not sql.endswith("STRICT")] == []


def test_columns_are_whole_numbers_texts_or_bytes() -> None:
    kinds = {
        f"{table.name}.{column.name}": column.type.impl
        if isinstance(column.type, TypeDecorator)
        else column.type
        for table in METADATA.tables.values()
        for column in table.columns
    }
    odd = {
        name for name, kind in kinds.items() if not isinstance(kind, Integer | Text | LargeBinary)
    }
    assert odd == set()


def test_every_module_that_declares_tables_is_known() -> None:
    declaring = {
        path.stem
        for path in STORE.glob("*.py")
        if re.search(r"= table\(", path.read_text(encoding="utf-8"))
    }
    assert declaring == {module.__name__.rpartition(".")[2] for module in DECLARING}


def test_the_schema_version_is_the_last_migration() -> None:
    numbers = [int(path.name[:4]) for path in TARGET.parent.glob("[0-9]*.py")]
    assert max(numbers) == SCHEMA_VERSION


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_sqlite_itself_keeps_the_audit_as_written(company: CompanyFile, change: str) -> None:
    with company.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit (at, actor, operation, area, record, action)"
            " VALUES (0, 'anna', 'import', 'products', 'SEAT', 'added')"
        )
    with pytest.raises(IntegrityError, match="only ever added to"), company.write() as connection:
        connection.exec_driver_sql(change)
