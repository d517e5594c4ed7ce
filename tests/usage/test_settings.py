import pytest

from app.errors import InputError
from app.usage.settings import ReadSettings


def test_a_source_that_says_nothing_leaves_all_to_the_format() -> None:
    settings = ReadSettings("America/Denver")
    assert settings.date_order == "ymd"
    assert (settings.inbound_contexts, settings.trunk_channels) == ((), ())
    assert settings.access_code is None


@pytest.mark.parametrize("zone", ["Mars", "", " ", "../etc"])
def test_a_zone_nobody_knows_is_refused_in_words(zone: str) -> None:
    with pytest.raises(InputError, match="is not known"):
        ReadSettings(zone)
