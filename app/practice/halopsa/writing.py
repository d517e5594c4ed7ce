"""POST makes and changes: an array of objects; those with an id are changed, the others made."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from app.practice.halopsa import tables as lists
from app.practice.halopsa.access import Caller
from app.practice.halopsa.charging import PAID, UNPAID
from app.practice.halopsa.errors import coded, described, exception, missing, plain, server_error
from app.practice.halopsa.filling import GROUP, custom_fields
from app.practice.halopsa.reading import Reading
from app.practice.halopsa.tables import Entity, Row, Tables, stamp
from app.practice.http_app import Refused, UnreadableBody, answer, json_body

_TIME_FIELDS: Final = {"timetaken", "actisbillable", "chargerate", "actioncontractid"}
_SETTLED: Final = {"lines", "total", "client_id", "invoice_date"}
"""What a posted invoice does not let go."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Carries out what changes the tables."""

    tables: Tables
    reading: Reading

    def post(self, request: Request, caller: Caller, entity: Entity) -> Response:
        """All of the array or nothing; 201 with the one record, or with the list of them."""
        try:
            body = json_body(request)
        except UnreadableBody as error:
            raise exception("JsonReaderException", str(error)) from error
        if not isinstance(body, list) or not all(isinstance(each, dict) for each in body):
            message = (
                "Cannot deserialize the current JSON object into type "
                "'System.Collections.Generic.List' because the type requires a JSON array."
            )
            raise exception("JsonSerializationException", message)
        if not body:
            raise described("invalid_request", "Nothing was posted")
        drafts = [self._draft(caller, entity, each) for each in body]
        made = [self._keep(entity, each, row, before) for each, row, before in drafts]
        shown = [self.reading.shown(entity, row) for row in made]
        return answer(shown[0] if len(shown) == 1 else shown, 201)

    def delete(self, request: Request, caller: Caller, entity: Entity, own_id: int) -> Response:
        """A record goes, unless others hang on it."""
        row = self.reading.one(caller, entity, own_id, request.args)
        if entity is lists.CLIENT and any(
            each["client_id"] == own_id for each in self.tables.all(lists.CONTRACT)
        ):
            raise coded(3, "This customer cannot be deleted as it has contracts")
        if entity is lists.INVOICE and row["posted"]:
            raise coded(4, "This invoice has been posted and cannot be deleted")
        self.tables.remove(entity, row)
        return answer(self.reading.shown(entity, row))

    def _draft(self, caller: Caller, entity: Entity, body: Row) -> tuple[Row, Row, Row | None]:
        """What a body makes of its row; nothing is kept yet."""
        before = self._before(caller, entity, body)
        if before is None:
            for name in entity.required:
                if body.get(name) in (None, ""):
                    raise described("invalid_request", f"{name} is required")
            row = self._blank(entity, body)
        else:
            row = copy.deepcopy(before)
        for name, value in body.items():
            if name in {"customfields", "id"}:
                continue
            if name in row:
                row[name] = _fitting(name, value, row[name])
            elif before is None:
                row[name] = value
        if body.get("customfields") is not None:
            _put_custom_fields(row, body["customfields"])
        rule = _RULES.get(entity.path)
        if rule is not None:
            rule(self.tables, row, body, before)
        return body, row, before

    def _before(self, caller: Caller, entity: Entity, body: Row) -> Row | None:
        own_id = body.get("id")
        if not own_id:
            return None
        ticket = body.get("ticket_id", 0) if entity is lists.ACTIONS else 0
        if entity is lists.ACTIONS and not ticket:
            raise plain("A ticket_id must be given")
        found = self.tables.one(entity, _id(own_id), _id(ticket))
        if found is None:
            raise Refused(missing(Request({})))
        if entity is not lists.ACTIONS:
            self.reading.one(caller, entity, _id(own_id), Request({}).args)
        return found

    def _blank(self, entity: Entity, body: Row) -> Row:
        row = copy.deepcopy(_BLANKS.get(entity.path, {}))
        if "client_id" in body:
            client = self.tables.one(lists.CLIENT, _id(body["client_id"]))
            if client is None:
                raise described("invalid_request", "client_id does not exist")
            row["client_name"] = client["name"]
        return row

    def _keep(self, entity: Entity, body: Row, row: Row, before: Row | None) -> Row:
        if before is None:
            kept = self.tables.put(entity, row)
        else:
            before.clear()
            before.update(row)
            kept = before
        if entity is lists.PAYMENT and before is None:
            settle(self.tables, kept)
        if entity is lists.INVOICE and body.get("markaspaid") is True:
            _mark_paid(self.tables, kept)
        return self.tables.touch(entity, kept)


