from app.billing.incoming import BOOK_RECORDS, BookFamily
from app.values.foreign_record import ForeignRecord
from app.values.plain_form import plain_of, value_of


def test_every_family_has_its_record() -> None:
    assert set(BOOK_RECORDS) == set(BookFamily)
    assert len(set(BOOK_RECORDS.values())) == len(BookFamily)


def test_every_record_needs_no_more_than_its_id() -> None:
    for kind in BOOK_RECORDS.values():
        record = kind(source_id="7")
        assert isinstance(record, ForeignRecord)
        assert value_of(kind, plain_of(record)) == record
