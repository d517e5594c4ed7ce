from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.documents.page_style import PageStyle
from app.documents.usage_detail_pdf import DetailCall, UsageDetail, usage_detail_bytes
from app.values.period import Period
from tests.documents.conftest import Golden
from tests.documents.printed import pages, spread, text

FIRST = datetime(2026, 10, 1, 9, 0, 0)  # noqa: DTZ001  the account's local time


def _calls(number: str, several: int) -> list[DetailCall]:
    return [
        DetailCall(
            number=number,
            started_at=FIRST + timedelta(minutes=7 * place),
            caller=number,
            called=f"+1415555{place:04d}",
            place="California",
            kind="Long distance, state to state",
            seconds=60 + place,
            charge=Decimal("0.0264"),
        )
        for place in range(several)
    ]


def _detail(calls: list[DetailCall]) -> UsageDetail:
    return UsageDetail(
        seller="Cedar Fork Voice LLC",
        customer="Granite Peak Credit Union",
        account_number="10042",
        invoice_number="CF-1043",
        dated=date(2026, 11, 2),
        period=Period(date(2026, 10, 1), date(2026, 11, 1)),
        calls=calls,
        invoiced=Decimal("0.13"),
    )


SHORT = _detail([*_calls("+13035550142", 3), *_calls("+13035550143", 2)])


def test_call_detail(style: PageStyle, golden: Golden) -> None:
    golden("call-detail.txt", text(usage_detail_bytes(SHORT, style)))


def test_masked_digits_are_not_in_the_file(style: PageStyle) -> None:
    calls = [replace(call, called="+14155550198") for call in _calls("+13035550142", 2)]
    assert "0198" not in spread(usage_detail_bytes(_detail(calls), style))


def test_whole_numbers_where_the_setting_says_so(style: PageStyle) -> None:
    whole = replace(SHORT, masked=False)
    assert "(415) 555-0002" in spread(usage_detail_bytes(whole, style))


def test_every_call_is_listed_on_as_many_pages_as_it_takes(style: PageStyle) -> None:
    detail = replace(_detail(_calls("+13035550142", 200)), masked=False)
    made = pages(usage_detail_bytes(detail, style))
    listed = [line for page in made for line in page.splitlines() if "California" in line]
    assert (len(listed), made[-1].splitlines()[-1].endswith("Page 4 of 4")) == (200, True)


def test_sums_add_up(style: PageStyle) -> None:
    assert "All numbers, 5 calls 5.1 min 0.132" in spread(usage_detail_bytes(SHORT, style))


def test_no_calls_make_a_page_that_says_so(style: PageStyle) -> None:
    assert "All numbers, 0 calls" in spread(usage_detail_bytes(_detail([]), style))


def test_the_same_calls_make_the_same_bytes(style: PageStyle) -> None:
    assert usage_detail_bytes(SHORT, style) == usage_detail_bytes(SHORT, style)