def settle(tables: Tables, payment: Row) -> None:
    """Let a payment count on its invoice."""
    invoice = tables.one(lists.INVOICE, int(payment["invoice_id"]))
    if invoice is None:
        return
    invoice["amountpaid"] += payment["amount"]
    invoice["amountdue"] = invoice["total"] - invoice["amountpaid"]
    is_paid = invoice["amountdue"] == 0
    invoice["paymentstatus"] = PAID if is_paid else UNPAID
    invoice["datepaid"] = payment["date"] if is_paid else None


def _mark_paid(tables: Tables, invoice: Row) -> None:
    if invoice["amountdue"]:
        payment = {
            "invoice_id": invoice["id"],
            "invoice_invoicenumber": invoice["invoicenumber"],
            "client_id": invoice["client_id"],
            "date": stamp(tables.clock.now()),
            "amount": invoice["amountdue"],
        }
        settle(tables, tables.put(lists.PAYMENT, payment))


def _fitting(name: str, value: Any, held: Any) -> Any:  # noqa: ANN401  any JSON value
    """The value if it is of the kind that the field holds; a wrong kind is a 500 here."""
    if value is None or held is None:
        return value
    kinds: dict[type, tuple[type, ...]] = {
        bool: (bool,),
        int: (int, Decimal),
        Decimal: (int, Decimal),
        str: (str,),
        list: (list,),
        dict: (dict,),
    }
    wanted = kinds.get(type(held), (object,))
    if not isinstance(value, wanted) or (isinstance(value, bool) and not isinstance(held, bool)):
        message = f"Error converting value {value} to type of '{name}'."
        raise server_error(message)
    return value


def _put_custom_fields(row: Row, given: Any) -> None:  # noqa: ANN401  comes from a JSON body
    held = row.setdefault("customfields", custom_fields())
    if not isinstance(given, list):
        raise server_error("Error converting value to type of 'customfields'.")
    for each in given:
        found = [
            field
            for field in held
            if isinstance(each, dict)
            and (field["id"] == each.get("id") or field["name"] == each.get("name"))
        ]
        if not found:
            raise plain(f"Custom field not found: {each}")
        found[0]["value"] = each.get("value")
        found[0]["display"] = str(each.get("value") or "")


def _client(tables: Tables, row: Row, _: Row, before: Row | None) -> None:
    names = {
        each["name"].casefold()
        for each in tables.all(lists.CLIENT)
        if before is None or each["id"] != before["id"]
    }
    if before is None and str(row["name"]).casefold() in names:
        raise coded(2, f"A customer named {row['name']} already exists")


def _action(tables: Tables, row: Row, body: Row, before: Row | None) -> None:
    if before is not None and before["actioninvoicenumber"] not in (None, "", "0"):
        changed = {name for name in _TIME_FIELDS if row.get(name) != before.get(name)}
        if changed:
            raise coded(12, "This action has been invoiced and cannot be changed")
    if body.get("dont_recalculate_billing") is True:
        return
    rate = _rate(tables)
    row["chargerate"] = row.get("chargerate") or 1
    is_charged = row.get("actisbillable", False) and not row.get("actioncontractid")
    hours = _amount(row.get("timetaken", 0))
    row["actionchargehours"] = hours if is_charged else Decimal(0)
    row["actionnonchargehours"] = Decimal(0) if is_charged else hours
    row["actionchargeamount"] = (row["actionchargehours"] * rate).quantize(Decimal("0.01"))


def _id(value: Any) -> int:  # noqa: ANN401  comes from a JSON body
    """An id, also one typed as a double; anything else is a 500 here."""
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        raise server_error("Unable to cast object of type 'System.String' to type 'System.Int32'.")
    return int(value)


def _amount(value: Any) -> Decimal:  # noqa: ANN401  comes from a JSON body
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        raise server_error("Error converting value to type 'System.Double'.")
    return Decimal(value)


def _rate(tables: Tables) -> Decimal:
    rate = tables.all(lists.CHARGE_RATE)[0]["rate"]
    return Decimal(rate)


