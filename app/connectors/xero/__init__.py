"""Xero, by its accounting API 2.0."""
