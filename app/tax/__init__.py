"""What the state takes, and what the provider adds in its own name."""
