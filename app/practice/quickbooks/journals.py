"""Journal entries and bank deposits, as far as a biller needs them."""

from app.practice.quickbooks.applications import linked
from app.practice.quickbooks.books import Books, reference
from app.practice.quickbooks.faults import bad_reference, bad_value, business, missing
from app.practice.quickbooks.values import ZERO, Record, cents

_KEPT_BY_BOOKS = ("Id", "SyncToken", "MetaData", "domain", "status", "sparse", "TotalAmt")


def create_other(books: Books, kind: str, body: Record) -> Record:
    """A new journal entry or deposit."""
    record = _settled(books, kind, body)
    books.refuse_new_in_closed(record["TxnDate"])
    return books.add(kind, record)


def update_other(books: Books, kind: str, body: Record) -> Record:
    """A changed journal entry or deposit."""
    found = books.locked(kind, body)
    books.refuse_edit_in_closed(found["TxnDate"])
    kept = found if body.get("sparse") else {}
    record = _settled(books, kind, {**kept, **body})
    found.update(record)
    books.touch(kind, found)
    return found


def _settled(books: Books, kind: str, body: Record) -> Record:
    record = {k: v for k, v in body.items() if k not in _KEPT_BY_BOOKS}
    record.setdefault("TxnDate", books.today().isoformat())
    if not record.get("Line"):
        raise missing("Line")
    settle = _settle_journal if kind == "JournalEntry" else _settle_deposit
    settle(books, record)
    return record


def _settle_journal(books: Books, record: Record) -> None:
    sides = {"Debit": ZERO, "Credit": ZERO}
    for number, line in enumerate(record["Line"]):
        detail = line.get("JournalEntryLineDetail")
        if line.get("DetailType") != "JournalEntryLineDetail" or detail is None:
            raise bad_value("Line.DetailType", line.get("DetailType"))
        for field in ("PostingType", "AccountRef"):
            if field not in detail:
                raise missing(f"Line.JournalEntryLineDetail.{field}")
        account = books.referred("Account", detail["AccountRef"], element="AccountRef")
        if account["AccountType"] == "Accounts Receivable" and "Entity" not in detail:
            raise business("A line on accounts receivable needs a customer.")
        detail["AccountRef"] = reference(account)
        line |= {"Id": str(number), "Amount": cents(line.get("Amount", ZERO))}
        sides[detail["PostingType"]] += line["Amount"]
    if sides["Debit"] != sides["Credit"]:
        raise business("Debits and credits do not balance.")
    record["TotalAmt"] = sides["Debit"]


def _settle_deposit(books: Books, record: Record) -> None:
    if "DepositToAccountRef" not in record:
        raise missing("DepositToAccountRef")
    element = "DepositToAccountRef"
    account = books.referred("Account", record[element], element=element)
    if account["AccountType"] != "Bank":
        raise bad_reference(element, account["Id"])
    for line in record["Line"]:
        if not line.get("LinkedTxn"):
            continue
        kind, key = linked(line)
        payment = books.find("Payment", key) if kind == "Payment" else None
        if payment is None:
            raise bad_reference("Line.LinkedTxn", key)
        line["Amount"] = payment["TotalAmt"]
    record["TotalAmt"] = sum((cents(line.get("Amount", ZERO)) for line in record["Line"]), ZERO)
