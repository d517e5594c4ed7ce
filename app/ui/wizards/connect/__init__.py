"""The pages of the wizard that connects a system."""
