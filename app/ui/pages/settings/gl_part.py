"""GL codes for revenue."""

from app.operations.decide import Checklist
from app.ui.desk import Desk
from app.ui.pages.settings.part import Part
from app.ui.wizards.first_run.gl_list import GlList


class GlPart(Part):
    """Categories of products and the accounts they post to."""

    name = "gl_codes"
    title = "GL codes"
    line = "Each category of products posts to a revenue account of your books."
    icon = "book-open"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = GlList(desk)
        self.inside.addWidget(self.list, 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the categories."""
        self.list.show_categories(checklist.categories)

    def show_target(self, target: object) -> None:
        """Begins in the list."""
        del target
        self.list.grid.view.setFocus()
