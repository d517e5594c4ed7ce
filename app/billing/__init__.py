"""Charges, invoices, bill runs, and the sums that prove them."""
