import pytest

from app.errors import InputError
from app.operations.office import Office
from app.operations.unmask import unmask
from app.store import audit


def test_that_numbers_were_shown_is_noted_with_who_where_and_why(office: Office) -> None:
    who = unmask(office, place="Usage, calls", why="customer disputes a call")
    with office.file.read() as conn:
        (entry,) = [e for e in audit.entries(conn) if e.action == "unmasked"]
    assert (entry.actor, entry.record, entry.reason) == (
        who,
        "Usage, calls",
        "customer disputes a call",
    )


def test_without_a_reason_nothing_is_shown_and_nothing_noted(office: Office) -> None:
    with pytest.raises(InputError, match="Numbers stay masked"):
        unmask(office, place="Usage", why="  ")
    with office.file.read() as conn:
        assert not [e for e in audit.entries(conn) if e.action == "unmasked"]
