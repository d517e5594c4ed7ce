"""The Reports page: all reports, each with its period, chart, table and ties."""
