"""Customers: the tree, and everything below the chosen line of it."""
