from datetime import date
from decimal import Decimal

from app.customers.service import Number, Service
from app.operations.browse_numbers import list_plant
from app.operations.office import Office


def test_every_number_stands_with_whose_it_is(office: Office) -> None:
    plant = list_plant(office)
    found = [
        (each.row.number, each.customer, each.place)
        for each in plant.numbers
        if isinstance(each.row, Number)
    ]
    assert found == [
        ("+12125550142", "Harbor Light Dental", "5 Pier Road, New York"),
        ("+13035550142", "Granite Peak Credit Union", "88 Quarry Street, Lakewood"),
        ("+13035550143", "Granite Peak Credit Union", "88 Quarry Street, Lakewood"),
    ]
    assert plant.today == date(2026, 11, 2)


def test_a_service_stands_with_what_it_comes_to(office: Office) -> None:
    plant = list_plant(office)
    amounts = {
        each.row.service_code: each.amount
        for each in plant.services
        if isinstance(each.row, Service)
    }
    assert amounts == {"100-SEATS": Decimal(40), "200-SEAT": Decimal(20)}
    assert set(plant.products) == {"SEAT", "LABOR"}
    assert set(plant.plans) == {"BASIC", "BUNDLED", "STEPPED"}
