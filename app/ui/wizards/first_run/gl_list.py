"""GL codes for revenue: a code for each category of products."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.customers.product import Product
from app.operations.decide import RevenueCategory
from app.operations.edit_records import Edited
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import Editing, GridColumn
from app.ui.grid.grid import Grid
from app.ui.messages import told
from app.ui.parts.controls import label


@dataclass(frozen=True, slots=True)
class _Line:
    category: RevenueCategory

    @property
    def code(self) -> str:
        return ", ".join(self.category.gl_codes)

    @property
    def sold(self) -> str:
        names = [product.name for product in self.category.products]
        more = len(names) - 2
        shown = ", ".join(names[:2])
        return f"{shown} and {more} more" if more > 0 else shown


class GlList(QWidget):
    """Categories with their codes, edited in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        columns = (
            GridColumn(
                key="category",
                title="Category",
                value=lambda line: line.category.category,
                width=190,
            ),
            GridColumn(
                key="sold",
                title="Products",
                value=lambda line: line.sold,
                stretches=True,
                width=260,
            ),
            GridColumn(
                key="gl_code",
                title="GL code",
                value=lambda line: line.code,
                width=150,
                edit=Editing(),
                tip="The revenue account that the products of this category post to.",
            ),
        )
        self.grid = Grid("GL codes", columns, desk.tasks, noun="category", find="Find a category")
        self.grid.empty.say(
            "No products yet",
            "Bring in a workbook with the sheet products, or add products under Rates.",
            icon_name="table-properties",
        )
        self.grid.edited.connect(self._typed)
        self.note = label(
            "A code typed here goes to every product of the category; Ctrl+Z takes it back. "
            "Single products are changed under Rates.",
            "caption",
            wraps=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.note)
        self.setFocusProxy(self.grid)

    def show_categories(self, categories: Sequence[RevenueCategory]) -> None:
        """Shows the categories."""
        self.grid.show_rows([_Line(each) for each in categories])

    def _typed(self, line: object, key: str, text: str) -> None:
        if not isinstance(line, _Line):
            return
        code = text.strip()
        if not code:
            self.grid.model.refuse(
                line, key, "A category needs a code: its revenue is posted by it."
            )
            return
        rows: list[Product] = [
            replace(product, gl_code=code)
            for product in line.category.products
            if product.gl_code != code
        ]
        if not rows:
            return

        def done(found: object) -> None:
            if isinstance(found, Edited) and found.refusals:
                self.grid.model.refuse(line, key, found.refusals[0].message)

        def failed(error: object) -> None:
            facts = told(error)
            self.grid.model.refuse(line, key, f"{facts.what} {facts.why}")

        title = f"GL code of {words.plural(len(rows), 'product')}"
        self.desk.edit(title, rows, done=done, failed=failed)
