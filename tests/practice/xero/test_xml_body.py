import pytest

from app.practice.http_app import UnreadableBody
from app.practice.xero.xml_body import is_xml, xml_body
from tests.practice.xero.conftest import Organisation


def test_what_is_plural_holds_one_element_for_each() -> None:
    text = (
        b"<Invoices><Invoice><InvoiceNumber>A &amp; B</InvoiceNumber><SentToContact>true"
        b"</SentToContact><Contact><Name>One</Name></Contact><LineItems><LineItem><Quantity>2"
        b"</Quantity></LineItem></LineItems></Invoice></Invoices>"
    )
    assert xml_body(text) == {
        "Invoices": [
            {
                "InvoiceNumber": "A & B",
                "SentToContact": True,
                "Contact": {"Name": "One"},
                "LineItems": [{"Quantity": "2"}],
            }
        ]
    }
    assert xml_body(b"<Contact><Name>One</Name></Contact>") == {"Name": "One"}


@pytest.mark.parametrize("text", [b"<Contact>", b"", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_no_xml_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableBody):
        xml_body(text)


@pytest.mark.parametrize(
    ("content_type", "answer"),
    [("application/xml", True), ("Text/XML; charset=utf-8", True), ("application/json", False)],
)
def test_a_body_says_what_it_is(content_type: str, answer: bool) -> None:  # noqa: FBT001
    assert is_xml(content_type) is answer


def test_a_contact_is_made_by_xml(organisation: Organisation) -> None:
    reply = organisation.ask(
        "PUT",
        "Contacts",
        content=b"<Contact><Name>By XML</Name></Contact>",
        headers={"Content-Type": "application/xml"},
    )
    assert reply.status_code == 200, reply.text
    found = organisation.get("Contacts", where='Name=="By XML"')["Contacts"]
    assert [each["Name"] for each in found] == ["By XML"]
