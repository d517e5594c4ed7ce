"""A second version of the tables, for tests of the way from an older file to a newer program."""

from pathlib import Path

from app.store.migrate import SCHEMA, Schema

FOLDER = Path(__file__).parent / "later_versions"

SECOND = Schema(SCHEMA.version + 1, (*SCHEMA.folders, FOLDER))
