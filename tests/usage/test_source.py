from app.usage.formats import FORMATS
from app.usage.source import ALIASES, FORMAT_NAMES, SOURCES, Alias, Source


def test_a_source_asks_for_its_name_alone() -> None:
    assert [name for name, column in SOURCES.columns.items() if column.required] == ["source"]
    assert Source(source="pbx").date_order == "ymd"


def test_dates_are_written_in_three_orders() -> None:
    assert SOURCES.columns["date_order"].choices == ("ymd", "dmy", "mdy")


def test_the_formats_to_choose_from_are_those_that_can_be_read() -> None:
    assert SOURCES.columns["format"].choices == FORMAT_NAMES == tuple(FORMATS)


def test_an_alias_is_known_by_its_text_and_source() -> None:
    alias = Alias(alias="ext-204", number="+13035550142", source="pbx")
    assert ALIASES.key_of(alias) == ("ext-204", "pbx")
    assert alias.number == "+13035550142"
