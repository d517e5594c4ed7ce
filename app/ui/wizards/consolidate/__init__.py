"""The pages that put a PSA's charges onto our invoices."""
