"""Connections: systems, inbox, customer map, presence, counts, plans, history."""
