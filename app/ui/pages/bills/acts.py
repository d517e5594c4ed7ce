"""What can be done on the page of bills: its entries in the menus, with their keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.ui.page import Act
from app.ui.pages.bills.left_out_part import LeftOutPart
from app.ui.pages.bills.review_part import ReviewPart


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerbs:
    """What the page itself does to the run."""

    step_by_step: Callable[[], object]
    draft: Callable[[], object]
    go_on: Callable[[], object]
    take_back: Callable[[], object]
    approve_rest: Callable[[], object]
    print_preview: Callable[[], object]
    save_proof: Callable[[], object]


def bill_acts(verbs: RunVerbs, review: ReviewPart, left_out: LeftOutPart) -> Sequence[Act]:
    """The acts of the page."""
    return (*_of_the_run(verbs, left_out), *_of_a_draft(verbs, review), _of_the_proof(verbs))


def _of_the_run(verbs: RunVerbs, left_out: LeftOutPart) -> Sequence[Act]:
    return (
        Act(
            title="Run bills step by step…",
            menu="Bills",
            key="Ctrl+Shift+G",
            run=verbs.step_by_step,
        ),
        Act(
            title="Draft the month",
            menu="Bills",
            key="Alt+Shift+D",
            icon="receipt",
            run=verbs.draft,
        ),
        Act(title="Draft, or approve the run…", menu="Bills", key="Ctrl+Return", run=verbs.go_on),
        Act(
            title="Take the run back…",
            menu="Bills",
            key="Ctrl+Shift+U",
            icon="undo-2",
            run=verbs.take_back,
        ),
        Act(
            title="Mend who is left out",
            menu="Bills",
            key="Alt+Shift+M",
            icon="wrench",
            run=left_out.fix,
        ),
    )


def _of_a_draft(verbs: RunVerbs, review: ReviewPart) -> Sequence[Act]:
    # Space, H and E do the same in the list; these do it wherever the keyboard is.
    return (
        Act(
            title="Approve this draft",
            menu="Bills",
            key="Alt+Shift+A",
            icon="check",
            run=review.approve,
        ),
        Act(
            title="Hold this draft…",
            menu="Bills",
            key="Alt+Shift+H",
            icon="pause",
            run=review.hold,
        ),
        Act(
            title="Edit the line…",
            menu="Bills",
            key="Ctrl+E",
            icon="pencil",
            run=review.edit,
        ),
        Act(
            title="Approve the rest",
            menu="Bills",
            key="Ctrl+Shift+A",
            icon="check-check",
            run=verbs.approve_rest,
        ),
        Act(
            title="Print the preview…",
            menu="File",
            key="Ctrl+Shift+P",
            icon="printer",
            run=verbs.print_preview,
        ),
    )


def _of_the_proof(verbs: RunVerbs) -> Act:
    return Act(
        title="Save the proof as PDF…",
        menu="Bills",
        key="Ctrl+Shift+D",
        icon="file-down",
        run=verbs.save_proof,
    )
