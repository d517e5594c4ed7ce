"""The command line, a public contract."""
