from app.values.foreign_record import NO_ADDRESS, ForeignRecord, PostalAddress


def test_an_address_without_street_town_and_code_is_blank() -> None:
    assert NO_ADDRESS.is_blank
    assert PostalAddress(country="US").is_blank
    assert not PostalAddress(city="Denver").is_blank


def test_a_record_does_not_show_its_text() -> None:
    record = ForeignRecord(source_id="7", raw='{"phone": "3035550142"}')
    assert "3035550142" not in repr(record)
