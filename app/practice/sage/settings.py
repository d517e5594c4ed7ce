"""A business's settings as answers show them."""

from app.practice.sage.business import Business
from app.practice.sage.values import Record, moment_text


def financial_settings(business: Business) -> Record:
    """The financial settings: currency and closed year."""
    settings = business.settings
    closed = settings.lockdown_date
    return {
        "$path": "/financial_settings",
        "year_end_date": "2026-12-31",
        "year_end_lockdown_date": closed.isoformat() if closed else None,
        "base_currency": {
            "id": settings.currency,
            "displayed_as": settings.currency,
            "$path": f"/currencies/{settings.currency}",
        },
        "multi_currency_enabled": False,
        "updated_at": moment_text(business.clock.now()),
    }


def invoice_settings(business: Business) -> Record:
    """The invoice settings: the usual terms and numbers."""
    return {
        "$path": "/invoice_settings",
        "sales_invoice_number_prefix": "SI-",
        "sales_credit_note_number_prefix": "SCN-",
        "separate_invoice_credit_note_numbering": True,
        "customer_credit_days": business.settings.credit_days,
        "customer_credit_terms": "date_from_invoice",
        "updated_at": moment_text(business.clock.now()),
    }
