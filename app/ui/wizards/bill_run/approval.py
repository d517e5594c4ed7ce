"""What an approval does, said before it is done."""

from app.operations.review_bills import Review
from app.ui import words
from app.ui.messages import Question


def approval_question(review: Review) -> Question | None:
    """The confirmation of an approval; None where it cannot be."""
    if not review.may_approve:
        return None
    sums = review.sums
    count = words.plural(sums.invoices, "invoice")
    text = (
        f"Each gets its number and is sealed, and its calls are locked. Nothing is sent yet. "
        f"Until then Ctrl+Z takes all {words.count(sums.invoices)} back."
    )
    unseen = len(review.to_review)
    if unseen:
        text += f" {words.plural(unseen, 'draft')} of them nobody looked at."
    if sums.held:
        text += f" {words.count(sums.held)} on hold, {words.money(sums.held_amount)}, stay out."
    if review.left_out:
        text += f" {words.plural(len(review.left_out), 'customer')} left out, to be billed later."
    return Question(
        title=f"Approve {count} of {words.period(review.label)}, {words.money(sums.now)}?",
        text=text,
        verb=f"Approve {count}",
    )
