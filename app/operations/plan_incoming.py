"""What a PSA tells that would change something here, record by record; nothing is written."""

from collections.abc import Collection

from app.operations import incoming_billing, incoming_customers
from app.operations.office import Office
from app.operations.posting_plan import PlanRecord


def plan_incoming(office: Office, system: str, flows: Collection[str]) -> list[PlanRecord]:
    """The records of the flows ``customers``, ``contracts`` and ``work`` that are asked for.

    By what was last pulled; InputError for a name that no system has.
    """
    with office.file.read() as conn:
        return [
            *incoming_customers.records(office, conn, system, flows=flows),
            *incoming_billing.records(office, conn, system, flows=flows),
        ]
