"""A PSA by spreadsheet: one workbook, or a folder of CSV files."""
