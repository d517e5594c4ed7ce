"""The parts of the page of invoices."""
