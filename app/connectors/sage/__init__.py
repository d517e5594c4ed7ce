"""Sage Accounting, by its API 3.1."""
