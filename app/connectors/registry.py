"""The systems there are, listed by hand, so that a packed program holds them all."""

from collections.abc import Mapping
from typing import Final

from app.connectors.accounting_files.declaration import ACCOUNTING_FILES
from app.connectors.autotask.declaration import AUTOTASK
from app.connectors.avalara.declaration import AVALARA
from app.connectors.connectwise.declaration import CONNECTWISE
from app.connectors.halopsa.declaration import HALOPSA
from app.connectors.psa_files.declaration import PSA_FILES
from app.connectors.quickbooks.declaration import QUICKBOOKS
from app.connectors.revio.declaration import REVIO
from app.connectors.sage.declaration import SAGE
from app.connectors.system import AccountingSystem, PsaSystem, TaxSystem
from app.connectors.xero.declaration import XERO
from app.errors import InputError

TAX_SYSTEMS: Final[Mapping[str, TaxSystem]] = {system.key: system for system in (AVALARA,)}

_PSA: Final[tuple[PsaSystem, ...]] = (CONNECTWISE, HALOPSA, AUTOTASK, REVIO, PSA_FILES)
_ACCOUNTING: Final[tuple[AccountingSystem, ...]] = (QUICKBOOKS, XERO, SAGE, ACCOUNTING_FILES)


def tax_system(key: str) -> TaxSystem:
    """The tax service of that name; InputError lists those there are."""
    if key not in TAX_SYSTEMS:
        raise InputError(
            f"There is no tax service “{key}”.", "", f"Services are: {', '.join(TAX_SYSTEMS)}."
        )
    return TAX_SYSTEMS[key]


PSA_SYSTEMS: Final[Mapping[str, PsaSystem]] = {system.key: system for system in _PSA}
ACCOUNTING_SYSTEMS: Final[Mapping[str, AccountingSystem]] = {
    system.key: system for system in _ACCOUNTING
}


def system_of(key: str) -> PsaSystem | AccountingSystem:
    """The PSA or accounting system of that name; InputError lists those there are."""
    found = PSA_SYSTEMS.get(key) or ACCOUNTING_SYSTEMS.get(key)
    if found is None:
        known = ", ".join((*PSA_SYSTEMS, *ACCOUNTING_SYSTEMS))
        raise InputError(f"There is no system “{key}”.", "", f"Systems are: {known}.")
    return found
