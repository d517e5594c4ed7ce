from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.files.excel import BrokenCell, ExcelValue
from app.workbook.cells import CellError, cell_reader, cell_text, is_blank
from app.workbook.sheets import SHEETS


def read(place: str, cell: ExcelValue) -> object:
    sheet, _, field = place.partition(".")
    return cell_reader(SHEETS[sheet], field)(cell)


@pytest.mark.parametrize(
    ("place", "cell", "value"),
    [
        ("accounts.name", "  Granite Peak ", "Granite Peak"),
        ("accounts.name", "2.0", "2.0"),
        ("accounts.name", True, "TRUE"),
        ("company.remit_to", "PO Box 1\r\nDenver", "PO Box 1\nDenver"),
        ("accounts.postal_code", "06101", "06101"),
        ("accounts.account_number", Decimal(10042), "10042"),
        ("accounts.account_number", "6085550100.0", "6085550100"),
        ("accounts.account_number", Decimal("6085550100.0"), "6085550100"),
        ("accounts.account_number", "1E5", "1E5"),
        ("accounts.parent_account_number", "10042.0", "10042"),
        ("products.gl_code", "4010.0", "4010"),
        ("rates.prefix", Decimal(1303), "1303"),
        ("aliases.alias", "204.0", "204"),
        ("accounts.region", "co", "CO"),
        ("accounts.region", "Bavaria", "Bavaria"),
        ("products.tax_category", "voip_fixed", "VOIP_FIXED"),
        ("taxes.category", "voip_*|toll_*", "VOIP_*|TOLL_*"),
        ("locations.county_fips", Decimal(59), "059"),
        ("locations.county_fips", "6037", "06037"),
        ("locations.county_fips", "059", "059"),
        ("locations.place_fips", "4000", "04000"),
        ("locations.place_fips", "Denver", "Denver"),
        ("accounts.customer_class", "Nonprofit", "nonprofit"),
        ("taxes.class_", "provider_fee", "PROVIDER_FEE"),
        ("accounts.btn", "(303) 555-0142", "+13035550142"),
        ("accounts.btn", Decimal(3035550142), "+13035550142"),
        ("aliases.number", "6085550100.0", "+16085550100"),
        ("numbers.number", "6085550100-6085550101", ("+16085550100", "+16085550101")),
        ("rates.rate", "0.00000001", Decimal("0.00000001")),
        ("rates.rate", "5E-05", Decimal("0.00005")),
        ("rates.rate", Decimal("0.0210"), Decimal("0.021")),
        ("charges.unit_price", "-12.50", Decimal("-12.5")),
        ("services.quantity", "18.0000", Decimal(18)),
        ("accounts.bill_cycle_day", "15.0", 15),
        ("accounts.bill_cycle_day", Decimal("15.0"), 15),
        ("services.starts_on", "2026-10-01", date(2026, 10, 1)),
        ("services.starts_on", "2026-10-01 00:00:00", date(2026, 10, 1)),
        ("services.starts_on", date(2026, 10, 1), date(2026, 10, 1)),
        ("services.starts_on", datetime(2026, 10, 1), date(2026, 10, 1)),  # noqa: DTZ001
        ("accounts.bill_to_parent", "YES", True),
        ("accounts.bill_to_parent", "no", False),
        ("accounts.bill_to_parent", True, True),
        ("rate_periods.from_", "8:00", "08:00"),
        ("rate_periods.from_", "19:00:00", "19:00"),
        ("rate_periods.from_", time(19, 30), "19:30"),
        ("rate_periods.from_", timedelta(hours=7), "07:00"),
        ("rate_periods.to_", "24:00", "24:00"),
        ("rate_periods.to_", timedelta(days=1), "24:00"),
        ("rate_periods.to_", datetime(1900, 1, 1), "24:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_becomes_its_value(place: str, cell: ExcelValue, value: object) -> None:
    assert read(place, cell) == value


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("accounts.country", "US"),
        ("accounts.bill_cycle_day", 1),
        ("accounts.terms", None),
        ("accounts.consolidated", True),
        ("locations.inside_city", None),
        ("bundles.method", "SSP"),
    ],
)
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_takes_the_default(place: str, value: object, blank: ExcelValue) -> None:
    assert read(place, blank) == value


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        ("accounts.name", " ", "required"),
        ("accounts.name", None, "required"),
        ("accounts.name", date(2026, 10, 1), "date_in_text"),
        ("accounts.name", "a\x07b", "unprintable"),
        ("accounts.name", "a\x85b", "unprintable"),
        ("accounts.name", "x" * 32_768, "too_long"),
        ("accounts.account_number", "6.08555E+09", "lost_digits"),
        ("accounts.customer_class", "wholesale", "unknown_choice"),
        ("accounts.btn", "5550142", "not_a_phone_number"),
        ("accounts.btn", "3035550100-3035550109", "not_a_phone_number"),
        ("numbers.number", "3035550109-3035550100", "not_a_phone_number"),
        ("rates.rate", "1,200.00", "not_a_number"),
        ("rates.rate", "$5", "not_a_number"),
        ("rates.rate", "NaN", "not_a_number"),
        ("rates.rate", True, "not_a_number"),
        ("rates.rate", date(2026, 10, 1), "not_a_number"),
        ("rates.rate", "0.000000001", "too_many_decimals"),
        ("rates.rate", "90000000001", "too_large"),
        ("services.quantity", Decimal("0.00001"), "too_many_decimals"),
        ("accounts.bill_cycle_day", "1.5", "not_whole"),
        ("accounts.bill_cycle_day", Decimal("1.5"), "not_whole"),
        ("company.next_invoice_number", "9" * 17, "too_large"),
        ("company.next_invoice_number", Decimal("1E+300"), "too_large"),
        ("services.starts_on", "10/1/2026", "not_a_date"),
        ("services.starts_on", "2026-02-30", "not_a_date"),
        ("services.starts_on", "1899-12-31", "not_a_date"),
        ("services.starts_on", Decimal(46296), "not_a_date"),
        ("services.starts_on", datetime(2026, 10, 1, 8, 0), "not_a_date"),  # noqa: DTZ001
        ("accounts.bill_to_parent", "maybe", "not_yes_or_no"),
        ("accounts.bill_to_parent", Decimal(1), "not_yes_or_no"),
        ("rate_periods.from_", "24:01", "not_a_time"),
        ("rate_periods.from_", "19:60", "not_a_time"),
        ("rate_periods.from_", "evening", "not_a_time"),
        ("rate_periods.from_", Decimal("0.5"), "not_a_time"),
        ("rates.rate", BrokenCell("#N/A"), "broken_cell"),
    ],
)
def test_a_wrong_cell_says_what_is_wrong(place: str, cell: ExcelValue, code: str) -> None:
    with pytest.raises(CellError) as told:
        read(place, cell)
    assert told.value.code == code


