"""The parts of the wizard that runs bills."""
