"""Avalara for Communications (AFC), REST v2."""
