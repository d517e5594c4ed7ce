from dataclasses import replace

from app.documents.invoice.document import Copy, InvoiceDocument
from app.documents.invoice.drawing import invoice_bytes
from app.documents.page_style import PageStyle
from tests.documents.granite_peak import LINES, a_line, granite_peak, with_lines
from tests.documents.printed import spread

LOCAL_WORDS = "Basic local service can end only where charges marked “local”"


def said(document: InvoiceDocument, style: PageStyle) -> str:
    """All that is printed, on one line."""
    return " ".join(spread(invoice_bytes(document, style)).split())


def with_local_service() -> InvoiceDocument:
    """The invoice with an analog line on it."""
    line = a_line("Analog line", "1", "34.00", "34.00", tax_category="LOCAL")
    return replace(with_lines(granite_peak(), (*LINES, line)), copy=Copy())


def test_local_service_is_marked_and_told_of(style: PageStyle) -> None:
    words = said(with_local_service(), style)
    assert "Analog line local" in words
    assert LOCAL_WORDS in words


def test_without_local_service_nothing_is_said_of_it(style: PageStyle) -> None:
    assert LOCAL_WORDS not in said(granite_peak(), style)


def test_the_companys_own_words_stand_in_its_place(style: PageStyle) -> None:
    own = Copy(nonpayment="Service can be suspended after 30 days.")
    words = said(replace(with_local_service(), copy=own), style)
    assert "If a charge is not paid. Service can be suspended after 30 days." in words
    assert LOCAL_WORDS not in words


def test_until_when_an_amount_can_be_disputed(style: PageStyle) -> None:
    words = said(replace(granite_peak(), copy=Copy(dispute_days=60)), style)
    assert "Please tell us within 60 days, by January 1, 2027." in words


def test_without_a_window_none_is_told(style: PageStyle) -> None:
    assert "Please tell us within" not in said(replace(granite_peak(), copy=Copy()), style)


def test_where_to_ask_stands_strong_on_the_first_page(style: PageStyle) -> None:
    assert "Questions: (800) 555-0150 · billing@cedarfork.example" in said(granite_peak(), style)


def test_without_a_telephone_the_address_to_write_to_stands_there(style: PageStyle) -> None:
    plain = granite_peak()
    company = replace(plain.company, support_phone=None, phone=None)
    words = said(replace(plain, company=company, copy=Copy()), style)
    assert "Questions: " not in words
    assert "Write to billing@cedarfork.example." in words


def test_without_any_way_to_ask_the_address_is_named(style: PageStyle) -> None:
    plain = granite_peak()
    company = replace(plain.company, support_phone=None, phone=None, email=None)
    words = said(replace(plain, company=company, copy=Copy()), style)
    assert "Write to Cedar Fork Voice LLC at the address on the first page." in words


def test_a_long_name_leaves_where_to_ask_beside_the_facts(style: PageStyle) -> None:
    plain = granite_peak()
    company = replace(
        plain.company, legal_name="The Cedar Fork Voice and Data Company of Denver " * 2
    )
    assert "Questions: (800) 555-0150" in said(replace(plain, company=company), style)


def test_the_terms_stand_beside_the_date(style: PageStyle) -> None:
    plain = granite_peak()
    own = replace(plain, account=replace(plain.account, terms="Net 15"))
    assert "Please pay by · Net 30" in said(plain, style)
    assert "Please pay by · Net 15" in said(own, style)
