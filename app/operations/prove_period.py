"""The proof of a period: of this file alone, and over all systems."""

from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.billing.proof import Proof
from app.billing.proof_sections import WholeProof
from app.operations.office import Office
from app.operations.posting_relays import relays
from app.operations.proving import proof_of
from app.operations.proving_systems import accounting_systems, books_of, paid_of, psas_of


def prove_period(office: Office, period: str) -> Proof:
    """The proof over every import and the invoices of a period that are not void.

    Records are proven for all imports: a call that slipped away need not know its period.
    InputError for a period that is none.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    with office.file.read() as conn:
        return proof_of(office, conn, period)


def prove_systems(office: Office, period: str) -> WholeProof:
    """The proof from file to payment, by what was last read of the other systems.

    InputError for a period that is none.
    """
    bill_period(period, FIRST_CYCLE_DAY)
    with office.file.read() as conn:
        systems = accounting_systems(conn)
    across = {system: relays(office, system) for system in systems}
    with office.file.read() as conn:
        books = books_of(conn, period, across)
        return WholeProof(
            proof=proof_of(office, conn, period),
            psas=psas_of(conn, period),
            books=books,
            paid=paid_of(conn, books),
        )
