from app.billing.draft import DraftInvoice
from app.findings import error, warning
from tests.billing.records import a_line, an_invoice

INVOICE = an_invoice(a_line())


def test_a_warning_leaves_nothing_out() -> None:
    draft = DraftInvoice(
        account_number="10042",
        accounts=("10042",),
        invoice=INVOICE,
        findings=(warning("no_email", "No address."),),
    )
    assert draft.billed is INVOICE


def test_an_error_leaves_it_out() -> None:
    draft = DraftInvoice(
        account_number="10042",
        accounts=("10042",),
        invoice=INVOICE,
        findings=(error("terms", "No terms."),),
    )
    assert (draft.is_left_out, draft.billed) == (True, None)


def test_a_tax_problem_leaves_it_out() -> None:
    draft = DraftInvoice(
        account_number="10042",
        accounts=("10042",),
        invoice=INVOICE,
        tax_problems=(error("undecided_charge", "No row."),),
    )
    assert [problem.code for problem in draft.errors] == ["undecided_charge"]


def test_where_there_is_nothing_to_bill_nothing_is_left_out() -> None:
    draft = DraftInvoice(
        account_number="10042",
        accounts=("10042",),
        invoice=None,
        findings=(error("terms", "No terms."),),
    )
    assert (draft.is_left_out, draft.billed) == (False, None)
