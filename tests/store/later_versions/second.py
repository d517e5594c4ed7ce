"""A second version: products get a colour, and a table is rebuilt."""

import sqlalchemy as sa
from alembic import op

revision = "second"
down_revision = "0001"


def upgrade() -> None:
    """Adds a column, and copies a table into one with a stricter rule."""
    op.add_column("products", sa.Column("colour", sa.Text))
    op.execute(
        "CREATE TABLE new_facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,"
        " CHECK (name <> '')) STRICT"
    )
    op.execute("INSERT INTO new_facts SELECT name, value FROM company_file")
    op.execute("DROP TABLE company_file")
    op.execute("ALTER TABLE new_facts RENAME TO company_file")
