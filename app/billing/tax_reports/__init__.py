"""Reports to authorities: what invoices billed of every tax, tied to the journal. Pure."""
