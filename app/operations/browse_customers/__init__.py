"""Customers as the window shows them: the tree, one customer, what happened to a record."""
