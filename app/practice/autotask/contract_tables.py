"""The entities about agreements and work: contracts with their lines, tickets, projects, time.

Names and types are those of the vendor's published description; lengths and required fields
those of its help pages. The period types are texts ("m"), as the vendor's picklists hold them.
"""

from typing import Final

from app.practice.autotask.fields import Entity, Parent, UserField, read_fields

_CONTRACTS: Final = """
id:long- billingPreference:integer=billingPreference billToCompanyContactID:integer>Contacts
billToCompanyID:integer>Companies companyID:integer!>Companies contactID:integer>Contacts
contactName:string(250) contractCategory:integer=contractCategory contractExclusionSetID:integer
contractName:string(100)! contractNumber:string(50) contractPeriodType:string(1)=periodType
contractType:integer!=contractType description:string(2000) endDate:datetime!
estimatedCost:double estimatedHours:double estimatedRevenue:double
exclusionContractID:long>Contracts internalCurrencyOverageBillingRate:double-
internalCurrencySetupFee:double- isCompliant:boolean isDefaultContract:boolean
lastModifiedDateTime:datetime- opportunityID:integer
organizationalLevelAssociationID:integer overageBillingRate:double
purchaseOrderNumber:string(50) renewedContractID:long- serviceLevelAgreementID:integer
setupFee:double setupFeeBillingCodeID:long>BillingCodes startDate:datetime!
status:integer!=contractStatus timeReportingRequiresStartAndStopTimes:integer!=yesNo
"""

_CONTRACT_SERVICES: Final = """
id:long- contractID:integer!>Contracts internalCurrencyAdjustedPrice:double-
internalCurrencyUnitPrice:double- internalDescription:string(100)
invoiceDescription:string(1000) quoteItemID:long serviceID:integer!>Services unitCost:double
unitPrice:double
"""

_CONTRACT_SERVICE_UNITS: Final = """
id:long- approveAndPostDate:datetime- contractID:integer->Contracts
contractServiceID:integer->ContractServices cost:double- endDate:datetime-
internalCurrencyPrice:double- organizationalLevelAssociationID:integer- price:double-
serviceID:integer->Services startDate:datetime- units:integer- vendorCompanyID:integer-
"""

_CONTRACT_SERVICE_ADJUSTMENTS: Final = """
id:long- adjustedUnitCost:double adjustedUnitPrice:double allowRepeatService:boolean
contractID:integer>Contracts contractServiceID:integer>ContractServices
effectiveDate:datetime! quoteItemID:integer serviceID:integer>Services unitChange:integer!
"""

_CONTRACT_SERVICE_BUNDLES: Final = """
id:long- adjustedPrice:double contractID:integer!>Contracts
internalCurrencyAdjustedPrice:double- internalCurrencyUnitPrice:double-
internalDescription:string(100) invoiceDescription:string(1000) quoteItemID:long
serviceBundleID:integer!>ServiceBundles unitPrice:double
"""

_CONTRACT_SERVICE_BUNDLE_UNITS: Final = """
id:long- approveAndPostDate:datetime- contractID:integer->Contracts
contractServiceBundleID:integer->ContractServiceBundles cost:double- endDate:datetime-
internalCurrencyPrice:double- organizationalLevelAssociationID:integer- price:double-
serviceBundleID:integer->ServiceBundles startDate:datetime- units:integer-
"""

_CONTRACT_BLOCKS: Final = """
id:long- contractID:integer!>Contracts datePurchased:datetime! endDate:datetime!
hourlyRate:double! hours:double! hoursApproved:double- invoiceNumber:string(50)
isPaid:boolean paymentNumber:string(50) paymentType:integer=paymentType startDate:datetime!
status:integer=contractStatus
"""

_CONTRACT_RATES: Final = """
id:long- contractHourlyRate:double! contractID:integer!>Contracts
internalCurrencyContractHourlyRate:double- roleID:integer!>Roles
"""

_SERVICES: Final = """
id:long- billingCodeID:integer!>BillingCodes createDate:datetime-
creatorResourceID:integer->Resources description:string(400) invoiceDescription:string(1000)
isActive:boolean lastModifiedDate:datetime- markupRate:double- name:string(150)!
periodType:string(1)!=periodType serviceLevelAgreementID:long unitCost:double unitPrice:double!
updateResourceID:integer->Resources vendorCompanyID:integer>Companies externalID:string(50)
sku:string(50)
"""

_SERVICE_BUNDLES: Final = """
id:long- billingCodeID:integer!>BillingCodes createDate:datetime-
creatorResourceID:integer->Resources description:string(200) invoiceDescription:string(1000)
isActive:boolean lastModifiedDate:datetime- name:string(150)! percentageDiscount:double
periodType:string(1)!=periodType serviceLevelAgreementID:long unitCost:double-
unitDiscount:double unitPrice:double updateResourceID:integer->Resources
"""

