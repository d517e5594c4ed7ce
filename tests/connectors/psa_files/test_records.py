from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.connectors.json_value import read_json
from app.customers.incoming import PsaFamily
from app.values.foreign_record import PostalAddress
from tests.connectors.psa_files.desk import port_of, records, write


def only(folder: Path, family: PsaFamily, text: str) -> Any:  # noqa: ANN401  any record
    (found,) = records(port_of(write(folder, **{family.value: text})), family)
    return found


def test_a_customer(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        PsaFamily.CUSTOMERS,
        "id,name,number,address_line1,postal_code,country,currency,tax_exempt,terms_days\n"
        "201,Alder,ALD,1 Road,2134,us,usd,no,30\n",
    )
    assert (found.source_id, found.code, found.external_id) == ("201", "ALD", "")
    assert found.billing_address == PostalAddress(line1="1 Road", postal_code="02134", country="US")
    assert (found.currency, found.is_tax_exempt, found.terms_days) == ("USD", False, 30)
    assert read_json(found.raw)


def test_what_is_blank_is_not_told(tmp_path: Path) -> None:
    found = only(tmp_path, PsaFamily.CUSTOMERS, "id,name,tax_code\n201,Alder,\n")
    assert (found.billing_address, found.tax_code, found.is_active) == (None, None, True)


def test_last_days_are_inside_there_and_outside_here(tmp_path: Path) -> None:
    agreement = only(
        tmp_path,
        PsaFamily.AGREEMENTS,
        "id,customer_id,starts_on,last_day\n505,201,2024-06-01,2026-12-31\n",
    )
    assert (agreement.starts_on, agreement.ends_on) == (date(2024, 6, 1), date(2027, 1, 1))


def test_what_is_included_is_taken_off_and_never_below_nothing(tmp_path: Path) -> None:
    head = "id,agreement_id,quantity,quantity_included,unit_price,last_day\n"
    line = only(tmp_path, PsaFamily.AGREEMENT_LINES, f"{head}1,505,10,1,2.50,\n")
    assert (line.quantity, line.quantity_total, line.quantity_included) == (9, 10, 1)
    assert (line.unit_price, line.valid_to) == (Decimal("2.50"), None)
    less = only(tmp_path, PsaFamily.AGREEMENT_LINES, f"{head}1,505,1,3,2.50,2026-10-31\n")
    assert (less.quantity, less.valid_to) == (0, date(2026, 11, 1))


def test_time_that_names_its_invoice_is_billed(tmp_path: Path) -> None:
    head = "id,customer_id,worked_on,hours,billable,billed_reference\n"
    found = only(tmp_path, PsaFamily.TIME, f"{head}7,201,2026-10-31,1.5,yes,1042\n")
    assert (found.is_billed, found.is_billable, found.worked_on) == (True, True, date(2026, 10, 31))


def test_the_amount_of_a_charge_is_worked_out_where_it_is_blank(tmp_path: Path) -> None:
    head = "id,customer_id,quantity,unit_price,amount,billable\n"
    assert only(tmp_path, PsaFamily.CHARGES, f"{head}1,201,2,129.00,,yes\n").amount == 258
    assert only(tmp_path, PsaFamily.CHARGES, f"{head}1,201,2,129.00,250,yes\n").amount == 250


def test_the_other_kinds(tmp_path: Path) -> None:
    terms = only(tmp_path, PsaFamily.TERMS, "id,name,days\n3,Net 30,30\n")
    assert (terms.name, terms.days) == ("Net 30", 30)
    product = only(tmp_path, PsaFamily.PRODUCTS, "id,name,unit_price\nDID,Number,2.50\n")
    assert (product.source_id, product.unit_price) == ("DID", Decimal("2.50"))
    site = only(tmp_path, PsaFamily.SITES, "id,customer_id,city,primary\n1,201,Arvada,yes\n")
    assert (site.address.city, site.is_primary) == ("Arvada", True)
    contact = only(tmp_path, PsaFamily.CONTACTS, "id,customer_id,email,billing\n1,201,a@b.c,yes\n")
    assert (contact.email, contact.is_billing) == ("a@b.c", True)
    invoice = only(tmp_path, PsaFamily.INVOICES, "id,customer_id,number,total\n1,201,P-1,9.50\n")
    assert (invoice.number, invoice.total) == ("P-1", Decimal("9.50"))
