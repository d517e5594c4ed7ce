"""The fields that bodies of the Sage Accounting API may hold: which are required, how long.

Names, kinds and lengths are those of the published description. Nested fields stand under the path
of their parent: `sales_invoice.invoice_lines`.
"""

from typing import Final

_WORDS: Final[dict[str, dict[str, str]]] = {
    "contact.main_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id bank_account_id contact_id "
            "address_type_id name region country_group_id"
        ),
        "flag": "is_main_address",
    },
    "contact.delivery_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id bank_account_id contact_id "
            "address_type_id name region country_group_id"
        ),
        "flag": "is_main_address",
    },
    "contact.main_contact_person": {
        "list": "contact_person_type_ids",
        "text": "name job_title telephone mobile email fax address_id",
        "flag": "is_main_contact is_preferred_contact",
    },
    "contact.bank_account_details": {
        "text": "account_name account_number sort_code bic iban",
    },
    "contact.tax_treatment": {
        "flag": "home_tax eu_tax_registered eu_not_tax_registered rest_of_world_tax is_importer",
    },
    "contact": {
        "text": (
            "name reference default_sales_ledger_account_id default_sales_tax_rate_id "
            "default_purchase_ledger_account_id tax_number notes locale credit_terms "
            "credit_terms_and_conditions product_sales_price_type_id source_guid currency_id "
            "aux_reference registered_number tax_calculation auxiliary_account"
        ),
        "list": "contact_type_ids",
        "number": "credit_limit",
        "whole": "credit_days",
        "flag": "destination_vat_blocking",
        "@object": (
            "main_address delivery_address main_contact_person bank_account_details tax_treatment"
        ),
    },
    "sales_invoice.recurring_invoice": {
        "whole": "frequency on_week_day on_day_number",
        "text": "recurrence_type recurrence_status_identifier",
    },
    "sales_invoice.main_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id address_type_id region "
            "country_group_id"
        ),
    },
    "sales_invoice.delivery_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id address_type_id region "
            "country_group_id"
        ),
    },
    "sales_invoice.invoice_lines": {
        "text": (
            "description ledger_account_id product_id service_id tax_rate_id "
            "eu_goods_services_type_id eu_sales_description_id"
        ),
        "number": (
            "unit_price quantity net_amount tax_amount total_amount base_currency_unit_price "
            "base_currency_net_amount base_currency_tax_amount base_currency_total_amount "
            "discount_amount base_currency_discount_amount discount_percentage"
        ),
        "list": "analysis_type_categories",
        "flag": "trade_of_asset unit_price_includes_tax",
    },
    "sales_invoice.tax_analysis": {
        "text": "tax_rate_id",
        "number": "net_amount tax_amount total_amount goods_amount service_amount",
    },
    "sales_invoice": {
        "text": (
            "contact_id invoice_number_prefix invoice_number contact_name contact_reference "
            "reference notes terms_and_conditions shipping_tax_rate_id currency_id status_id "
            "original_quote_estimate_id tax_address_region_id delivery_performance_date"
        ),
        "day": "date due_date",
        "flag": "vat_reverse_charge destination_consignment sent",
        "number": (
            "cis_applicable_amount base_currency_cis_applicable_amount total_after_cis_deduction "
            "base_currency_total_after_cis_deduction shipping_net_amount shipping_tax_amount "
            "shipping_total_amount net_amount tax_amount total_amount exchange_rate "
            "inverse_exchange_rate base_currency_shipping_net_amount "
            "base_currency_shipping_tax_amount base_currency_shipping_total_amount total_quantity "
            "total_discount_amount base_currency_total_discount_amount base_currency_net_amount "
            "base_currency_tax_amount base_currency_total_amount withholding_tax_rate "
            "withholding_tax_amount base_currency_withholding_tax_amount"
        ),
        "@object": "recurring_invoice main_address delivery_address",
        "@list": "invoice_lines tax_analysis",
    },
    "sales_credit_note.main_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id address_type_id region "
            "country_group_id"
        ),
    },
    "sales_credit_note.delivery_address": {
        "text": (
            "address_line_1 address_line_2 city postal_code country_id address_type_id region "
            "country_group_id"
        ),
    },
    "sales_credit_note.credit_note_lines": {
        "text": (
            "description ledger_account_id product_id service_id tax_rate_id "
            "eu_goods_services_type_id eu_sales_description_id"
        ),
        "number": (
            "unit_price quantity net_amount tax_amount total_amount base_currency_unit_price "
            "base_currency_net_amount base_currency_tax_amount base_currency_total_amount "
            "discount_amount base_currency_discount_amount discount_percentage"
        ),
        "list": "analysis_type_categories",
        "flag": "trade_of_asset unit_price_includes_tax",
    },
    "sales_credit_note.tax_analysis": {
        "text": "tax_rate_id",
        "number": "net_amount tax_amount total_amount goods_amount service_amount",
    },
    "sales_credit_note": {
        "text": (
            "contact_id credit_note_number_prefix credit_note_number contact_name "
            "contact_reference reference notes terms_and_conditions shipping_tax_rate_id "
            "currency_id status_id tax_address_region_id"
        ),
        "day": "date original_invoice_date",
        "flag": "vat_reverse_charge destination_consignment sent",
        "number": (
            "cis_applicable_amount base_currency_cis_applicable_amount total_after_cis_deduction "
            "base_currency_total_after_cis_deduction shipping_net_amount shipping_tax_amount "
            "total_quantity shipping_total_amount net_amount tax_amount total_amount "
            "exchange_rate inverse_exchange_rate base_currency_shipping_net_amount "
            "base_currency_shipping_tax_amount base_currency_shipping_total_amount "
            "total_discount_amount base_currency_total_discount_amount base_currency_net_amount "
            "base_currency_tax_amount base_currency_total_amount withholding_tax_rate "
            "withholding_tax_amount base_currency_withholding_tax_amount"
        ),
        "@object": "main_address delivery_address",
        "@list": "credit_note_lines tax_analysis",
    },
    "contact_payment.allocated_artefacts": {
        "text": "artefact_id",
        "number": "amount discount",
    },
    "contact_payment.payment_on_account": {
        "text": "contact_name contact_reference contact_id reference currency_id status_id",
        "day": "date",
        "number": (
            "net_amount tax_amount total_amount outstanding_amount exchange_rate "
            "base_currency_net_amount base_currency_tax_amount base_currency_total_amount "
            "base_currency_outstanding_amount"
        ),
    },
    "contact_payment": {
        "text": (
            "transaction_type_id contact_id bank_account_id payment_method_id currency_id "
            "reference tax_rate_id"
        ),
        "day": "date",
        "number": (
            "total_amount net_amount tax_amount exchange_rate base_currency_net_amount "
            "base_currency_tax_amount base_currency_total_amount base_currency_currency_charge"
        ),
        "@list": "allocated_artefacts",
        "@object": "payment_on_account",
    },
    "contact_allocation.allocated_artefacts": {
        "text": "artefact_id",
        "number": "amount",
    },
    "contact_allocation": {
        "text": "transaction_type_id contact_id",
        "day": "date",
        "@list": "allocated_artefacts",
    },
    "ledger_account": {
        "text": (
            "ledger_account_type_id name display_name ledger_account_classification_id "
            "tax_rate_id control_name non_recoverable_ledger_account_id"
        ),
        "flag": (
            "included_in_chart fixed_tax_rate visible_in_banking visible_in_expenses "
            "visible_in_journals visible_in_other_payments visible_in_other_receipts "
            "visible_in_reporting visible_in_sales tax_recoverable cis_materials cis_labour"
        ),
        "whole": "nominal_code gifi_code",
        "number": "recoverable_percentage",
    },
    "service.sales_rates": {
        "text": "rate_name service_rate_type_id",
        "number": "rate",
        "flag": "rate_includes_tax",
    },
    "service": {
        "text": (
            "description sales_ledger_account_id item_code notes purchase_ledger_account_id "
            "sales_tax_rate_id purchase_tax_rate_id source_guid purchase_description "
            "usual_supplier_id"
        ),
        "flag": "active oss_service",
        "number": "cost_price",
        "@list": "sales_rates",
    },
    "journal.journal_code": {
        "text": "name code journal_code_type_id control_name",
        "flag": "reserved",
    },
    "journal.journal_lines": {
        "text": "ledger_account_id details",
        "number": "debit credit",
        "list": "analysis_type_categories",
        "flag": "include_on_tax_return",
    },
    "journal": {
        "day": "date",
        "text": "reference description",
        "number": "total",
        "@object": "journal_code",
        "@list": "journal_lines",
    },
}
REQUIRED: Final = {
    "contact": ("name", "contact_type_ids"),
    "sales_invoice.invoice_lines": ("description", "ledger_account_id", "unit_price"),
    "sales_invoice": ("contact_id", "date", "invoice_lines"),
    "sales_credit_note.credit_note_lines": ("description", "ledger_account_id", "unit_price"),
    "sales_credit_note": ("contact_id", "date", "credit_note_lines"),
    "contact_payment": (
        "transaction_type_id",
        "contact_id",
        "bank_account_id",
        "date",
        "total_amount",
    ),
    "contact_allocation": ("transaction_type_id", "contact_id", "allocated_artefacts"),
    "ledger_account": (
        "ledger_account_type_id",
        "included_in_chart",
        "name",
        "display_name",
        "nominal_code",
    ),
    "service": ("description", "sales_ledger_account_id"),
    "journal.journal_lines": ("ledger_account_id", "debit", "credit"),
    "journal": ("date", "reference", "journal_lines"),
}
LENGTHS: Final = {
    "contact.name": 100,
    "contact.reference": 10,
    "contact.tax_number": 255,
    "contact.notes": 4000,
    "contact.locale": 10,
    "contact.credit_terms_and_conditions": 2000,
    "contact.source_guid": 255,
    "contact.aux_reference": 4,
    "contact.registered_number": 25,
    "contact.auxiliary_account": 25,
    "contact.main_address.address_line_1": 50,
    "contact.main_address.address_line_2": 50,
    "contact.main_address.city": 50,
    "contact.main_address.postal_code": 10,
    "contact.main_address.name": 50,
    "contact.main_address.region": 50,
    "contact.delivery_address.address_line_1": 50,
    "contact.delivery_address.address_line_2": 50,
    "contact.delivery_address.city": 50,
    "contact.delivery_address.postal_code": 10,
    "contact.delivery_address.name": 50,
    "contact.delivery_address.region": 50,
    "contact.main_contact_person.name": 50,
    "contact.main_contact_person.job_title": 50,
    "contact.main_contact_person.telephone": 50,
    "contact.main_contact_person.mobile": 50,
    "contact.main_contact_person.email": 100,
    "contact.main_contact_person.fax": 50,
    "sales_invoice.invoice_number_prefix": 6,
    "sales_invoice.contact_name": 255,
    "sales_invoice.contact_reference": 255,
    "sales_invoice.reference": 25,
    "sales_invoice.notes": 2000,
    "sales_invoice.terms_and_conditions": 2000,
    "sales_invoice.delivery_performance_date": 40,
    "sales_invoice.main_address.address_line_1": 50,
    "sales_invoice.main_address.address_line_2": 50,
    "sales_invoice.main_address.city": 50,
    "sales_invoice.main_address.postal_code": 10,
    "sales_invoice.main_address.region": 50,
    "sales_invoice.delivery_address.address_line_1": 50,
    "sales_invoice.delivery_address.address_line_2": 50,
    "sales_invoice.delivery_address.city": 50,
    "sales_invoice.delivery_address.postal_code": 10,
    "sales_invoice.delivery_address.region": 50,
    "sales_credit_note.credit_note_number_prefix": 6,
    "sales_credit_note.contact_name": 255,
    "sales_credit_note.contact_reference": 255,
    "sales_credit_note.reference": 25,
    "sales_credit_note.notes": 2000,
    "sales_credit_note.terms_and_conditions": 65535,
    "sales_credit_note.main_address.address_line_1": 50,
    "sales_credit_note.main_address.address_line_2": 50,
    "sales_credit_note.main_address.city": 50,
    "sales_credit_note.main_address.postal_code": 10,
    "sales_credit_note.main_address.region": 50,
    "sales_credit_note.delivery_address.address_line_1": 50,
    "sales_credit_note.delivery_address.address_line_2": 50,
    "sales_credit_note.delivery_address.city": 50,
    "sales_credit_note.delivery_address.postal_code": 10,
    "sales_credit_note.delivery_address.region": 50,
    "contact_payment.reference": 25,
    "ledger_account.name": 200,
    "ledger_account.display_name": 200,
    "ledger_account.control_name": 255,
    "service.description": 255,
    "service.item_code": 255,
    "service.notes": 500,
    "service.source_guid": 255,
    "service.purchase_description": 250,
    "journal.reference": 255,
    "journal.description": 200,
}


def _table(name: str) -> dict[str, str]:
    return {word: kind for kind, words in _WORDS[name].items() for word in words.split()}


FIELDS: Final = {name: _table(name) for name in _WORDS}
