from pathlib import Path

import click
import pytest

from app.cli.parameters import NAME, OUT, PERIOD, ZONE


@pytest.mark.parametrize("text", ["2026-01", "2026-12"])
def test_a_period_is_a_year_and_a_month(text: str) -> None:
    assert PERIOD.convert(text, None, None) == text


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "2026-1", "2026-10 ", "٢٠٢٦-10"])
def test_a_text_that_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no bill period"):
        PERIOD.convert(text, None, None)


def test_a_zone_has_its_name() -> None:
    assert ZONE.convert("America/Denver", None, None) == "America/Denver"


@pytest.mark.parametrize("text", ["Mars/Base", "../etc/passwd", "America", "x\0y"])
def test_a_zone_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no time zone"):
        ZONE.convert(text, None, None)


def test_a_name_is_trimmed_and_not_blank() -> None:
    assert NAME.convert(" pbx ", None, None) == "pbx"
    with pytest.raises(click.BadParameter, match="it is blank"):
        NAME.convert("  ", None, None)


def test_a_file_to_write_may_be_new_or_another_s(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("a,b\n")
    for name in ("new.csv", "old.csv", ""):
        path = tmp_path / name
        assert OUT.convert(str(path), None, None) == path


def test_a_company_file_is_never_written_over(company: Path) -> None:
    disguised = company.with_suffix(".csv")
    company.rename(disguised)
    for path in (company, disguised):
        with pytest.raises(click.BadParameter, match="is a company file"):
            OUT.convert(str(path), None, None)


def test_a_blank_place_to_write_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="it is blank"):
        OUT.convert(" ", None, None)
