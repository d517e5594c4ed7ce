"""Parts of bringing in a workbook."""
