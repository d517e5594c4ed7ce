"""What `export usage` should say of canonical call files; nothing of the app."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.journeys.exact_book import Book, Row
from tests.journeys.exact_calls import ExactCall, assign, doubt, read_calls, why_free
from tests.journeys.exact_prices import price, rounded, settle


def period_start(account: Row, on: date) -> date:
    """The first day of the bill period that holds a day."""
    cycle = int(account["bill_cycle_day"])
    if on.day >= cycle:
        return on.replace(day=cycle)
    return shifted(on.replace(day=cycle), -1)


def shifted(on: date, months: int) -> date:
    """The same day so many months later."""
    count = on.year * 12 + on.month - 1 + months
    return on.replace(year=count // 12, month=count % 12 + 1)


def take_in(book: Book, files: Iterable[tuple[Path, str]], now: datetime) -> list[ExactCall]:
    """All rows of the files, in their order, with steps 1 to 5 done."""
    accepted: set[tuple[str, str]] = set()
    calls = []
    for path, source in files:
        for call in read_calls(path, source):
            calls.append(call)
            if call.status == "malformed":
                continue
            if (source, call.call_id) in accepted:
                call.status = "duplicate"
                continue
            accepted.add((source, call.call_id))
            if doubt(book, call, now) or not assign(book, call):
                continue
            call.reason = why_free(book, call)
            if call.reason:
                call.status = "not_chargeable"
            price(book, call)
    return calls


def settle_all(book: Book, calls: list[ExactCall]) -> None:
    """Steps 6 to 8 for all calls, by their bill periods."""
    starts = {id(call): period_start(call.account, call.day) for call in calls if call.account}
    settle(book, calls, starts)


def expected_usage(
    book: Book, files: Iterable[tuple[Path, str]], now: datetime
) -> dict[tuple[str, int], dict[str, str]]:
    """The rows of the export by file and row; columns on which the contract is silent left out."""
    calls = take_in(book, files, now)
    settle_all(book, calls)
    return {(call.file, call.row): shown(call) for call in calls}


def shown(call: ExactCall) -> dict[str, str]:
    """The columns of one call that the contract decides."""
    row = {"status": call.status, "source": call.source}
    if call.status != "duplicate":
        row["reason"] = call.reason
    if call.status in {"malformed", "duplicate"}:
        return row
    row |= {
        "call_id": call.call_id,
        "raw_seconds": str(call.raw_seconds),
        "started_at": call.started.astimezone(UTC).isoformat(),
        "charge": str(call.charge),
        "gross_charge": str(call.gross_charge),
        "billed_seconds": str(call.billed_seconds),
        "allowance_seconds": str(rounded(call.allowance_seconds, 8)),
    }
    if call.account:
        row |= {
            "account_number": call.account["account_number"],
            "number": call.owned["number"],
            "caller": call.caller,
            "called": call.called,
            "plan_code": call.plan["plan_code"],
        }
    if call.status == "rated":
        row |= {
            "call_class": call.call_class,
            "jurisdiction": call.jurisdiction,
            "rate": "" if call.rate is None else str(call.rate),
            "deck_code": call.plan["deck_code"] if call.by_deck else "",
            "prefix": call.deck_row.get("prefix", ""),
        }
    return row
