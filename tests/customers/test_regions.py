import pytest

from app.customers.regions import country_code, region_code


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("CO", "US", "CO"),
        ("co", "US", "CO"),
        ("Colorado", "US", "CO"),
        ("district of  columbia", "US", "DC"),
        ("Québec", "CA", "QC"),
        ("Ontario", "US", "Ontario"),
        ("", "US", ""),
    ],
)
def test_regions_in_two_letters(text: str, country: str, code: str) -> None:
    assert region_code(text, country) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("us", "US"), ("U.S.A.", "US"), ("United States", "US"), ("Canada", "CA"), ("Mars", "")],
)
def test_countries_in_two_letters(text: str, code: str) -> None:
    assert country_code(text) == code
