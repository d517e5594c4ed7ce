"""Customers and items of a plan: looked for, made, brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.billing.incoming import BookCustomer
from app.billing.outgoing import OutgoingCustomer, OutgoingItem
from app.billing.posting import item_on
from app.connectors.dealings import Posted
from app.connectors.ports import AccountingPort
from app.operations.posting_errands import Outcome, Sender
from app.operations.posting_plan import PlanRecord, Verb
from app.values.plain_form import value_of


@dataclass(slots=True, kw_only=True)
class TheirCustomers:
    """Their customers by our number, and how those of a plan become so."""

    port: AccountingPort
    sender: Sender
    ids: dict[str, str]
    """Theirs by ours."""
    records: Sequence[PlanRecord]
    """Of the plan."""
    _looked: dict[str, list[BookCustomer]] | None = field(default=None, init=False)
    """What one look for all of them has found, by our number, and was not used yet."""

    def make(self, record: PlanRecord) -> Outcome:
        """Makes a customer once. Stopped where nobody answers."""
        customer = value_of(OutgoingCustomer, record.document)

        def look() -> Posted | None:
            taken = set(self.ids.values())
            for each in self._like(customer):
                is_same = each.number == customer.number or (
                    each.number in {None, ""} and each.name.casefold() == customer.name.casefold()
                )
                if is_same and each.is_active and not each.is_gone and each.source_id not in taken:
                    return _posted(each)
            return None

        outcome = self.sender.once(
            record,
            sent=record.document,
            look=look,
            send=lambda key: self.port.create_customer(customer, key=key),
        )
        if outcome.their_id is not None:
            self.ids[record.our_id] = outcome.their_id
        return outcome

    def _like(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """Customers there that may be this one; at first by one look for all that are to be made.

        Looks for each would fill the day of a system that counts its calls by the day.
        """
        if self._looked is None:
            left = [
                value_of(OutgoingCustomer, each.document)
                for each in self.records
                if (each.kind, each.verb) == ("customer", Verb.CREATE)
                and each.our_id not in self.ids
            ]
            answers = self.port.find_all_customers(left)
            self._looked = {each.number: found for each, found in zip(left, answers, strict=True)}
        found = self._looked.pop(customer.number, None)
        return self.port.find_customers(customer) if found is None else found

    def update(self, record: PlanRecord) -> Outcome:
        """Brings a customer up to date once. Stopped where nobody answers."""
        customer = value_of(OutgoingCustomer, record.document)
        their_id = str(record.their_id)

        def send(key: str) -> Posted:
            found = [e for e in self.port.find_customers(customer) if e.source_id == their_id]
            version = found[0].version if found else record.version
            return self.port.update_customer(their_id, customer, version=version, key=key)

        return self.sender.once(record, sent=record.document, look=lambda: None, send=send)


def post_item(port: AccountingPort, sender: Sender, record: PlanRecord) -> Outcome:
    """Makes an item once. Stopped where nobody answers."""
    item = value_of(OutgoingItem, record.document)

    def look() -> Posted | None:
        found = item_on(item.account_id, port.choices().items)
        return None if found is None else Posted(id=found.source_id, number=found.name)

    return sender.once(
        record,
        sent=record.document,
        look=look,
        send=lambda key: port.create_item(item, key=key),
    )


def _posted(found: BookCustomer) -> Posted:
    return Posted(id=found.source_id, number=found.number or "", version=found.version, total=None)
