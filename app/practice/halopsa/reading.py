"""Lists and single records: this vendor's paging, filters, short rows and details.

Parameters that a list does not know are passed over in silence: so a contract list asked for what
changed since a day answers everything.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from app.practice.faults import FaultSwitch
from app.practice.halopsa import tables as lists
from app.practice.halopsa.access import Caller
from app.practice.halopsa.charging import FROM_ASSETS
from app.practice.halopsa.errors import exception, missing, plain
from app.practice.halopsa.tables import Entity, Row, Tables
from app.practice.http_app import Refused, answer

PAGE_SIZE: Final = 50
_Args = MultiDict[str, str]


@dataclass(slots=True)
class Settings:
    """What differs from tenant to tenant."""

    gives_actions_of_all_tickets: bool = False
    """Whether ``/Actions`` answers without a ticket."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers what is asked of the tables."""

    tables: Tables
    switch: FaultSwitch
    settings: Settings = field(default_factory=Settings)

    def page(self, request: Request, caller: Caller, entity: Entity) -> Response:
        """A list, paged only where ``pageinate`` says so."""
        args = request.args
        rows = self._narrowed(self._rows(caller, entity, args), entity, args)
        rows = _ordered(rows, args)
        found = self._cut(rows, args)
        with_lines = is_true(args, "includelines")
        body = [self._short(entity, row, with_lines=with_lines) for row in found]
        if not entity.key:
            return answer(body)
        return answer({"record_count": len(rows), entity.key: body})

    def get(self, request: Request, caller: Caller, entity: Entity, own_id: int) -> Response:
        """One record; its details only with ``includedetails``."""
        row = self.one(caller, entity, own_id, request.args)
        hidden = () if is_true(request.args, "includedetails") else entity.detailed
        return answer(self.shown(entity, row, hidden=hidden))

    def one(self, caller: Caller, entity: Entity, own_id: int, args: _Args) -> Row:
        """A row that this caller sees; Refused with 404."""
        ticket = whole(args, "ticket_id", 0) if entity is lists.ACTIONS else 0
        row = self.tables.one(entity, own_id, ticket)
        if row is None or not self._sees(caller, entity, row):
            raise Refused(missing(Request({})))
        return row

    def shown(self, entity: Entity, row: Row, *, hidden: tuple[str, ...] = ()) -> Row:
        """A row as it is sent: counted quantities worked out, what is ours alone left away."""
        made = {
            name: value
            for name, value in row.items()
            if not (name.startswith("_") and name != "_itemid") and name not in hidden
        }
        if entity is lists.RECURRING and "lines" in made:
            made["lines"] = [self._counted(line) for line in made["lines"]]
        if entity is lists.CONTRACT and "assets" in made:
            made["assets"] = [
                {"id": each["id"], "inventory_number": each["inventory_number"]}
                for each in self.tables.all(lists.ASSET)
                if each["contract_id"] == row["id"]
            ]
        return made

    def _counted(self, line: Row) -> Row:
        """A line whose quantity follows the records linked to its contract."""
        if line.get("recurring_invoice_quantity_type") != FROM_ASSETS:
            return line
        kinds = {each["type_id"] for each in line["quantity_assets"]}
        count = sum(
            1
            for asset in self.tables.all(lists.ASSET)
            if asset["contract_id"] == line["contract_id"]
            and asset["assettype_id"] in kinds
            and not asset["inactive"]
        )
        amount = count * line["unit_price"] * (100 - line["discount_perc"]) / 100
        return {**line, "qty_order": Decimal(count), "net_amount": amount}

    def _short(self, entity: Entity, row: Row, *, with_lines: bool) -> Row:
        if not entity.short:
            return self.shown(entity, row)
        names = (*entity.short, "lines") if with_lines and "lines" in row else entity.short
        return self.shown(entity, {name: row[name] for name in names if name in row})

    def _rows(self, caller: Caller, entity: Entity, args: _Args) -> list[Row]:
        if entity is lists.ACTIONS:
            rows = self._actions(args)
        elif entity is lists.TIMESHEET_EVENT:
            rows = self._timesheet(args)
        else:
            rows = self.tables.all(entity)
        if not caller.region:
            return rows
        return [row for row in rows if self._sees(caller, entity, row)]

    def _actions(self, args: _Args) -> list[Row]:
        if args.get("ticket_id"):
            rows = list(self.tables.by_ticket.get(whole(args, "ticket_id", 0), ()))
        elif self.settings.gives_actions_of_all_tickets:
            rows = self.tables.all(lists.ACTIONS)
        else:
            raise plain("A ticket_id must be given")
        if is_true(args, "timeentriesonly"):
            rows = [row for row in rows if row["timetaken"] > 0]
        if is_true(args, "agentonly"):
            rows = [row for row in rows if row["who_agentid"]]
        return _between(rows, "datetime", args.get("startdate"), args.get("enddate"))

    def _timesheet(self, args: _Args) -> list[Row]:
        """The calendar of the agents: each time entry once more."""
        rows = [
            {
                "id": place,
                "ticket_id": row["ticket_id"],
                "action_number": row["id"],
                "start_date": row["datetime"],
                "timetaken": row["timetaken"],
                "agent_id": row["who_agentid"],
                "client_id": ticket["client_id"] if ticket else 0,
                "contract_id": abs(row["actioncontractid"]),
                "charge_rate": row["chargerate"],
                "action_invoice_number": row.get("invoice_id", 0),
                "note": row["note"],
            }
            for place, row in enumerate(self.tables.all(lists.ACTIONS), 1)
            for ticket in (self.tables.one(lists.TICKETS, row["ticket_id"]),)
            if row["timetaken"] > 0
        ]
        return _between(rows, "start_date", args.get("start_date"), args.get("end_date"))

    def _sees(self, caller: Caller, entity: Entity, row: Row) -> bool:
        if not caller.region:
            return True
        owner = row["id"] if entity is lists.CLIENT else row.get("client_id")
        if entity is lists.ACTIONS:
            ticket = self.tables.one(lists.TICKETS, row["ticket_id"])
            owner = ticket["client_id"] if ticket else None
        if owner is None:
            return True
        client = self.tables.one(lists.CLIENT, int(owner))
        return client is None or client["_region"] == caller.region

    def _narrowed(self, rows: list[Row], entity: Entity, args: _Args) -> list[Row]:
        if entity.inactive and not is_true(args, "includeinactive"):
            rows = [row for row in rows if not row[entity.inactive]]
        if entity.since:
            since, until = args.get("lastupdatefromdate"), args.get("lastupdatetodate")
            rows = _between(rows, entity.since, since, until)
        for name, column in entity.filters.items():
            wanted = args.get(name)
            if wanted and not (entity is lists.ACTIONS and name == "ticket_id"):
                rows = [row for row in rows if _same(row.get(column), wanted)]
        text = args.get("search", "").casefold()
        if text:
            rows = [
                row
                for row in rows
                if any(text in str(row.get(name, "")).casefold() for name in entity.search)
            ]
        return _of_its_kind(rows, entity, args)

    def _cut(self, rows: list[Row], args: _Args) -> list[Row]:
        if is_true(args, "pageinate"):
            size, page = whole(args, "page_size", PAGE_SIZE), whole(args, "page_no", 1)
            is_ordered = bool(args.get("order"))
            return self.switch.page(rows, max(0, page - 1) * size, size, is_ordered=is_ordered)
        count = whole(args, "count", 0)
        return rows[:count] if count else rows


