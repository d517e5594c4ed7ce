"""The lists of the API: where each stands, which record it holds, what may be done to it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of records at ``path``, below ``parent`` where that stands in it as ``<parent>``."""

    path: str
    record: str
    resource: str
    """What error bodies call one of it."""
    methods: str = "GET POST PATCH PUT DELETE"
    parent_steps: tuple[str, ...] = ()
    """Where a row holds its parent's id."""
    parent_path: str = ""
    """The list its parents stand in."""
    is_forward: bool = True
    """Whether it takes forward-only paging; others answer page by page without a Link."""
    has_search: bool = False


_READ: Final = "GET"
_OF_COMPANY: Final = ("company", "id")
_OF_AGREEMENT: Final = ("agreementId",)

COMPANIES: Final = Kind("company/companies", "Company", "company", has_search=True)
SITES: Final = Kind(
    "company/companies/<int:parent>/sites",
    "CompanySite",
    "companySite",
    parent_steps=_OF_COMPANY,
    parent_path="company/companies",
)
TYPE_ASSOCIATIONS: Final = Kind(
    "company/companies/<int:parent>/typeassociations",
    "CompanyCompanyTypeAssociationCompanyTypeAssociation",
    "companyTypeAssociation",
    "GET POST DELETE",
    parent_steps=_OF_COMPANY,
    parent_path="company/companies",
)
STATUSES: Final = Kind("company/companies/statuses", "CompanyStatus", "companyStatus", _READ)
TYPES: Final = Kind("company/companies/types", "CompanyType", "companyType", _READ)
CONTACTS: Final = Kind("company/contacts", "Contact", "contact", has_search=True)
COMMUNICATIONS: Final = Kind(
    "company/contacts/<int:parent>/communications",
    "ContactCommunication",
    "contactCommunication",
    parent_steps=("contactId",),
    parent_path="company/contacts",
)
CONFIGURATIONS: Final = Kind(
    "company/configurations", "CompanyConfiguration", "configuration", has_search=True
)
TERMS: Final = Kind("finance/billingterms", "BillingTerm", "billingTerm", _READ, is_forward=False)
CYCLES: Final = Kind(
    "finance/billingcycles", "BillingCycle", "billingCycle", _READ, is_forward=False
)
BILLING_STATUSES: Final = Kind(
    "finance/billingstatuses", "BillingStatus", "billingStatus", _READ, is_forward=False
)
TAX_CODES: Final = Kind("finance/taxcodes", "TaxCode", "taxCode", _READ, is_forward=False)
CURRENCIES: Final = Kind(
    "finance/currencies", "FinanceCurrency", "currency", _READ, is_forward=False
)
DELIVERY_METHODS: Final = Kind(
    "finance/deliverymethods", "DeliveryMethod", "deliveryMethod", _READ, is_forward=False
)
AGREEMENTS: Final = Kind("finance/agreements", "Agreement", "agreement", has_search=True)
AGREEMENT_TYPES: Final = Kind(
    "finance/agreements/types", "AgreementType", "agreementType", _READ, is_forward=False
)
ADDITIONS: Final = Kind(
    "finance/agreements/<int:parent>/additions",
    "Addition",
    "addition",
    parent_steps=_OF_AGREEMENT,
    parent_path="finance/agreements",
)
ADJUSTMENTS: Final = Kind(
    "finance/agreements/<int:parent>/adjustments",
    "AgreementAdjustment",
    "adjustment",
    parent_steps=_OF_AGREEMENT,
    parent_path="finance/agreements",
)
AGREEMENT_SITES: Final = Kind(
    "finance/agreements/<int:parent>/sites",
    "AgreementSite",
    "agreementSite",
    parent_steps=_OF_AGREEMENT,
    parent_path="finance/agreements",
)
AGREEMENT_CONFIGURATIONS: Final = Kind(
    "finance/agreements/<int:parent>/configurations",
    "ConfigurationReference",
    "configuration",
    _READ,
    parent_steps=_OF_AGREEMENT,
    parent_path="finance/agreements",
)
RATE_OVERRIDES: Final = tuple(
    Kind(
        f"finance/agreements/<int:parent>/{path}",
        record,
        resource,
        "GET POST DELETE" if path.endswith("exclusions") else "GET POST PATCH PUT DELETE",
        parent_steps=_OF_AGREEMENT,
        parent_path="finance/agreements",
    )
    for path, record, resource in (
        ("workroles", "AgreementWorkRole", "agreementWorkRole"),
        ("worktypes", "AgreementWorkType", "agreementWorkType"),
        ("workroleexclusions", "AgreementWorkRoleExclusion", "agreementWorkRoleExclusion"),
        ("worktypeexclusions", "AgreementWorkTypeExclusion", "agreementWorkTypeExclusion"),
    )
)
RECAPS: Final = Kind("finance/agreementrecap", "AgreementRecap", "agreementRecap", _READ)
COMPANY_FINANCES: Final = Kind("finance/companyfinance", "CompanyFinance", "companyFinance", _READ)
INVOICES: Final = Kind("finance/invoices", "Invoice", "invoice", has_search=True)
PAYMENTS: Final = Kind(
    "finance/invoices/<int:parent>/payments",
    "InvoicePayment",
    "payment",
    parent_steps=("invoice", "id"),
    parent_path="finance/invoices",
)
UNPOSTED_INVOICES: Final = Kind(
    "finance/accounting/unpostedinvoices", "UnpostedInvoice", "unpostedInvoice", _READ
)
UNPOSTED_EXPENSES: Final = Kind(
    "finance/accounting/unpostedexpenses", "UnpostedExpense", "unpostedExpense", _READ
)
UNPOSTED_PROCUREMENT: Final = Kind(
    "finance/accounting/unpostedprocurement", "UnpostedProcurement", "unpostedProcurement", _READ
)
UNPOSTED_PAYMENTS: Final = Kind(
    "finance/accounting/unpostedpayments", "UnpostedPayments", "unpostedPayment", _READ
)
BATCHES: Final = Kind("finance/accounting/batches", "AccountingBatch", "batch", "GET POST DELETE")
PRODUCTS: Final = Kind("procurement/products", "ProductItem", "productItem", has_search=True)
CATALOG: Final = Kind("procurement/catalog", "CatalogItem", "catalogItem", has_search=True)
EXPENSES: Final = Kind("expense/entries", "ExpenseEntry", "expenseEntry")
TIME: Final = Kind("time/entries", "TimeEntry", "timeEntry", has_search=True)
TIME_CHANGES: Final = Kind("time/changelogs", "TimeEntryChangeLog", "timeEntryChangeLog", _READ)
WORK_ROLES: Final = Kind("time/workroles", "WorkRole", "workRole", _READ, is_forward=False)
WORK_TYPES: Final = Kind("time/worktypes", "WorkType", "workType", _READ, is_forward=False)
TICKETS: Final = Kind("service/tickets", "Ticket", "ticket", "GET", has_search=True)
MEMBERS: Final = Kind("system/members", "Member", "member", _READ, is_forward=False)
CUSTOM_FIELDS: Final = Kind(
    "system/userdefinedfields", "UserDefinedField", "userDefinedField", is_forward=False
)
CALLBACKS: Final = Kind("system/callbacks", "CallbackEntry", "callback", is_forward=False)

