"""The setup workbook: its sheets, how it is read, checked and planned."""
