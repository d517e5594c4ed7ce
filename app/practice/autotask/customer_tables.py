"""The entities about customers: companies, locations, contacts, terms and what they refer to.

Names and types are those of the vendor's published description; lengths and required fields
those of its help pages.
"""

from typing import Final

from app.practice.autotask.fields import Entity, Parent, UserField, read_fields

_COMPANIES: Final = """
id:long- additionalAddressInformation:string(100) address1:string(150) address2:string(150)
alternatePhone1:string(25) alternatePhone2:string(25) apiVendorID:integer- assetValue:double~
billToCompanyLocationID:integer>CompanyLocations billToAdditionalAddressInformation:string(100)
billingAddress1:string(150) billingAddress2:string(150) billToAddressToUse:integer=billToAddress
billToAttention:string(50) billToCity:string(50) billToCountryID:integer>Countries
billToState:string(128) billToZipCode:string(50) city:string(50)
classification:integer=classification companyName:string(100)! companyNumber:string(50)
companyType:integer!=companyType competitorID:integer countryID:integer>Countries
createDate:datetime- createdByResourceID:integer->Resources currencyID:integer>Currencies
fax:string(25) impersonatorCreatorResourceID:integer- invoiceEmailMessageID:integer
invoiceMethod:integer=invoiceMethod invoiceNonContractItemsToParentCompany:boolean
invoiceTemplateID:integer>InvoiceTemplates isActive:boolean isClientPortalActive:boolean
isEnabledForComanaged:boolean- isTaskFireActive:boolean- isTaxExempt:boolean
lastActivityDate:datetime- lastTrackedModifiedDateTime:datetime- marketSegmentID:integer
ownerResourceID:integer!>Resources parentCompanyID:integer>Companies phone:string(25)!
postalCode:string(10) quoteEmailMessageID:integer quoteTemplateID:integer sicCode:string(32)
state:string(128) stockMarket:string(10) stockSymbol:string(10) surveyCompanyRating:double-
taxID:string(50) taxRegionID:integer>TaxRegions territoryID:integer webAddress:string(255)
"""

_LOCATIONS: Final = """
id:long- address1:string(128) address2:string(128) alternatePhone1:string(25)
alternatePhone2:string(25) city:string(50) companyID:integer!>Companies
countryID:integer>Countries description:string(500) fax:string(25) isActive:boolean
isPrimary:boolean isTaxExempt:boolean overrideAccountTaxSettings:boolean name:string(100)!
phone:string(25) postalCode:string(20) roundtripDistance:double state:string(50)
taxRegionID:integer>TaxRegions
"""

_CONTACTS: Final = """
id:long- additionalAddressInformation:string(100) addressLine:string(128)
addressLine1:string(128) alternatePhone:string(32) apiVendorID:integer
bulkEmailOptOutTime:datetime- city:string(32) companyID:integer!>Companies
companyLocationID:integer>CompanyLocations countryID:integer>Countries createDate:datetime-
emailAddress:string(254) emailAddress2:string(254) emailAddress3:string(254)
extension:string(10) externalID:string(50) facebookUrl:string(200) faxNumber:string(25)
firstName:string(50)! impersonatorCreatorResourceID:integer- isActive:integer!
isOptedOutFromBulkEmail:boolean lastActivityDate:datetime- lastModifiedDate:datetime-
lastName:string(50)! linkedInUrl:string(200) middleInitial:string(50) mobilePhone:string(25)
namePrefix:integer nameSuffix:integer note:string(50) receivesEmailNotifications:boolean
phone:string(25) primaryContact:boolean roomNumber:string(50) solicitationOptOut:boolean
solicitationOptOutTime:datetime- state:string(40) surveyOptOut:boolean title:string(50)
twitterUrl:string(200) zipCode:string(16)
"""

_PAYMENT_TERMS: Final = """
id:long- description:string(200) isActive:boolean name:string(100)! paymentDueInDays:integer!
"""

_INVOICE_TEMPLATES: Final = """
id:long- coveredByBlockRetainerContractLabel:string(50)-
coveredByRecurringServiceFixedPricePerTicketContractLabel:string(50)-
currencyNegativeFormat:string(10)- currencyPositiveFormat:string(10)- dateFormat:integer-
displayFixedPriceContractLabor:boolean- displayRecurringServiceContractLabor:boolean-
displaySeparateLineItemForEachTax:boolean- displayTaxCategory:boolean-
displayTaxCategorySuperscripts:boolean- displayZeroAmountRecurringServicesAndBundles:boolean-
groupBy:integer- itemizeItemsInEachGroup:integer- itemizeServicesAndBundles:boolean-
name:string(50)- nonBillableLaborLabel:string(50)- numberFormat:integer- pageLayout:integer-
pageNumberFormat:integer- paymentTerms:integer->PaymentTerms rateCostExpression:string(10)-
showGridHeader:boolean- showVerticalGridLines:boolean- sortBy:integer- timeFormat:integer-
"""

