"""A small company of customers that the practice systems know too: its workbook.

Four are customers of the sample company, of whom the books have one under another name and one
twice; two nobody there has heard of. One gets money back.
"""

from pathlib import Path

from tests.journeys.cli import switchbook
from tests.journeys.world_sheets import Row, write_sheets

NAMES = {
    "10001": "Alder Creek Dental",
    "10003": "Blue Spruce Accounting",
    "10004": "Cottonwood Daycare",
    "10042": "Granite Peak Credit Union",
    "10070": "Saltbush Veterinary",
    "10071": "Windrow Seed Company",
}
GIVEN_BACK = "10004"
"""Its bill is below nothing: a credit note."""
ADDRESS = {
    "address_line1": "5610 Olde Mill Road",
    "city": "Arvada",
    "region": "CO",
    "postal_code": "80002",
}


def posting_company(folder: Path, name: str = "posting") -> Path:
    """The company file, its workbook read."""
    write_sheets(folder / "workbook", posting_sheets())
    company = folder / f"{name}.switchbook"
    switchbook("new", company, "--workbook", folder / "workbook")
    return company


def posting_sheets() -> dict[str, list[Row]]:
    """Its sheets."""
    seller = {"name": "Cedar Fork Voice", **ADDRESS, "timezone": "America/Denver"}
    products = (
        # Amounts whose taxes end in halves of a cent are among what the prices come to.
        ("PHONE-RENT", "Managed telephone", "4030", "21.95", "monthly"),
        ("NET", "Managed internet", "4020", "129.00", "monthly"),
        ("LABOR", "Technician time", "4050", "125.00", "once"),
        ("CREDIT", "Credit", "4090", "0", "once"),
    )
    return {
        "company": [{**seller, "invoice_prefix": "CF-", "next_invoice_number": "1043"}],
        "accounts": [
            {"account_number": number, "name": name, **ADDRESS, "delivery": "none"}
            for number, name in NAMES.items()
        ],
        "locations": [
            {
                "location_code": f"{number}-MAIN",
                "account_number": number,
                **ADDRESS,
                "county_fips": "059",
                "place_fips": "03455",
                "inside_city": "yes",
            }
            for number in NAMES
        ],
        "products": [
            {
                "product_code": code,
                "name": name,
                "tax_category": "EQUIP_RENT",
                "gl_code": gl_code,
                "price": price,
                "billed": billed,
            }
            for code, name, gl_code, price, billed in products
        ],
        "services": [
            *(_service(number, "PHONE-RENT", place) for place, number in enumerate(NAMES, 1)),
            *(_service(number, "NET", 1) for number in ("10001", "10071")),
        ],
        "charges": [
            _charge("T-1", "10001", "LABOR", "1.5", ""),
            _charge("T-2", "10042", "LABOR", "0.75", ""),
            _charge("K-1", GIVEN_BACK, "CREDIT", "1", "-140.00"),
        ],
        "taxes": [
            _tax("CO-SALES", "Colorado sales tax", "TAX", "0.029"),
            _tax("RECOVERY", "Cost recovery fee", "PROVIDER_FEE", "0.0315"),
        ],
        "registrations": [{"family": "SALES", "effective_from": "2025-01-01"}],
    }


def _service(number: str, product: str, quantity: int) -> Row:
    return {
        "service_code": f"{number}-{product}",
        "account_number": number,
        "location_code": f"{number}-MAIN",
        "product_code": product,
        "quantity": str(quantity),
        "starts_on": "2025-01-01",
    }


def _charge(reference: str, number: str, product: str, quantity: str, price: str) -> Row:
    return {
        "reference": reference,
        "account_number": number,
        "location_code": f"{number}-MAIN",
        "product_code": product,
        "charged_on": "2026-10-05",
        "quantity": quantity,
        "unit_price": price,
        "description": f"{reference} of October",
    }


def _tax(code: str, label: str, kind: str, rate: str) -> Row:
    return {
        "tax_code": code,
        "bill_label": label,
        "class": kind,
        "family": "SALES" if kind == "TAX" else "REG",
        "state": "CO",
        "effective_from": "2025-01-01",
        "calc_method": "PCT",
        "rate": rate,
        "base_kind": "CHARGE",
    }
