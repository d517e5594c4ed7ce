"""Avalara for Communications as its reference describes it, on this computer, faults included.

It keeps documents as the vendor does: lines calculated under a code stay, lines calculated twice
are there twice, and committing a code commits them all. Taxes come from a small table: 5 % state
sales tax and a federal connectivity charge of 20 % on charges, 1.25 a line for 911 on pair 19/21,
0.50 an invoice on pair 19/43, and a receipts tax of 1 % that is the provider's own cost.
"""

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

USER = "cedar"
PASSWORD = "s3cret-of-cedar-fork"  # noqa: S105  of a server of the tests
CLIENT = "787"

Start = Callable[..., Any]


@dataclass
class Line:
    """One line that was calculated under a code."""

    reference: str
    tax: Decimal


@dataclass
class Document:
    """What the vendor holds of one code."""

    lines: list[Line] = field(default_factory=list)
    committed: bool = False
    locked: bool = False
    invoice: dict[str, Any] = field(default_factory=dict)


@dataclass
class Fault:
    """Something that goes wrong once, on the next request of a path."""

    path: str
    kind: str
    """drop_before, drop_after, hang_after, status, html, half, slow, item_error, invoice_error,
    top_error, refuse, lose_item."""
    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    action: Callable[[], None] | None = None
    """What is done once the request was carried out, before it is answered."""


