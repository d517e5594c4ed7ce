"""Switchbook: the month of a small telecom provider, from call records to paid invoices."""
