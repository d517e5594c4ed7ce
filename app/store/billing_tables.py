"""Tables of bill runs, invoices and the number series."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Text

from app.store.columns import Counts, Day, Moment
from app.store.tables import table

bill_runs = table(
    "bill_runs",
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),  # a label: 2026-10
    Column("invoice_date", Day),  # null: the day after each account's period
    Column("state", Text, nullable=False),
    Column("waivers", Text, nullable=False),  # JSON: gate to reason
    Column("drafted_at", Moment),  # null: approved without an earlier draft
    Column("approved_at", Moment),
    Column("first_number", Integer),  # the series before this run took its numbers
    Column("earlier_draft", Text),  # JSON: the draft in whose place it was approved
    Column("summary", Text),  # JSON: what it came to when it was worked out
)

bill_run_accounts = table(
    "bill_run_accounts",
    Column("run_id", Integer, ForeignKey("bill_runs.id"), primary_key=True),
    Column("account_number", Text, primary_key=True),
)
"""Accounts whose period an approved run closed, with or without an invoice."""

run_traffic = table(
    "run_traffic",
    Column("run_id", Integer, ForeignKey("bill_runs.id"), primary_key=True),
    Column("category", Text, primary_key=True),
    Column("interstate_seconds", Integer, nullable=False),
    Column("international_seconds", Integer, nullable=False),
    Column("intrastate_seconds", Integer, nullable=False),
)
"""The billed seconds on which an approved run measured shares of source ``actual``."""

invoices = table(
    "invoices",
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("bill_runs.id"), nullable=False, index=True),
    Column("account_number", Text, nullable=False, index=True),
    Column("invoice_number", Text, nullable=False, unique=True),
    Column("period", Text, nullable=False),
    Column("period_start", Day, nullable=False),
    Column("period_end", Day, nullable=False),
    Column("invoice_date", Day, nullable=False),
    Column("due_date", Day, nullable=False),
    Column("currency", Text, nullable=False),
    Column("charges", Counts, nullable=False),
    Column("taxes", Counts, nullable=False),
    Column("total", Counts, nullable=False),
    Column("state", Text, nullable=False),
    Column("seal", Text, nullable=False),  # a hash of all that stands on it
    Column("voided_on", Day),
)

invoice_lines = table(
    "invoice_lines",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account_number", Text, nullable=False),
    Column("product_code", Text, nullable=False),
    Column("gl_code", Text, nullable=False),
    Column("tax_category", Text, nullable=False),
    Column("location_code", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("quantity", Counts, nullable=False),
    Column("unit_price", Counts),
    Column("amount", Counts, nullable=False),
    Column("start", Day, nullable=False),
    Column("end", Day, nullable=False),
    Column("reference", Text, nullable=False),
    Column("covered_days", Integer, nullable=False),
    Column("period_days", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("call_class", Text),
    Column("calls", Integer),
    Column("billed_seconds", Integer),
    Column("allowance_seconds", Integer),
    Column("exact", Counts),
    Index("invoice_lines_by_reference", "reference"),
)

invoice_tax_lines = table(
    "invoice_tax_lines",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("tax_code", Text, nullable=False),
    Column("bill_label", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("location_code", Text),
    Column("base", Counts),
    Column("units", Counts),
    Column("units_counted", Counts),
    Column("exempt_amount", Counts, nullable=False),
    Column("certificate_number", Text),
    Column("rate", Counts, nullable=False),
    Column("amount", Counts, nullable=False),
    Column("sequence", Integer),
    Column("source", Text, nullable=False),  # LOCAL, or a tax service
    Column("trace", Text),  # JSON: the inputs; null where a tax service worked it out
)

invoice_tax_parts = table(
    "invoice_tax_parts",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("tax_line_no", Integer, primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("amount", Counts, nullable=False),
    Column("base", Counts),  # null for counts
    Column("units", Counts),  # null but for counts
    Column("counted", Counts),  # before limits, the taxable part and exemption
    Column("joined", Counts, nullable=False),  # what of it included taxes gave
    Column("exempt", Counts, nullable=False),
)
"""Which charge raised how much of a tax line, of what base; for reports and credits."""

invoice_exposures = table(
    "invoice_exposures",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("exposure_no", Integer, primary_key=True),
    Column("tax_code", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("amount", Counts, nullable=False),
    Column("base", Counts),
    Column("units", Counts),
)
"""What an invoice left uncollected for want of a registration."""

invoice_splits = table(
    "invoice_splits",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("component_no", Integer, primary_key=True),
    Column("category", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("amount", Counts, nullable=False),
)
"""How bundled lines were split for taxes."""

invoice_untaxed = table(
    "invoice_untaxed",
    Column("invoice_id", Integer, ForeignKey("invoices.id"), primary_key=True),
    Column("decision_no", Integer, primary_key=True),
    Column("line_no", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("tax_code", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("why", Text, nullable=False),  # zero_rate, not_registered
    Column("source_note", Text, nullable=False),
)
"""The rows that decided that a charge is not taxed."""

number_series = table(
    "number_series",
    Column("id", Integer, primary_key=True),
    Column("next_number", Integer, nullable=False),
)
"""One row: the number the next invoice takes."""
