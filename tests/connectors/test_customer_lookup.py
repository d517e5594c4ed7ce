from app.billing.incoming import BookCustomer
from app.billing.outgoing import OutgoingCustomer
from app.connectors.customer_lookup import matched
from app.values.foreign_record import NO_ADDRESS


def ours(number: str, name: str) -> OutgoingCustomer:
    return OutgoingCustomer(number=number, name=name, address=NO_ADDRESS, currency="USD")


def theirs(source_id: str, name: str, number: str | None = None) -> BookCustomer:
    return BookCustomer(source_id=source_id, name=name, number=number)


def test_each_is_found_by_number_and_by_any_name_once() -> None:
    held = [
        theirs("1", "Renamed", "T-1"),
        theirs("2", "HARBOR dental"),
        theirs("2", "Harbor Dental", "T-1"),
        theirs("3", "Harbor Dental T-1", ""),
        theirs("4", "Elsewhere", "T-9"),
    ]
    found = matched(
        [ours("T-1", "Harbor Dental"), ours("", "Nobody"), ours("T-9", "Elsewhere")],
        held,
        names=lambda each: (each.name, f"{each.name} {each.number}"),
    )
    assert [[each.source_id for each in those] for those in found] == [["1", "2", "3"], [], ["4"]]