def _payment(tables: Tables, row: Row, _: Row, before: Row | None) -> None:
    if before is not None:
        return
    invoice = tables.one(lists.INVOICE, _id(row["invoice_id"]))
    if invoice is None:
        raise described("invalid_request", "invoice_id does not exist")
    amount = row["amount"]
    if not 0 < _amount(amount) <= invoice["amountdue"]:
        raise coded(21, f"The amount must be above 0 and at most {invoice['amountdue']}")
    row.setdefault("date", stamp(tables.clock.now()))
    row["client_id"] = invoice["client_id"]
    row["invoice_invoicenumber"] = invoice["invoicenumber"]


def _invoice(tables: Tables, row: Row, body: Row, before: Row | None) -> None:
    if before is not None and before["posted"]:
        changed = {name for name in _SETTLED & set(body) if row[name] != before[name]}
        if changed:
            raise coded(5, "This invoice has been posted and cannot be changed")
        return
    _work_out_lines(row)
    row["total"] = sum((line["net_amount"] for line in row["lines"]), Decimal(0))
    row["amountdue"] = row["total"] - row["amountpaid"]
    if not row["invoicenumber"]:
        used = [own_id for _, own_id in tables.rows[lists.INVOICE.path]]
        row["invoicenumber"] = f"PSA-{max(used, default=5000) + 1}"


def _recurring(_: Tables, row: Row, body: Row, __: Row | None) -> None:
    if "lines" in body:
        _work_out_lines(row)


def _work_out_lines(row: Row) -> None:
    if not isinstance(row["lines"], list):
        raise server_error("Error converting value to type of 'lines'.")
    for line in row["lines"]:
        if not isinstance(line, dict):
            raise server_error("Error converting value to type of 'lines'.")
        # What counts linked records has its quantity worked out at each look.
        line["quantity_assets"] = line.get("quantity_assets") or []
        line["discount_perc"] = _amount(line.get("discount_perc") or 0)
        price = _amount(line.setdefault("unit_price", Decimal(0)))
        quantity = _amount(line.setdefault("qty_order", Decimal(1)))
        line["net_amount"] = quantity * price * (100 - line["discount_perc"]) / 100


_RULES: Final[dict[str, Callable[[Tables, Row, Row, Row | None], None]]] = {
    lists.CLIENT.path: _client,
    lists.ACTIONS.path: _action,
    lists.PAYMENT.path: _payment,
    lists.INVOICE.path: _invoice,
    lists.RECURRING.path: _recurring,
}
_BLANKS: Final[dict[str, Row]] = {
    lists.CLIENT.path: {
        "name": "",
        **GROUP,
        "inactive": False,
        "colour": "",
        "ref": "",
        "accountsid": "",
        "accountsemailaddress": "",
        "paymentterms": 30,
        "client_to_invoice": 0,
        "client_to_invoice_recurring": 0,
        "taxable": True,
        "external_links": [],
        "billingplans": [],
        "customfields": custom_fields(),
        "alastupdate": "",
        "_region": "",
    },
    lists.SITE.path: {"inactive": False, "isinvoicesite": False, "customfields": custom_fields()},
    lists.USERS.path: {"inactive": False, "emailaddress": "", "customfields": custom_fields()},
    lists.CONTRACT.path: {
        "active": True,
        "expired": False,
        "contract_status": "Active",
        "assets": [],
        "customfields": custom_fields(),
        "_over": False,
    },
    lists.ASSET.path: {"inactive": False, "contract_id": 0, "assettype_id": 0},
    lists.RECURRING.path: {"lines": [], "contract_id": 0, "customfields": []},
    lists.INVOICE.path: {
        "invoicenumber": "",
        "thirdpartyinvoicenumber": "",
        "contract_id": 0,
        "invoice_date": "",
        "posted": False,
        "paymentstatus": UNPAID,
        "amountpaid": Decimal(0),
        "amountdue": Decimal(0),
        "total": Decimal(0),
        "voided": False,
        "lines": [],
        "payments": [],
        "customfields": [],
    },
    lists.ACTIONS.path: {
        "who": "",
        "who_agentid": 0,
        "note": "",
        "timetaken": Decimal(0),
        "actisbillable": True,
        "actioncontractid": 0,
        "actioninvoicenumber": "",
        "externalinvoicenumber": "",
        "datetime": "",
    },
}
