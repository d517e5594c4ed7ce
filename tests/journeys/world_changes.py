"""What happens to a company between two runs: services end and begin, charges come."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.journeys.exact_book import Book, Row
from tests.journeys.world_sheets import write_sheets


def change(dice: Random, book: Book, folder: Path, today: date) -> Path:
    """Changes the book, and writes the changed rows as a workbook folder."""
    services = [dict(row) for row in book.sheets["services"]]
    touched: list[Row] = []
    for row in dice.sample(services, min(6, len(services))):
        first = date.fromisoformat(row["starts_on"])
        end = max(today + timedelta(days=dice.randrange(-20, 40)), first + timedelta(days=1))
        if not row["ends_on"]:
            row["ends_on"] = end.isoformat()
            touched.append(row)
    for nth in range(3):
        like = dice.choice(services)
        start = today + timedelta(days=dice.randrange(0, 45))
        code = f"{like['service_code']}-{today:%m}-{nth}"
        touched.append(like | {"service_code": code, "starts_on": start.isoformat(), "ends_on": ""})
    known = {row["service_code"] for row in touched}
    book.sheets["services"] = [
        row for row in services if row["service_code"] not in known
    ] + touched
    write_sheets(folder, {"services": touched})
    return folder
