from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.journal import Ledger, journal
from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.reports import REPORTS
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from app.values.money import ZERO
from app.values.period import Period
from tests.billing.tax_reports.filing_facts import a_line, a_tax, an_invoice, facts_of

FAMILY_OF = {
    "CO-911": "E911",
    "CO-988": "988",
    "CO-SALES": "SALES",
    "LA-UUT": "UUT",
    "FL-CST": "CST",
    "NM-GRT": "GRT",
    "GST": "GST",
    "QST": "QST",
    "RRF": "REG",
}
OF_REPORT = {
    "911": {"CO-911", "CO-988"},
    "sales": {"CO-SALES", "LA-UUT", "FL-CST", "NM-GRT"},
    "canada": {"GST", "QST"},
    "liability": set(FAMILY_OF),
    "audit": set(FAMILY_OF),
}
LINES = (
    a_line("30.00"),
    a_line("10.00", "DID"),
    a_line("-5.00", kind=ChargeKind.CREDIT),
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
CENTS = st.integers(-5000, 5000).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def _tax(draw: st.DrawFn) -> TaxLine:
    code = draw(st.sampled_from(sorted(FAMILY_OF)))
    by_line = draw(st.dictionaries(st.integers(0, 2), CENTS, max_size=3))
    beside = draw(st.sampled_from([ZERO, Decimal("0.07")]))
    counts = draw(st.booleans())
    base = draw(CENTS)
    return a_tax(
        str(sum(by_line.values(), beside)),
        code=code,
        family=FAMILY_OF[code],
        class_="PROVIDER_FEE" if code == "RRF" else "TAX",
        jurisdiction="US/CO",
        rate=draw(st.sampled_from(["0.05", "1.25"])),
        parts=tuple(TaxPart(line_index=at, amount=part) for at, part in sorted(by_line.items())),
        base=None if counts else base,
        units=base if counts else None,
        units_counted=base if counts else None,
    )


@st.composite
def _booked(draw: st.DrawFn) -> list[BookedInvoice]:
    taxes = draw(st.lists(st.lists(_tax(), max_size=4), max_size=5))
    found = []
    for number, own in enumerate(taxes):
        day = draw(DAYS)
        voided_on = draw(st.none() | st.dates(day, date(2026, 6, 30)))
        invoice = an_invoice(*LINES, taxes=own, number=str(number), day=day)
        found.append(BookedInvoice(invoice=invoice, voided_on=voided_on))
    return found


@pytest.mark.parametrize("name", sorted(OF_REPORT))
@given(booked=_booked())
def test_every_report_ties_to_the_journal_of_any_window(
    booked: list[BookedInvoice], name: str
) -> None:
    window = Period(date(2026, 2, 1), date(2026, 4, 1))
    report = REPORTS[name].make(facts_of(*booked, period=window))
    assert report.does_tie
    whole = journal(
        [each.invoice for each in booked],
        voided_on={
            each.invoice.invoice_number or "": each.voided_on
            for each in booked
            if each.voided_on is not None
        },
    )
    payable: dict[str, Decimal] = {}
    for posting in whole:
        is_payable = posting.ledger in {Ledger.TAX_PAYABLE, Ledger.PROVIDER_FEE}
        if is_payable and window.holds(posting.posted_on) and posting.code in OF_REPORT[name]:
            payable[posting.code] = payable.get(posting.code, ZERO) - posting.signed
    told = {tie.code: tie.reported for tie in report.ties}
    assert {code: told.get(code) for code in payable} == payable
    assert set(told) <= OF_REPORT[name]
    names = [column.name for column in report.columns]
    net = {"911": "due", "sales": "due", "canada": "net", "liability": "net", "audit": "amount"}
    total = dict(zip(names, report.totals, strict=True))[net[name]]
    assert total == sum(payable.values(), ZERO)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_of_nothing_is_whole(name: str) -> None:
    report = REPORTS[name].make(facts_of())
    assert report.does_tie
    assert {len(row) for row in report.rows} <= {len(report.columns)}
    assert len(report.totals) in {0, len(report.columns)}


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_says_what_it_tells(name: str) -> None:
    assert REPORTS[name].doc
    report = REPORTS[name].make(facts_of())
    names = [column.name for column in report.columns]
    assert len(set(names)) == len(names)
    assert all(column.doc for column in report.columns)
