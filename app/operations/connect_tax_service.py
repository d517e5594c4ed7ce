"""The company's tax service: connected, looked at, given up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.connectors.ports import Health, PickLists
from app.connectors.registry import TAX_SYSTEMS, tax_system
from app.connectors.system import Setting, TaxSystem, checked_settings
from app.errors import InputError, NotAllowed
from app.host.keychain import forget_secret, keep_secret, secret_of
from app.operations.office import Office
from app.operations.service_connection import ConnectedService, connected_service
from app.store import audit
from app.store.audit import Action, Entry
from app.store.tax_documents import (
    DocumentState,
    StoredDocument,
    all_documents,
    loose_documents,
    note_state,
)
from app.store.tax_service import (
    company_id,
    drop_service,
    given_company_id,
    set_service,
    stored_service,
)
from app.store.transaction import Transaction

__all__ = [
    "Health",
    "PickLists",
    "ServiceState",
    "Setting",
    "StoredDocument",
    "TaxSystem",
    "connect_service",
    "disconnect_service",
    "known_services",
    "service_health",
    "service_lists",
    "service_state",
    "settle_by_hand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceState:
    """The tax service in use, and how its documents stand."""

    service: str | None
    """None: taxes are worked out here."""
    title: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    has_secret: bool = False
    """Whether this computer's keyring holds its credentials."""
    documents: Mapping[str, int] = field(default_factory=dict)
    """How many are in each state."""
    loose: tuple[StoredDocument, ...] = ()
    """Those of which nobody knows what became; the next run settles them."""


def known_services() -> tuple[TaxSystem, ...]:
    """The tax services that can be connected."""
    return tuple(TAX_SYSTEMS.values())


def service_state(office: Office) -> ServiceState:
    """The tax service in use; without a look at the network."""
    with office.file.read() as conn:
        stored = stored_service(conn)
        documents = Counter(each.state.value for each in all_documents(conn))
        loose = tuple(loose_documents(conn))
    if stored is None:
        return ServiceState(service=None, documents=documents, loose=loose)
    return ServiceState(
        service=stored.service,
        title=tax_system(stored.service).title,
        settings=stored.settings,
        has_secret=secret_of(stored.company_id, stored.service) is not None,
        documents=documents,
        loose=loose,
    )


def keeps_secret(office: Office, service: str) -> bool:
    """Whether this computer's keyring holds credentials of a service for this company."""
    with office.file.read() as conn:
        company = company_id(conn)
    return bool(company) and secret_of(company, service) is not None


def connect_service(
    office: Office, service: str, given: Mapping[str, str], *, secret: str | None
) -> ServiceState:
    """Uses a tax service from now on; settings not given stay as they are.

    The secret goes to the system keyring and nowhere else; None keeps the one it has. InputError
    for unknown or missing settings, or where there is no secret; NotAllowed while documents at
    another service are not settled.
    """
    system = tax_system(service)
    with office.file.read() as conn:
        before = stored_service(conn)
        known = before.settings if before and before.service == service else {}
        settings = checked_settings(system, {**known, **given})
        if before is not None and before.service != service:
            _refuse_loose(conn, "another tax service")
    with office.write() as conn:
        company = given_company_id(conn)
        if secret is None and secret_of(company, service) is None:
            raise InputError(
                f"{system.title} needs a {system.secret}.", "", "Give it with --secret-from-stdin."
            )
        set_service(conn, service, settings)
        audit.record(
            conn,
            [_entry(system, {**known} if known else None, settings)],
            stamp=office.stamp("connect_service"),
        )
        if secret is not None:  # last: where the keyring refuses, nothing is connected
            keep_secret(company, service, secret)
    return service_state(office)


def _entry(
    system: TaxSystem, before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> Entry:
    action = Action.CHANGED if before else Action.ADDED
    return Entry(area="tax_service", record=system.key, action=action, before=before, after=after)


def disconnect_service(office: Office) -> str:
    """Works taxes out here again, and forgets the service's secret; its name in words.

    NotAllowed where none is connected, or while documents there are not settled.
    """
    with office.write() as conn:
        stored = stored_service(conn)
        if stored is None:
            raise NotAllowed("No tax service is connected.")
        _refuse_loose(conn, "no tax service")
        system = tax_system(stored.service)
        drop_service(conn)
        audit.record(
            conn,
            [_entry(system, stored.settings, {"service": None})],
            stamp=office.stamp("disconnect_service"),
        )
    forget_secret(stored.company_id, stored.service)
    return system.title


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"


def _refuse_loose(conn: Transaction, wish: str) -> None:
    loose = loose_documents(conn)
    if loose:
        codes = ", ".join(each.code or "" for each in loose[:3])
        raise NotAllowed(
            f"There can be {wish} only when what was filed is settled.",
            f"It is not known what became of {_documents(len(loose))}: {codes}.",
            "Make a draft of their period once the service answers: it settles them first. What "
            "it never lets go, see to at the service; then tax service FILE --settled CODE.",
        )


def settle_by_hand(office: Office, code: str, *, why: str) -> DocumentState:
    """Takes the user's word for what became of a document that cannot be settled.

    One without an invoice is taken as void, one whose invoice stands as filed: what the user has
    seen to at the service. InputError where no such document is open, or without a reason.
    """
    with office.write() as conn:
        found = [each for each in loose_documents(conn) if each.code == code]
        if not found or not why.strip():
            raise InputError(
                f"Document {code} was left as it is.",
                "" if found else "It is not among those that are not settled.",
                "" if not found else "Say why: it is kept with the document.",
            )
        each = found[0]
        state = DocumentState.COMMITTED if each.invoice_id else DocumentState.VOIDED
        note_state(conn, each.id, state, at=office.clock.now(), error=why)
        entry = Entry(
            area="tax_documents",
            record=code,
            action=Action.CHANGED,
            before={"state": each.state},
            after={"state": state},
            reason=why,
        )
        audit.record(conn, [entry], stamp=office.stamp("settle_by_hand"))
    return state


def service_health(office: Office) -> Health:
    """How the service is; the errors of ``TaxService`` where it does not answer."""
    at_work = _connected(office).open()
    try:
        return at_work.health()
    finally:
        at_work.close()


def service_lists(office: Office) -> PickLists:
    """What the service knows, to fill ``tax_service_pairs`` from."""
    at_work = _connected(office).open()
    try:
        return at_work.pick_lists()
    finally:
        at_work.close()


def _connected(office: Office) -> ConnectedService:
    with office.file.read() as conn:
        service = connected_service(conn)
    if service is None:
        raise NotAllowed(
            "No tax service is connected.", "", "Connect one: tax service FILE --connect avalara."
        )
    return service
