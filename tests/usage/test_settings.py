from app.usage.settings import ReadSettings


def test_a_source_that_says_nothing_leaves_all_to_the_format() -> None:
    settings = ReadSettings("America/Denver")
    assert settings.date_order == "ymd"
    assert (settings.inbound_contexts, settings.trunk_channels) == ((), ())
    assert settings.access_code is None