@dataclass
class AfcServer:
    """The WSGI application, and what it holds."""

    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Path and body of each request, in order."""
    headers: list[dict[str, str]] = field(default_factory=list)
    sales_rate: Decimal = Decimal("0.05")
    unknown_pairs: set[int] = field(default_factory=set)
    """Service types that are answered by an error."""
    is_down: bool = False
    on_asked: Callable[[], None] | None = None
    """What is done at each request, while whoever asked is waiting."""
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def committed(self) -> dict[str, Decimal]:
        """The tax of each committed code."""
        return {
            code: sum((line.tax for line in held.lines), Decimal(0))
            for code, held in self.documents.items()
            if held.committed
        }

    @property
    def quotes(self) -> int:
        """How many invoices were quoted."""
        return sum(
            len([each for each in body["inv"] if "doc" not in each])
            for path, body in self.asked
            if path.endswith("/CalcTaxes")
        )

    def fail(self, path: str, kind: str, **facts: Any) -> None:  # noqa: ANN401  of a fault
        """Goes wrong so, once."""
        self.faults.append(Fault(path, kind, **facts))

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        text = environ["wsgi.input"].read(length) if length else b"{}"
        body = json.loads(text, parse_float=Decimal)
        with self.lock:
            self.asked.append((path, body))
            self.headers.append(
                {name: str(value) for name, value in environ.items() if name.startswith("HTTP_")}
            )
            fault = self._fault(path)
        if self.on_asked:
            self.on_asked()
        if self.is_down or (fault and fault.kind == "drop_before"):
            return _drop(environ)
        if fault and fault.kind in {"status", "refuse"}:
            return _turned_away(start, fault)
        if not self._knows(environ):
            return _send(start, 401, json.dumps({"err": [{"code": 401, "msg": "Who are you?"}]}))
        kind = fault.kind if fault else ""
        with self.lock:
            answer = self._carry_out(path, body, kind)
        if fault and fault.action:
            fault.action()
        return _drop(environ) if kind == "drop_after" else _answer(start, answer, kind)

    def _fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if path.endswith(fault.path):
                self.faults.remove(fault)
                return fault
        return None

    def _knows(self, environ: dict[str, Any]) -> bool:
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        by_basic = environ.get("HTTP_AUTHORIZATION") == f"Basic {pair}"
        by_key = environ.get("HTTP_API_KEY") == PASSWORD
        return (by_basic or by_key) and environ.get("HTTP_CLIENT_ID") == CLIENT

    def _carry_out(self, path: str, body: dict[str, Any], kind: str) -> object:
        if path.endswith("/CalcTaxes"):
            return self._calculate(body, kind)
        if path.endswith("/Commit"):
            return self._commit(body)
        if path.endswith("/serviceinfo"):
            return {"ServerTime": "2026-11-02T16:00:00", "EngineVersion": "9.21.1"}
        if path.endswith("/tspairs"):
            return [
                {
                    "TransactionType": 19,
                    "ServiceType": 6,
                    "InputType": 1,
                    "TSPairDescription": "VoIP/Access charge",
                }
            ]
        if "/taxtype/" in path:
            return [{"TaxType": 1, "TaxDescription": "Sales Tax", "CategoryDescription": "SALES"}]
        return {"err": [{"code": 404, "msg": f"No {path}"}]}

    def _calculate(self, body: dict[str, Any], kind: str) -> object:
        if kind == "top_error":
            return {"inv": [], "err": [{"code": -2000, "msg": "CompanyData is null."}]}
        results = []
        for number, invoice in enumerate(body["inv"]):
            result = self._invoice(invoice, kind if number == 0 else "")
            results.append(result)
            code = invoice.get("doc")
            if code:
                held = self.documents.setdefault(code, Document(invoice=invoice))
                held.lines += [
                    Line(
                        item["ref"],
                        sum((Decimal(str(tax["tax"])) for tax in item["txs"]), Decimal(0)),
                    )
                    for item in result["itms"]
                    if "txs" in item
                ]
                held.committed = held.committed or bool(invoice.get("cmmt"))
        return {"inv": results}

    def _invoice(self, invoice: dict[str, Any], kind: str) -> dict[str, Any]:
        wrong = {"err": [{"code": -28, "msg": "Invalid transaction/service pair."}]}
        if kind == "invoice_error":
            return {"itms": [], **wrong}
        items = []
        for number, item in enumerate(invoice["itms"]):
            if item["serv"] in self.unknown_pairs or (kind == "item_error" and number == 0):
                items.append({"ref": item["ref"], **wrong})
            else:
                items.append({"ref": item["ref"], "txs": self._taxes(item, invoice)})
        if kind == "lose_item":
            items.pop()
        return {"doc": invoice.get("doc"), "itms": items}

    def _taxes(self, item: dict[str, Any], invoice: dict[str, Any]) -> list[dict[str, Any]]:
        exempt = {row["tpe"] for row in invoice["exms"]}
        sign = -1 if item["adj"] else 1
        charge = Decimal(item["chg"])
        found = []
        if charge:
            found += [
                _tax(1, "State Sales Tax", "SALES AND USE TAXES", 1, charge, self.sales_rate),
                _tax(162, "Federal USF", "CONNECTIVITY CHARGES", 0, charge, Decimal("0.2")),
                _tax(9, "Gross Receipts Tax", "GROSS RECEIPTS TAXES", 1, charge, Decimal("0.01"))
                | {"bill": False},
            ]
        if item["serv"] == 21:
            lines = item["line"]
            found.append(
                _tax(61, "911 Fee", "E-911 CHARGES", 2, Decimal(0), Decimal("1.25"))
                | {"tax": Decimal("1.25") * lines, "lns": lines, "calc": 4}
            )
        if item["serv"] == 43:
            found.append(
                _tax(77, "Regulatory Fee", "REGULATORY CHARGES", 1, Decimal(0), Decimal("0.5"))
                | {"tax": Decimal("0.5"), "calc": 2}
            )
        for tax in found:
            if tax["tid"] in exempt or 0 in exempt:
                tax |= {"tax": Decimal(0), "exm": tax["tm"]}
            tax["tax"] *= sign
        return found

    def _commit(self, body: dict[str, Any]) -> object:
        held = self.documents.get(body["doc"])
        if held is None:
            return {"ok": False, "err": [{"code": -1, "msg": "Document not found."}]}
        if held.locked and held.committed and not body["cmmt"]:
            return {"ok": False, "err": [{"code": -9, "msg": "The document is locked."}]}
        held.committed = body["cmmt"]
        return {"ok": True}


def _tax(
    number: int, name: str, category: str, level: int, charge: Decimal, rate: Decimal
) -> dict[str, Any]:
    return {
        "bill": True,
        "cmpl": True,
        "tm": charge,
        "calc": 1,
        "cat": category,
        "cid": 0,
        "name": name,
        "exm": Decimal(0),
        "lns": 0,
        "min": 0,
        "pcd": 0 if level == 0 else 800000 + level,
        "rate": rate,
        "sur": False,
        "tax": charge * rate,
        "lvl": level,
        "tid": number,
    }


def _turned_away(start: Start, fault: Fault) -> Iterable[bytes]:
    if fault.kind == "refuse":
        told = {"err": [{"code": -2000, "msg": f"Refused for {USER}, {PASSWORD}."}]}
        return _send(start, 400, json.dumps(told), (("X-Request-Id", "req-77"),))
    return _send(start, fault.status, "<html>Sorry</html>", fault.headers, "text/html")


def _answer(start: Start, answer: object, kind: str) -> Iterable[bytes]:
    text = json.dumps(answer, default=float)
    if kind == "hang_after":
        time.sleep(1)
    if kind == "html":
        return _send(start, 200, "<html><b>Gateway</b> is busy</html>", (), "text/html")
    if kind == "half":
        return _send(start, 200, text[: len(text) // 2], (), length=len(text))
    return _slowly(start, text) if kind == "slow" else _send(start, 200, text)


def _send(
    start: Start,
    status: int,
    text: str,
    headers: tuple[tuple[str, str], ...] = (),
    kind: str = "application/json",
    *,
    length: int | None = None,
) -> Iterable[bytes]:
    data = text.encode()
    size = str(len(data) if length is None else length)
    start(f"{status} As Told", [("Content-Type", kind), ("Content-Length", size), *headers])
    return [data]


def _slowly(start: Start, text: str) -> Iterator[bytes]:
    start("200 As Told", [("Content-Type", "application/json")])
    for letter in text:
        yield letter.encode()
        time.sleep(0.05)


def _drop(environ: dict[str, Any]) -> Iterable[bytes]:
    """Ends the connection without a word."""
    environ["tests.connection"].shutdown(socket.SHUT_RDWR)
    return []


class _Quiet(WSGIRequestHandler):
    """Tells the application its connection, and nobody anything else."""

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "tests.connection": self.connection}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        pass


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def afc_server() -> Iterator[AfcServer]:
    """The service at work on a socket of this computer."""
    application = AfcServer()
    server = make_server("127.0.0.1", 0, application, server_class=_Threaded, handler_class=_Quiet)
    application.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield application
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
