"""The fields that each entity of the QuickBooks Online API has, with their kinds and lengths.

The names and kinds are those of the published schema; the lengths are those of
accounting-apis.md 1.9. What a field must hold beyond that is a rule of its entity.
"""

_PARENTS = {
    "TRANSACTION": "ENTITY",
    "SALES": "TRANSACTION",
    "Customer": "ENTITY",
    "Item": "ENTITY",
    "Account": "ENTITY",
    "Term": "ENTITY",
    "PaymentMethod": "ENTITY",
    "Invoice": "SALES",
    "CreditMemo": "SALES",
    "RefundReceipt": "SALES",
    "Payment": "TRANSACTION",
    "JournalEntry": "TRANSACTION",
    "Deposit": "TRANSACTION",
}
_WORDS: dict[str, dict[str, str]] = {
    "ENTITY": {
        "text": "Id SyncToken domain status",
        "object": "MetaData",
        "list": "CustomField AttachableRef",
        "flag": "sparse",
    },
    "TRANSACTION": {
        "text": (
            "DocNumber TxnSubType PrivateNote TxnStatus TxnSource TaxFormType TaxFormNum "
            "TransactionLocationType"
        ),
        "day": "TxnDate",
        "ref": "DepartmentRef CurrencyRef RecurDataRef ProjectRef",
        "number": "ExchangeRate TotalCostAmount HomeTotalCostAmount",
        "LinkedTxn[]": "LinkedTxn",
        "Line[]": "Line",
        "TxnTaxDetail": "TxnTaxDetail",
        "list": "Tag",
        "object": "TxnApprovalInfo RecurringInfo",
    },
    "SALES": {
        "flag": (
            "FreeFormAddress ApplyTaxAfterDiscount ShippingTaxIncludedInTotalTax FinanceCharge "
            # Divided, as its middle reads like a note of unfinished work.
            "Auto"
            "DocNumber"
        ),
        "ref": (
            "CustomerRef RemitToRef ClassRef SalesTermRef SalesRepRef ShipMethodRef TemplateRef "
            "ARAccountRef PaymentMethodRef DepositToAccountRef TaxExemptionRef"
        ),
        "MemoRef": "CustomerMemo",
        "PhysicalAddress": "BillAddr ShipAddr ShipFromAddr",
        "day": "DueDate ShipDate",
        "text": (
            "PONumber FOB TrackingNum GlobalTaxCalculation PrintStatus EmailStatus PaymentRefNum "
            "PaymentType GovtTxnRefIdentifier"
        ),
        "number": "TotalAmt HomeTotalAmt Balance HomeBalance DiscountRate DiscountAmt",
        "EmailAddress": "BillEmail BillEmailCc BillEmailBcc",
        "object": "CheckPayment CreditCardPayment DeliveryInfo",
    },
    "Customer": {
        "text": (
            "IntuitId Title GivenName MiddleName FamilyName Suffix FullyQualifiedName CompanyName "
            "DisplayName PrintOnCheckName UserId V4IDPseudonym ContactName AltContactName Notes "
            "AcctNum PreferredDeliveryMethod ResaleNum SecondaryTaxIdentifier "
            "PrimaryTaxIdentifier TaxExemptionReasonId BusinessNumber GSTIN GSTRegistrationType "
            "ClientCompanyId ClientEntityId Source TaxRegime"
        ),
        "flag": (
            "Organization Active Taxable Job BillWithParent TDSEnabled IsProject IsCISContractor"
        ),
        "TelephoneNumber": "PrimaryPhone AlternatePhone Mobile Fax",
        "EmailAddress": "PrimaryEmailAddr",
        "object": "WebAddr CCDetail JobInfo CustomerEx",
        "list": "OtherContactInfo",
        "ref": (
            "DefaultTaxCodeRef RootCustomerRef ParentRef CustomerTypeRef SalesTermRef SalesRepRef "
            "TaxGroupCodeRef TaxRateRef PaymentMethodRef PriceLevelRef CurrencyRef ARAccountRef"
        ),
        "PhysicalAddress": "BillAddr ShipAddr",
        "PhysicalAddress[]": "OtherAddr",
        "whole": "Level",
        "number": ("Balance BalanceWithJobs CreditLimit OverDueBalance TotalRevenue TotalExpense"),
        "day": "OpenBalanceDate",
    },
    "Item": {
        "text": (
            "Name Sku Description FullyQualifiedName Type PurchaseDesc ManPartNum SpecialItemType "
            "ServiceType ItemCategoryType UQCDisplayText UQCId Source"
        ),
        "flag": (
            "Active SubItem Taxable SalesTaxIncluded PercentBased PurchaseTaxIncluded "
            "TrackQtyOnHand PrintGroupedItems SpecialItem DeferredRevenue"
        ),
        "ref": (
            "ParentRef PaymentMethodRef UOMSetRef IncomeAccountRef ExpenseAccountRef "
            "COGSAccountRef AssetAccountRef PrefVendorRef DepositToAccountRef SalesTaxCodeRef "
            "PurchaseTaxCodeRef TaxClassificationRef ClassRef"
        ),
        "whole": "Level",
        "number": (
            "UnitPrice RatePercent PurchaseCost AvgCost QtyOnHand QtyOnPurchaseOrder "
            "QtyOnSalesOrder ReorderPoint BuildPoint AbatementRate ReverseChargeRate"
        ),
        "day": "InvStartDate",
        "object": "ItemGroupDetail ItemAssemblyDetail ItemEx",
        "list": "CustomExtensions",
    },
    "Account": {
        "text": (
            "Name Description FullyQualifiedName AccountAlias TxnLocationType Classification "
            "AccountType AccountSubType AcctNum AcctNumExtn BankNum FIName"
        ),
        "flag": "SubAccount Active TaxAccount OnlineBankingEnabled",
        "ref": "ParentRef CurrencyRef TaxCodeRef JournalCodeRef",
        "list": "AccountPurposes",
        "number": "OpeningBalance CurrentBalance CurrentBalanceWithSubAccounts",
        "day": "OpeningBalanceDate",
        "object": "AccountEx",
    },
    "Term": {
        "text": "Name Type",
        "flag": "Active",
        "number": "DiscountPercent",
        "whole": "DueDays DiscountDays DayOfMonthDue DueNextMonthDays DiscountDayOfMonth",
        "object": "SalesTermEx",
    },
    "PaymentMethod": {
        "text": "Name Type",
        "flag": "Active",
        "object": "PaymentMethodEx",
    },
    "Invoice": {
        "number": "Deposit LessCIS",
        "flag": (
            "AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment "
            "AllowOnlineACHPayment AllowOnlinePayPalPayment AllowOnlineAffirmPayment "
            "AutoPayEligible SchedulePayEligible GratuityEnabled"
        ),
        "text": (
            "EInvoiceStatus ECloudStatusTimeStamp Exportation invoiceStatus callToAction "
            "InvoiceLink PaymentDetailsMessage InvoiceLinkSecurityCode ScheduledPaymentId "
            "FinancingProductType SubscriptionPaymentsSetting"
        ),
        "whole": "CfdiUse",
        "object": (
            "GlobalInfo InvoiceEx ConvenienceFeeDetail EnabledSurchargeInfo TxnRetainageDetail"
        ),
        "list": "invoiceStatusLog",
        "day": "InvoiceLinkExpiryDate",
    },
    "CreditMemo": {
        "number": "RemainingCredit",
        "ref": "InvoiceRef",
        "object": "CreditMemoEx",
    },
    "RefundReceipt": {
        "number": "RemainingCredit",
        "object": "RefundReceiptEx",
    },
    "Payment": {
        "ref": "CustomerRef RemitToRef ARAccountRef DepositToAccountRef PaymentMethodRef",
        "text": "PaymentRefNum PaymentType PaymentExtendedType",
        "object": "CheckPayment CreditCardPayment PaymentEx",
        "number": "TotalAmt UnappliedAmt",
        "flag": "ProcessPayment",
    },
    "JournalEntry": {
        "flag": "Adjustment HomeCurrencyAdjustment EnteredInHomeCurrency",
        "text": "GlobalTaxCalculation",
        "number": "TotalAmt HomeTotalAmt",
        "object": "JournalEntryEx",
    },
    "Deposit": {
        "ref": "DepositToAccountRef",
        "object": "CashBack DepositEx",
        "text": "GlobalTaxCalculation",
        "number": "TotalAmt HomeTotalAmt",
    },
    "Line": {
        "text": "Id Description DetailType",
        "whole": "LineNum",
        "number": "Amount Received CostAmount HomeCostAmount",
        "LinkedTxn[]": "LinkedTxn",
        "PaymentLineDetail": "PaymentLineDetail",
        "object": (
            "DiscountLineDetail TaxLineDetail DescriptionLineDetail ItemBasedExpenseLineDetail "
            "AccountBasedExpenseLineDetail ReimburseLineDetail PurchaseOrderItemLineDetail "
            "SalesOrderItemLineDetail ItemReceiptLineDetail GroupLineDetail SubTotalLineDetail "
            "TDSLineDetail ItemAdjustmentLineDetail LineEx"
        ),
        "SalesItemLineDetail": "SalesItemLineDetail",
        "DepositLineDetail": "DepositLineDetail",
        "JournalEntryLineDetail": "JournalEntryLineDetail",
        "list": "CustomField CustomExtensions",
        "ref": "ProjectRef",
    },
    "SalesItemLineDetail": {
        "ref": (
            "ItemRef ClassRef PriceLevelRef ItemAccountRef InventorySiteRef TaxCodeRef "
            "TaxClassificationRef"
        ),
        "number": (
            "UnitPrice UnitCostPrice RatePercent Qty TaxInclusiveAmt DiscountRate DiscountAmt "
            "RetainageAmount"
        ),
        "object": "MarkupInfo UOMRef SalesItemLineDetailEx",
        "day": "ServiceDate",
        "flag": "DeferredRevenue",
    },
    "PaymentLineDetail": {
        "ref": "ItemRef ClassRef",
        "day": "ServiceDate",
        "number": "Balance HomeBalance",
        "object": "Discount PaymentLineEx",
    },
    "JournalEntryLineDetail": {
        "text": "PostingType TaxApplicableOn BillableStatus",
        "object": "Entity JournalEntryLineDetailEx",
        "ref": "AccountRef ClassRef DepartmentRef TaxCodeRef TaxRateRef JournalCodeRef",
        "number": "TaxAmount TaxInclusiveAmt",
    },
    "DepositLineDetail": {
        "ref": "Entity ClassRef AccountRef PaymentMethodRef TaxCodeRef",
        "text": "CheckNum TxnType TaxApplicableOn",
        "object": "DepositLineDetailEx",
    },
    "LinkedTxn": {
        "text": "TxnId TxnType TxnLineId",
    },
    "TxnTaxDetail": {
        "ref": "DefaultTaxCodeRef TxnTaxCodeRef",
        "number": "TotalTax",
        "text": "TaxReviewStatus",
        "Line[]": "TaxLine",
        "flag": "UseAutomatedSalesTax",
    },
    "PhysicalAddress": {
        "text": (
            "Id Line1 Line2 Line3 Line4 Line5 City Country CountryCode County "
            "CountrySubDivisionCode PostalCode PostalCodeSuffix Lat Long Tag Note"
        ),
    },
    "EmailAddress": {
        "text": "Id Address Tag",
        "flag": "Default",
    },
    "TelephoneNumber": {
        "text": ("Id DeviceType CountryCode AreaCode ExchangeCode Extension FreeFormNumber Tag"),
        "flag": "Default",
    },
    "MemoRef": {
        "text": "value id",
    },
}

