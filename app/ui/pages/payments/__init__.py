"""The parts of the page of payments."""
