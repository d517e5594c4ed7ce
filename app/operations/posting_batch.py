"""New invoices sent together: looked for, made, read back, compared to the cent, linked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.billing.incoming import BookCreditNote, BookInvoice
from app.billing.outgoing import OutgoingInvoice
from app.billing.posting import differences, stands
from app.connectors.dealings import Posted
from app.connectors.ports import AccountingPort
from app.errors import AppError, NotAllowed, RemoteRefused, RemoteUnavailable, SignInNeeded
from app.operations.posting_errands import Outcome, Result, Sender, Stopped, already
from app.operations.posting_plan import PlanRecord
from app.store.outbox import OutboxRow, OutboxState
from app.values.plain_form import plain_of

_TURNS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """One invoice on its way."""

    record: PlanRecord
    invoice: OutgoingInvoice
    row: OutboxRow


def post_batch(
    port: AccountingPort, sender: Sender, ready: Sequence[tuple[PlanRecord, OutgoingInvoice]]
) -> list[Outcome]:
    """Makes each of these invoices once; in their order. Stopped where nobody answers."""
    outcomes: dict[str, Outcome] = {}
    parcels: list[_Parcel] = []
    for record, invoice in ready:
        row = sender.begin(record)
        if row.state is OutboxState.DONE:
            outcomes[record.our_id] = already(row, record)
        else:
            parcels.append(_Parcel(record=record, invoice=invoice, row=row))
    batch = _Batch(port=port, sender=sender, settled=outcomes)
    try:
        batch.post(parcels)
    except Stopped as stop:
        raise Stopped(stop.problem, list(outcomes.values())) from None
    return [outcomes[record.our_id] for record, _ in ready]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    port: AccountingPort
    sender: Sender
    settled: dict[str, Outcome]
    """What is known by now, by number."""

    def post(self, parcels: Sequence[_Parcel]) -> None:
        """Settles them all, or raises Stopped with those that are settled."""
        left = list(parcels)
        why = ""
        for _ in range(_TURNS):
            left = self._without_found(left)
            if not left:
                return
            left = [replace(e, row=replace(e.row, attempts=e.row.attempts + 1)) for e in left]
            try:
                answers = self.port.create_invoices([(e.invoice, e.row.key) for e in left])
            except RemoteUnavailable as problem:
                if not problem.may_have_happened:
                    raise self._unsent(left, problem) from None
                why = str(problem)
            except NotAllowed as refusal:
                self._refuse(left, refusal)
                return
            except (SignInNeeded, RemoteRefused) as problem:
                raise self._unsent(left, problem) from None
            else:
                self._settle_answers(left, answers)
                return
        for each in self._without_found(left):
            self._settle(each, self.sender.unknown(each.row, each.record, why))

    def _refuse(self, parcels: Sequence[_Parcel], refusal: NotAllowed) -> None:
        """Settles what cannot be done at all; of several each alone, as it may be one of them."""
        if len(parcels) > 1:
            for each in parcels:
                self.post([each])
            return
        for each in parcels:
            self._settle(each, self.sender.refused(each.row, each.record, str(refusal)))

    def _unsent(self, parcels: Sequence[_Parcel], problem: AppError) -> Stopped:
        """Notes that none of them went out."""
        for each in parcels:
            self._settle(each, self.sender.unsent(each.row, each.record, str(problem)))
        return Stopped(problem)

    def _without_found(self, parcels: Sequence[_Parcel]) -> list[_Parcel]:
        """Those that are not there; those that are are settled."""
        there = self._looked(parcels)
        left = []
        for each in parcels:
            found = there.get(each.invoice.number, [])
            if not found:
                left.append(each)
            else:
                self._settle(each, self._judged(each, found))
        return left

    def _settle_answers(
        self, parcels: Sequence[_Parcel], answers: Sequence[Posted | RemoteRefused]
    ) -> None:
        """Reads back what was made, and compares; looks for what was refused as being there."""
        there = self._looked(parcels)
        for each, answer in zip(parcels, answers, strict=True):
            found = there.get(each.invoice.number, [])
            if not found and isinstance(answer, Posted):
                found = self._read(each, answer.id)
            if found:
                self._settle(each, self._judged(each, found))
            elif isinstance(answer, Posted):
                why = f"It was made as {answer.id}, and is not to be found there."
                self._settle(each, self.sender.unknown(each.row, each.record, why))
            else:
                self._settle(each, self.sender.refused(each.row, each.record, str(answer)))

    def _judged(self, parcel: _Parcel, found: Sequence[BookInvoice]) -> Outcome:
        """The outcome of a number that stands there: once, or more often by a gateway's doing."""
        # What is equal to ours stays, and of those what is paid.
        kept, *others = sorted(
            found,
            key=lambda each: (bool(differences(parcel.invoice, each)), not each.has_settlements),
        )
        stay = [each for each in others if not self._is_taken_back(parcel, each)]
        if not stay:
            return self._compared(parcel, kept)
        ids = ", ".join(each.source_id for each in (kept, *stay))
        why = f"It stands there {len(stay) + 1} times, as {ids}: make all but one void there."
        self.sender.refused(parcel.row, parcel.record, why)
        return Outcome(
            record=parcel.record, result=Result.CONFLICT, their_id=kept.source_id, why=why
        )

    def _is_taken_back(self, parcel: _Parcel, second: BookInvoice) -> bool:
        """Whether what a gateway delivered twice was made void; only what is surely our own."""
        is_ours = parcel.row.attempts > 0 and not differences(parcel.invoice, second)
        if not is_ours or second.has_settlements:
            return False
        reason = "It was delivered twice."
        try:
            self.port.void_invoice(second.source_id, version=second.version, reason=reason)
        except AppError:
            return False
        return True

    def _compared(self, parcel: _Parcel, found: BookInvoice) -> Outcome:
        """The outcome of an invoice that is there: ours to the cent, or not."""
        differing = differences(parcel.invoice, found)
        posted = posted_of(found)
        sent = plain_of(parcel.invoice)
        if not differing:
            was_there = parcel.row.attempts == 0
            result = Result.LINKED if was_there else Result.DONE
            why = "It was there already." if was_there else ""
            return self.sender.landed(
                parcel.row, parcel.record, posted, sent=sent, result=result, why=why
            )
        told = "; ".join(
            f"{name} {there} there, {here} here" for name, (there, here) in differing.items()
        )
        if parcel.row.attempts == 0:
            why = f"Another invoice of this number is there: {told}."
            self.sender.refused(parcel.row, parcel.record, why)
            return Outcome(
                record=parcel.record, result=Result.CONFLICT, their_id=posted.id, why=why
            )
        return self._taken_back(parcel, posted, told)

    def _taken_back(self, parcel: _Parcel, posted: Posted, told: str) -> Outcome:
        """Voids what came out otherwise than it was sent; wrong money stays nowhere."""
        try:
            self.port.void_invoice(
                posted.id, version=posted.version, reason="It came out otherwise than it was sent."
            )
            did = "It was made void there again."
        except AppError as problem:
            did = f"It could not be made void there: {problem} See to it by hand."
        why = f"It came out otherwise than it was sent: {told}. {did}"
        self.sender.refused(parcel.row, parcel.record, why)
        return Outcome(
            record=parcel.record,
            result=Result.DIFFERS,
            their_id=posted.id,
            their_number=posted.number,
            why=why,
        )

    def _looked(self, parcels: Sequence[_Parcel]) -> dict[str, list[BookInvoice]]:
        """By number the invoices that stand there: one, or several where none is unique."""
        if not parcels:
            return {}
        try:
            found = self.port.find_invoices([each.invoice.number for each in parcels])
        except AppError as problem:
            raise self._lost(parcels, problem) from None
        there: dict[str, list[BookInvoice]] = {}
        for each in found:
            if stands(each):
                there.setdefault(each.number, []).append(each)
        return there

    def _read(self, parcel: _Parcel, their_id: str) -> list[BookInvoice]:
        try:
            found = self.port.read_invoice(their_id)
        except AppError as problem:
            raise self._lost([parcel], problem) from None
        return [] if found is None else [found]

    def _lost(self, parcels: Sequence[_Parcel], problem: AppError) -> Stopped:
        """Notes of each whether it may have happened, now that nobody can be asked."""
        for each in parcels:
            state = self.sender.unknown if each.row.attempts else self.sender.unsent
            self._settle(each, state(each.row, each.record, str(problem)))
        return Stopped(problem)

    def _settle(self, parcel: _Parcel, outcome: Outcome) -> None:
        self.settled[parcel.record.our_id] = outcome


def posted_of(found: BookInvoice | BookCreditNote) -> Posted:
    """A document that was found, as if it had been answered."""
    balance = found.balance if isinstance(found, BookInvoice) else found.remaining
    return Posted(
        id=found.source_id,
        number=found.number,
        total=found.total,
        balance=balance,
        version=found.version,
    )
