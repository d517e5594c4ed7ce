"""Tables of call files, calls and what waits in suspense."""

from sqlalchemy import (
    INT,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

from app.store.columns import Moment
from app.store.tables import table
from app.usage.table import Status

imports = table(
    "imports",
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("settings", Text, nullable=False),  # JSON: profile, zone, date order
    Column("content_hash", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("records", Integer, nullable=False),  # all, the malformed ones too
    Column("malformed", Integer, nullable=False),
    Column("raw_seconds", Integer, nullable=False),  # of all that could be read
    Column("program_version", Text, nullable=False),
    UniqueConstraint("source", "content_hash"),
)
"""One imported call file, or one member of a zip archive."""

calls = table(
    "calls",
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("call_key", Text, nullable=False),
    Column("started_at", Integer, nullable=False),  # whole seconds since 1970, UTC
    Column("started_micros", Integer),  # the rest, null where none
    Column("raw_seconds", Integer, nullable=False),
    Column("caller", Integer, nullable=False),  # party codes: app/usage/parties.py
    Column("called", Integer, nullable=False),
    Column("billing_number", Integer, nullable=False),
    Column("direction", Integer, nullable=False),  # as the file tells it
    Column("answered", Integer, nullable=False),
    Column("cost", INT),
    Column("hold", Integer, nullable=False),  # a suspending reason of the file itself
    Column("payer_rule", Integer, nullable=False),
    Column("number_id", Integer),
    Column("status", Integer, nullable=False),
    Column("reason", Integer, nullable=False),
    Column("call_class", Integer, nullable=False),
    Column("jurisdiction", Integer, nullable=False),
    Column("plan_version_id", Integer),
    Column("rate_id", Integer),
    Column("period", Integer),  # which period of the day of that plan version
    Column("rate", INT),
    Column("billed_seconds", Integer, nullable=False),
    Column("charge", INT, nullable=False),  # full: no allowance, no tier
    Column("invoice_id", Integer),
    # With the invoice in it, what is not billed yet is found without touching the calls.
    Index("calls_by_number", "number_id", "started_at", "invoice_id"),
    Index(
        "calls_waiting",
        "status",
        "reason",
        sqlite_where=text(f"status >= {int(Status.SUSPENDED)}"),
    ),
)
"""Every record that could be read. One function writes them (``write_calls``), so ``number_id`` and
its like carry no foreign keys: over ten million rows a check costs more than a price."""

call_texts = table(
    "call_texts",
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
)
"""Parties that are no numbers: aliases, extensions, feature codes."""

call_carrier_codes = table(
    "call_carrier_codes",
    Column("call_id", Integer, primary_key=True),
    Column("carrier_code", Text, nullable=False),
)
"""The carrier access codes, 101 and four digits, that were dropped from called numbers."""

sealed_calls = table(
    "sealed_calls",
    Column("call_id", Integer, primary_key=True),
    Column("allowance_ms", Integer, nullable=False),  # billed time it paid, in thousandths
    Column("charge", INT, nullable=False),
    Column("gross_charge", INT, nullable=False),
)
"""What allowance and tiers made of a call, sealed at approval; calls without a row are charged in
full."""

call_decisions = table(
    "call_decisions",
    Column("call_id", Integer, primary_key=True),
    Column("held", Integer, nullable=False),
    Column("number_id", Integer),  # assigned by the user
    Column("released", Integer, nullable=False),  # the suspending reason the user set aside, or 0
    Column("written_off", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
)
"""What the user decided about a call in suspense."""

key_blocks = table(
    "key_blocks",
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, index=True),
    Column("first_call_id", Integer, nullable=False),
    Column("lowest", Text, nullable=False),  # of these calls' keys
    Column("highest", Text, nullable=False),
    Column("hashes", LargeBinary, nullable=False),  # sorted, 64 bits each, little-endian
    Column("offsets", LargeBinary, nullable=False),  # 32 bits each, little-endian
)
"""The record keys of stored calls, packed: a unique index of texts would cost more than rating."""

malformed_rows = table(
    "malformed_rows",
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("reason", Integer, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("raw", Text, nullable=False),
)
"""Records that could not be read, as their text."""

import_findings = table(
    "import_findings",
    Column("id", Integer, primary_key=True),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, index=True),
    Column("row", Integer),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
)
"""What an import was warned of, such as a repeated key with other content."""
