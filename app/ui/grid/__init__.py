"""The one component for all lists: columns, rows, how cells are drawn, filtered, copied."""