def _of_its_kind(rows: list[Row], entity: Entity, args: _Args) -> list[Row]:
    """The filters that only one list has."""
    if entity is lists.INVOICE:
        if is_true(args, "postedonly"):
            rows = [row for row in rows if row["posted"]]
        if is_true(args, "notpostedonly"):
            rows = [row for row in rows if not row["posted"]]
        wanted = {word for word in args.get("paymentstatuses", "").split(",") if word}
        if wanted:
            rows = [row for row in rows if str(row["paymentstatus"]) in wanted]
        days = args.get("invoicedatestart"), args.get("invoicedateend")
        return _between(rows, "invoice_date", *days)
    if entity is lists.ITEM and is_true(args, "recurringonly"):
        return [row for row in rows if row["isrecurringitem"]]
    return rows


def _ordered(rows: list[Row], args: _Args) -> list[Row]:
    name = args.get("order", "")
    if not name:
        return rows
    is_down = is_true(args, "orderdesc")
    return sorted(rows, key=lambda row: _rank(row.get(name.lower())), reverse=is_down)


def _rank(value: object) -> tuple[int, Decimal, str]:
    if isinstance(value, (int, Decimal)):
        return (1, Decimal(value), "")
    return (0, Decimal(0), "") if value is None else (2, Decimal(0), str(value).casefold())


def _between(rows: list[Row], name: str, start: str | None, end: str | None) -> list[Row]:
    """Rows whose stamp lies between two moments, both included."""
    if start:
        first = _moment(start)
        rows = [row for row in rows if _moment(row[name]) >= first]
    if end:
        last = _moment(end)
        rows = [row for row in rows if _moment(row[name]) <= last]
    return rows


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = "String was not recognized as a valid DateTime."
        raise exception("FormatException", message) from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _same(held: object, wanted: str) -> bool:
    if isinstance(held, (int, Decimal)):
        return wanted.lstrip("-").isdecimal() and held == int(wanted)
    return str(held or "").casefold() == wanted.casefold()


def is_true(args: _Args, name: str) -> bool:
    """Whether a parameter says yes, in either case."""
    return args.get(name, "").lower() in {"true", "1"}


def whole(args: _Args, name: str, default: int) -> int:
    """A whole number of the query; Refused with 400 for anything else."""
    text = args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.lstrip("-").isdecimal()):
        raise exception("FormatException", "Input string was not in a correct format.")
    return int(text)
