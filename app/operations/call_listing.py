"""Calls as people read them: every record once, with what became of it and why."""

from typing import Final

import polars as pl

from app.operations.settling import settled_calls, shared_plans, with_bill_period
from app.rating.local_time import MICROS
from app.store.database import raw
from app.store.decks import rate_words
from app.store.imports import load_imports, load_malformed
from app.store.rating_setup import RatingSetup
from app.store.transaction import Transaction
from app.store.usage import load_calls, sealed_frame, texts_by_id
from app.usage.parties import party_words
from app.usage.table import CallClass, Jurisdiction, Reason, Status
from app.values.money import SCALE, SCALE_PLACES

USAGE_COLUMNS: Final = (
    "call_id",
    "source",
    "file",
    "row",
    "status",
    "reason",
    "account_number",
    "number",
    "caller",
    "called",
    "call_class",
    "jurisdiction",
    "started_at",
    "raw_seconds",
    "billed_seconds",
    "allowance_seconds",
    "rate",
    "gross_charge",
    "charge",
    "cost",
    "plan_code",
    "deck_code",
    "prefix",
)
"""The columns of ``export usage``, a public contract."""

_MILLIS: Final = 1000


def list_calls(
    conn: Transaction, setup: RatingSetup, *, where: str = "1", parameters: tuple[object, ...] = ()
) -> pl.DataFrame:
    """Stored calls with ``USAGE_COLUMNS`` as texts, and ``id``, ``bill_period``, ``started_us``.

    ``where`` must find whole bill periods of accounts, for allowances are worked out over them.
    """
    calls = settled_listing(conn, setup, where=where, parameters=parameters)
    calls = calls.join(rate_words(conn, calls), on="rate_id", how="left", maintain_order="left")
    return _in_words(conn, calls)


def settled_listing(
    conn: Transaction, setup: RatingSetup, *, where: str, parameters: tuple[object, ...]
) -> pl.DataFrame:
    """Stored calls with their payer, parties in words, and charges settled; amounts in counts."""
    calls = load_calls(raw(conn), where, parameters)
    calls = _settled(conn, setup, with_bill_period(setup, calls))
    calls = _with_payer(setup, calls)
    return _with_parties(conn, setup, calls)


def _settled(conn: Transaction, setup: RatingSetup, calls: pl.DataFrame) -> pl.DataFrame:
    """Adds ``allowance_ms`` and ``gross_charge``, and settles ``charge``, of rated calls."""
    plans = shared_plans(setup)
    numbers = [n.number_id for n in setup.numbers.values() if n.plan in plans]
    rated = pl.col("status") == int(Status.RATED)
    together = calls.filter(rated & pl.col("number_id").is_in(numbers))
    settled = settled_calls(conn, setup, together).select(
        "id", "charge", "gross_charge", "allowance_ms", "tier_ms"
    )
    sealed = (
        sealed_frame(conn)
        .rename({"sealed_charge": "charge"})
        .join(settled, on="id", how="anti")
        .with_columns(tier_ms=pl.lit(None, pl.Int64))
    )
    known = pl.concat([settled, sealed.select(settled.columns)])
    calls = calls.join(known, on="id", how="left", maintain_order="left", suffix="_settled")
    return calls.with_columns(
        charge=pl.coalesce("charge_settled", "charge"),
        gross_charge=pl.coalesce("gross_charge", "charge"),
        allowance_ms=pl.col("allowance_ms").fill_null(0),
    ).drop("charge_settled")


def _with_payer(setup: RatingSetup, calls: pl.DataFrame) -> pl.DataFrame:
    lines = list(setup.numbers.values())
    payers = pl.DataFrame(
        {
            "number_id": pl.Series([n.number_id for n in lines], dtype=pl.Int64),
            "payer_number": pl.Series([int(n.row.number[1:]) for n in lines], dtype=pl.Int64),
            "number": [n.row.number for n in lines],
            "account_number": [n.row.account_number for n in lines],
        },
        schema_overrides={"number": pl.String, "account_number": pl.String},
    )
    return calls.join(payers, on="number_id", how="left", maintain_order="left")


