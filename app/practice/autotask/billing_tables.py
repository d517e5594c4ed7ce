"""The entities about money: charges, posted items, invoices, billing codes.

Names and types are those of the vendor's published description; lengths, required and locked
fields those of its help pages.
"""

from typing import Final

from app.practice.autotask.fields import Entity, Parent, UserField, read_fields

_CHARGES: Final = """
id:long- billableAmount:double- billingCodeID:long>BillingCodes chargeType:integer!=chargeType
contractServiceBundleID:long contractServiceID:long>ContractServices createDate:datetime-
creatorResourceID:long->Resources datePurchased:datetime! description:string(2000)
extendedCost:double- internalCurrencyBillableAmount:double- internalCurrencyUnitPrice:double-
internalPurchaseOrderNumber:string(50) isBillableToCompany:boolean isBilled:boolean-
name:string(100)! notes:string(2000) organizationalLevelAssociationID:integer productID:long
purchaseOrderNumber:string(50) status:long=chargeStatus statusLastModifiedBy:long-
statusLastModifiedDate:datetime- unitCost:double unitPrice:double unitQuantity:double!
"""

_BILLING_ITEMS: Final = """
id:long- accountManagerWhenApprovedID:integer->Resources billingCodeID:integer->BillingCodes
billingItemType:integer-=billingItemType companyID:integer->Companies configurationItemID:long-
contractChargeID:long->ContractCharges contractID:integer->Contracts description:string(2000)-
expenseItemID:integer- extendedPrice:double- internalCurrencyExtendedPrice:double-
internalCurrencyRate:double- internalCurrencyTaxDollars:double-
internalCurrencyTotalAmount:double- invoiceID:integer->Invoices
itemApproverID:integer->Resources itemDate:datetime- itemName:string(255)-
lineItemFullDescription:string(2000)~- lineItemGroupDescription:string(2000)~-
lineItemID:long- milestoneID:long- nonBillable:integer- organizationalLevelAssociationID:integer-
ourCost:double- postedDate:datetime- postedOnTime:datetime- projectChargeID:long->ProjectCharges
projectID:integer->Projects purchaseOrderNumber:string(50)- quantity:double- rate:double-
roleID:integer->Roles serviceBundleID:long->ServiceBundles serviceID:long->Services
subType:integer-=billingItemSubType taskID:integer- taxDollars:double-
ticketChargeID:long->TicketCharges ticketID:integer->Tickets timeEntryID:integer->TimeEntries
totalAmount:double- vendorID:long- contractServiceID:long->ContractServices
taxCategoryID:integer->TaxCategories sortOrderID:integer- webServiceDate:datetime
"""

_INVOICES: Final = """
id:long- batchID:integer- comments:string(4000) companyID:integer->Companies
createDateTime:datetime- creatorResourceID:integer->Resources dueDate:datetime~
fromDate:datetime- invoiceDateTime:datetime- invoiceEditorTemplateID:integer->InvoiceTemplates
invoiceNumber:string(50) invoiceStatus:integer- invoiceTotal:double- isVoided:boolean-
orderNumber:string(50)- paidDate:datetime paymentTerm:integer->PaymentTerms
taxGroup:integer~->TaxRegions taxRegionName:string(200)- toDate:datetime- totalTaxValue:double-
voidedByResourceID:integer->Resources voidedDate:datetime- webServiceDate:datetime
"""

_BILLING_CODES: Final = """
id:long- afterHoursWorkType:integer->BillingCodes billingCodeType:integer-=billingCodeType
department:integer- description:string(500)- externalNumber:string(100)-
generalLedgerAccount:integer-=generalLedgerAccount isActive:boolean-
isExcludedFromNewContracts:boolean- markupRate:double- name:string(200)-
taxCategoryID:integer->TaxCategories unitCost:double- unitPrice:double-
useType:integer-=useType
"""


def _charges(path: str, name: str, *, parent: Parent, own: str) -> Entity:
    return Entity(
        path,
        name,
        read_fields(f"{_CHARGES} {own}"),
        parent=parent,
        can_create=True,
        can_update=True,
        can_delete=True,
        at_root=False,
        user_fields=(UserField("Our Invoice", length=50),),
    )


BILLING_ENTITIES: Final = (
    _charges(
        "ContractCharges",
        "ContractCharge",
        parent=Parent("Contracts", "Charges", "contractID"),
        own="contractID:long!>Contracts",
    ),
    _charges(
        "TicketCharges",
        "TicketCharge",
        parent=Parent("Tickets", "Charges", "ticketID"),
        own="ticketID:long!>Tickets",
    ),
    _charges(
        "ProjectCharges",
        "ProjectCharge",
        parent=Parent("Projects", "Charges", "projectID"),
        own="projectID:long!>Projects estimatedCost:double",
    ),
    Entity("BillingItems", "BillingItem", read_fields(_BILLING_ITEMS), can_update=True),
    Entity("Invoices", "Invoice", read_fields(_INVOICES), can_update=True),
    Entity("BillingCodes", "BillingCode", read_fields(_BILLING_CODES)),
)
