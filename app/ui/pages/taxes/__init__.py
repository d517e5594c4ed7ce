"""The Taxes page: what would hold invoices, rules, places, shares, certificates, factors."""
