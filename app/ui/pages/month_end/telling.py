"""The steps of a month and their things in words."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import PurePath
from typing import Final

from app.billing.month_steps import MonthState, RowState, Step, StepName, StepRow, StepState
from app.ui import words
from app.ui.parts.badge import Badge

TITLES: Final = {
    StepName.OPEN: "Open",
    StepName.CALLS: "Drop calls",
    StepName.SYSTEMS: "Refresh systems",
    StepName.MAP: "Map what is new",
    StepName.EXCEPTIONS: "Clear exceptions",
    StepName.COUNTS: "Counts and contracts",
    StepName.DRAFT: "Draft bills",
    StepName.REVIEW: "Review",
    StepName.POST: "Post to accounting",
    StepName.CLOSE: "Send and close",
}

SHORT: Final = {
    **TITLES,
    StepName.SYSTEMS: "Refresh",
    StepName.MAP: "Map",
    StepName.EXCEPTIONS: "Exceptions",
    StepName.COUNTS: "Counts",
    StepName.DRAFT: "Draft",
    StepName.POST: "Post",
    StepName.CLOSE: "Send",
}
"""Titles below the bars of the chart."""

_ABOUT: Final = {
    StepName.OPEN: "The company file is read through, and a backup of it is made.",
    StepName.CALLS: "Drop the call files of the month anywhere on the window. The same file again "
    "changes nothing.",
    StepName.SYSTEMS: "Takes over what changed in the other systems since last month.",
    StepName.MAP: "Links customers that are new there with ours.",
    StepName.EXCEPTIONS: "Clear each line, or waive it with a reason. Nothing is approved while a "
    "line is open.",
    StepName.COUNTS: "Compares what the contract, the switch and the bill say of each customer.",
    StepName.DRAFT: "Drafts number nothing. Draft again as often as you like.",
    StepName.REVIEW: "Look at what changed since last month, then approve.",
    StepName.POST: "Puts the approved invoices into accounting, each once.",
    StepName.CLOSE: "Send the invoices, then close the month with its proof.",
}

_UNCONNECTED: Final = {
    StepName.SYSTEMS: "No PSA is connected",
    StepName.MAP: "No PSA is connected",
    StepName.COUNTS: "No contract list is connected",
    StepName.POST: "No accounting system is connected",
}

STATES: Final = {
    StepState.DONE: Badge("Done", "circle-check", "ok"),
    StepState.NEEDS_YOU: Badge("Needs you", "hand", "warn"),
    StepState.RUNNING: Badge("Running", "loader-circle", "run"),
    StepState.WAITS: Badge("Waits", "circle-dashed", "idle"),
    StepState.BLOCKED: Badge("Blocked", "octagon-alert", "bad"),
    StepState.NOT_CONNECTED: Badge("Not connected", "plug", "idle"),
}

ROW_STATES: Final = {
    RowState.OPEN: Badge("Open", "circle-alert", "warn"),
    RowState.CLEAR: Badge("Clear", "check", "ok"),
    RowState.WAIVED: Badge("Waived", "shield-check", "ok"),
    RowState.LOOK: Badge("Look", "info", "idle"),
}

_DAYS_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class RowWords:
    """A thing of a step as its line shows it."""

    title: str
    detail: str = ""
    verb: str = ""
    """Of its button; blank: it has none."""


def detail_of(step: Step, label: str) -> str:
    """The second line of a step."""
    if step.state is StepState.NOT_CONNECTED:
        return _UNCONNECTED[step.name]
    if step.state is StepState.WAITS and step.waits_for is not None:
        return f"Waits for step {list(StepName).index(step.waits_for) + 1}"
    return _DETAILS[step.name](step, label)


def _of_open(step: Step, label: str) -> str:
    del label
    if not step.open_rows:
        return "Company file checked, backup made"
    lacking = [row.kind for row in step.open_rows]
    if lacking == ["backup"]:
        return "Backup is older than a day"
    return "Check the file" if lacking == ["checked"] else "Check the file, make a backup"


def _of_calls(step: Step, label: str) -> str:
    sources = [row for row in step.rows if row.kind == "source"]
    if not any(row.count for row in sources):
        return f"No calls of {words.period(label)} yet"
    if step.open_rows:
        if len(step.open_rows) > 1:
            return f"{words.plural(len(step.open_rows), 'source')} with days without a call"
        row = step.open_rows[0]
        if not row.count:
            return f"Nothing from {row.name} yet"
        return f"{row.name}: {words.plural(len(row.days), 'day')} without a call"
    calls = sum(row.count for row in sources)
    missing = sum(len(row.days) for row in sources)
    days = f"{words.plural(missing, 'missing day')} waived" if missing else "no missing day"
    return f"{words.plural(len(sources), 'source')}, {words.plural(calls, 'call')}, {days}"


def _of_exceptions(step: Step, label: str) -> str:
    del label
    if step.count:
        return f"{words.plural(step.count, 'call')} could not be billed"
    waived = sum(row.count for row in step.rows if row.state is RowState.WAIVED)
    return f"{words.plural(waived, 'call')} waived" if waived else "Every call found its price"


def _of_draft(step: Step, label: str) -> str:
    del label
    if step.is_stale:
        return "Something changed since the draft"
    if step.state is StepState.BLOCKED:
        return f"{words.plural(len(step.open_rows), 'gate')} open"
    if step.state is StepState.DONE:
        return f"{words.plural(step.count, 'invoice')} worked out"
    return "Nothing is drafted yet"


def _of_review(step: Step, label: str) -> str:
    del label
    if step.state is StepState.DONE:
        return f"{words.plural(step.count, 'invoice')} approved"
    return f"{words.plural(step.count, 'invoice')} to look at and approve"


def _of_close(step: Step, label: str) -> str:
    month = words.period(label)
    if step.state is StepState.DONE:
        return f"{month} is closed"
    if step.amount is not None:
        return f"{words.plural(step.count, 'invoice')} to send"
    return f"All sent. Close {month}"


def _of_systems(step: Step, label: str) -> str:
    del label
    old = [row.name for row in step.open_rows if row.kind == "system"]
    if old:
        return f"Read again: {', '.join(old)}"
    waiting = sum(row.count for row in step.open_rows)
    if waiting:
        return f"{words.plural(waiting, 'thing')} in the inbox"
    return f"{words.plural(len(step.rows), 'system')} in step"


def _of_map(step: Step, label: str) -> str:
    del label
    if step.open_rows:
        return f"{words.plural(step.count, 'customer')} to link"
    return "Every customer is linked, or not needed"


def _of_counts(step: Step, label: str) -> str:
    del label
    if step.open_rows:
        return f"{words.plural(step.count, 'difference')} between contract and bill"
    return "Contract, switch and bill agree"


def _of_post(step: Step, label: str) -> str:
    del label
    if step.state is StepState.DONE:
        return f"{words.plural(step.count, 'invoice')} posted"
    names = ", ".join(row.name for row in step.open_rows)
    return f"{words.plural(step.count, 'invoice')} to post to {names}"


_DETAILS: Final = {
    StepName.SYSTEMS: _of_systems,
    StepName.MAP: _of_map,
    StepName.COUNTS: _of_counts,
    StepName.POST: _of_post,
    StepName.OPEN: _of_open,
    StepName.CALLS: _of_calls,
    StepName.EXCEPTIONS: _of_exceptions,
    StepName.DRAFT: _of_draft,
    StepName.REVIEW: _of_review,
    StepName.CLOSE: _of_close,
}


def right_of(step: Step) -> tuple[str, str]:
    """Money and time of a step; the word of its state where nobody spent time on it yet."""
    amount = words.headline(step.amount) if step.amount is not None else ""
    if step.state is StepState.NOT_CONNECTED:
        return "", "Set up…"
    if step.seconds and step.state in {StepState.DONE, StepState.NEEDS_YOU}:
        return amount, words.length(step.seconds)
    word = "" if step.state is StepState.DONE else STATES[step.state].word
    return amount, word


def note_of(step: Step) -> str:
    """The line below a step's lines."""
    if step.name is StepName.DRAFT and step.total is not None:
        drafted = words.plural(step.invoices, "invoice")
        stale = " before something changed" if step.is_stale else ""
        return f"{drafted}, {words.headline(step.total)}, worked out{stale}."
    return "You can leave any step and come back."


