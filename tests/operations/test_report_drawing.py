from app.operations.report_drawing import Drawing, Measure, Shape


def test_a_drawing_is_of_bars_in_money_unless_told_otherwise() -> None:
    made = Drawing(title="Revenue")
    assert (made.shape, made.measure) == (Shape.BARS, Measure.MONEY)
    assert not made.bars
    assert not made.calendar