def _with_parties(conn: Transaction, setup: RatingSetup, calls: pl.DataFrame) -> pl.DataFrame:
    """Caller and called as words: E.164 where they are or stand for numbers."""
    parts = [
        setup.directory(conn, str(source)).stand_ins(part)
        for (source,), part in calls.group_by("source", maintain_order=True)
    ]
    if not parts:
        return calls.with_columns(pl.col("caller", "called").cast(pl.String))
    resolved = pl.concat(parts).sort("id")
    texts = texts_by_id(raw(conn))
    for name in ("caller", "called"):
        odd = [code for code in resolved[name].unique().to_list() if code <= 0]
        words = pl.DataFrame(
            {
                name: pl.Series(odd, dtype=pl.Int64),
                "words": pl.Series([party_words(c, texts) for c in odd], dtype=pl.String),
            }
        )
        resolved = (
            resolved.join(words, on=name, how="left", maintain_order="left")
            .with_columns(pl.coalesce("words", "+" + pl.col(name).cast(pl.String)).alias(name))
            .drop("words")
        )
    return resolved


def _in_words(conn: Transaction, calls: pl.DataFrame) -> pl.DataFrame:
    files = {stored.id: stored.file for stored in load_imports(conn)}
    plans = dict(raw(conn).execute("SELECT id, plan_code FROM plan_versions"))
    priced = pl.col("status").is_in([int(Status.RATED), int(Status.NOT_CHARGEABLE)])
    return calls.with_columns(
        pl.col("call_key").alias("call_id"),
        _word("import_id", files).alias("file"),
        _word("status", {int(s): s.name.lower() for s in Status}).alias("status_word"),
        _word("reason", {int(r): r.name.lower() if r else "" for r in Reason}).alias("reason_word"),
        _word("call_class", {int(c): c.name.lower() if c else "" for c in CallClass}),
        _word("jurisdiction", {int(j): j.name.lower() for j in Jurisdiction}),
        _word("plan_version_id", plans).alias("plan_code"),
        _stamp(),
        _amount("rate"),
        pl.when(priced).then(_amount("charge")).alias("charge"),
        pl.when(priced).then(_amount("gross_charge")).alias("gross_charge"),
        pl.when(priced).then(pl.col("billed_seconds").cast(pl.String)).alias("billed_seconds"),
        pl.when(priced).then(_seconds()).alias("allowance_seconds"),
        _amount("cost"),
    ).with_columns(
        status=pl.col("status_word"),
        reason=pl.col("reason_word"),
        jurisdiction=pl.when(pl.col("call_class") != "").then("jurisdiction").otherwise(pl.lit("")),
    )


def _word(name: str, words: dict[int, str]) -> pl.Expr:
    return pl.col(name).replace_strict(
        list(words), list(words.values()), default=None, return_dtype=pl.String
    )


def _stamp() -> pl.Expr:
    """ISO 8601 in UTC, with a fraction where there is one."""
    moment = pl.from_epoch(pl.col("started_us"), time_unit="us")
    return (
        pl.when(pl.col("started_us") % MICROS == 0)
        .then(moment.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        .otherwise(moment.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        .alias("started_at")
    )


def _amount(name: str) -> pl.Expr:
    """Counts as a decimal, without zeros at its end."""
    return _decimal(pl.col(name), SCALE, SCALE_PLACES).alias(name)


def _seconds() -> pl.Expr:
    return _decimal(pl.col("allowance_ms"), _MILLIS, 3)


def _decimal(value: pl.Expr, scale: int, places: int) -> pl.Expr:
    size = value.abs()
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    rest = (size % scale).cast(pl.String).str.zfill(places).str.strip_chars_end("0")
    point = pl.when(rest == "").then(pl.lit("")).otherwise("." + rest)
    return sign + (size // scale).cast(pl.String) + point


def malformed_rows(conn: Transaction) -> pl.DataFrame:
    """Records that could not be read, with ``USAGE_COLUMNS``; most are blank."""
    heads = {stored.id: stored for stored in load_imports(conn)}
    rows = load_malformed(conn)
    frame = pl.DataFrame(
        {
            "source": [heads[row.import_id].source for row in rows],
            "file": [heads[row.import_id].file for row in rows],
            "row": pl.Series([row.row for row in rows], dtype=pl.Int64),
            "reason": [Reason(row.reason).name.lower() for row in rows],
        },
        schema_overrides={"source": pl.String, "file": pl.String, "reason": pl.String},
    )
    return frame.with_columns(status=pl.lit("malformed"))
