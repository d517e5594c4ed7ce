"""Rated calls of bill periods with allowance and tiers worked out, for bills and exports."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final

import polars as pl

from app.billing.usage_charges import UsageSum
from app.rating.allowance import settle
from app.rating.local_time import local_seconds
from app.store.decks import rate_facts
from app.store.period_usage import Window, WindowSum, window_calls, window_of, window_sums
from app.store.rating_setup import RatingSetup
from app.store.run_traffic import call_seconds, load_traffic
from app.store.transaction import Transaction
from app.store.usage import sealed_frame
from app.tax.book import TaxBook
from app.tax.shares import ACTUAL
from app.tax.traffic import Traffic, measured
from app.usage.table import CallClass
from app.values.money import ZERO, from_counts

_MILLIS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledUsage:
    """The unbilled rated calls of some windows."""

    setup: RatingSetup
    windows: Sequence[Window]
    sums: Mapping[str, Sequence[UsageSum]]
    """By account number."""
    decks: Mapping[str, Decimal]
    """By deck what the calls of its plans come to."""
    together: pl.DataFrame
    """The calls of plans with an allowance or tiers, as ``settled_calls`` leaves them."""

    def window_accounts(self) -> Iterator[tuple[Window, str]]:
        """Each window with its account's number."""
        for window in self.windows:
            yield window, _account_of(self.setup, window)

    def sealed(self, number_ids: AbstractSet[int]) -> Iterator[tuple[int, int, int, int]]:
        """What allowance and tiers made of calls of these numbers, where it is something.

        Call id, allowance in thousandths of a second, charge, gross charge; of the calls whose
        allowance or charge differs from the stored full charge.
        """
        return iter(
            self.together.filter(
                pl.col("number_id").is_in(list(number_ids)),
                (pl.col("allowance_ms") != 0)
                | (pl.col("charge") != pl.col("full_charge"))
                | (pl.col("gross_charge") != pl.col("full_charge")),
            )
            .select("id", "allowance_ms", "charge", "gross_charge")
            .iter_rows()
        )


def settle_usage(conn: Transaction, setup: RatingSetup, windows: Sequence[Window]) -> SettledUsage:
    """What the unbilled rated calls of the windows come to.

    Calls of plans with an allowance or tiers are worked out over their whole period, billed ones
    first; the others are added up where they lie.
    """
    shared = shared_plans(setup)
    together = [w for w in windows if setup.numbers[w.number_id].plan in shared]
    alone = [w for w in windows if setup.numbers[w.number_id].plan not in shared]
    settled = settled_calls(conn, setup, _labelled_calls(conn, together)).filter(
        pl.col("invoice_id").is_null()
    )
    sums: dict[str, list[UsageSum]] = {}
    decks: dict[str, Decimal] = {}
    for each, allowance_ms in chain(
        ((each, 0) for each in window_sums(conn, alone)), _settled_sums(settled, together)
    ):
        usage = _usage_sum(setup, each, allowance_ms=allowance_ms)
        sums.setdefault(usage.account_number, []).append(usage)
        deck = setup.book.plans[setup.numbers[each.window.number_id].plan].deck_code
        decks[deck] = decks.get(deck, ZERO) + usage.exact
    return SettledUsage(setup=setup, windows=windows, sums=sums, decks=decks, together=settled)


def settled_calls(conn: Transaction, setup: RatingSetup, calls: pl.DataFrame) -> pl.DataFrame:
    """Stored rated calls of whole periods as ``settle`` leaves them.

    Takes stored columns with ``started_us``, ``source`` and ``bill_period``. ``full_charge`` is
    what lies in the file. Billed calls keep what was sealed, whatever their plan says now.
    """
    facts = rate_facts(conn, calls["rate_id"].drop_nulls().unique().to_list())
    lines = list(setup.numbers.values())
    numbers = pl.DataFrame(
        {
            "number_id": pl.Series([n.number_id for n in lines], dtype=pl.Int64),
            "account": pl.Series([n.account for n in lines], dtype=pl.Int64),
            "number": pl.Series([int(n.row.number[1:]) for n in lines], dtype=pl.Int64),
            "plan": pl.Series([n.plan for n in lines], dtype=pl.Int32),
        }
    )
    asked = (
        setup.in_book(calls)
        .drop("plan")
        .join(numbers, on="number_id", how="left", maintain_order="left")
        .join(facts, on="rate_id", how="left", maintain_order="left")
        .join(sealed_frame(conn), on="id", how="left", maintain_order="left")
        .with_columns(
            pl.col("in_allowance").fill_null(value=False),
            pl.coalesce("sealed_charge", "charge").alias("charge"),
            pl.coalesce("gross_charge", "charge").alias("gross_charge"),
            pl.col("allowance_ms").fill_null(0),
            pl.col("call_key").alias("call_id"),
            full_charge=pl.col("charge"),
            sealed=pl.col("invoice_id").is_not_null(),
        )
    )
    return settle(asked, setup.book)


