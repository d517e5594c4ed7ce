"""Writes ``0001_first_tables.py`` anew from the declared tables, until the first release.

    python -m tests.store.write_first_tables

After a release that file is never edited again; a changed table then gets a version of its own.
"""

import textwrap
from pathlib import Path

from tests.store.schema import declared_schema

TARGET = Path(__file__).resolve().parents[2] / "app/store/migrations/0001_first_tables.py"

HEAD = '''"""The first tables of a company file. Never edited after the first release."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
'''

FOOT = ''')
"""Statements in their order."""


def upgrade() -> None:
    """Makes them all."""
    for statement in TABLES:
        op.get_bind().exec_driver_sql(" ".join(statement.split()))
'''


def first_tables() -> str:
    """The text of the version."""
    return HEAD + "".join(_literal(sql) for sql in declared_schema()) + FOOT


def _literal(sql: str) -> str:
    lines = textwrap.wrap(sql, 90, break_long_words=False, break_on_hyphens=False)
    return '    """' + "\n    ".join(lines) + '""",\n'


if __name__ == "__main__":
    TARGET.write_text(first_tables(), encoding="utf-8")