_RESOURCES: Final = """
id:long- accountingReferenceID:string(100) dateFormat:string(20)
defaultServiceDeskRoleID:long>Roles email:string(254)! email2:string(50) email3:string(50)
emailTypeCode:string(20) emailTypeCode2:string(20) emailTypeCode3:string(20)
firstName:string(50)! gender:string(1) greeting:integer hireDate:datetime homePhone:string(25)
initials:string(32) internalCost:double isActive:boolean lastName:string(50)!
licenseType:integer locationID:integer middleName:string(50) mobilePhone:string(25)
numberFormat:string(20) officeExtension:string(10) officePhone:string(25) payrollType:integer
resourceType:string(15) suffix:integer surveyResourceRating:double- timeFormat:string(20)
title:string(50) travelAvailabilityPct:string(15) userName:string(32)! userType:integer
"""

_ROLES: Final = """
id:long- description:string(200) hourlyFactor:double! hourlyRate:double! isActive:boolean
isExcludedFromNewContracts:boolean isSystemRole:boolean- name:string(200)!
quoteItemDefaultTaxCategoryId:integer>TaxCategories roleType:integer-
"""

_COUNTRIES: Final = """
id:long- addressFormatID:long countryCode:string(2)- displayName:string(100)!
invoiceTemplateID:integer>InvoiceTemplates isActive:boolean isDefaultCountry:boolean
name:string(100)- quoteTemplateID:integer
"""

_CURRENCIES: Final = """
id:long- currencyNegativeFormat:string(10) currencyPositiveFormat:string(10)
description:string(100)- displaySymbol:integer exchangeRate:double isActive:boolean
isInternalCurrency:boolean- lastModifiedDateTime:datetime- name:string(3)-
updateResourceId:integer->Resources
"""

_TAX_REGIONS: Final = "id:long- isActive:boolean name:string(200)!"
_TAX_CATEGORIES: Final = "id:long- description:string(200) isActive:boolean name:string(200)!"
_TAXES: Final = """
id:long- isCompounded:boolean taxCategoryID:integer!>TaxCategories taxName:string(100)!
taxRate:double! taxRegionID:integer!>TaxRegions
"""

CUSTOMER_ENTITIES: Final = (
    Entity(
        "Companies",
        "Company",
        read_fields(_COMPANIES),
        can_create=True,
        can_update=True,
        webhooks=True,
        user_fields=(
            UserField("Billing Ref", length=50),
            UserField("Billing Email", length=254),
            UserField("Service Tier", "picklist", choices=(("1", "Standard"), ("2", "Priority"))),
        ),
    ),
    Entity(
        "CompanyLocations",
        "CompanyLocation",
        read_fields(_LOCATIONS),
        parent=Parent("Companies", "Locations", "companyID"),
        can_create=True,
        can_update=True,
        can_delete=True,
        at_root=False,
        user_fields=(UserField("Site Code", length=30),),
    ),
    Entity(
        "Contacts",
        "Contact",
        read_fields(_CONTACTS),
        parent=Parent("Companies", "Contacts", "companyID"),
        can_create=True,
        can_update=True,
        can_delete=True,
        at_root=False,
        webhooks=True,
        user_fields=(UserField("Receives Invoices", length=5),),
    ),
    Entity(
        "PaymentTerms",
        "PaymentTerm",
        read_fields(_PAYMENT_TERMS),
        can_create=True,
        can_update=True,
    ),
    Entity("InvoiceTemplates", "InvoiceTemplate", read_fields(_INVOICE_TEMPLATES)),
    Entity("Resources", "Resource", read_fields(_RESOURCES), can_update=True),
    Entity("Roles", "Role", read_fields(_ROLES), can_create=True, can_update=True),
    Entity("Countries", "Country", read_fields(_COUNTRIES), can_update=True),
    Entity("Currencies", "Currency", read_fields(_CURRENCIES), can_update=True),
    Entity("TaxRegions", "TaxRegion", read_fields(_TAX_REGIONS), can_create=True, can_update=True),
    Entity(
        "TaxCategories",
        "TaxCategory",
        read_fields(_TAX_CATEGORIES),
        can_create=True,
        can_update=True,
    ),
    Entity("Taxes", "Tax", read_fields(_TAXES), can_create=True, can_update=True),
)
