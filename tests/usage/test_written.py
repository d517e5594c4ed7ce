import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.usage.formats.declaration import Unit
from app.usage.written import counts, party, whole_seconds


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("95", Unit.SECONDS, 95),
        ("-7", Unit.SECONDS, -7),
        ("95.4", Unit.SECONDS, 95),
        ("95.5", Unit.SECONDS, 96),
        ("9" * 40, Unit.SECONDS, 10**15),
        ("-" + "9" * 40, Unit.SECONDS, -(10**15)),
        ("00:01:35", Unit.CLOCK, 95),
        ("1:35", Unit.CLOCK, 95),
        ("0:00:06.100", Unit.CLOCK, 6),
        ("-0:01:00", Unit.CLOCK, -60),
        ("1.6", Unit.MINUTES, 96),
        ("abc", Unit.SECONDS, None),
        ("", Unit.SECONDS, None),
        ("1e3", Unit.SECONDS, None),
    ],
)
def test_durations(text: str, unit: Unit, seconds: int | None) -> None:
    assert whole_seconds(text, unit) == seconds


def test_durations_with_a_decimal_comma() -> None:
    assert whole_seconds("1,6", Unit.MINUTES, decimal_sign=",") == 96


@pytest.mark.parametrize(
    ("text", "sign", "amount"),
    [
        ("0.0096", ".", 960_000),
        ("-0.02800", ".", -2_800_000),
        ("$1,234.50", ".", 123_450_000_000),
        ("1.234,50", ",", 123_450_000_000),
        ("0.01 USD", ".", 1_000_000),
        ("0.000000005", ".", 1),
        ("1.2E-3", ".", 120_000),
        ("free", ".", None),
        ("1,2,3", ".", None),
    ],
)
def test_amounts_in_counts(text: str, sign: str, amount: int | None) -> None:
    assert counts(text, decimal_sign=sign) == amount


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("+13035550142", "+13035550142"),
        ('"Acme, Inc." <2125550142>', "2125550142"),
        ("sip:+13035550142@203.0.113.5;transport=udp", "+13035550142"),
        ("sip:desk@acme.example", "sip:desk@acme.example"),
        ("anonymous", "anonymous"),
        ("", ""),
    ],
)
def test_parties(text: str, who: str) -> None:
    assert party(text) == who


@given(st.text("0123456789+-.,:eE$ ", max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    for unit in (Unit.SECONDS, Unit.MINUTES, Unit.CLOCK):
        whole_seconds(text, unit)
    counts(text)
    counts(text, decimal_sign=",")