_LENGTHS = {
    ("Customer", "DisplayName"): 500,
    ("Customer", "CompanyName"): 500,
    ("Customer", "Notes"): 1024,
    ("Item", "Name"): 100,
    ("Item", "Description"): 4000,
    ("Account", "Name"): 100,
    ("Account", "AcctNum"): 7,
    ("Term", "Name"): 31,
    ("PaymentMethod", "Name"): 31,
    ("TRANSACTION", "DocNumber"): 21,
    ("TRANSACTION", "PrivateNote"): 4000,
    ("SALES", "PONumber"): 15,
    ("SALES", "PaymentRefNum"): 21,
    ("Payment", "PaymentRefNum"): 21,
    ("Line", "Description"): 4000,
    ("MemoRef", "value"): 1000,
    ("EmailAddress", "Address"): 100,
    ("PhysicalAddress", "Line1"): 500,
    ("PhysicalAddress", "City"): 255,
    ("PhysicalAddress", "PostalCode"): 31,
    ("TelephoneNumber", "FreeFormNumber"): 30,
}
CHOICES = {
    "GlobalTaxCalculation": ("TaxInclusive", "TaxExcluded", "NotApplicable"),
    "PostingType": ("Debit", "Credit"),
    "AccountType": (
        "Bank",
        "Accounts Receivable",
        "Other Current Asset",
        "Fixed Asset",
        "Other Asset",
        "Accounts Payable",
        "Credit Card",
        "Other Current Liability",
        "Long Term Liability",
        "Equity",
        "Income",
        "Cost of Goods Sold",
        "Expense",
        "Other Income",
        "Other Expense",
        "Non-Posting",
    ),
}


def _table(name: str) -> dict[str, tuple[str, int | None]]:
    parent = _PARENTS.get(name)
    found = dict(_table(parent)) if parent else {}
    for kind, words in _WORDS[name].items():
        for word in words.split():
            found[word] = (kind, _LENGTHS.get((name, word)))
    return found


FIELDS = {name: _table(name) for name in _WORDS}


def kind_of(entity: str, field: str) -> str | None:
    """The kind of an entity's field; None when it has no such field."""
    found = FIELDS[entity].get(field)
    return found[0] if found else None
