from app.connectors.web_pages import web_page


def test_records_have_pages_where_the_vendor_has_them() -> None:
    books = {"environment": "production", "api_url": ""}
    page = web_page("quickbooks", books, kind="invoice", their_id="145")
    assert page == "https://qbo.intuit.com/app/invoice?txnId=145"
    page = web_page("connectwise", {"site_url": "https://na.test/"}, kind="customer", their_id="2")
    assert page.startswith("https://na.test/v4_6_release/")
    assert page.endswith("recid=2")


def test_what_is_not_known_or_practised_has_none() -> None:
    assert web_page("sage", {}, kind="invoice", their_id="1") == ""
    assert web_page("xero", {}, kind="item", their_id="1") == ""
    assert web_page("xero", {}, kind="invoice", their_id="") == ""
    practised = {"api_url": "http://127.0.0.1:5000"}
    assert web_page("xero", practised, kind="invoice", their_id="1") == ""
