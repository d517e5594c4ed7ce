from app.customers.incoming import PSA_RECORDS, PsaFamily
from app.values.foreign_record import ForeignRecord
from app.values.plain_form import plain_of, value_of


def test_every_family_has_its_record() -> None:
    assert set(PSA_RECORDS) == set(PsaFamily)
    assert len(set(PSA_RECORDS.values())) == len(PsaFamily)


def test_every_record_needs_no_more_than_its_id() -> None:
    for kind in PSA_RECORDS.values():
        record = kind(source_id="7")
        assert isinstance(record, ForeignRecord)
        assert value_of(kind, plain_of(record)) == record