def spoken(step: Step, label: str) -> str:
    """A step as a screen reader says it."""
    amount, _ = right_of(step)
    parts = (
        f"Step {step.number}, {TITLES[step.name]}",
        STATES[step.state].word.lower(),
        detail_of(step, label),
        amount.replace("\u2009", " "),
        f"{words.length(step.seconds)} so far" if step.seconds else "",
    )
    return ", ".join(part for part in parts if part)


def about(step: Step) -> str:
    """What a step is for."""
    return _ABOUT[step.name]


def line_of(month: MonthState) -> str:
    """The line below the page's title."""
    done = f"{month.done} of {len(month.steps)} steps done."
    if month.closed is not None:
        since = _short(month.closed.closed_at.date())
        return f"{done} The month is closed since {since} by {month.closed.closed_by}."
    if not month.needing:
        return f"{done} Nothing waits for you."
    things = words.plural(month.things, "thing")
    worth = f" worth {words.headline(month.money)}" if month.money else ""
    verb = "waits" if month.things == 1 else "wait"
    return f"{done} {things}{worth} {verb} for you."


def _short(day: date) -> str:
    return words.day(day, today=day)


# ---- the things of a step

_SUSPENSE: Final = {
    "bad_duration": ("Length is not believed", "Review calls"),
    "too_long": ("Longer than 4 hours", "Review calls"),
    "bad_timestamp": ("Date is not believed", "Review calls"),
    "bad_number": ("Number cannot be read", "Review calls"),
    "no_customer": ("Number not assigned", "Assign"),
    "ambiguous_customer": ("Belongs to two customers", "Choose"),
    "no_rate": ("No rate for destination", "Add rate"),
    "unknown_jurisdiction": ("Where it ran is not known", "Review calls"),
    "probable_duplicate": ("Probable duplicate", "Compare"),
    "partial": ("Part of a call", "Review calls"),
    "control_total": ("File's own total differs", "Review calls"),
}

