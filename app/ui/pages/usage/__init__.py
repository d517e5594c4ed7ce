"""The Usage page: imports, calls, suspense, duplicates."""
