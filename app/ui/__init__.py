"""The window: PySide6 lives here alone. Pages show and enable; operations decide."""
