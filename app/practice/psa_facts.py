"""The customers as a PSA knows them: the sample company's, with what goes wrong in real ones.

What is out of the ordinary stands in the tables at the top, by our account number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.practice.company_facts import CUSTOMERS, MEMBERS
from app.practice.psa_agreements import (
    CLOSED,
    NO_SITES,
    SAMPLE_DAY,
    PlaceRow,
    agreements_of,
    place_row,
)
from app.practice.psa_work import charges_of, time_of, times_of
from app.practice.records import (
    Address,
    Contact,
    Customer,
    Invoice,
    InvoiceLine,
    Product,
    Site,
)

RENAMED: Final = {"10005": "Lantern St. Theatre", "10026": "High Plains Feed & Seed"}
NO_ADDRESS: Final = {"10055"}
BILLED_TO: Final = {"10018": "10017", "10019": "10017"}
EXEMPT: Final = {"nonprofit", "government"}
_FIRST_ID: Final = 200
_TIMES_EACH: Final = 10


def psa_customers(products: Mapping[str, Product], how_many: int) -> tuple[Customer, ...]:
    """The sample company's customers, the three odd ones, and grown ones up to ``how_many``."""
    rows: dict[str, list[PlaceRow]] = {}
    for line in CUSTOMERS.strip().splitlines():
        row = place_row(line)
        rows.setdefault(row.account, []).append(row)
    made = [_customer(sites, products) for sites in rows.values()]
    made += _odd_ones({customer.name: customer for customer in made}, made[-1].id)
    for serial in range(len(made) + 1, how_many + 1):
        made.append(_grown(made[(serial * 7) % 59], serial))
    if how_many > len(rows) + 3:
        made = [_with_more_times(customer) for customer in made]
    return tuple(made)


def _customer(rows: Sequence[PlaceRow], products: Mapping[str, Product]) -> Customer:
    first = rows[0]
    serial = int(first.account) - 10_000
    own_id = _FIRST_ID + serial
    slug = "".join(filter(str.isalnum, first.name.lower()))[:14]
    bill_to = BILLED_TO.get(first.account)
    agreements = tuple(agreements_of(rows, products, serial))
    return Customer(
        id=own_id,
        code=f"{slug[:9].upper()}{serial:02d}",
        account=first.account if serial % 4 == 1 else "",
        name=RENAMED.get(first.account, first.name),
        is_active=first.account not in CLOSED,
        is_deleted=False,
        phone=first.number,
        billing_email=f"ap@{slug}.example" if serial % 11 else "",
        website=f"www.{slug}.example",
        terms_id=1 if first.class_ == "residential" else 3 - serial % 2,
        is_tax_exempt=first.class_ in EXEMPT,
        currency="USD",
        bill_to_id=_FIRST_ID + int(bill_to) - 10_000 if bill_to else None,
        sites=_sites(rows, serial),
        contacts=_contacts(first, serial, slug),
        agreements=agreements,
        times=tuple(times_of(first.account, serial, agreements)),
        charges=tuple(charges_of(first.account, agreements, products)),
        modified_at=SAMPLE_DAY + timedelta(minutes=serial * 7),
    )


def _sites(rows: Sequence[PlaceRow], serial: int) -> tuple[Site, ...]:
    if rows[0].account in NO_SITES:
        return ()
    blank = Address(line1="", city="", region="", postal_code="", country="US")
    return tuple(
        Site(
            id=1_000 + serial * 10 + place,
            name=row.site,
            address=blank if row.account in NO_ADDRESS else row.address,
            phone=row.number,
            is_primary=place == 0,
            is_billing=place == 0,
            is_active=True,
        )
        for place, row in enumerate(rows)
    )


def _contacts(row: PlaceRow, serial: int, slug: str) -> tuple[Contact, ...]:
    first, _, last = row.contact.partition(" ")
    people = [(first, last, "ap", True)]
    if serial % 3 == 0:
        people.append(("Robin", "Hale", "robin", False))
    return tuple(
        Contact(
            id=3_000 + serial * 10 + place,
            first_name=given,
            last_name=family,
            email=f"{box}@{slug}.example" if serial % 13 else "",
            phone=row.number,
            is_billing=is_billing,
            is_active=True,
        )
        for place, (given, family, box, is_billing) in enumerate(people)
    )


