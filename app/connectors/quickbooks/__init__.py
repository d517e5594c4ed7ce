"""QuickBooks Online, by its accounting API v3."""
