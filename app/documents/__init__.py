"""What leaves as a file: invoices, call detail, registers. ReportLab lives here alone."""