def test_a_wrong_choice_names_the_right_ones() -> None:
    with pytest.raises(CellError) as told:
        read("rate_tiers.kind", "stepped")
    assert told.value.way_out == "Use graduated or volume."


def test_a_reader_forgets_what_it_knows_before_that_grows_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.workbook.cells._KNOWN_CELLS", 2)
    read_cell = cell_reader(SHEETS["rates"], "rate")
    assert [read_cell(text) for text in ("1", "2", "3", "1")] == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Decimal(100), "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.02000000"), "0.02"),
        (date(2026, 10, 1), "2026-10-01"),
        (15, "15"),
        ("06101", "06101"),
    ],
)
def test_a_value_is_written_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_blank_is_nothing_or_space() -> None:
    assert [is_blank(cell) for cell in (None, "", " ", "x", Decimal(0), False)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("written", "message", "way_out"),
    [
        ("2026-02-31", "but there is no February 31", "Try Feb 28: 2026-02-28."),
        ("2026-02-29", "but there is no February 29 2026", "Try Feb 28: 2026-02-28."),
        ("2028-02-30", "but there is no February 30", "Try Feb 29: 2028-02-29."),
        ("2026-06-31", "but there is no June 31", "Try Jun 30: 2026-06-30."),
        ("2026-13-01", "not a date", "Write it as in 2026-10-31."),
    ],
)
def test_a_day_no_month_has_is_told_in_words(written: str, message: str, way_out: str) -> None:
    with pytest.raises(CellError) as caught:
        read("services.starts_on", written)
    assert caught.value.message == f"holds {written}, {message}"
    assert caught.value.way_out == way_out


@pytest.mark.parametrize("place", ["aliases.alias", "sources.source"])
@pytest.mark.parametrize("written", [" ", "\t", "\u00a0", "\u200b", " \ufeff "])
def test_a_name_of_nothing_but_space_is_blank(place: str, written: str) -> None:
    with pytest.raises(CellError, match="is blank"):
        read(place, written)


def test_a_source_must_be_of_a_format_that_is_known() -> None:
    with pytest.raises(CellError, match="unknown_choice"):
        read("sources.format", "astrisk")
    assert read("sources.format", "Asterisk") == "asterisk"
