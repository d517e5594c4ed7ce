"""Whom and what we bill: accounts, locations, numbers, circuits, products, services."""
