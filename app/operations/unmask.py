"""Called numbers shown whole: a named action, noted in the audit with who, where and why (CPNI)."""

from app.errors import InputError
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry


def unmask(office: Office, *, place: str, why: str) -> str:
    """Notes that called numbers are shown whole, where and why; who asked is what comes back.

    Raises InputError without a reason.
    """
    if not why.strip():
        raise InputError(
            "Numbers stay masked.", "Showing them needs a reason.", "Say why you need them."
        )
    stamp = office.stamp("unmask")
    entry = Entry(
        area="calls", record=place, action=Action.UNMASKED, after={"place": place}, reason=why
    )
    with office.write() as conn:
        audit.record(conn, [entry], stamp=stamp)
    return stamp.actor
