import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import Cancelled
from app.progress import Silent
from app.store.connection import connect, look
from app.store.database import CompanyFile
from app.store.failures import DamagedError, DiskFullError, InUseError
from app.store.migrate import SCHEMA, Schema, bring_up_to_date, lay_first_tables
from tests.store.child import outcome
from tests.store.faults import Impatient, small_disk
from tests.store.second_schema import SECOND

HEAD = 'revision = "second"\ndown_revision = "0001"\n\n\nfrom alembic import op\n\n\n'


@pytest.fixture
def old(company_path: Path) -> Path:
    """A file of the first version with something in it."""
    with CompanyFile.open(company_path, write=True) as file, file.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES ('a', 'b')")
        connection.exec_driver_sql(
            "INSERT INTO products (product_code, name, tax_category, gl_code, price, billed,"
            " in_advance, prorate, line_kind, lines_per_unit)"
            " VALUES ('SEAT', 'Seat', 'VOIP_FIXED', '4010', 2195000000, 'monthly', 1, 1, 'line', 1)"
        )
    return company_path


def content(path: Path) -> tuple[object, ...]:
    with closing(sqlite3.connect(path)) as database:
        facts = database.execute("SELECT name, value FROM company_file").fetchall()
        prices = database.execute("SELECT product_code, price FROM products").fetchall()
    return look(path).version, facts, prices


def columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        query = "SELECT name FROM pragma_table_info('products')"
        return [name for (name,) in database.execute(query)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def schema_of(folder: Path, upgrade: str) -> Schema:
    """A second version that does what ``upgrade`` says."""
    folder.mkdir()
    (folder / "second.py").write_text(f"{HEAD}def upgrade():\n    {upgrade}\n")
    return Schema(2, (*SCHEMA.folders, folder))


def test_first_tables_need_no_file(tmp_path: Path) -> None:
    lay_first_tables(tmp_path / "new")
    assert look(tmp_path / "new").version == SCHEMA.version
    assert names(tmp_path) == ["new"]


def test_alembic_knows_the_version_too(company_path: Path) -> None:
    with closing(sqlite3.connect(company_path)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_an_older_file_gets_the_newer_tables(old: Path) -> None:
    bring_up_to_date(old, progress=Silent(), schema=SECOND)
    assert content(old) == (2, [("a", "b")], [("SEAT", 2195000000)])
    assert "colour" in columns(old)


def test_the_old_file_stays_beside_the_new(old: Path) -> None:
    kept = bring_up_to_date(old, progress=Silent(), schema=SECOND)
    assert content(kept) == (1, [("a", "b")], [("SEAT", 2195000000)])
    assert names(old.parent) == ["cedar fork.switchbook", "cedar fork.version-1.switchbook"]


def test_a_new_file_of_the_second_version_equals_an_updated_one(old: Path) -> None:
    bring_up_to_date(old, progress=Silent(), schema=SECOND)
    fresh = old.with_name("fresh.switchbook")
    lay_first_tables(fresh, schema=SECOND)
    assert columns(fresh) == columns(old)


def test_what_a_killed_writer_had_saved_is_in_the_newer_file(old: Path) -> None:
    with closing(connect(old, write=True)) as database, CompanyFile.open(old, write=False):
        database.execute("INSERT INTO company_file VALUES ('c', 'd')")
        side = {path: path.read_bytes() for path in old.parent.iterdir()}
    for path, lay in side.items():
        path.write_bytes(lay)
    assert old.with_name(old.name + "-wal").stat().st_size > 0
    bring_up_to_date(old, progress=Silent(), schema=SECOND)
    assert content(old)[1] == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize(
    ("upgrade", "why"),
    [
        ('op.execute("DELETE FROM products")', "products has 0 rows, had 1"),
        ('op.execute("UPDATE products SET price = price + 1")', "products.price adds up to"),
        ('op.execute("DROP TABLE products")', "products is gone"),
        (
            "op.execute(\"INSERT INTO bill_run_accounts VALUES (7, '1')\")",
            "a row of bill_runs that is not there",
        ),
    ],
    ids=["rows lost", "money changed", "table lost", "reference broken"],
)
def test_a_version_that_loses_something_is_refused(old: Path, upgrade: str, why: str) -> None:
    before = content(old)
    with pytest.raises(DamagedError, match=why):
        bring_up_to_date(old, progress=Silent(), schema=schema_of(old.parent / "versions", upgrade))
    assert content(old) == before
    assert names(old.parent) == ["cedar fork.switchbook", "versions"]


def test_a_version_may_name_what_it_means_to_change(old: Path) -> None:
    schema = schema_of(old.parent / "versions", 'op.execute("UPDATE products SET price = 5")')
    version = old.parent / "versions/second.py"
    version.write_text('CHANGING = {"products.price"}\n' + version.read_text())
    bring_up_to_date(old, progress=Silent(), schema=schema)
    assert content(old)[2] == [("SEAT", 5)]


def test_a_version_that_fails_leaves_the_old_file(old: Path) -> None:
    before = content(old)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(old, progress=Silent(), schema=schema_of(old.parent / "versions", "1 / 0"))
    assert content(old) == before
    assert names(old.parent) == ["cedar fork.switchbook", "versions"]


def test_a_file_that_is_being_read_is_not_replaced(old: Path) -> None:
    with CompanyFile.open(old, write=False), pytest.raises(InUseError):
        bring_up_to_date(old, progress=Silent(), schema=SECOND)
    assert look(old).version == 1


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        path = disk / "cedar.switchbook"
        CompanyFile.create(path).close()
        (disk / "filling").write_bytes(b"x" * 500_000)
        with pytest.raises(DiskFullError, match="no room left"):
            bring_up_to_date(path, progress=Silent(), schema=SECOND)
        assert content(path) == (1, [], [])
        assert names(disk) == ["cedar.switchbook", "filling"]


@pytest.mark.parametrize("patience", [0, 10, 60, 100, 150])
def test_a_cancelled_update_leaves_the_old_file(old: Path, patience: int) -> None:
    before = content(old)
    with pytest.raises(Cancelled):
        bring_up_to_date(old, progress=Impatient(patience), schema=SECOND)
    assert content(old) == before
    assert names(old.parent) == ["cedar fork.switchbook"]


@pytest.mark.slow
def test_an_update_cut_off_at_any_point_leaves_the_old_file_or_the_new(old: Path) -> None:
    lay = old.read_bytes()
    points = int(outcome("cut", old, "update", "0")[0])
    seen = set()
    for point in range(1, points + 1):
        for path in old.parent.iterdir():
            path.unlink()
        old.write_bytes(lay)
        outcome("cut", old, "update", str(point))
        version, *rest = content(old)
        assert rest == [[("a", "b")], [("SEAT", 2195000000)]]
        seen.add(version)
        CompanyFile.open(old, write=True, schema=SECOND).close()
        assert content(old) == (2, *rest)
        assert names(old.parent) == ["cedar fork.switchbook", "cedar fork.version-1.switchbook"]
    assert seen == {1, 2}
