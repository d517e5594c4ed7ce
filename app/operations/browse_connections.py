"""The systems a company works with: what was decided, and what is connected on this computer."""

from dataclasses import dataclass

from app.billing.decision import ACCOUNTING, NONE, PSA, QUESTIONS
from app.connectors.registry import tax_system
from app.host.keychain import secret_of
from app.operations.mail_service import KEY
from app.operations.office import Office
from app.store.decisions import answers
from app.store.mail_settings import mail_settings
from app.store.tax_service import company_id, stored_service


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """One place for a system."""

    role: str
    """psa, accounting, tax or mail."""
    title: str
    """The system's name; blank: nobody decided."""
    state: str
    """connected, no_secret or missing."""
    note: str = ""


def list_connections(office: Office) -> list[ConnectionRow]:
    """Every place, filled or not; no network is asked."""
    with office.file.read() as conn:
        given = answers(conn)
        service, settings, identity = stored_service(conn), mail_settings(conn), company_id(conn)
    rows = [_decided(key, given.get(key, "")) for key in (PSA, ACCOUNTING)]
    if service is None:
        rows.append(ConnectionRow(role="tax", title="Own tax tables", state="connected"))
    else:
        has = secret_of(service.company_id, service.service) is not None
        title = tax_system(service.service).title
        note = f"{title} works taxes out, through your own account there."
        state = "connected" if has else "no_secret"
        rows.append(ConnectionRow(role="tax", title=title, state=state, note=note))
    if settings.is_set:
        has = not settings.user or secret_of(identity, KEY) is not None
        rows.append(
            ConnectionRow(
                role="mail",
                title=settings.server,
                state="connected" if has else "no_secret",
                note=f"Invoices come from {settings.sender}.",
            )
        )
    else:
        rows.append(ConnectionRow(role="mail", title="No mail server", state="missing"))
    return rows


def _decided(key: str, answer: str) -> ConnectionRow:
    """What was answered to one of the questions; no such system can be connected yet."""
    question = next(each for each in QUESTIONS if each.key == key)
    chosen = next((each for each in question.choices if each.value == answer), None)
    if chosen is None:
        return ConnectionRow(role=key, title="", state="missing")
    note = f"{chosen.follows[:1].upper()}{chosen.follows[1:]}." if chosen.follows else ""
    if answer == NONE:
        return ConnectionRow(role=key, title="None", state="missing", note=note)
    return ConnectionRow(role=key, title=chosen.title, state="missing", note=note)
