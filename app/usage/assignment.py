"""Who pays for a call: aliases, the numbers in force at its start, and which way it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import polars as pl

from app.usage.parties import LOCAL_BASE, TEXT_BASE, complete_local
from app.usage.table import Direction, Reason

_MICROS: Final = 1_000_000


class PayerRule(IntEnum):
    """Which field named the payer, and whether by an alias."""

    NONE = 0
    BILLING_NUMBER = 1
    CALLER = 2
    CALLED = 3
    BILLING_ALIAS = 4
    CALLER_ALIAS = 5
    CALLED_ALIAS = 6
    BY_HAND = 7
    """The user assigned the call."""


_ALIAS_STEP: Final = PayerRule.BILLING_ALIAS - PayerRule.BILLING_NUMBER


@dataclass(frozen=True, slots=True)
class NumberInForce:
    """A row of ``numbers`` as assignment needs it; moments are UTC microseconds, half-open."""

    number_id: int
    number: int
    """E.164 without plus."""
    account: int
    starts_us: int
    ends_us: int


@dataclass(frozen=True, slots=True)
class AliasCode:
    """An alias of the source at hand as a party code, and the number it stands for."""

    code: int
    number: int


class Directory:
    """Numbers and aliases of one company and source, ready to be asked by whole columns."""

    def __init__(self, numbers: Sequence[NumberInForce], aliases: Sequence[AliasCode]) -> None:
        """Of two aliases with one code the first counts: the source's own stand before general."""
        self._numbers = pl.DataFrame(
            {
                "number": [n.number for n in numbers],
                "number_id": [n.number_id for n in numbers],
                "account": [n.account for n in numbers],
                "starts_us": [n.starts_us for n in numbers],
                "ends_us": [n.ends_us for n in numbers],
            },
            schema=dict.fromkeys(
                ("number", "number_id", "account", "starts_us", "ends_us"), pl.Int64
            ),
        )
        self._known = self._numbers["number"].unique().sort()
        first: dict[int, int] = {}
        for alias in aliases:
            first.setdefault(alias.code, alias.number)
        self._aliases = first

    def assign(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls with their payer.

        Takes ``started_us``, ``caller``, ``called``, ``billing_number`` (codes), ``direction`` and
        ``forced_number_id`` (a number the user assigned, else null). Replaces ``caller`` and
        ``called`` by what they stand for, settles an unknown ``direction`` and adds ``payer_rule``,
        ``number_id``, ``payer_number``, ``own_both`` and ``payer_reason`` (0, ``NO_CUSTOMER`` or
        ``AMBIGUOUS_CUSTOMER``).
        """
        calls = self._resolve_aliases(calls).with_row_index("position")
        calls = self._settle_direction(calls)
        calls = calls.with_columns(_payer_choice()).with_columns(
            wanted=pl.when(pl.col("payer_rule") % _ALIAS_STEP == PayerRule.BILLING_NUMBER)
            .then(pl.col("billing_to"))
            .when(pl.col("payer_rule") % _ALIAS_STEP == PayerRule.CALLER)
            .then(pl.col("caller"))
            .otherwise(pl.col("called"))
        )
        calls = self._find_payers(calls)
        calls = calls.with_columns(
            complete_local(pl.col(name), pl.col("payer_number")).alias(name)
            for name in ("caller", "called")
        )
        own = self._own_both(calls)
        return calls.with_columns(own_both=own).drop(
            "position", "wanted", "billing_to", "caller_alias", "called_alias", "billing_alias"
        )

    def stand_ins(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls with ``caller`` and ``called`` replaced by the numbers they stand for.

        Seven digits take the area code of ``payer_number``, where that is not null.
        """
        resolved = self._resolve_aliases(
            calls.select(
                pl.col("caller", "called", "billing_number", r"^direction$"),
                pl.col("payer_number").fill_null(0),
            )
        )
        payer = pl.col("payer_number")
        return calls.with_columns(
            resolved.select(
                complete_local(pl.col("caller"), payer).alias("caller"),
                complete_local(pl.col("called"), payer).alias("called"),
            )
        )

    def _resolve_aliases(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Replaces codes that stand for a number; a readable number of ours stands for itself.

        An extension may be written as 211 is; dialled outward 211 and ``*72`` keep their meaning.
        """
        parts = {"caller": "caller", "called": "called", "billing_number": "billing_to"}
        flags = {
            "caller": "caller_alias",
            "called": "called_alias",
            "billing_number": "billing_alias",
        }
        if not self._aliases:
            return calls.with_columns(
                billing_to=pl.col("billing_number"),
                **{flag: pl.lit(value=False) for flag in flags.values()},
            )
        own = self._known.implode()
        for name, target in parts.items():
            code = pl.col(name)
            stands_for = code.replace_strict(
                list(self._aliases),
                list(self._aliases.values()),
                default=None,
                return_dtype=pl.Int64,
            )
            may = ((code <= -TEXT_BASE) | (code > 0) | _may_be_extension(calls, name)) & (
                ~code.is_in(own)
            )
            calls = calls.with_columns(
                pl.when(may).then(stands_for).otherwise(None).alias("stands_for")
            ).with_columns(
                pl.coalesce("stands_for", name).alias(target),
                pl.col("stands_for").is_not_null().alias(flags[name]),
            )
        return calls.drop("stands_for")

    def _settle_direction(self, calls: pl.DataFrame) -> pl.DataFrame:
        """A file that does not tell: called is ours and caller is not = in, both = internal."""
        unknown = pl.col("direction") == Direction.UNKNOWN
        if not calls.select(unknown.any()).item():
            return calls
        payer = pl.when(pl.col("billing_to") != 0).then("billing_to").otherwise("caller")
        completed = calls.with_columns(complete_local(pl.col("called"), payer))
        caller_ours = self._in_force(calls, "caller")
        called_ours = self._in_force(completed, "called")
        settled = (
            pl.when(called_ours & caller_ours)
            .then(pl.lit(int(Direction.INTERNAL)))
            .when(called_ours)
            .then(pl.lit(int(Direction.IN)))
            .otherwise(pl.lit(int(Direction.OUT)))
        )
        return calls.with_columns(
            direction=pl.when(unknown).then(settled).otherwise(pl.col("direction")).cast(pl.Int8)
        )

    def _matches(self, calls: pl.DataFrame, name: str) -> pl.DataFrame:
        """One row for each call and row of ``numbers`` in force at its start, by ``position``."""
        found = calls.select("position", "started_us", number=pl.col(name)).join(
            self._numbers, on="number", how="inner"
        )
        started = pl.col("started_us")
        return found.filter((started >= pl.col("starts_us")) & (started < pl.col("ends_us")))

    def _in_force(self, calls: pl.DataFrame, name: str) -> pl.Series:
        """Whether the party is a number in force of anybody at the call's start."""
        hits = self._matches(calls, name)["position"].unique()
        return calls["position"].is_in(hits.implode())

    def _find_payers(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Adds the one row of ``numbers`` in force, or the reason why there is none."""
        hits = self._matches(calls, "wanted").rename({"number": "payer_number"})
        kept = ("number_id", "account", "payer_number")
        if hits["position"].n_unique() == hits.height:
            rows = hits.select("position", *kept, pl.lit(1).alias("rows"))
        else:
            rows = hits.group_by("position").agg(
                *(pl.col(name).first() for name in kept), pl.len().alias("rows")
            )
        calls = calls.join(rows, on="position", how="left", maintain_order="left")
        by_hand = pl.col("forced_number_id").is_not_null()
        one = pl.col("rows") == 1
        calls = calls.with_columns(
            payer_reason=pl.when(by_hand | one.fill_null(value=False))
            .then(int(Reason.NONE))
            .when(pl.col("rows") > 1)
            .then(int(Reason.AMBIGUOUS_CUSTOMER))
            .otherwise(int(Reason.NO_CUSTOMER))
            .cast(pl.Int16)
        )
        found = pl.col("payer_reason") == int(Reason.NONE)
        calls = calls.with_columns(
            pl.when(found).then(pl.col(name)).otherwise(None).alias(name)
            for name in ("number_id", "account", "payer_number")
        ).drop("rows")
        return self._take_by_hand(calls)

    def _take_by_hand(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Puts in the numbers that the user assigned."""
        if calls["forced_number_id"].null_count() == calls.height:
            return calls.drop("forced_number_id")
        chosen = self._numbers.select(
            pl.col("number_id").alias("forced_number_id"),
            pl.col("account").alias("hand_account"),
            pl.col("number").alias("hand_number"),
        )
        by_hand = pl.col("forced_number_id").is_not_null()
        return (
            calls.join(chosen, on="forced_number_id", how="left", maintain_order="left")
            .with_columns(
                number_id=pl.coalesce("forced_number_id", "number_id"),
                account=pl.coalesce("hand_account", "account"),
                payer_number=pl.coalesce("hand_number", "payer_number"),
                payer_rule=pl.when(by_hand)
                .then(pl.lit(int(PayerRule.BY_HAND), pl.Int8))
                .otherwise(pl.col("payer_rule")),
            )
            .drop("forced_number_id", "hand_account", "hand_number")
        )

    def _own_both(self, calls: pl.DataFrame) -> pl.Series:
        """Whether caller and called are both numbers in force of the payer's account."""
        ours = self._known.implode()
        # Few calls have two numbers of ours as their ends; only those are looked at closely.
        mine = calls.filter(pl.col("caller").is_in(ours) & pl.col("called").is_in(ours)).select(
            "position", "started_us", "caller", "called", payer_account="account"
        )
        for name in ("caller", "called"):
            hits = self._matches(mine, name).join(
                mine.select("position", "payer_account"), on="position", how="left"
            )
            same = hits.filter(pl.col("account") == pl.col("payer_account"))["position"]
            mine = mine.filter(pl.col("position").is_in(same.unique().implode()))
        own = np.zeros(calls.height, dtype=np.bool_)
        own[mine["position"].to_numpy()] = True
        return pl.Series(own)


def _may_be_extension(calls: pl.DataFrame, name: str) -> pl.Expr:
    """Whether three digits or a feature code may be an extension: on our side of the call."""
    short = pl.col(name).is_between(-TEXT_BASE, 0, closed="none")
    if name != "called":
        return short
    inward = pl.col("direction") == Direction.IN if "direction" in calls.columns else pl.lit(False)  # noqa: FBT003
    return short & inward


def _payer_choice() -> pl.Expr:
    """The first field that is filled decides, without falling through."""
    inbound = pl.col("direction") == Direction.IN
    by_alias = (
        pl.when(pl.col("billing_number") != 0)
        .then(pl.col("billing_alias"))
        .when(inbound)
        .then(pl.col("called_alias"))
        .otherwise(pl.col("caller_alias"))
    )
    field = (
        pl.when(pl.col("billing_number") != 0)
        .then(int(PayerRule.BILLING_NUMBER))
        .when(inbound)
        .then(int(PayerRule.CALLED))
        .otherwise(int(PayerRule.CALLER))
    )
    return (
        (field + pl.when(by_alias).then(_ALIAS_STEP).otherwise(0)).cast(pl.Int8).alias("payer_rule")
    )


def bad_called(codes: pl.Expr) -> pl.Expr:
    """Whether an outbound ``called`` is neither number, seven digits, N11, 988 nor feature code."""
    return (codes == 0) | ((codes <= -TEXT_BASE) & (codes > -LOCAL_BASE))