_TICKETS: Final = """
id:long- apiVendorID:integer assignedResourceID:integer>Resources
assignedResourceRoleID:integer>Roles billingCodeID:integer>BillingCodes
changeApprovalBoard:integer changeApprovalStatus:integer changeApprovalType:integer
companyID:integer!>Companies companyLocationID:integer>CompanyLocations
completedByResourceID:integer->Resources completedDate:datetime- configurationItemID:integer
contactID:integer>Contacts contractID:integer>Contracts contractServiceBundleID:long
contractServiceID:long>ContractServices createDate:datetime-
creatorResourceID:integer->Resources description:string(8000) dueDateTime:datetime
estimatedHours:double externalID:string(50) issueType:integer lastActivityDate:datetime-
lastActivityResourceID:integer- lastTrackedModificationDateTime:datetime-
organizationalLevelAssociationID:integer priority:integer!=ticketPriority
projectID:integer>Projects purchaseOrderNumber:string(50) queueID:integer
resolution:string(32000) resolvedDateTime:datetime- serviceLevelAgreementID:integer
source:integer status:integer!=ticketStatus subIssueType:integer ticketCategory:integer
ticketNumber:string(50)- ticketType:integer=ticketType title:string(255)!
"""

_PROJECTS: Final = """
id:long- actualBilledHours:double- actualHours:double- companyID:integer!>Companies
completedDateTime:datetime- completedPercentage:integer- contractID:integer>Contracts
createDateTime:datetime- creatorResourceID:integer->Resources department:integer
description:string(2000) duration:integer- endDateTime:datetime! estimatedTime:double-
extProjectNumber:string(50) lastActivityDateTime:datetime- projectLeadResourceID:integer>Resources
projectName:string(100)! projectNumber:string(50)- projectType:integer!=projectType
purchaseOrderNumber:string(50) startDateTime:datetime! status:integer!=projectStatus
statusDateTime:datetime- statusDetail:string(2000)
"""

_TIME_ENTRIES: Final = """
id:long- billingApprovalDateTime:datetime billingApprovalLevelMostRecent:integer-
billingApprovalResourceID:integer>Resources billingCodeID:integer>BillingCodes
contractID:integer>Contracts contractServiceBundleID:long
contractServiceID:long>ContractServices createDateTime:datetime- creatorUserID:integer-
dateWorked:datetime! endDateTime:datetime hoursToBill:double- hoursWorked:double
impersonatorCreatorResourceID:integer- impersonatorUpdaterResourceID:integer-
internalBillingCodeID:integer internalNotes:string(32000) isNonBillable:boolean
lastModifiedDateTime:datetime- lastModifiedUserID:integer- offsetHours:double
resourceID:integer!>Resources roleID:integer>Roles showOnInvoice:boolean startDateTime:datetime
summaryNotes:string(32000) taskID:integer ticketID:integer>Tickets
timeEntryType:integer-=timeEntryType
"""


def _of_contract(path: str, name: str, table: str, part: str) -> Entity:
    return Entity(
        path,
        name,
        read_fields(table),
        parent=Parent("Contracts", part, "contractID"),
        can_create=True,
        can_update=True,
        at_root=False,
    )


def _units(path: str, name: str, table: str, part: str) -> Entity:
    parent = Parent("Contracts", part, "contractID")
    return Entity(path, name, read_fields(table), parent=parent, at_root=False)


CONTRACT_ENTITIES: Final = (
    Entity(
        "Contracts",
        "Contract",
        read_fields(_CONTRACTS),
        can_create=True,
        can_update=True,
        user_fields=(UserField("Contract Ref", length=50),),
    ),
    _of_contract("ContractServices", "ContractService", _CONTRACT_SERVICES, "Services"),
    _units("ContractServiceUnits", "ContractServiceUnit", _CONTRACT_SERVICE_UNITS, "ServiceUnits"),
    Entity(
        "ContractServiceAdjustments",
        "ContractServiceAdjustment",
        read_fields(_CONTRACT_SERVICE_ADJUSTMENTS),
        parent=Parent("Contracts", "ServiceAdjustments", "contractID"),
        can_create=True,
        can_query=False,
    ),
    _of_contract(
        "ContractServiceBundles",
        "ContractServiceBundle",
        _CONTRACT_SERVICE_BUNDLES,
        "ServiceBundles",
    ),
    _units(
        "ContractServiceBundleUnits",
        "ContractServiceBundleUnit",
        _CONTRACT_SERVICE_BUNDLE_UNITS,
        "ServiceBundleUnits",
    ),
    _of_contract("ContractBlocks", "ContractBlock", _CONTRACT_BLOCKS, "Blocks"),
    _of_contract("ContractRates", "ContractRate", _CONTRACT_RATES, "Rates"),
    Entity("Services", "Service", read_fields(_SERVICES), can_create=True, can_update=True),
    Entity(
        "ServiceBundles",
        "ServiceBundle",
        read_fields(_SERVICE_BUNDLES),
        can_create=True,
        can_update=True,
        can_delete=True,
    ),
    Entity(
        "Tickets",
        "Ticket",
        read_fields(_TICKETS),
        can_create=True,
        can_update=True,
        webhooks=True,
        user_fields=(UserField("Circuit", length=50),),
    ),
    Entity("Projects", "Project", read_fields(_PROJECTS), can_create=True, can_update=True),
    Entity(
        "TimeEntries",
        "TimeEntry",
        read_fields(_TIME_ENTRIES),
        can_create=True,
        can_update=True,
        can_delete=True,
    ),
)
