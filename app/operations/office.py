"""What an operation may use: the open company file, the clock, and what is kept between calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.host.clock import Clock
from app.host.paths import resources
from app.host.user import user_name
from app.store.audit import Stamp
from app.store.database import CompanyFile
from app.store.setup import setup_version
from app.store.transaction import Transaction

if TYPE_CHECKING:
    # A window is to stand before the libraries of the engine are in.
    from app.rating.area_codes import AreaCodes
    from app.rating.compiled_deck import CompiledDeck
    from app.store.rating_setup import RatingSetup

__all__ = ["Clock", "Office"]


@dataclass(slots=True)
class Office:
    """One company at work. Compiled decks are kept while the process runs."""

    file: CompanyFile
    clock: Clock
    _area_codes: "AreaCodes | None" = None
    _decks: "dict[tuple[str, int], CompiledDeck]" = field(default_factory=dict)
    _setup: "tuple[int, RatingSetup] | None" = None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A write transaction; what was kept of a state that is taken back is forgotten."""
        try:
            with self.file.write() as conn:
                yield conn
        except BaseException:
            self._setup = None
            self._decks.clear()
            raise

    def stamp(self, operation: str) -> Stamp:
        """When and by whom something is done now."""
        return Stamp(self.clock.now(), user_name(), operation)

    def area_codes(self) -> "AreaCodes":
        """The program's table of area codes."""
        if self._area_codes is None:
            from app.rating.area_codes import AreaCodes

            table = resources() / "area_codes.csv"
            self._area_codes = AreaCodes.parse(table.read_text(encoding="utf-8"))
        return self._area_codes

    def rating_setup(self, conn: Transaction) -> "RatingSetup":
        """What calls are priced by, as the file now says; kept until the setup changes."""
        version = setup_version(conn)
        if self._setup is None or self._setup[0] != version:
            from app.store.rating_setup import load_rating_setup

            setup = load_rating_setup(conn, self.area_codes(), self._decks)
            self._setup = (version, setup)
        return self._setup[1]
