"""What is done to the map in the window: each change can be taken back and done again."""

from collections.abc import Callable
from functools import partial

from app.operations.changes import Changes
from app.operations.map_customers import undo_map_change
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.progress import Progress
from app.ui.desk import Desk, Step

CHANGED = Changes.CONNECTIONS | Changes.CUSTOMERS


def change_map(
    desk: Desk,
    title: str,
    run: Callable[[Office], MapChange],
    *,
    done: Callable[[object], object] | None = None,
    failed: Callable[[object], None] | None = None,
) -> None:
    """Does something to the map; Ctrl+Z takes it back."""

    def run_it(office: Office, _: Progress) -> MapChange:
        return run(office)

    def finished(found: object) -> None:
        if isinstance(found, MapChange):
            if not found.is_empty:
                desk.did(Step(found.title, partial(_turned, change=found), CHANGED))
            if done is not None:
                done(found)

    desk.do(title, run_it, changes=CHANGED, done=finished, failed=failed, told=_told)


def _told(change: MapChange) -> str:
    return change.title if not change.is_empty else "Nothing to change"


def _turned(office: Office, *, change: MapChange) -> Step:
    back = undo_map_change(office, change)
    return Step(change.title, partial(_turned, change=back), CHANGED)
