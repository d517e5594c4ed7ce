"""Call records in, one table out: formats, duplicates, suspense, and who pays."""
