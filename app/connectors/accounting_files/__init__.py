"""Accounting programs by the files that they import and export."""
