"""What the Usage page shows: imports, calls, suspense by cause and likely owner, duplicates."""
