"""The systems there are, listed by hand, so that a packed program holds them all."""

from collections.abc import Mapping
from typing import Final

from app.connectors.avalara.declaration import AVALARA
from app.connectors.system import TaxSystem
from app.errors import InputError

TAX_SYSTEMS: Final[Mapping[str, TaxSystem]] = {system.key: system for system in (AVALARA,)}


def tax_system(key: str) -> TaxSystem:
    """The tax service of that name; InputError lists those there are."""
    if key not in TAX_SYSTEMS:
        raise InputError(
            f"There is no tax service “{key}”.", "", f"Services are: {', '.join(TAX_SYSTEMS)}."
        )
    return TAX_SYSTEMS[key]