KINDS: Final = (
    COMPANIES,
    SITES,
    TYPE_ASSOCIATIONS,
    STATUSES,
    TYPES,
    CONTACTS,
    COMMUNICATIONS,
    CONFIGURATIONS,
    TERMS,
    CYCLES,
    BILLING_STATUSES,
    TAX_CODES,
    CURRENCIES,
    DELIVERY_METHODS,
    AGREEMENTS,
    AGREEMENT_TYPES,
    ADDITIONS,
    ADJUSTMENTS,
    AGREEMENT_SITES,
    AGREEMENT_CONFIGURATIONS,
    *RATE_OVERRIDES,
    RECAPS,
    COMPANY_FINANCES,
    INVOICES,
    PAYMENTS,
    UNPOSTED_INVOICES,
    UNPOSTED_EXPENSES,
    UNPOSTED_PROCUREMENT,
    UNPOSTED_PAYMENTS,
    BATCHES,
    PRODUCTS,
    CATALOG,
    EXPENSES,
    TIME,
    TIME_CHANGES,
    WORK_ROLES,
    WORK_TYPES,
    TICKETS,
    MEMBERS,
    CUSTOM_FIELDS,
    CALLBACKS,
)

REFERENCES: Final = {
    "CompanyReference": (COMPANIES, ("identifier", "name")),
    "SiteReference": (SITES, ("name",)),
    "ContactReference": (CONTACTS, ("name",)),
    "CompanyStatusReference": (STATUSES, ("name",)),
    "CompanyTypeReference": (TYPES, ("name",)),
    "BillingTermsReference": (TERMS, ("name",)),
    "BillingCycleReference": (CYCLES, ("name",)),
    "BillingStatusReference": (BILLING_STATUSES, ("name",)),
    "BillingDeliveryReference": (DELIVERY_METHODS, ("name",)),
    "TaxCodeReference": (TAX_CODES, ("name",)),
    "CurrencyReference": (CURRENCIES, ("name",)),
    "AgreementReference": (AGREEMENTS, ("name", "type")),
    "AgreementTypeReference": (AGREEMENT_TYPES, ("name",)),
    "IvItemReference": (CATALOG, ("identifier",)),
    "CatalogItemReference": (CATALOG, ("identifier",)),
    "InvoiceReference": (INVOICES, ("identifier",)),
    "TicketReference": (TICKETS, ("summary",)),
    "MemberReference": (MEMBERS, ("identifier", "name")),
    "WorkRoleReference": (WORK_ROLES, ("name",)),
    "WorkTypeReference": (WORK_TYPES, ("name",)),
}
"""Which list a reference points into, and what it carries along besides the id."""
