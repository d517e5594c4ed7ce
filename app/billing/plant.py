"""What circuits and numbers count at each location, for fees per unit."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.tax.request import CountedPlant
from app.values.period import Period


def counted_plant(
    circuits: Sequence[Circuit],
    numbers: Sequence[Number],
    *,
    services: Sequence[Service],
    products: Mapping[str, Product],
    period: Period,
) -> dict[str, CountedPlant]:
    """The plant by location in the days of the run's bill period, whatever days lines cover.

    A circuit or number counts in full if it is in force any day (``setup-workbook.md``, how an
    invoice is taxed, 7). Categories are those of services in force there, on this invoice or not.
    """
    places = {record.location_code for record in circuits}
    places |= {record.location_code for record in numbers}
    return {
        code: _plant(
            [each for each in circuits if each.location_code == code],
            [each for each in numbers if each.location_code == code],
            categories=_categories(services, products, code=code, period=period),
            period=period,
        )
        for code in sorted(places)
    }


def _plant(
    circuits: Iterable[Circuit],
    numbers: Iterable[Number],
    *,
    categories: tuple[str, ...],
    period: Period,
) -> CountedPlant:
    paths = [
        (each.call_paths, days)
        for each in circuits
        if each.call_paths is not None and (days := _days(each, period))
    ]
    dids = [days for each in numbers if each.kind == "did" and (days := _days(each, period))]
    return CountedPlant(
        call_paths=sum(count for count, _ in paths) if paths else None,
        did_numbers=len(dids),
        call_paths_by_days=_by_days(sum(count * days for count, days in paths), period),
        did_numbers_by_days=_by_days(sum(dids), period),
        service_categories=categories,
    )


def _by_days(unit_days: int, period: Period) -> Fraction:
    return Fraction(unit_days, period.days)


def _days(record: Circuit | Number | Service, period: Period) -> int:
    if record.starts_on <= period.start and record.ends_on is None:
        return period.days
    first = max(record.starts_on, period.start)
    after = min(record.ends_on or period.end, period.end)
    return max(0, (after - first).days)


def _categories(
    services: Iterable[Service], products: Mapping[str, Product], *, code: str, period: Period
) -> tuple[str, ...]:
    found = {
        products[service.product_code].tax_category
        for service in services
        if service.location_code == code and _days(service, period)
    }
    return tuple(sorted(found))
