"""Autotask PSA by its REST interface."""
