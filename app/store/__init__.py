"""The company file. SQLAlchemy lives here alone."""
