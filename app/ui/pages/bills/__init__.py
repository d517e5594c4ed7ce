"""The parts of the page of bills."""
