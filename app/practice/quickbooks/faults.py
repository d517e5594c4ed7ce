"""The fault bodies of the QuickBooks Online API: one exception, and the named refusals.

Codes and shapes: accounting-apis.md 1.5; the gateway's own refusals (401, 403, 429) are made by
the application, since a gateway sees no company.
"""

from app.practice.quickbooks.values import Record


class FaultError(Exception):
    """One refusal: the vendor's code, its message, the detail and the element it is about."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        detail: str = "",
        element: str = "",
        status: int = 400,
        kind: str = "ValidationFault",
    ) -> None:
        super().__init__(f"{code} {message}: {detail}")
        self.code = code
        self.message = message
        self.detail = detail
        self.element = element
        self.status = status
        self.kind = kind

    def body(self) -> Record:
        """The fault as it stands in an answer, without the time."""
        error = {
            "Message": self.message,
            "Detail": self.detail or self.message,
            "code": self.code,
            "element": self.element,
        }
        return {"Error": [error], "type": self.kind}


def missing(element: str) -> FaultError:
    """A required field that was not sent."""
    return FaultError(
        "2020",
        "Required param missing, need to supply the required value for the API",
        detail=f"Required parameter {element} is missing in the request",
        element=element,
    )


def unsupported_property(name: str) -> FaultError:
    """A field that the entity does not have."""
    return FaultError(
        "2010",
        "Request has invalid or unsupported property",
        detail=f"Property Name:{name} specified is unsupported or invalid",
        element=name,
    )


def wrong_length(element: str, *, most: int, length: int, least: int = 0) -> FaultError:
    """A text longer (or shorter) than its field holds."""
    return FaultError(
        "2050",
        "String length is either shorter or longer than supported by specification",
        detail=f"String length specified does not match the supported length. Min:{least} "
        f"Max:{most} supported. Supplied length:{length}",
        element=element,
    )


def bad_number(element: str, value: object) -> FaultError:
    """A number that is none, or that has more places than the field holds."""
    return FaultError("2080", "Invalid Number", detail=f"Invalid Number : {value}", element=element)


def bad_value(element: str, value: object) -> FaultError:
    """A date, a choice or a structure that cannot be read."""
    return FaultError(
        "2030", "Invalid Value", detail=f"Invalid value specified: {value}", element=element
    )


def bad_reference(element: str, reference: str, *, what: str = "") -> FaultError:
    """A reference to a record that is not there or cannot be used in this place."""
    said = what or f"{element} elements id {reference} not found"
    return FaultError(
        "2500",
        "Invalid Reference Id",
        detail=f"Invalid Reference Id : {said}",
        element=element,
    )


def not_found(what: str = "") -> FaultError:
    """No such record."""
    return FaultError(
        "610",
        "Object Not Found",
        detail="Object Not Found : Something you're trying to use has been made inactive. Check "
        f"the fields with accounts, customers, items, vendors or employees. {what}".strip(),
    )


def stale() -> FaultError:
    """A SyncToken that is not the record's present one."""
    return FaultError(
        "5010",
        "Stale Object Error",
        detail="Stale Object Error : You and another user were working on this at the same time. "
        "The other user finished before you did, so your work was not saved.",
    )


def period_closed_on_edit() -> FaultError:
    """An edit of a transaction in a closed period, told under the code of a stale object."""
    return FaultError(
        "5010",
        "Stale Object Error",
        detail="Stale Object Error : The account period has closed and the transaction cannot "
        "be changed until the account period is opened again.",
    )


def period_closed() -> FaultError:
    """A new transaction dated in a closed period."""
    return FaultError(
        "6210",
        "Account Period Closed",
        detail="The account period has closed and the account books cannot be updated through "
        "the QBO Services API. Please use the QBO website to make these changes.",
        element="TxnDate",
    )


def business(detail: str, *, element: str = "") -> FaultError:
    """A rule of the books that the record breaks; only the text tells which."""
    return FaultError(
        "6000",
        "A business validation error has occurred while processing your request",
        detail=f"Business Validation Error: {detail}",
        element=element,
    )


def wrong_amount() -> FaultError:
    """A line whose amount is not quantity times unit price."""
    return FaultError(
        "6070",
        "Amount calculation incorrect in the request",
        detail="Amount calculation incorrect in the request: Amount is not equal to UnitPrice * "
        "Qty. Supplied value:",
        element="Line.Amount",
    )


def duplicate_number(number: str, *, kind: str, holder: str) -> FaultError:
    """A document number that another document of this kind has."""
    return FaultError(
        "6140",
        "Duplicate Document Number Error",
        detail="Duplicate Document Number Error : You must specify a different number. This "
        f"number has already been used. DocNumber={number} is assigned to TxnType={kind} with "
        f"TxnId={holder}",
        element="DocNumber",
    )


def subscription_ended() -> FaultError:
    """A company that is no longer subscribed: a fault inside a good status."""
    return FaultError(
        "6190",
        "Invalid Company Status",
        detail="Subscription period has ended or canceled or there was a billing problem : You "
        "can't add data to QuickBooks Online Plus because your trial or subscription period "
        "ended, you canceled your subscription, or there was a billing problem.",
        status=200,
    )


def duplicate_name(what: str) -> FaultError:
    """A name that another customer, vendor, employee, item or account has."""
    return FaultError(
        "6240",
        "Duplicate Name Exists Error",
        detail=f"The name supplied already exists. : Another {what} is already using this name. "
        "Please use a different name.",
    )


def unsupported_operation(operation: str) -> FaultError:
    """An operation that the entity does not have."""
    return FaultError(
        "500",
        "Unsupported Operation",
        detail=f"Operation {operation} is not supported.",
    )


def invalid_query(detail: str, *, code: str = "4001") -> FaultError:
    """A query that does not parse (4000) or is not valid (4001)."""
    message = "Error parsing query" if code == "4000" else "Invalid query"
    return FaultError(code, message, detail=detail)
