"""Systems, plans and entries of the inbox in words and badges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from app.billing.flows import FlowSetting
from app.operations.browse_connections import OLD, ConnectionRow
from app.operations.browse_inbox import InboxRow
from app.operations.browse_sync import FieldPair, PlanLine, PlanView
from app.operations.posting_plan import PlanAction
from app.ui import words
from app.ui.parts.badge import Badge

ROLES: Final = {
    "psa": "Customers and services",
    "accounting": "Invoices and payments",
    "tax": "Taxes",
    "mail": "Invoices by e-mail",
}
_NOT_CONNECTED: Final = Badge("Not connected", "plug", "idle")
_STATES: Final = {
    "connected": Badge("In step", "circle-check", "ok"),
    "no_secret": Badge("No sign-in", "circle-x", "bad", "This computer keeps no password of it"),
    "sign_in": Badge("Sign-in ended", "circle-x", "bad"),
    "ends": Badge("Sign-in ends", "clock", "warn"),
    "unreachable": Badge("No answer", "triangle-alert", "warn"),
    "turned_away": Badge("Turned away", "circle-x", "bad"),
    "missing": _NOT_CONNECTED,
}
_NEVER_READ: Final = Badge("Connected", "link", "ok")
TELLING: Final = {
    "psa": "Customers, services and counts come from it once it is connected.",
    "accounting": "Invoices go there and payments come from it once it is connected.",
    "tax": "Taxes are worked out here by your own tables.",
    "mail": "Invoices are printed or saved until a mail server is set up.",
}
SETTINGS: Final = {
    FlowSetting.AUTOMATIC: "By itself",
    FlowSetting.NEXT_BATCH: "With the next batch",
    FlowSetting.OFF: "Off",
}
OFTEN: Final = {
    "minute": "Every minute",
    "quarter_hour": "Every 15 minutes",
    "hourly": "Every hour",
    "daily": "Once a day",
    "by_hand": "By hand",
}
ACTIONS: Final = {
    PlanAction.CREATE: Badge("Create", "plus", "ok"),
    PlanAction.UPDATE: Badge("Update", "pencil", "run"),
    PlanAction.SKIP: Badge("Skip", "equal", "idle"),
    PlanAction.CONFLICT: Badge("Decide", "git-compare", "warn"),
}
_STALE: Final = Badge("Changed since", "triangle-alert", "warn")
_RESULTS: Final = {
    "done": Badge("Done", "circle-check", "ok"),
    "linked": Badge("Linked", "link", "ok"),
    "already": Badge("Was done", "circle-check", "ok"),
    "skipped": Badge("Skipped", "equal", "idle"),
    "conflict": Badge("Decide", "git-compare", "warn"),
    "refused": Badge("Not taken", "circle-x", "bad"),
    "differs": Badge("Differs", "triangle-alert", "bad"),
    "unknown": Badge("No answer", "circle-question-mark", "warn"),
    "waiting": Badge("Waits", "clock", "run"),
    "stale": _STALE,
}
_KINDS: Final = {
    "customer": "customer",
    "account": "customer",
    "location": "location",
    "contact": "contact",
    "terms": "terms of a customer",
    "service": "service",
    "charge": "charge",
    "time": "time entry",
    "invoice": "invoice",
    "credit_note": "credit note",
    "credit_use": "use of credit",
    "item": "item",
    "payment": "payment",
    "psa_invoice": "PSA invoice",
}


def system_badge(row: ConnectionRow, now: datetime) -> Badge:
    """How a system stands."""
    base = _STATES[row.state]
    if row.state == "connected" and row.is_connected:
        if row.pulled_at is None:
            return _NEVER_READ
        if now - row.pulled_at > OLD:
            return Badge("Data is old", "triangle-alert", "warn", age_of(row, now))
    if row.state == "connected" and not row.is_connected:
        return _NEVER_READ
    return Badge(base.word, base.icon, base.role, row.note or base.tip)


def age_of(row: ConnectionRow, now: datetime) -> str:
    """How fresh what we know of a system is."""
    if row.pulled_at is None:
        return "never read"
    old = words.age(row.pulled_at, now)
    return f"data of {old}" if now - row.pulled_at > OLD else f"in step, {old}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A system in the status strip."""

    text: str
    icon: str
    role: str
    tip: str


def cell_of(row: ConnectionRow, now: datetime, *, is_running: bool) -> Cell:
    """A system in the status strip: its name, state and age."""
    badge = system_badge(row, now)
    if is_running:
        return Cell(f"{row.title} syncing", "loader-circle", "run", "It is being read")
    if badge.role == "bad":
        text = f"{row.title} {badge.word.lower()}"
    elif row.state == "ends" and row.days_left is not None:
        text = f"{row.title} sign-in ends in {words.plural(row.days_left, 'day')}"
    elif row.state == "unreachable":
        text = f"{row.title} {age_of(row, now)}, no answer"
    else:
        text = f"{row.title} {age_of(row, now)}"
    waits = waits_words(row)
    return Cell(text, badge.icon, badge.role, ". ".join(each for each in (row.note, waits) if each))


