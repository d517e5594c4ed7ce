"""The records of one stand-in and the lists they are asked for by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from app.practice.clock import PracticeClock

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One list: its path, the key its rows come under, and what it can be narrowed by."""

    path: str
    key: str
    """'' where the answer is a bare array."""
    right: str
    """Behind ``read:`` and ``edit:``."""
    short: tuple[str, ...] = ()
    """What list rows hold; () for all of it."""
    detailed: tuple[str, ...] = ()
    """What a single record holds only with ``includedetails``."""
    since: str = ""
    """The field that ``lastupdatefromdate`` looks at; '' where there is no such filter."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Query parameters and the field each has to equal."""
    inactive: str = ""
    """The flag of rows that are left out unless ``includeinactive``."""
    search: tuple[str, ...] = ("name",)
    required: tuple[str, ...] = ()
    methods: str = "GET POST DELETE"


CLIENT: Final = Entity(
    path="client",
    key="clients",
    right="customers",
    short=("id", "name", "toplevel_id", "toplevel_name", "inactive", "colour"),
    detailed=("customfields", "external_links", "billingplans"),
    since="alastupdate",
    filters={"toplevel_id": "toplevel_id"},
    inactive="inactive",
    required=("name",),
)
SITE: Final = Entity(
    path="site",
    key="sites",
    right="customers",
    short=(
        "id",
        "name",
        "client_id",
        "client_name",
        "inactive",
        "clientsite_name",
        "isinvoicesite",
    ),
    detailed=("customfields",),
    since="slastupdate",
    filters={"client_id": "client_id", "site_id": "id"},
    inactive="inactive",
    required=("name", "client_id"),
)
USERS: Final = Entity(
    path="users",
    key="users",
    right="customers",
    short=(
        "id",
        "name",
        "site_id",
        "site_id_int",
        "site_name",
        "client_name",
        "firstname",
        "surname",
        "emailaddress",
        "inactive",
    ),
    detailed=("customfields",),
    since="ulastupdate",
    filters={"client_id": "client_id", "site_id": "site_id"},
    inactive="inactive",
    required=("name", "site_id"),
)
CONTRACT: Final = Entity(
    path="clientcontract",
    key="contracts",
    right="contracts",
    short=(
        "id",
        "ref",
        "client_id",
        "client_name",
        "site_id",
        "start_date",
        "end_date",
        "active",
        "expired",
        "contract_status",
        "contracttype",
        "contracttype_name",
        "last_modified",
    ),
    detailed=("customfields", "billingplans", "periods", "overriding_rates", "assets", "sites"),
    filters={"client_id": "client_id", "site_id": "site_id"},
    inactive="_over",
    search=("ref", "refextra"),
    required=("ref", "client_id"),
)
_HEADER: Final = (
    "id",
    "client_id",
    "client_name",
    "contract_id",
    "contract_ref",
    "invoicenumber",
    "invoice_date",
    "duedate",
    "total",
    "date_created",
    "period",
    "nextcreationdate",
)
RECURRING: Final = Entity(
    path="recurringinvoice",
    key="invoices",
    right="invoices",
    short=_HEADER,
    detailed=("customfields", "external_links"),
    filters={"client_id": "client_id", "contract_id": "contract_id"},
    search=("client_name", "contract_ref"),
    required=("client_id",),
)
INVOICE: Final = Entity(
    path="invoice",
    key="invoices",
    right="invoices",
    short=(*_HEADER, "thirdpartyinvoicenumber", "posted", "paymentstatus", "amountdue"),
    detailed=("customfields", "external_links", "payments"),
    filters={"client_id": "client_id", "contract_id": "contract_id", "ticket_id": "ticket_id"},
    search=("invoicenumber", "client_name"),
    required=("client_id",),
)
ACTIONS: Final = Entity(
    path="actions",
    key="actions",
    right="tickets",
    filters={"ticket_id": "ticket_id"},
    required=("ticket_id", "outcome"),
)
TICKETS: Final = Entity(
    path="tickets",
    key="tickets",
    right="tickets",
    short=(
        "id",
        "summary",
        "client_id",
        "client_name",
        "site_id",
        "contract_id",
        "dateoccurred",
        "status_id",
        "tickettype_id",
        "last_update",
    ),
    since="last_update",
    filters={"client_id": "client_id", "contract_id": "contract_id", "site_id": "site_id"},
    search=("summary",),
    methods="GET",
)
ITEM: Final = Entity(
    path="item",
    key="items",
    right="items",
    short=("id", "name", "assetgroup_id", "baseprice", "recurringprice", "isrecurringitem"),
    detailed=("customfields",),
    search=("name", "internalreference"),
    required=("name",),
)
ASSET: Final = Entity(
    path="asset",
    key="assets",
    right="assets",
    short=(
        "id",
        "inventory_number",
        "key_field",
        "client_id",
        "client_name",
        "assettype_id",
        "inactive",
    ),
    since="_updated",
    filters={
        "client_id": "client_id",
        "contract_id": "contract_id",
        "assettype_id": "assettype_id",
    },
    inactive="inactive",
    search=("inventory_number",),
    required=("inventory_number", "client_id"),
)
LICENCE: Final = Entity(
    path="softwarelicence",
    key="licences",
    right="assets",
    filters={"client_id": "client_id"},
)
SALES_ORDER: Final = Entity(
    path="salesorder",
    key="salesorders",
    right="salesorders",
    filters={"client_id": "client_id"},
    methods="GET",
)
CHARGE_RATE: Final = Entity(
    path="chargerate",
    key="",
    right="tickets",
    filters={"contract_id": "contract_id", "chargerate_id": "charge_id"},
    methods="GET",
)
TAX: Final = Entity(path="tax", key="", right="items", methods="GET")
TIMESHEET_EVENT: Final = Entity(
    path="timesheetevent", key="", right="tickets", methods="GET", filters={"agent_id": "agent_id"}
)
PAYMENT: Final = Entity(
    path="invoicepayment",
    key="",
    right="invoices",
    filters={"invoice_id": "invoice_id", "client_id": "client_id"},
    required=("invoice_id", "amount"),
)
EXTERNAL_LINK: Final = Entity(
    path="externallink",
    key="",
    right="customers",
    filters={
        name: name for name in ("module_id", "table_id", "halo_id", "third_party_id", "details_id")
    },
    required=("module_id", "halo_id", "third_party_id"),
)

