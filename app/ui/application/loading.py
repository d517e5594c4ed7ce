"""What the pages are made of, loaded on a worker: it takes longer than the window may wait."""

from app.progress import Progress
from app.ui.page import Page


def load_first_page(_: Progress) -> type[Page]:
    """The page that is shown first."""
    from app.ui.pages.month_end.page import MonthEndPage

    return MonthEndPage


def load_other_pages(_: Progress) -> tuple[type[Page], ...]:
    """All pages, in their order."""
    from app.ui.pages.registry import page_kinds

    return page_kinds()
