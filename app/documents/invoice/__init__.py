"""The invoice as a PDF: what it holds, its first page, and the pages of detail."""