ENTITIES: Final = (
    CLIENT,
    SITE,
    USERS,
    CONTRACT,
    RECURRING,
    INVOICE,
    ACTIONS,
    TICKETS,
    ITEM,
    ASSET,
    LICENCE,
    SALES_ORDER,
    CHARGE_RATE,
    TAX,
    TIMESHEET_EVENT,
    PAYMENT,
    EXTERNAL_LINK,
)


@dataclass(slots=True)
class Tables:
    """Every list of one stand-in; actions go by ticket and number, all else by id."""

    clock: PracticeClock
    rows: dict[str, dict[tuple[int, int], Row]] = field(
        default_factory=lambda: {entity.path: {} for entity in ENTITIES}
    )
    by_ticket: dict[int, list[Row]] = field(default_factory=dict)

    def put(self, entity: Entity, row: Row) -> Row:
        """Keep a row; one without an id gets the next."""
        table = self.rows[entity.path]
        ticket = row["ticket_id"] if entity is ACTIONS else 0
        if "id" not in row:
            taken = (
                (each["id"] for each in self.by_ticket.get(ticket, ()))
                if entity is ACTIONS
                else (own_id for _, own_id in table)
            )
            row["id"] = max(taken, default=0) + 1
        table[ticket, row["id"]] = row
        if entity is ACTIONS:
            self.by_ticket.setdefault(ticket, []).append(row)
        return row

    def remove(self, entity: Entity, row: Row) -> None:
        """Forget a row."""
        ticket = row["ticket_id"] if entity is ACTIONS else 0
        del self.rows[entity.path][ticket, row["id"]]
        if entity is ACTIONS:
            self.by_ticket[ticket].remove(row)

    def all(self, entity: Entity) -> list[Row]:
        """Every row of a list."""
        return list(self.rows[entity.path].values())

    def one(self, entity: Entity, own_id: int, ticket: int = 0) -> Row | None:
        """The row of an id."""
        return self.rows[entity.path].get((ticket, own_id))

    def touch(self, entity: Entity, row: Row) -> Row:
        """Stamp a row as changed now, where the vendor keeps such a stamp."""
        unasked = {CONTRACT.path: "last_modified", ACTIONS.path: "last_updated"}
        name = entity.since or unasked.get(entity.path, "")
        if name:
            row[name] = stamp(self.clock.now())
        if entity is ACTIONS:
            ticket = self.one(TICKETS, row["ticket_id"])
            if ticket is not None:
                ticket["last_update"] = row["last_updated"]
        return row


def stamp(moment: datetime) -> str:
    """A moment as this vendor writes it: UTC, with nothing that says so."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def day_stamp(day: date) -> str:
    """A day as this vendor writes it."""
    return f"{day:%Y-%m-%d}T00:00:00"
