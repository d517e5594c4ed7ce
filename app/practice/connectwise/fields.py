"""The fields of each record and reference, by the vendor's published description of 2025.1.

One record a paragraph: its name, then ``field:type``, ``!`` marking a required one. ``text50`` is a
text of at most 50 characters, ``{A,B}`` one of these words, ``@Name`` another record, ``[...]`` a
list.
"""

# ruff: noqa: E501  tables are wider than text

from typing import Final

FIELDS: Final = """
Company id:int identifier!:text30 name!:text50 status:@CompanyStatusReference addressLine1:text50 addressLine2:text50 city:text50 state:text50 zip:text12
  country:@CountryReference phoneNumber:text30 faxNumber:text30 website:text255 territory:@SystemLocationReference market:@MarketDescriptionReference accountNumber:text
  defaultContact:@ContactReference dateAcquired:date sicCode:@SicCodeReference parentCompany:@CompanyReference annualRevenue:number numberOfEmployees:int
  yearEstablished:int revenueYear:int ownershipType:@OwnershipTypeReference timeZoneSetup:@TimeZoneSetupReference leadSource:text50 leadFlag:flag unsubscribeFlag:flag
  calendar:@CalendarReference userDefinedField1:text50 userDefinedField2:text50 userDefinedField3:text50 userDefinedField4:text50 userDefinedField5:text50
  userDefinedField6:text50 userDefinedField7:text50 userDefinedField8:text50 userDefinedField9:text50 userDefinedField10:text50 vendorIdentifier:text taxIdentifier:text
  taxCode:@TaxCodeReference billingTerms:@BillingTermsReference invoiceTemplate:@InvoiceTemplateReference pricingSchedule:@PricingScheduleReference
  companyEntityType:@EntityTypeReference billToCompany:@CompanyReference billingSite:@SiteReference billingContact:@ContactReference
  invoiceDeliveryMethod:@BillingDeliveryReference invoiceToEmailAddress:text invoiceCCEmailAddress:text deletedFlag:flag dateDeleted:date deletedBy:text mobileGuid:text
  facebookUrl:text twitterUrl:text linkedInUrl:text currency:@CurrencyReference territoryManager:@MemberReference resellerIdentifier:text isVendorFlag:flag
  types:[@CompanyTypeReference] site:@SiteReference integratorTags:[text] _info:object customFields:[@CustomFieldValue]
CompanySite id:int name!:text50 addressLine1:text50 addressLine2:text50 city:text50 stateReference:@StateReference zip:text12 country:@CountryReference addressFormat:text
  phoneNumber:text30 phoneNumberExt:text30 faxNumber:text30 taxCode:@TaxCodeReference entityType:@EntityTypeReference expenseReimbursement:number primaryAddressFlag:flag
  defaultShippingFlag:flag defaultBillingFlag:flag defaultMailingFlag:flag inactiveFlag:flag billSeparateFlag:flag mobileGuid:text calendar:@CalendarReference
  timeZone:@TimeZoneSetupReference company:@CompanyReference _info:object customFields:[@CustomFieldValue]
CompanyStatus id:int name!:text50 defaultFlag:flag inactiveFlag:flag notifyFlag:flag disallowSavingFlag:flag notificationMessage:text500 customNoteFlag:flag
  cancelOpenTracksFlag:flag track:@TrackReference _info:object
CompanyType id:int name!:text50 defaultFlag:flag vendorFlag:flag serviceAlertFlag:flag serviceAlertMessage:text150 _info:object
CompanyCompanyTypeAssociationCompanyTypeAssociation id:int type!:@CompanyTypeReference company!:@CompanyReference _info:object
Contact id:int firstName:text lastName:text company:@CompanyReference site:@SiteReference addressLine1:text addressLine2:text city:text state:text zip:text
  country:@CountryReference relationship:@RelationshipReference relationshipOverride:text department:@ContactDepartmentReference inactiveFlag:flag defaultMergeContactId:int
  securityIdentifier:text managerContact:@ContactReference assistantContact:@ContactReference title:text school:text nickName:text marriedFlag:flag childrenFlag:flag
  children:text significantOther:text portalPassword:text portalSecurityLevel:int disablePortalLoginFlag:flag unsubscribeFlag:flag gender:{Female,Male} birthDay:text
  anniversary:text presence:{NoAgent,Online,DoNotDisturb,Away,Offline} mobileGuid:text facebookUrl:text twitterUrl:text linkedInUrl:text defaultPhoneType:text
  defaultPhoneNbr:text defaultPhoneExtension:text defaultBillingFlag:flag defaultFlag:flag userDefinedField1:text50 userDefinedField2:text50 userDefinedField3:text50
  userDefinedField4:text50 userDefinedField5:text50 userDefinedField6:text50 userDefinedField7:text50 userDefinedField8:text50 userDefinedField9:text50
  userDefinedField10:text50 companyLocation:@SystemLocationReference communicationItems:[@ContactCommunicationItem] types:[@ContactTypeReference] integratorTags:[text]
  customFields:[@CustomFieldValue] photo:@DocumentReference ignoreDuplicates:flag _info:object typeIds:[int]
ContactCommunication id:int contactId:int type!:@CommunicationTypeReference value!:text250 extension:text15 defaultFlag:flag mobileGuid:text
  communicationType:{Email,Fax,Phone} domain:text _info:object
BillingTerm id:int name!:text50 defaultFlag:flag dueDays!:int termsXref:text50 _info:object
BillingCycle id:int identifier!:text5 name!:text50 defaultFlag:flag billingOptions!:{BiMonthly,BiWeekly,Monthly,NotRecurring,Quarterly,SemiAnnual,Weekly,Yearly}
  _info:object
BillingStatus id:int name!:text30 sortOrder:int defaultFlag:flag closedFlag:flag inactiveFlag:flag sentFlag:flag _info:object
Agreement id:int name!:text100 type!:@AgreementTypeReference company!:@CompanyReference contact!:@ContactReference site:@SiteReference
  subContractCompany:@CompanyReference subContractContact:@ContactReference parentAgreement:@AgreementReference customerPO:text50 location:@SystemLocationReference
  department:@SystemDepartmentReference restrictLocationFlag:flag restrictDepartmentFlag:flag startDate:date endDate:date noEndingDateFlag:flag
  opportunity:@OpportunityReference cancelledFlag:flag dateCancelled:date reasonCancelled:text100 sla:@SLAReference workOrder:text20 internalNotes:text
  applicationUnits:{Amount,Hours,Incidents} applicationLimit:number
  applicationCycle:{Contract2Weeks,Contract4Weeks,ContractYear,CalendarMonth,CalendarQuarter,CalendarWeek,ContractQuarter,CalendarYear} applicationUnlimitedFlag:flag
  oneTimeFlag:flag coverAgreementTime:flag coverAgreementProduct:flag coverAgreementExpense:flag coverSalesTax:flag carryOverUnused:flag allowOverruns:flag expiredDays:int
  limit:int expireWhenZero:flag chargeToFirm:flag employeeCompRate:{Actual,Hourly} employeeCompNotExceed:{Billing,Amount,Percent} compHourlyRate:number
  compLimitAmount:number billingCycle:@BillingCycleReference billOneTimeFlag:flag billingTerms:@BillingTermsReference invoicingCycle:{ContractYear,CalendarYear}
  billToCompany:@CompanyReference billToContact:@ContactReference billToSite:@SiteReference billAmount:number taxable:flag prorateFirstBill:number billStartDate:date
  taxCode:@TaxCodeReference restrictDownPayment:flag prorateFlag:flag invoiceProratedAdditionsFlag:flag invoiceDescription:text topComment:flag bottomComment:flag
  workRole:@WorkRoleReference workType:@WorkTypeReference projectType:@ProjectTypeReference invoiceTemplate:@InvoiceTemplateReference
  billTime:{Billable,DoNotBill,NoCharge,NoDefault} billExpenses:{Billable,DoNotBill,NoCharge,NoDefault} billProducts:{Billable,DoNotBill,NoCharge,NoDefault}
  billableTimeInvoice:flag billableExpenseInvoice:flag billableProductInvoice:flag currency:@CurrencyReference periodType:{Current,Future,Both,Undefined}
  autoInvoiceFlag:flag nextInvoiceDate:text companyLocation:@SystemLocationReference shipToCompany:@CompanyReference shipToContact:@ContactReference
  shipToSite:@SiteReference agreementStatus:{Active,Cancelled,Expired,Inactive} _info:object customFields:[@CustomFieldValue]
AgreementType id:int name!:text50 prefixSuffixOption:{Prefix,Suffix} defaultFlag:flag inactiveFlag:flag prePaymentFlag:flag invoicePreSuffix:text5
  location:@SystemLocationReference department:@SystemDepartmentReference restrictLocationFlag:flag restrictDepartmentFlag:flag sla:@SLAReference
  applicationUnits:{Amount,Hours,Incidents} applicationLimit:number
  applicationCycle:{Contract2Weeks,Contract4Weeks,ContractYear,CalendarMonth,CalendarQuarter,CalendarWeek,ContractQuarter,CalendarYear} applicationUnlimitedFlag:flag
  oneTimeFlag:flag coverAgreementTimeFlag:flag coverAgreementProductFlag:flag coverAgreementExpenseFlag:flag coverSalesTaxFlag:flag carryOverUnusedFlag:flag
  allowOverrunsFlag:flag expiredDays:int limit:int expireWhenZero:flag chargeToFirmFlag:flag employeeCompRate!:{Actual,Hourly}
  employeeCompNotExceed!:{Billing,Amount,Percent} compHourlyRate:number compLimitAmount:number billingCycle:@BillingCycleReference billOneTimeFlag:flag
  billingTerms:@BillingTermsReference invoicingCycle!:{ContractYear,CalendarYear} billAmount:number taxableFlag:flag restrictDownPaymentFlag:flag
  invoiceDescription:text4000 topCommentFlag:flag bottomCommentFlag:flag workRole:@WorkRoleReference workType:@WorkTypeReference projectType:@ProjectTypeReference
  invoiceTemplate:@InvoiceTemplateReference billTime!:{Billable,DoNotBill,NoCharge,NoDefault} billExpenses!:{Billable,DoNotBill,NoCharge,NoDefault}
  billProducts!:{Billable,DoNotBill,NoCharge,NoDefault} billableTimeInvoiceFlag:flag billableExpenseInvoiceFlag:flag billableProductInvoiceFlag:flag copyWorkRolesFlag:flag
  copyWorkTypesFlag:flag exclusionWorkRoleIds:[int] addAllWorkRoleExclusions:flag removeAllWorkRoleExclusions:flag exclusionWorkTypeIds:[int] addAllWorkTypeExclusions:flag
  removeAllWorkTypeExclusions:flag integrationXRef:text50 prorateFlag:flag emailTemplate:@EmailTemplateReference autoInvoiceFlag:flag invoiceProratedAdditionsFlag:flag
  _info:object
Addition id:int product!:@IvItemReference quantity:number lessIncluded:number unitPrice:number unitCost:number billCustomer!:{Billable,DoNotBill,NoCharge}
  effectiveDate:date cancelledDate:date taxableFlag:flag serialNumber:text50 invoiceDescription:text6000 purchaseItemFlag:flag specialOrderFlag:flag agreementId:int
  description:text billedQuantity:number uom:text extPrice:number extCost:number sequenceNumber:number margin:number prorateCost:number proratePrice:number
  extendedProrateCost:number extendedProratePrice:number prorateCurrentPeriodFlag:flag opportunity:@OpportunityReference agreementStatus:{Active,Cancelled,Expired,Inactive}
  invoiceGrouping:@InvoiceGroupingReference _info:object customFields:[@CustomFieldValue]
AgreementAdjustment id:int amount:number description:text1000 effectiveDate:date agreementId:int _info:object customFields:[@CustomFieldValue]
AgreementSite id:int company!:@CompanyReference site:@SiteReference agreementId:int _info:object customFields:[@CustomFieldValue]
ConfigurationReference id:int deviceIdentifier:text _info:object
CompanyConfiguration id:int name!:text100 type!:@ConfigurationTypeReference status:@ConfigurationStatusReference company!:@CompanyReference contact:@ContactReference
  site:@SiteReference locationId:int location:@SystemLocationReference businessUnitId:int department:@SystemDepartmentReference deviceIdentifier:text100
  serialNumber:text250 modelNumber:text50 tagNumber:text50 purchaseDate:date installationDate:date installedBy:@MemberReference warrantyExpirationDate:date vendorNotes:text
  notes:text macAddress:text25 lastLoginName:text100 billFlag:flag backupSuccesses:int backupIncomplete:int backupFailed:int backupRestores:int lastBackupDate:date
  backupServerName:text50 backupBillableSpaceGb:number backupProtectedDeviceList:text backupYear:int backupMonth:int ipAddress:text50 defaultGateway:text50 osType:text250
  osInfo:text250 cpuSpeed:text100 ram:text25 localHardDrives:text parentConfigurationId:int vendor:@CompanyReference manufacturer:@ManufacturerReference
  questions:[@ConfigurationQuestion] activeFlag:flag managementLink:text1000 remoteLink:text1000 sla:@SLAReference mobileGuid:text displayVendorFlag:flag
  companyLocationId:int showRemoteFlag:flag showAutomateFlag:flag needsRenewalFlag:flag manufacturerPartNumber:text50 _info:object customFields:[@CustomFieldValue]
AgreementRecap id:int adjustmentAmount:number agreementStatus:text name:text availableAmount:number companyName:text isUnlimited:text lastInvoiceAmount:text
  lastInvoiceDate:text lastInvoiceNumber:text nextInvoiceAmount:number nextInvoiceDate:text overrunAmount:number remainingAmount:number startingAmount:number
  unbilledOverageAmount:number unbilledPeriods:int usedAmount:number
ProductItem id:int catalogItem!:@CatalogItemReference description:text2000 sequenceNumber:number quantity:number unitOfMeasure:@UnitOfMeasureReference price:number
  cost:number extPrice:number extCost:number discount:number margin:number agreementAmount:number
  priceMethod:{FlatRateForRange,PercentMarkupFromCost,PercentMarkdownFromPrice,PricePerUnit} billableOption!:{Billable,DoNotBill,NoCharge} agreement:@AgreementReference
  locationId:int location:@SystemLocationReference businessUnitId:int businessUnit:@BillingUnitReference vendor:@CompanyReference vendorSku:text50 taxableFlag:flag
  dropshipFlag:flag specialOrderFlag:flag phaseProductFlag:flag cancelledFlag:flag quantityCancelled:number cancelledReason:text100 customerDescription:text6000
  internalNotes:text1000 productSuppliedFlag:flag subContractorShipToId:int subContractorAmountLimit:number recurring:@ProductRecurring sla:@SLAReference
  entityType:@EntityTypeReference ticket:@TicketReference project:@ProjectReference phase:@ProjectPhaseReference salesOrder:@SalesOrderReference
  opportunity:@OpportunityReference invoice:@InvoiceReference warehouseId:int warehouseIdObject:@WarehouseReference warehouseBinId:int
  warehouseBinIdObject:@WarehouseBinReference calculatedPriceFlag:flag calculatedCostFlag:flag forecastDetailId:int cancelledBy:int cancelledDate:date warehouse:text
  warehouseBin:text purchaseDate:date taxCode:@TaxCodeReference integrationXRef:text listPrice:number serialNumberIds:[int] serialNumbers:[text] company:@CompanyReference
  forecastStatus:@OpportunityStatusReference productClass:{Agreement,Bundle,Inventory,NonInventory,Service} needToPurchaseFlag:flag needToOrderQuantity:int
  minimumStockFlag:flag shipSet:text10 calculatedPrice:number calculatedCost:number invoiceGrouping:@InvoiceGroupingReference poApprovedFlag:flag uom:text
  addComponentsFlag:flag ignorePricingSchedulesFlag:flag asioSubscriptionsID:text _info:object bypassForecastUpdate:flag customFields:[@CustomFieldValue]
CatalogItem id:int identifier!:text75 description!:text60 inactiveFlag:flag subcategory!:@ProductSubCategoryReference type!:@ProductTypeReference
  productClass:{Agreement,Bundle,Inventory,NonInventory,Service} serializedFlag:flag serializedCostFlag:flag phaseProductFlag:flag unitOfMeasure:@UnitOfMeasureReference
  minStockLevel:int price:number cost:number priceAttribute:{FixedFee,NotToExceed,OverrideRate,TimeAndMaterials} taxableFlag:flag dropShipFlag:flag specialOrderFlag:flag
  customerDescription!:text6000 manufacturer:@ManufacturerReference manufacturerPartNumber:text50 vendor:@CompanyReference vendorSku:text50 notes:text
  integrationXRef:text50 sla:@SLAReference entityType:@EntityTypeReference recurringFlag:flag recurringRevenue:number recurringCost:number recurringOneTimeFlag:flag
  recurringBillCycle:@BillingCycleReference recurringCycleType:{ContractYear,CalendarYear} calculatedPriceFlag:flag calculatedCostFlag:flag
  category:@ProductCategoryReference calculatedPrice:number calculatedCost:number billableOption:{Billable,DoNotBill,NoCharge,NoDefault} connectWiseID:text
  agreementType:@AgreementTypeReference markupPercentage:number markupFlag:flag autoUpdateUnitCostFlag:flag autoUpdateUnitPriceFlag:flag _info:object
  customFields:[@CustomFieldValue]
ExpenseEntry id:int expenseReport:@ExpenseReportReference company:@CompanyReference chargeToId:int chargeToType:{Company,ServiceTicket,ProjectTicket,ChargeCode,Activity}
  type!:@ExpenseTypeReference member:@MemberReference paymentMethod:@PaymentMethodReference classification:@ClassificationReference amount!:number
  billableOption:{Billable,DoNotBill,NoCharge,NoDefault} date!:date locationId:int businessUnitId:int notes:text agreement:@AgreementReference invoiceAmount:number
  mobileGuid:text taxes:[@ExpenseTax] invoice:@InvoiceReference currency:@CurrencyReference
  status:{Open,Rejected,PendingApproval,ErrorsCorrected,PendingProjectApproval,ApprovedByTierOne,RejectBySecondTier,ApprovedByTierTwo,ReadyToBill,Billed,WrittenOff,BilledAgreement}
  billAmount:number agreementAmount:number odometerStart:number odometerEnd:number ticket:@TicketReference project:@ProjectReference phase:@ProjectPhaseReference
  _info:object customFields:[@CustomFieldValue]
TimeEntry id:int company:@CompanyReference companyType:text chargeToId:int chargeToType:{Company,ServiceTicket,ProjectTicket,ChargeCode,Activity} member:@MemberReference
  locationId:int businessUnitId:int businessGroupDesc:text location:@OwnerLevelReference department:@BillingUnitReference workType:@WorkTypeReference
  workRole:@WorkRoleReference agreement:@AgreementReference agreementType:text activity:@ActivityReference opportunityRecid:int projectActivity:text territory:text
  timeStart!:date timeEnd:date hoursDeduct:number actualHours:number billableOption:{Billable,DoNotBill,NoCharge,NoDefault} notes:text internalNotes:text
  addToDetailDescriptionFlag:flag addToInternalAnalysisFlag:flag addToResolutionFlag:flag emailResourceFlag:flag emailContactFlag:flag emailCcFlag:flag emailCc:text
  hoursBilled:number invoiceHours:number hourlyCost:text enteredBy:text dateEntered:date invoice:@InvoiceReference mobileGuid:text hourlyRate:number overageRate:number
  agreementHours:number agreementAmount:number agreementAdjustment:number adjustment:number invoiceReady:int timeSheet:@TimeSheetReference
  status:{Open,Rejected,PendingApproval,ErrorsCorrected,PendingProjectApproval,ApprovedByTierOne,RejectBySecondTier,ApprovedByTierTwo,ReadyToBill,Billed,WrittenOff,BilledAgreement}
  ticket:@TicketReference project:@ProjectReference phase:@ProjectPhaseReference ticketBoard:text ticketStatus:text ticketType:text ticketSubType:text invoiceFlag:flag
  extendedInvoiceAmount:number locationName:text taxCode:@TaxCodeReference _info:object customFields:[@CustomFieldValue]
TimeEntryChangeLog id:int partnerId:text productInstanceId:text action:text activitySubject:text actualUtilizedHrs:number agreementAdjustmentFirm:number
  agreementAdjustmentTotal:number agreementAmountCovered:number agreementHoursCovered:number billableAmount:number billableFlag:flag billableHours:number
  billableUtilizedHours:number memberDailyCapacity:number billableOption:{Billable,DoNotBill,NoCharge,NoDefault} businessGroup:text locationName:text chargeCode:text
  chargeTo:text chargeToType:{Company,ServiceTicket,ProjectTicket,ChargeCode,Activity} chargeToRecId:int companyAndAgreement:text companyName:text timeStart:text
  timeStartUtc:text timeEnd:text timeEndUtc:text dateStart:text dateInvoice:text firstName:text hourlyCost:text hourlyCostDecimal:number hourlyRate:number
  hoursActual:number internalNote:text invoiceAdjustmentFirm:number invoiceAdjustmentTotal:number invoiceFlag:flag invoiceNumber:text invoiceReady:flag lastName:text
  memberId:text nonBillableAmt:number nonBillableHrs:number notes:text opportunityRecId:int optionId:text projectActivity:text projectName:text projectPhase:text
  serviceRequestStatus:text serviceRequestSummary:text territory:text timeRecId:int timeStatus:text utilizationFlag:flag companyType:text ticketCurrentBoard:text
  ticketType:text ticketSubtype:text agreementType:text billingStatus:text processingStatus:text invoicedhours:number company:@CompanyReference member:@MemberReference
  workType:@WorkTypeReference workRole:@WorkRoleReference agreement:@AgreementReference invoice:@InvoiceReference ticket:@TicketReference project:@ProjectReference
  phase:@ProjectPhaseReference activity:@ActivityReference _info:object
WorkRole id:int name!:text50 hourlyRate:number integrationXref:text50 inactiveFlag:flag addAllLocations:flag removeAllLocations:flag addAllAgreementExclusions:flag
  locationIds:[int] _info:object
WorkType id:int name!:text50 billTime!:{Billable,DoNotBill,NoCharge} rateType!:{AdjAmount,Custom,Multiplier} rate!:number hoursMin:number hoursMax:number
  roundBillHoursTo:number accrualType:{Holiday,PTO,Sick,Vacation} inactiveFlag:flag overallDefaultFlag:flag activityDefaultFlag:flag utilizationFlag:flag
  costMultiplier:number integrationXRef:text50 addAllAgreementExclusions:flag _info:object
Invoice id:int invoiceNumber:text15 type!:{Agreement,CreditMemo,DownPayment,Miscellaneous,Progress,Standard} status:@BillingStatusReference company!:@CompanyReference
  billToCompany:@CompanyReference shipToCompany:@CompanyReference accountNumber:text applyToType:{All,Agreement,Project,ProjectPhase,SalesOrder,Ticket} applyToId:int
  attention:text60 shipToAttention:text60 billingSite:@SiteReference billingSiteAddressLine1:text billingSiteAddressLine2:text billingSiteCity:text billingSiteState:text
  billingSiteZip:text billingSiteCountry:text shippingSite:@SiteReference shippingSiteAddressLine1:text shippingSiteAddressLine2:text shippingSiteCity:text
  shippingSiteState:text shippingSiteZip:text shippingSiteCountry:text billingTerms:@BillingTermsReference reference:text50 customerPO:text50 templateSetupId:int
  invoiceTemplate:@InvoiceTemplateDetailReference emailTemplateId:int addToBatchEmailList:flag date:date restrictDownpaymentFlag:flag locationId:int
  location:@SystemLocationReference departmentId:int department:@BillingUnitReference territoryId:int territory:@SystemLocationReference topComment:text bottomComment:text
  taxableFlag:flag taxCode:@TaxCodeReference internalNotes:text downpaymentPreviouslyTaxedFlag:flag serviceTotal:number overrideDownPaymentAmountFlag:flag
  currency:@CurrencyReference dueDate:date expenseTotal:number productTotal:number previousProgressApplied:number serviceAdjustmentAmount:number agreementAmount:number
  downpaymentApplied:number subtotal:number total:number remainingDownpayment:number salesTax:number adjustmentReason:text adjustedBy:text closedBy:text payments:number
  credits:number balance:number specialInvoiceFlag:flag billingSetupReference:@BillingSetupReference ticket:@TicketReference project:@ProjectReference
  phase:@ProjectPhaseReference salesOrder:@SalesOrderReference agreement:@AgreementReference glBatch:@BatchReference unbatchedBatch:@BatchReference _info:object
  customFields:[@CustomFieldValue]
InvoicePayment id:int type:text source:{Default,WisePay} invoice:@InvoiceReference credit:@InvoiceReference amount:number balance:number invoiceBalance:number
  invoiceTotal:number paymentDate:date appliedBy:text _info:object wisePayPayment:@WisePayPayment paymentSyncStatus:{Unapplied,Applied,Synced} glBatchID:text50
  paymentSyncDate:date paymentAccount:text aRPaymentAccount:text
UnpostedInvoice id:int billingLogId:int locationId:int location:@OwnerLevelReference departmentId:int department:@SystemDepartmentReference company:@CompanyReference
  accountNumber:text billToCompany:@CompanyReference billToSite:@SiteReference shipToCompany:@CompanyReference shipToSite:@SiteReference invoiceNumber:text invoiceDate:text
  invoiceType:{Agreement,CreditMemo,DownPayment,Miscellaneous,Progress,Standard} description:text billingTerms:@BillingTermsReference dueDays:text dueDate:text
  currency:@CurrencyReference subTotal:number total:number hasTime:flag hasExpenses:flag hasProducts:flag invoiceTaxableFlag:flag taxCode:@TaxCodeReference
  avalaraTaxFlag:flag itemTaxableFlag:flag salesTaxAmount:number stateTaxFlag:flag stateTaxXref:text stateTaxAmount:number countyTaxFlag:flag countyTaxXref:text
  countyTaxAmount:number cityTaxFlag:flag cityTaxXref:text cityTaxAmount:number countryTaxFlag:flag countryTaxXref:text countryTaxAmount:number compositeTaxFlag:flag
  compositeTaxXref:text compositeTaxAmount:number levelSixTaxFlag:flag levelSixTaxXref:text levelSixTaxAmount:number createdBy:text dateClosed:text _info:object
UnpostedExpense id:int locationId:int departmentId:int company:@CompanyReference accountNumber:text creditAccount:text expenseDetailId:int
  expenseType:@ExpenseTypeReference classification:{NonReimbursable,Reimbursable,Personal} glType:{AP,AR,EE,EI,EO,IA,IT,P,PF,R,RA,RD,RE,RP,ST,SD,ET,FT,PT,WP,WR}
  member:@MemberReference dateExpense:text chargeCode:@ChargeCodeReference chargeDescription:text inPolicy:flag paymentMethod:@PaymentMethodReference
  currency:@CurrencyReference total:number billableAmount:number nonBillableAmount:number agreement:@AgreementReference agreementAmountCovered:number
  ticket:@TicketReference project:@ProjectReference projectPhase:@ProjectPhaseReference taxCode:@TaxCodeReference avalaraTaxFlag:flag itemTaxableFlag:flag
  salesTaxAmount:number stateTaxFlag:flag stateTaxXref:text stateTaxAmount:number countyTaxFlag:flag countyTaxXref:text countyTaxAmount:number cityTaxFlag:flag
  cityTaxXref:text cityTaxAmount:number countryTaxFlag:flag countryTaxXref:text countryTaxAmount:number compositeTaxFlag:flag compositeTaxXref:text
  compositeTaxAmount:number levelSixTaxFlag:flag levelSixTaxXref:text levelSixTaxAmount:number dateClosed:text _info:object
UnpostedProcurement id:int description:text unpostedProductId:text locationId:int departmentId:int procurementType:{Purchase,Adjustment,Transfer}
  purchaseOrder:@PurchaseOrderReference purchaseDate:text trackingNumber:text billingTerms:@BillingTermsReference currency:@CurrencyReference total:number
  taxCode:@TaxCodeReference avalaraTaxFlag:flag itemTaxableFlag:flag purchaseOrderTaxableFlag:flag stateTaxFlag:flag stateTaxXref:text stateTaxAmount:number
  countyTaxFlag:flag countyTaxXref:text countyTaxAmount:number cityTaxFlag:flag cityTaxXref:text cityTaxAmount:number countryTaxFlag:flag countryTaxXref:text
  countryTaxAmount:number compositeTaxFlag:flag compositeTaxXref:text compositeTaxAmount:number levelSixTaxFlag:flag levelSixTaxXref:text levelSixTaxAmount:number
  taxTotal:number customer:@CompanyReference vendor:@CompanyReference vendorAccountNumber:text vendorInvoiceNumber:text vendorInvoiceDate:text taxFreightFlag:flag
  freightTaxTotal:number freightCost:number dateClosed:text _info:object
UnpostedPayments id:int type:text source:{Default,WisePay} invoice:@InvoiceReference amount:number paymentDate:text appliedBy:text _info:object
  wisePayPayment:@WisePayPayment paymentSyncStatus:text paymentSyncDate:text paymentAccount:text aRPaymentAccount:text
AccountingBatch id:int batchIdentifier:text exportInvoicesFlag:flag exportExpensesFlag:flag exportProductsFlag:flag closedFlag:flag _info:object
TaxCode id:int identifier!:text8 description!:text50 invoiceCaption!:text25 country:@CountryReference effectiveDate!:date defaultFlag:flag displayOnInvoiceFlag:flag
  canadaCalculateGSTFlag:flag cancelDate:date levelOneRate:number levelOneRateType:{Amount,Percent} levelOneTaxableMax:number levelOneCaption:text25
  levelOneTaxCodeXref:text50 levelOneAgencyXref:text100 levelOneServicesFlag:flag levelOneExpensesFlag:flag levelOneProductsFlag:flag levelOneApplySingleUnitFlag:flag
  levelOneApplySingleUnitMin:number levelOneApplySingleUnitMax:number levelTwoRate:number levelTwoRateType:{Amount,Percent} levelTwoTaxableMax:number levelTwoCaption:text25
  levelTwoTaxCodeXref:text50 levelTwoAgencyXref:text100 levelTwoServicesFlag:flag levelTwoExpensesFlag:flag levelTwoProductsFlag:flag levelTwoApplySingleUnitFlag:flag
  levelTwoApplySingleUnitMin:number levelTwoApplySingleUnitMax:number levelThreeRate:number levelThreeRateType:{Amount,Percent} levelThreeTaxableMax:number
  levelThreeCaption:text25 levelThreeTaxCodeXref:text50 levelThreeAgencyXref:text100 levelThreeServicesFlag:flag levelThreeExpensesFlag:flag levelThreeProductsFlag:flag
  levelThreeApplySingleUnitFlag:flag levelThreeApplySingleUnitMin:number levelThreeApplySingleUnitMax:number levelFourRate:number levelFourRateType:{Amount,Percent}
  levelFourTaxableMax:number levelFourCaption:text25 levelFourTaxCodeXref:text50 levelFourAgencyXref:text100 levelFourServicesFlag:flag levelFourExpensesFlag:flag
  levelFourProductsFlag:flag levelFourApplySingleUnitFlag:flag levelFourApplySingleUnitMin:number levelFourApplySingleUnitMax:number levelFiveRate:number
  levelFiveRateType:{Amount,Percent} levelFiveTaxableMax:number levelFiveCaption:text25 levelFiveTaxCodeXref:text50 levelFiveAgencyXref:text100 levelFiveServicesFlag:flag
  levelFiveExpensesFlag:flag levelFiveProductsFlag:flag levelFiveApplySingleUnitFlag:flag levelFiveApplySingleUnitMin:number levelFiveApplySingleUnitMax:number
  levelSixRate:number levelSixRateType:{Amount,Percent} levelSixTaxableMax:number levelSixCaption:text25 levelSixTaxCodeXref:text50 levelSixAgencyXref:text100
  levelSixServicesFlag:flag levelSixExpensesFlag:flag levelSixProductsFlag:flag levelSixApplySingleUnitFlag:flag levelSixApplySingleUnitMin:number
  levelSixApplySingleUnitMax:number workRoleIds:[int] addAllWorkRoles:flag removeAllWorkRoles:flag expenseTypeIds:[int] addAllExpenseTypes:flag removeAllExpenseTypes:flag
  productTypeIds:[int] addAllProductTypes:flag removeAllProductTypes:flag _info:object
FinanceCurrency id:int currencyIdentifier!:text10 name!:text50 symbol:text10 displayIdFlag:flag displaySymbolFlag:flag currencyCode:@CurrencyCodeReference
  thousandsSeparator:text1 decimalSeparator:text1 negativeParenthesesFlag:flag rightAlign:flag numberOfDecimals:int reportFormat:text _info:object
DeliveryMethod id:int name!:text50 defaultFlag:flag emailFlag:flag integrationEmailFlag:flag integrationPrintFlag:flag integrationActiveFlag:flag _info:object
GLAccount id:int glType!:{AP,AR,EE,EI,EO,IA,IT,P,PF,R,RA,RD,RE,RP,ST,SD,ET,FT,PT,WP,WR} mappedType!:@MappedTypeReference mappedRecord!:@MappedRecordReference
  segment1:text255 segment2:text255 segment3:text255 segment4:text255 segment5:text255 segment6:text255 segment7:text255 segment8:text255 segment9:text255 segment10:text255
  cogs1:text255 cogs2:text255 cogs3:text255 cogs4:text255 cogs5:text255 cogs6:text255 cogs7:text255 cogs8:text255 cogs9:text255 cogs10:text255 productId:text255
  inventory:text255 salesCode:text255 _info:object
CompanyFinance id:int billOverrideFlag:flag billSrFlag:flag billCompleteSrFlag:flag billUnapprovedSrFlag:flag billRestrictPmFlag:flag billCompletePmFlag:flag
  billUnapprovedPmFlag:flag emailTemplate:@EmailTemplateReference company:@CompanyReference _info:object customFields:[@CustomFieldValue]
UserDefinedField id:int podId!:int caption!:text25 sequenceNumber!:int screenId:text25 helpText:text1000
  fieldTypeIdentifier!:{TextArea,Button,Currency,Date,Hyperlink,IPAddress,Checkbox,Number,Percent,PhoneNumber,Text,Password} numberDecimals:int
  entryTypeIdentifier:{Date,EntryField,List,Option} requiredFlag:flag displayOnScreenFlag:flag readOnlyFlag:flag listViewFlag:flag buttonUrl:text1000
  options:[@UserDefinedFieldOption] businessUnitIds:[int] locationIds:[int] addAllBusinessUnits:flag removeAllBusinessUnits:flag addAllLocations:flag
  removeAllLocations:flag connectWiseID:text dateCreated:date _info:object
CallbackEntry id:int description:text100 url!:text objectId!:int type!:text level!:text memberId:int payloadVersion:text inactiveFlag:flag isSoapCallbackFlag:flag
  isSelfSuppressedFlag:flag connectWiseID:text _info:object
Member id:int identifier!:text15 password:text60 disableOnlineFlag:flag licenseClass!:{A,C,F,X} notes:text employeeIdentifer:text10 vendorNumber:text
  enableMobileGpsFlag:flag inactiveDate:date inactiveFlag:flag lastLogin:text clientId:text token:text firstName!:text30 middleInitial:text1 lastName!:text30 hireDate!:date
  country:@CountryReference photo:@DocumentReference officeEmail:text250 mobileEmail:text250 homeEmail:text250 defaultEmail!:{Office,Mobile,Home} primaryEmail:text250
  officePhone:text15 officeExtension:text10 mobilePhone:text15 mobileExtension:text10 homePhone:text15 homeExtension:text10 defaultPhone!:{Office,Mobile,Home}
  securityRole!:@SecurityRoleReference office365:@MemberOffice365 mapiName:text calendarSyncIntegrationFlag:flag
  authenticationServiceType:{AuthAnvil,GoogleAuthenticator,Email} timebasedOneTimePasswordActivated:flag enableLdapAuthenticationFlag:flag
  ldapConfiguration:@LdapConfigurationReference ldapUserName:text50 directionalSync:@DirectionalSyncReference ssoSettings:@MemberSsoSettingsReference signature:text
  phoneIntegrationType:{TAPI,SKYPE,TEL,CALLTO,NONE} useBrowserLanguageFlag:flag title:text reportCard:@ReportCardReference enableMobileFlag:flag type:@MemberTypeReference
  timeZone:@TimeZoneSetupReference partnerPortalFlag:flag stsUserAdminUrl:text toastNotificationFlag:flag memberPersonas:[int] adminFlag:flag
  structureLevel:@StructureReference securityLocation:@SystemLocationReference defaultLocation:@SystemLocationReference defaultDepartment:@SystemDepartmentReference
  reportsTo:@MemberReference restrictLocationFlag:flag restrictDepartmentFlag:flag workRole:@WorkRoleReference workType:@WorkTypeReference timeApprover:@MemberReference
  expenseApprover:@MemberReference billableForecast:number dailyCapacity:number hourlyCost:number hourlyRate:number includeInUtilizationReportingFlag:flag
  requireExpenseEntryFlag:flag requireTimeSheetEntryFlag:flag requireStartAndEndTimeOnTimeEntryFlag:flag allowInCellEntryOnTimeSheet:flag enterTimeAgainstCompanyFlag:flag
  allowExpensesEnteredAgainstCompaniesFlag:flag timeReminderEmailFlag:flag daysTolerance:int minimumHours:number timeSheetStartDate:text
  serviceDefaultLocation:@SystemLocationReference serviceDefaultDepartment:@SystemDepartmentReference serviceDefaultBoard:@BoardReference
  restrictServiceDefaultLocationFlag:flag restrictServiceDefaultDepartmentFlag:flag excludedServiceBoardIds:[int] teams:[int] serviceBoardTeamIds:[int]
  projectDefaultLocation:@SystemLocationReference projectDefaultDepartment:@SystemDepartmentReference projectDefaultBoard:@ProjectBoardReference
  restrictProjectDefaultLocationFlag:flag restrictProjectDefaultDepartmentFlag:flag excludedProjectBoardIds:[int] scheduleDefaultLocation:@SystemLocationReference
  scheduleDefaultDepartment:@SystemDepartmentReference scheduleCapacity:number serviceLocation:@ServiceLocationReference restrictScheduleFlag:flag
  hideMemberInDispatchPortalFlag:flag calendar:@CalendarReference salesDefaultLocation:@SystemLocationReference restrictDefaultSalesTerritoryFlag:flag
  warehouse:@WarehouseReference warehouseBin:@WarehouseBinReference restrictDefaultWarehouseFlag:flag restrictDefaultWarehouseBinFlag:flag
  companyActivityTabFormat:{SummaryList,DetailList} invoiceTimeTabFormat:{SummaryList,DetailList} invoiceScreenDefaultTabFormat:{ShowInvoicingTab,ShowAgreementInvoicingTab}
  invoicingDisplayOptions:{RemainOnInvoicingScreen,ShowRecentInvoices} agreementInvoicingDisplayOptions:{RemainOnInvoicingScreen,ShowRecentInvoices} autoStartStopwatch:flag
  autoPopupQuickNotesWithStopwatch:flag globalSearchDefaultTicketFilter:{OpenRecords,ClosedRecords,AllRecords}
  globalSearchDefaultSort:{LastUpdatedDesc,LastUpdatedAsc,CreatedDesc,CreatedAsc} phoneSource:text _info:object copyPodLayouts:flag copySharedDefaultViews:flag
  copyColumnLayoutsAndFilters:flag fromMemberRecId:int fromMemberTemplateRecId:int customFields:[@CustomFieldValue]
Ticket id:int summary!:text100 recordType:{ProjectIssue,ProjectTicket,ServiceTicket} board:@BoardReference status:@ServiceStatusReference workRole:@WorkRoleReference
  workType:@WorkTypeReference company!:@CompanyReference site:@SiteReference siteName:text50 addressLine1:text50 addressLine2:text50 city:text50 stateIdentifier:text50
  zip:text12 country:@CountryReference contact:@ContactReference contactName:text62 contactPhoneNumber:text20 contactPhoneExtension:text15 contactEmailAddress:text250
  type:@ServiceTypeReference subType:@ServiceSubTypeReference item:@ServiceItemReference team:@ServiceTeamReference owner:@MemberReference priority:@PriorityReference
  serviceLocation:@ServiceLocationReference source:@ServiceSourceReference requiredDate:date budgetHours:number opportunity:@OpportunityReference
  agreement:@AgreementReference agreementType:text severity:{Low,Medium,High} impact:{Low,Medium,High} externalXRef:text100 poNumber:text50 knowledgeBaseCategoryId:int
  knowledgeBaseSubCategoryId:int allowAllClientsPortalView:flag customerUpdatedFlag:flag automaticEmailContactFlag:flag automaticEmailResourceFlag:flag
  automaticEmailCcFlag:flag automaticEmailCc:text1000 initialDescription:text initialInternalAnalysis:text initialResolution:text initialDescriptionFrom:text
  contactEmailLookup:text processNotifications:flag skipCallback:flag closedDate:text closedBy:text closedFlag:flag actualHours:number approved:flag
  estimatedExpenseCost:number estimatedExpenseRevenue:number estimatedProductCost:number estimatedProductRevenue:number estimatedTimeCost:number estimatedTimeRevenue:number
  billingMethod:{ActualRates,FixedFee,NotToExceed,OverrideRate} billingAmount:number hourlyRate:number subBillingMethod:{ActualRates,FixedFee,NotToExceed,OverrideRate}
  subBillingAmount:number subDateAccepted:text dateResolved:text dateResplan:text dateResponded:text resolveMinutes:int resPlanMinutes:int respondMinutes:int isInSla:flag
  knowledgeBaseLinkId:int resources:text parentTicketId:int hasChildTicket:flag hasMergedChildTicketFlag:flag
  knowledgeBaseLinkType:{Activity,ProjectIssue,KnowledgeBaseArticle,ProjectTicket,ServiceTicket,Time} billTime:{Billable,DoNotBill,NoCharge,NoDefault}
  billExpenses:{Billable,DoNotBill,NoCharge,NoDefault} billProducts:{Billable,DoNotBill,NoCharge,NoDefault} predecessorType:{Ticket,Phase} predecessorId:int
  predecessorClosedFlag:flag lagDays:int lagNonworkingDaysFlag:flag estimatedStartDate:date duration:int location:@SystemLocationReference
  department:@SystemDepartmentReference mobileGuid:text sla:@SLAReference slaStatus:text requestForChangeFlag:flag currency:@CurrencyReference
  mergedParentTicket:@TicketReference integratorTags:[text] _info:object escalationStartDateUTC:text escalationLevel:int minutesBeforeWaiting:int
  respondedSkippedMinutes:int resplanSkippedMinutes:int respondedHours:number respondedBy:text resplanHours:number resplanBy:text resolutionHours:number resolvedBy:text
  minutesWaiting:int customFields:[@CustomFieldValue]
ContactCommunicationItem id:int type:@CommunicationTypeReference value:text extension:text defaultFlag:flag domain:text communicationType:{Email,Fax,Phone}
CustomFieldValue id:int caption:text type:{TextArea,Button,Currency,Date,Hyperlink,IPAddress,Checkbox,Number,Percent,PhoneNumber,Text,Password}
  entryMethod:{Date,EntryField,List,Option} numberOfDecimals:int value:any connectWiseId:text
AgreementWorkRole id:int workRole:@WorkRoleReference locationId:int location:@OwnerLevelReference rateType!:{AdjAmount,Custom,Multiplier} rate:number limitTo:number
  effectiveDate:date endingDate:date agreementId:int agreement:@AgreementReference _info:object
AgreementWorkType id:int workType:@WorkTypeReference location:@OwnerLevelReference locationId:int rateType!:{AdjAmount,Custom,Multiplier}
  billTime!:{Billable,DoNotBill,NoCharge,NoDefault} rate:number hoursMax:number hoursMin:number roundBillHours:number overageRate:number
  overageRateType:{AdjAmount,Custom,Multiplier} agreementLimit:number site:@SiteReference effectiveDate:date endingDate:date agreement:@AgreementReference agreementId:int
  company:@CompanyReference _info:object
AgreementWorkRoleExclusion id:int workRole!:@WorkRoleReference agreementId:int _info:object
AgreementWorkTypeExclusion id:int workType!:@WorkTypeReference agreementId:int _info:object
CompanyStatusReference id:int name:text _info:object
CountryReference id:int identifier:text name:text _info:object
SystemLocationReference id:int name:text _info:object
MarketDescriptionReference id:int name:text _info:object
ContactReference id:int name:text _info:object
SicCodeReference id:int name:text _info:object
CompanyReference id:int identifier:text name:text _info:object
OwnershipTypeReference id:int name:text _info:object
TimeZoneSetupReference id:int name:text _info:object
CalendarReference id:int name:text _info:object
TaxCodeReference id:int name:text _info:object
BillingTermsReference id:int name:text _info:object
InvoiceTemplateReference id:int name:text _info:object
PricingScheduleReference id:int name:text _info:object
EntityTypeReference id:int name:text _info:object
SiteReference id:int name:text _info:object
BillingDeliveryReference id:int name:text _info:object
CurrencyReference id:int symbol:text currencyCode:text decimalSeparator:text numberOfDecimals:int thousandsSeparator:text negativeParenthesesFlag:flag
  displaySymbolFlag:flag currencyIdentifier:text displayIdFlag:flag rightAlign:flag name:text _info:object
MemberReference id:int identifier:text name:text dailyCapacity:number _info:object
CompanyTypeReference id:int name:text _info:object
StateReference id:int identifier:text name:text _info:object
TrackReference id:int name:text _info:object
RelationshipReference id:int name:text _info:object
ContactDepartmentReference id:int name:text _info:object
ContactTypeReference id:int name:text _info:object
DocumentReference id:int name:text _info:object
CommunicationTypeReference id:int name:text _info:object
AgreementTypeReference id:int name:text _info:object
AgreementReference id:int name:text type:text chargeFirmFlag:flag _info:object
SystemDepartmentReference id:int identifier:text name:text _info:object
OpportunityReference id:int name:text _info:object
SLAReference id:int name:text _info:object
BillingCycleReference id:int name:text _info:object
WorkRoleReference id:int name:text _info:object
WorkTypeReference id:int name:text utilizationFlag:flag _info:object
ProjectTypeReference id:int name:text _info:object
EmailTemplateReference id:int name:text _info:object
IvItemReference id:int identifier:text serializedFlag:flag _info:object
InvoiceGroupingReference id:int name:text description:text showPriceFlag:flag showSubItemsFlag:flag groupParentChildAdditionsFlag:flag _info:object
ConfigurationTypeReference id:int name:text _info:object
ConfigurationStatusReference id:int name:text _info:object
ManufacturerReference id:int name:text _info:object
ConfigurationQuestion answerId:int questionId:int question:text answer:object sequenceNumber:number numberOfDecimals:int
  fieldType:{TextArea,Currency,Date,Hyperlink,IPAddress,Checkbox,Number,Percent,Text,Password} requiredFlag:flag
CatalogItemReference id:int identifier:text name:text _info:object
UnitOfMeasureReference id:int name:text _info:object
BillingUnitReference id:int name:text _info:object
ProductRecurring recurringRevenue:number recurringCost:number startDate:text endDate:text billCycleId:int billCycle:@BillingCycleReference cycles:int
  cycleType:{ContractYear,CalendarYear} agreementType:@AgreementTypeReference
TicketReference id:int summary:text _info:object
ProjectReference id:int name:text _info:object
ProjectPhaseReference id:int name:text _info:object
SalesOrderReference id:int identifier:text _info:object
InvoiceReference id:int identifier:text billingType:text applyToType:text invoiceDate:text chargeFirmFlag:flag _info:object
WarehouseReference id:int name:text lockedFlag:flag _info:object
WarehouseBinReference id:int name:text _info:object
OpportunityStatusReference id:int name:text _info:object
ProductSubCategoryReference id:int name:text _info:object
ProductTypeReference id:int name:text _info:object
ProductCategoryReference id:int name:text _info:object
ExpenseReportReference id:int name:text _info:object
ExpenseTypeReference id:int name:text _info:object
PaymentMethodReference id:int name:text _info:object
ClassificationReference id:int name:text _info:object
ExpenseTax id:int amount:number type:@ExpenseTaxTypeReference
OwnerLevelReference id:int name:text _info:object
ActivityReference id:int name:text _info:object
TimeSheetReference id:int name:text _info:object
BillingStatusReference id:int name:text isClosed:flag _info:object
InvoiceTemplateDetailReference id:int name:text _info:object
BillingSetupReference id:int name:text _info:object
BatchReference id:int name:text _info:object
WisePayPayment paymentDateUtc:text wisePayReference:text batchPayment:@WisePayBatchPayment feeInvoice:@WisePayFeeInvoice
ChargeCodeReference id:int name:text _info:object
PurchaseOrderReference id:int name:text _info:object
CurrencyCodeReference id:int name:text _info:object
MappedTypeReference id:int name:text _info:object
MappedRecordReference id:int name:text
UserDefinedFieldOption id:int optionValue:text defaultFlag:flag inactiveFlag:flag sortOrder:int
SecurityRoleReference id:int name:text _info:object
MemberOffice365 id:text name:text
LdapConfigurationReference id:int name:text server:text _info:object
DirectionalSyncReference id:int name:text _info:object
MemberSsoSettingsReference id:int ssoUserId:text userName:text email:text _info:object
ReportCardReference id:int name:text _info:object
MemberTypeReference id:int name:text _info:object
StructureReference id:int name:text _info:object
BoardReference id:int name:text _info:object
ProjectBoardReference id:int name:text _info:object
ServiceLocationReference id:int name:text _info:object
ServiceStatusReference id:int name:text sort:int _info:object
ServiceTypeReference id:int name:text _info:object
ServiceSubTypeReference id:int name:text _info:object
ServiceItemReference id:int name:text _info:object
ServiceTeamReference id:int name:text _info:object
PriorityReference id:int name:text sort:int level:text _info:object
ServiceSourceReference id:int name:text _info:object
ExpenseTaxTypeReference id:int name:text _info:object
WisePayBatchPayment amount:number wisePayHref:text
WisePayFeeInvoice id:int invoiceNumber:text amount:number invoiceHref:text
"""