_GATES: Final = {
    "suspended_usage": ("Calls in suspense", "Open suspense"),
    "probable_duplicates": ("Probable duplicates", "Compare"),
    "accounts_not_ready": ("Customers not ready", "See who"),
    "expired_tables": ("Expired rates or taxes", "Look at tables"),
    "no_tax_rules": ("No tax rules", "Bring in taxes"),
    "not_registered": ("Taxes where you are not registered", "Registrations"),
    "usf_factor_missing": ("Universal service factor missing", "Add factor"),
    "undecided_charge": ("Charge without a tax decision", "Decide"),
    "share_missing": ("Interstate share missing", "Add share"),
    "tax_service": ("Tax service did not answer", "Connection"),
    "billed_in_both": ("Billed by a PSA too", "Open inbox"),
    "psa_left_out": ("Work of a PSA on no invoice", "See what"),
    "period_not_over": ("Period is not over", ""),
    "held_in_review": ("Held back in review", "See who"),
}

GATE_TITLES: Final = {name: title for name, (title, _) in _GATES.items()}


def row_words(row: StepRow, *, zone: tzinfo, now: datetime) -> RowWords:
    """A thing of a step in words."""
    title, detail, verb = _words_of(row, now=now)
    if row.kind == "reopened" and row.waiver is not None:
        at = words.moment(row.waiver.at, zone)
        return RowWords("Reopened", f"{at} by {row.waiver.by}: {row.waiver.why}")
    if row.waiver is not None:
        by = f" by {row.waiver.by}" if row.waiver.by else ""
        at = f", {words.moment(row.waiver.at, zone)}" if row.waiver.at else ""
        return RowWords(title, f"{row.waiver.why}. Waived{by}{at}", verb)
    if row.state is RowState.CLEAR and row.kind == "gate":
        return RowWords(title, "Nothing")
    return RowWords(title, detail, verb)


def _words_of(row: StepRow, *, now: datetime) -> tuple[str, str, str]:
    if row.kind == "suspense":
        title, verb = _SUSPENSE.get(row.name, (row.name.replace("_", " "), "Review calls"))
        return title, f"{words.plural(row.parties, 'number')}", verb
    if row.kind == "gate":
        title, verb = _GATES.get(row.name, (row.name.replace("_", " "), "Look"))
        named = ", ".join(row.records[:_DAYS_NAMED])
        more = row.count - _DAYS_NAMED
        return title, f"{named} and {more} more" if more > 0 and named else named, verb
    if row.kind == "source":
        lacks_days = row.state in {RowState.OPEN, RowState.WAIVED}
        return row.name, _days_words(row), "Drop files" if lacks_days else ""
    return {
        "unread": ("Bad rows in a file", "Kept as they came, to be mended", "Mend rows"),
        "held": ("On hold", "Wait for you, and hold nothing up", "Show"),
        "checked": ("Company file checked", _age(row, now, "Not yet"), ""),
        "backup": ("Backup", _age(row, now, "None yet"), ""),
        "to_send": ("Invoices to send", "Approved, not out of the house", ""),
        "sent": ("Invoices sent or written", "", "Show" if row.count else ""),
        "closed": _closed_words(row),
        "reopened": ("Reopened", "", ""),
        "system": (row.name, _read_words(row, now), "Show"),
        "inbox": (f"Inbox of {row.name}", "What a sync could not do alone", "Open inbox"),
        "unlinked": (row.name, "Customers linked with nobody there", "Map" if row.count else ""),
        "counts": ("Counts", "Contract, switch, carrier and bill", "Compare" if row.count else ""),
        "to_post": (f"To post to {row.name}", "With the next batch", "Plan" if row.count else ""),
        "posted": (f"Posted to {row.name}", "", "Show" if row.count else ""),
    }[row.kind]


def _read_words(row: StepRow, now: datetime) -> str:
    trouble = row.records[1] if len(row.records) > 1 else ""
    return trouble or f"Read {_age(replace(row, name=''), now, 'never')}"


def _closed_words(row: StepRow) -> tuple[str, str, str]:
    if row.state is RowState.CLEAR and row.at is not None:
        return "Month closed", f"{_short(row.at.date())} by {row.name}", ""
    return "Month closed", "Nothing of it changes any more then, but by credit", ""


def _age(row: StepRow, now: datetime, never: str) -> str:
    if row.at is None:
        return never
    place = f", {PurePath(row.name).name}" if row.name else ""
    return f"{words.age(row.at, now)}{place}"


def _days_words(row: StepRow) -> str:
    if not row.count:
        return "No call of this month"
    if not row.days:
        return "No missing day"
    named = ", ".join(_short(day) for day in row.days[:_DAYS_NAMED])
    more = len(row.days) - _DAYS_NAMED
    more_days = f" and {words.plural(more, 'more day')}" if more > 0 else ""
    return f"No call on {named}{more_days}"