def _odd_ones(by_name: Mapping[str, Customer], last_id: int) -> list[Customer]:
    """Two duplicates, one of them of the same name, and a deleted trial."""
    therapy = _bare(by_name["Redstone Physical Therapy"])
    realty = _bare(by_name["Aspen Ridge Realty"])
    return [
        replace(
            therapy,
            id=last_id + 1,
            code="REDSTONEPT",
            name="Redstone Physical Therapy LLC",
            sites=(replace(therapy.sites[0], id=1_901),),
        ),
        replace(
            realty,
            id=last_id + 2,
            code="ASPENOLD",
            is_active=False,
            sites=(replace(realty.sites[0], id=1_902),),
        ),
        replace(
            realty,
            id=last_id + 3,
            code="TRYOUT",
            name="Try-out company, do not use",
            is_deleted=True,
            sites=(),
        ),
    ]


def _bare(customer: Customer) -> Customer:
    """The customer with nobody there and nothing sold."""
    return replace(customer, account="", contacts=(), agreements=(), times=(), charges=())


def _grown(pattern: Customer, serial: int) -> Customer:
    """A customer like another one, with ids and a name of its own."""
    offset, own_id = serial * 1_000, _FIRST_ID + serial
    first = pattern.sites[0] if pattern.sites else None
    sites = (replace(first, id=100_000 + serial),) if first else ()
    slug = f"practice{serial:05d}"
    agreements = tuple(
        replace(
            agreement,
            id=100_000 + serial * 5 + place,
            number=f"{agreement.number}-{serial}",
            site_id=None,
            lines=tuple(
                replace(
                    line,
                    id=1_000_000 + offset + place * 100 + rank,
                    site_id=sites[0].id if sites else None,
                )
                for rank, line in enumerate(agreement.lines)
            ),
        )
        for place, agreement in enumerate(pattern.agreements)
    )
    return replace(
        pattern,
        id=own_id,
        code=f"PRACTICE{serial:05d}",
        name=f"{pattern.name[:30]} {serial:05d}",
        account="",
        billing_email=f"ap@{slug}.example",
        website=f"www.{slug}.example",
        bill_to_id=None,
        sites=sites,
        contacts=tuple(
            replace(each, id=200_000 + serial * 10 + place, email=f"ap{place}@{slug}.example")
            for place, each in enumerate(pattern.contacts)
        ),
        agreements=agreements,
        times=(),
        charges=(),
    )


def _with_more_times(customer: Customer) -> Customer:
    made = list(customer.times)[:_TIMES_EACH]
    for place in range(len(made), _TIMES_EACH):
        made.append(
            time_of(
                10_000_000 + customer.id * 100 + place,
                ticket=100_000 + customer.id * 10 + place // 2,
                member=MEMBERS[place % len(MEMBERS)],
                day=date(2026, 9, 1) + timedelta(days=(customer.id + place * 6) % 60),
                hours=Decimal(1 + (customer.id + place) % 8) / 4,
                rate=Decimal("125.00"),
                text="Phones and lines",
            )
        )
    return replace(customer, times=tuple(made))


def psa_invoices(
    products: Mapping[str, Product], customers: Sequence[Customer]
) -> tuple[Invoice, ...]:
    """The invoices that the PSA made itself for billed time; the first is paid."""
    made = []
    for customer in customers:
        for time in customer.times:
            if not time.invoice_number:
                continue
            day = time.started_at.date()
            line = InvoiceLine(
                product=products["LABOR"],
                description=time.text,
                quantity=time.hours,
                unit_price=time.rate,
            )
            made.append(
                Invoice(
                    id=int(time.invoice_number.removeprefix("PSA-")),
                    number=time.invoice_number,
                    customer_id=customer.id,
                    dated_on=day + timedelta(days=3),
                    due_on=day + timedelta(days=33),
                    lines=(line,),
                    paid=line.amount if time.invoice_number == "PSA-5001" else Decimal(0),
                    modified_at=time.modified_at + timedelta(days=3),
                )
            )
    return tuple(sorted(made, key=lambda invoice: invoice.id))