def _labelled_calls(conn: Transaction, windows: Sequence[Window]) -> pl.DataFrame:
    """The calls of the windows with the label of their bill period."""
    labels = pl.DataFrame(
        {
            "window": pl.Series(range(len(windows)), dtype=pl.Int64),
            "bill_period": [window.label for window in windows],
        }
    )
    calls = window_calls(conn, windows)
    return calls.join(labels, on="window", how="left", maintain_order="left")


def measure_traffic(
    conn: Transaction, setup: RatingSetup, label: str, book: TaxBook
) -> dict[str, Traffic]:
    """By category the traffic of a bill period, where a share of source ``actual`` asks for it.

    What an approved run of the period went by holds for later ones too.
    """
    wanted = {
        category
        for category, rows in book.shares.items()
        if any(row.share.source == ACTUAL for row in rows)
    }
    if not wanted:
        return {}
    kept = load_traffic(conn).get(label, {})
    found = {category: kept[category] for category in sorted(wanted & kept.keys())}
    if missing := sorted(wanted - kept.keys()):
        lines = setup.numbers.values()
        windows = [window_of(setup, line, label, late=False) for line in lines]
        calls = call_seconds(conn, windows)
        found |= {category: measured(category, calls) for category in missing}
    return found


def shared_plans(setup: RatingSetup) -> set[int]:
    """Plans by which one call's charge depends on the others of its period."""
    tiered = {tier.plan_code for tier in setup.book.tiers}
    return {
        place
        for place, plan in enumerate(setup.book.plans)
        if plan.allowance_minutes > 0 or plan.plan_code in tiered
    }


def _settled_sums(
    calls: pl.DataFrame, windows: Sequence[Window]
) -> Iterator[tuple[WindowSum, int]]:
    grouped = (
        calls.group_by("window", "call_class")
        .agg(
            pl.len().alias("calls"),
            pl.col("billed_seconds").sum(),
            pl.col("charge").sum(),
            pl.col("allowance_ms").sum(),
        )
        .sort("window", "call_class")
    )
    for row in grouped.iter_rows(named=True):
        each = WindowSum(
            windows[row["window"]],
            CallClass(row["call_class"]),
            row["calls"],
            row["billed_seconds"],
            row["charge"],
        )
        yield each, row["allowance_ms"]


def _usage_sum(setup: RatingSetup, each: WindowSum, *, allowance_ms: int) -> UsageSum:
    line = setup.numbers[each.window.number_id]
    return UsageSum(
        account_number=_account_of(setup, each.window),
        location_code=line.row.location_code,
        usage_product=setup.book.plans[line.plan].usage_product,
        call_class=each.call_class.name.lower(),
        calls=each.calls,
        billed_seconds=each.billed_seconds,
        allowance_seconds=allowance_ms // _MILLIS,
        exact=from_counts(each.charge),
        label=each.window.label,
        late=each.window.late,
    )


def _account_of(setup: RatingSetup, window: Window) -> str:
    return setup.accounts[setup.numbers[window.number_id].account].account_number


def with_bill_period(setup: RatingSetup, calls: pl.DataFrame) -> pl.DataFrame:
    """Adds ``bill_period``, in months since year 0, of calls whose number is known; else null."""
    lines = list(setup.numbers.values())
    places = pl.DataFrame(
        {
            "number_id": pl.Series([n.number_id for n in lines], dtype=pl.Int64),
            "zone": pl.Series([n.zone for n in lines], dtype=pl.Int32),
            "cycle_day": pl.Series(
                [setup.accounts[n.account].bill_cycle_day for n in lines], dtype=pl.Int32
            ),
        }
    )
    calls = calls.join(places, on="number_id", how="left", maintain_order="left")
    local = local_seconds(
        calls["started_us"].to_numpy(),
        calls["zone"].fill_null(0).to_numpy(),
        setup.book.zones,
    )
    day = pl.from_epoch(pl.Series("day", local)).dt.date()
    months = day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32) - 1
    early = (day.dt.day().cast(pl.Int32) < calls["cycle_day"]).cast(pl.Int32)
    return calls.with_columns(bill_period=months - early).drop("zone", "cycle_day")


def label_of(bill_period: int) -> str:
    """The label of a ``bill_period``."""
    year, month = divmod(bill_period, 12)
    return f"{year:04}-{month + 1:02}"
