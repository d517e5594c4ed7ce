"""The proof of a period."""

from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.proof import Proof
from app.operations.office import Office
from app.operations.proving import proof_of


def prove_period(office: Office, period: str) -> Proof:
    """The proof over every import and the invoices of a period that are not void.

    Records are proven for all imports: a call that slipped away need not know its period.
    InputError for a period that is none.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    with office.file.read() as conn:
        return proof_of(office, conn, period)