def waits_words(row: ConnectionRow) -> str:
    """What of a system waits for somebody."""
    if not row.problems:
        return "Nothing waits for you" if row.is_connected else ""
    money = f", {words.money(row.money)}" if row.money else ""
    verb = "waits" if row.problems == 1 else "wait"
    return f"{words.plural(row.problems, 'thing')} {verb} for you{money}"


# ------------------------------------------------------------------------------------------- plans


def kind_words(kind: str, number: int = 1) -> str:
    """A kind of record in words: invoice, invoices."""
    one = _KINDS.get(kind, kind.replace("_", " "))
    if number == 1 or kind == "terms":
        return one
    return "uses of credit" if kind == "credit_use" else words.several(one)


def record_words(line: PlanLine) -> str:
    """A record of a plan: "Invoice CF-1043"."""
    noun = kind_words(line.kind)
    return f"{noun[:1].upper()}{noun[1:]} {line.our_id}".strip()


def line_badge(line: PlanLine) -> Badge:
    """What a plan does with a record; once it was applied, what became of it."""
    base = _RESULTS.get(line.result) or ACTIONS[line.action]
    return Badge(base.word, base.icon, base.role, line.why or line.reason)


def counts_words(kinds: Sequence[tuple[str, int]], *, most: int = 2) -> str:
    """How many of which kind: "58 invoices, 2 customers and 3 more"."""
    named = [f"{words.count(number)} {kind_words(kind, number)}" for kind, number in kinds[:most]]
    rest = sum(number for _, number in kinds[most:])
    return ", ".join(named) + (f" and {words.count(rest)} more" if rest else "")


def apply_words(plan: PlanView) -> str:
    """The words of the button that applies a plan: count and money."""
    if not plan.to_do:
        return "Apply: nothing to do"
    posts = plan.to_do[0][0] in {"invoice", "credit_note", "psa_invoice"}
    what = counts_words(plan.to_do, most=1)
    money = money_words(plan.to_do_money)
    if plan.takes_back:
        return f"Apply: take back {what}{money}"
    if not plan.goes_out:
        return f"Apply: take in {what}{money}"
    return f"Apply: post {what}{money}" if posts else f"Apply: write {what} there{money}"


def money_words(amount: Decimal) -> str:
    """An amount behind a comma; blank for nothing."""
    return f", {words.money(amount)}" if amount else ""


def pair_words(pair: FieldPair) -> tuple[str, str]:
    """A field before and after, as people write it."""
    return _value(pair.before, is_money=pair.is_money), _value(pair.after, is_money=pair.is_money)


def _value(text: str, *, is_money: bool) -> str:
    if is_money and text:
        try:
            return words.money(Decimal(text))
        except ArithmeticError:
            return text
    return text


# ------------------------------------------------------------------------------------------- inbox

_KIND_BADGES: Final = {
    "drift": Badge("Changed there", "git-compare", "away"),
    "void_there": Badge("Ended there", "git-compare", "away"),
    "refused": Badge("Not taken", "circle-x", "bad"),
    "differs": Badge("Differs", "circle-x", "bad"),
    "unknown": Badge("No answer", "circle-question-mark", "warn"),
    "sign_in_ends": Badge("Sign-in ends", "clock", "run"),
    "sign_in_needed": Badge("Sign-in ended", "circle-x", "bad"),
    "unreachable": Badge("No answer", "triangle-alert", "warn"),
    "turned_away": Badge("Turned away", "circle-x", "bad"),
    "ambiguous": Badge("Ambiguous", "split", "warn"),
    "billed_twice": Badge("Billed twice", "octagon-alert", "bad"),
    "closed_period": Badge("Closed period", "lock", "warn"),
}
_NEEDS: Final = Badge("Needs you", "circle-alert", "warn")
_SOLVED: Final = Badge("Solved", "circle-check", "ok")


def inbox_badge(row: InboxRow) -> Badge:
    """What kind of entry it is."""
    return _SOLVED if row.solved_at is not None else _KIND_BADGES.get(row.kind, _NEEDS)


def inbox_second(row: InboxRow, zone: tzinfo, now: datetime) -> str:
    """Whose it is, where, and when it was last found."""
    at = row.solved_at or row.last_at
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    same = local.date() == today
    when = words.clock(local.time()) if same else words.day(local.date(), today=today)
    return " \u00b7 ".join(each for each in (row.customer, row.system_title, when) if each)


def times_words(row: InboxRow, zone: tzinfo, now: datetime) -> str:
    """How often it was found, and since when."""
    if row.times < 2 and now - row.first_at < timedelta(days=1):  # noqa: PLR2004  found once
        return ""
    since = words.day(row.first_at.astimezone(zone).date(), today=now.astimezone(zone).date())
    return f"Found {words.plural(row.times, 'time')} since {since}."
