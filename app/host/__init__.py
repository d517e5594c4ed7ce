"""This computer: paths, time, settings."""
