from app.customers.ready_list import Ready, Thing, ready_list
from app.findings import error, warning


def test_every_thing_stands_once_in_the_order_of_setting_up() -> None:
    assert [item.thing for item in ready_list([])] == list(Thing)
    assert all(item.ready is Ready.DONE for item in ready_list([]))


def test_errors_stand_before_warnings() -> None:
    look = warning("certificate_expiring", "ends soon")
    lacks = error("place_unknown", "Nobody has said")
    item = next(i for i in ready_list([look, lacks]) if i.thing is Thing.PLACE)
    assert (item.ready, item.finding) == (Ready.LACKS, lacks)
    assert item.findings == (lacks, look)


def test_a_warning_alone_is_to_be_looked_at() -> None:
    item = ready_list([warning("no_email", "has no address")])[-1]
    assert (item.thing, item.ready) == (Thing.SENDING, Ready.LOOK)


def test_codes_of_terms_and_books_are_one_thing() -> None:
    found = ready_list([error("no_gl_code", "Product X has no gl_code")])
    item = next(i for i in found if i.thing is Thing.TERMS)
    assert item.ready is Ready.LACKS


def test_what_there_is_none_of_is_told() -> None:
    found = {i.thing: i for i in ready_list([], empty=[Thing.CIRCUIT])}
    assert (found[Thing.CIRCUIT].ready, found[Thing.CIRCUIT].finding) == (Ready.EMPTY, None)
    blocked = ready_list([error("no_numbers", "has no number")], empty=[Thing.NUMBERS])
    assert next(i for i in blocked if i.thing is Thing.NUMBERS).ready is Ready.LACKS
