"""The practice systems, started from the window: made-up data on this computer alone."""

from collections.abc import Callable

from app.operations.changes import Changes
from app.operations.serve_practice import begin_practice
from app.ui.page import Page
from app.ui.tasks import Job, Lane


def start_practice(page: Page, done: Callable[[object], None] | None = None) -> None:
    """Serves the practice systems, unless they are served already."""
    clock = page.desk.clock
    job = Job(
        run=lambda _: begin_practice(clock),
        title="Starting the practice systems",
        key="practice",
        lane=Lane.NETWORK,
        changes=Changes.CONNECTIONS,
        told=_words,
    )
    page.desk.tasks.start(job, done=done, failed=page.failed)


def _words(found: object) -> str:
    return "They answer on this computer" if found else "They were served already"
